"""The page on searching is run on a small study: what it shows is given, and every line works."""

from __future__ import annotations

import pytest

from qualkit.actions import add, codebook_files
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study

FILES = {
    "talk.md": """\
# Who helped?
Moderator: Who helped you, if anybody did?
Amy: My nan helped. She didn’t ask, she just put the kettle on.
Joe: Nobody helped me. I was scared of what they’d say at school.
# What got in the way?
Moderator: What got in the way of telling somebody?
Amy: I was afraid they’d tell my mum. You tell one person and everybody knows.
Joe: Same. I was scared it would get worse if I told them.
""",
    "survey.csv": """\
id,role,help
1,Youth worker,Time to sit with a young person who is scared to tell anybody what has happened to them
2,Youth worker,One steady person who helps and who does not leave after two months
3,Police,More time and somewhere quiet to talk that is not a police station
4,Police,Officers who have time to listen and to help before there is a crime
""",
    "barriers.yaml": "codes: [Fear, Help]\n",
}


@pytest.fixture
def tour(tmp_path):
    """The study of the page, in the folder `tour`."""
    received = tmp_path / "received"
    received.mkdir()
    for name, text in FILES.items():
        (received / name).write_text(text, encoding="utf-8")
    with open_study(new_study(tmp_path / "tour"), "ana").study as study:
        add.accept(study, add.plan_add(study, [received / "talk.md", received / "survey.csv"]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, received / "barriers.yaml"))
    return tmp_path


def test_every_command_of_the_page_works_and_gives_what_is_shown(tour, follow):
    assert follow("docs/search.md", columns=100) >= 8
