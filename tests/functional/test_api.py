"""The Python API has the verbs of the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

import qualkit
from qualkit.errors import NotFound
from qualkit.model.place import Place

TALK = """Moderator: What would stop you from telling anyone?
P1: I'd be scared it got back to my mum.
P2: Same. You tell one person and everyone knows.
Moderator: And the police?
P1: No way. I'm scared of them.
P2: They'd be at your door.
"""
BOOK = "codes:\n  - name: Fear\n    definition: Afraid of what follows.\n    codes: [Made worse]\n"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "barriers.yaml").write_text(BOOK, encoding="utf-8")
    with qualkit.new(tmp_path / "study", title="Telling", coder="ana") as opened:
        opened.add(tmp_path / "talk.txt", speakers={"Moderator": "moderator"})
        opened.import_codebook(tmp_path / "barriers.yaml")
        yield opened


def test_a_study_goes_from_files_to_a_bank_in_python(study, tmp_path):
    assert study.code("Fear", match="scared") == 2
    study.finish()
    study.memo("P1 says scared twice.", about="code", target="Fear")
    written = study.write_quotes(tmp_path / "bank.md")
    assert "scared" in written[0].read_text(encoding="utf-8")
    assert [row["cases"] for row in study.codings().rows] == [["talk:P1"], ["talk:P1"]]
    assert study.check_anchors().findings == ()


def test_undo_and_redo_say_what_they_did(study):
    study.code("Fear", match="scared")
    assert "Fear" in study.undo()
    assert study.codings().rows == ()
    assert "Fear" in study.redo()
    assert len(study.codings().rows) == 2


def test_a_table_becomes_a_frame(study):
    study.code("Fear", match="scared")
    frame = qualkit.to_frame(study.codings())
    assert list(frame["quote"]) == ["scared", "scared"]


def test_saving_and_opening_again_gives_the_same_codings(study):
    study.code("Made worse", match="everyone knows", unit="segment")
    before = study.codings().rows
    study.save()
    study.close()
    (study.folder / "study.db").unlink()
    with qualkit.open(study.folder, coder="ana") as again:
        assert again.codings().rows == before


def test_an_unknown_code_is_refused_with_the_nearest(study):
    with pytest.raises(NotFound, match="Fear"):
        study.code("Feer", match="scared")


def test_importing_qualkit_imports_nothing_heavy():
    code = "import sys, qualkit; print([m for m in ('sqlalchemy', 'pandas', 'click') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_comments_of_an_imported_codebook_survive(study, tmp_path):
    (tmp_path / "harm.yaml").write_text(
        "# agreed on 3 May\ncodes:\n  - name: Loss # of things\n", encoding="utf-8"
    )
    study.import_codebook(tmp_path / "harm.yaml")
    study.save()
    text = (study.folder / "codebooks" / "harm.yaml").read_text(encoding="utf-8")
    assert "# agreed on 3 May" in text
    assert "# of things" in text


def test_an_undone_codebook_leaves_no_file_that_would_bring_it_back(study, tmp_path):
    (tmp_path / "harm.yaml").write_text("codes: [Loss]\n", encoding="utf-8")
    study.import_codebook(tmp_path / "harm.yaml")
    study.undo()
    assert not (study.folder / "codebooks" / "harm.yaml").exists()
    assert "harm" not in [row["codebook"] for row in study.codebook().rows]


def test_texts_are_corrected_redacted_and_printed_in_python(study, tmp_path):
    study.code("Fear", match="scared")
    assert study.correct("talk", "2", "I'd be terrified it got back to my mum.").changed == 1
    (lost,) = study.lost_places()
    assert (
        study.replace_lost(lost.coding, Place(segment="2", start=7, end_segment="2", end=16)) == "terrified"
    )
    study.split_turn("talk", "3", 5)
    study.merge_turns("talk", ["3", "3.1"])
    study.reassign_turn("talk", "6", "P1")
    assert study.correct_source("talk", study.text_to_edit("talk")).changed == 0
    study.redact("mum", "[parent]")
    assert [row["shown"] for row in study.redactions().rows] == ["[parent]"]
    written = study.write_transcript("talk", tmp_path / "talk.html").read_text(encoding="utf-8")
    assert "got back to my [parent]" in written
    assert "Fear: “terrified”" in written
    assert "mum" not in written
