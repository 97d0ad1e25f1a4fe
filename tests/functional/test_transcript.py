"""A coded transcript to take to a meeting."""

from __future__ import annotations

import pytest


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


def test_turns_are_numbered_with_speakers_and_codes_in_the_margin(qk, tmp_path):
    import docx

    path = tmp_path / "fg1.docx"
    assert qk("transcript", "fg1", "-o", path).code == 0
    (table,) = docx.Document(str(path)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["", "Who", "What was said", "Codes"]
    assert rows[1] == ["1", "Moderator", "How was school?", ""]
    assert rows[2] == ["2", "Mia", "It was good!!! but I was scared. The café’s fine.", "Fear: “scared”"]


def test_redactions_are_applied_to_words_speakers_and_margin(qk, tmp_path):
    qk("redact", "Mia", "--as", "girl A")
    qk("redact", "scared", "--as", "[feeling]")
    path = tmp_path / "fg1.md"
    qk("transcript", "fg1", "-o", path)
    text = path.read_text(encoding="utf-8")
    assert "Mia" not in text
    assert "scared" not in text
    assert "girl A" in text
    assert "Fear: “\\[feeling\\]”" in text or "Fear: “[feeling]”" in text
    assert "stand for what is not shown" in text


def test_everybodys_codes_are_named_with_their_coders(qk, tmp_path):
    path = tmp_path / "fg1.html"
    qk("transcript", "fg1", "-o", path, "--coder", "any")
    text = path.read_text(encoding="utf-8")
    assert "(ana)" in text
    assert "(Zoë / ben)" in text


def test_an_existing_file_and_an_unknown_ending_are_refused(qk, tmp_path):
    path = tmp_path / "fg1.docx"
    path.write_text("mine", encoding="utf-8")
    assert qk("transcript", "fg1", "-o", path).code == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert qk("transcript", "fg1", "-o", path, "--force").code == 0
    assert qk("transcript", "fg1", "-o", tmp_path / "fg1.wav").code == 1
    assert qk("transcript", "fg1").code == 2
