"""Undo and redo, across restarts and across people."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def qk(filled, run):
    """The command line on the filled study; every call opens the study anew."""
    return lambda *arguments, coder="ana": run("-C", filled, *arguments, coder=coder)


def codings(qk, **options):
    return json.loads(qk("codings", "--format", "json", **options).out)["rows"]


def test_undo_takes_back_the_last_step_whole_and_says_what_it_was(qk):
    qk("code", "Fear", "--match", "scared|afraid", "--yes")
    undone = qk("undo")
    assert (undone.code, undone.out) == (0, "Undone: coded 3 passages: Fear.\n")
    assert codings(qk) == []


def test_redo_brings_back_the_same_codings_with_their_ids(qk):
    qk("code", "Fear", "--match", "scared|afraid", "--yes")
    before = codings(qk)
    qk("undo")
    assert qk("redo").out == "Done again: coded 3 passages: Fear.\n"
    assert codings(qk) == before


def test_steps_are_undone_last_first_and_redone_first_first(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("code", "Shame", "--match", "ashamed", "--yes")
    assert "Shame" in qk("undo").out
    assert "Fear" in qk("undo").out
    assert "Fear" in qk("redo").out
    assert "Shame" in qk("redo").out
    assert "nothing to redo" in qk("redo").err


def test_redo_is_gone_after_a_new_step(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("undo")
    qk("code", "Shame", "--match", "ashamed", "--yes")
    redone = qk("redo")
    assert (redone.code, redone.err) == (1, "There is nothing to redo.\n")
    assert [row["code"] for row in codings(qk)] == ["Shame"]


def test_an_undone_step_can_be_undone_again_after_its_redo(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    for _ in range(3):
        assert qk("undo").code == 0
        assert qk("redo").code == 0
    assert qk("undo").code == 0
    assert codings(qk) == []


def test_a_command_that_changes_nothing_is_no_step(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("undo")
    assert codings(qk) == []


def test_undo_takes_back_this_coders_step_and_leaves_the_others(qk):
    qk("code", "Fear", "--match", "scared", "--yes", coder="ana")
    qk("code", "Fear", "--match", "afraid", "--yes", coder="ben")
    qk("undo", coder="ana")
    assert {row["coder"] for row in codings(qk)} == {"ben"}


def test_nobody_undoes_the_steps_of_another(qk):
    qk("code", "Fear", "--match", "scared", "--yes", coder="ana")
    undone = qk("undo", coder="ben")
    assert undone.code == 1
    assert "nothing to undo" in undone.err
    assert len(codings(qk)) == 2


def test_undo_is_refused_naming_the_colleague_who_codes_with_the_new_code(qk):
    qk("code", "Fear", "--match", "scared", "--yes", coder="ben")
    undone = qk("undo", coder="ana")  # ana's last step brought the codebook in
    assert undone.code == 1
    assert "ben has built on it (codings)" in undone.err
    assert len(codings(qk)) == 2


def test_undo_is_refused_naming_the_colleague_who_read_for_the_new_codebook(qk):
    qk("finish", coder="ben")
    undone = qk("undo", coder="ana")
    assert undone.code == 1
    assert "ben" in undone.err


def test_adding_is_undone_only_while_nothing_is_coded_on_it(filled, qk, files, write):
    write(files / "fg2.md", "Moderator: Well?\nZoe: I was scared of them.\n")
    qk("add", files / "fg2.md", "--yes", coder="ana")
    qk("code", "Fear", "--match", "scared", "--source", "fg2", "--yes", coder="ben")
    undone = qk("undo", coder="ana")
    assert undone.code == 1
    assert "ben has built on it" in undone.err
    assert (filled / "transcripts" / "fg2.md").is_file()
    qk("undo", coder="ben")
    assert qk("undo", coder="ana").out == "Undone: added fg2.md.\n"
    assert not (filled / "transcripts" / "fg2.md").exists()
    assert "fg2" not in qk("status", "--format", "json").out


def test_undo_of_add_removes_the_copied_files_and_redo_puts_them_back(qk, filled, files, write):
    write(files / "fg2.md", "Moderator: Well?\nZoe: I was scared of them.\n")
    write(
        files / "more.csv", "id,why\n1,Because nobody ever asked me what I wanted\n2,I do not know at all\n"
    )
    qk("add", files / "fg2.md", files / "more.csv", "--yes")
    before = qk("status", "--format", "csv").out
    received = {p: p.read_bytes() for p in (filled / "transcripts").iterdir()} | {
        p: p.read_bytes() for p in (filled / "survey").iterdir()
    }
    qk("undo")
    assert not (filled / "transcripts" / "fg2.md").exists()
    assert not (filled / "survey" / "more.csv").exists()
    assert not (filled / "survey" / "more.toml").exists()
    qk("redo")
    assert qk("status", "--format", "csv").out == before
    assert {p: p.read_bytes() for p in received} == received


def test_undo_of_a_correction_puts_the_old_file_and_the_old_places_back(qk, filled, files):
    qk("code", "Fear", "--match", "scared|afraid", "--yes")
    before = codings(qk)
    old = (filled / "transcripts" / "fg1.md").read_bytes()
    (files / "fg1.md").write_bytes(old.replace(b"It was good", b"Well, it was so very good"))
    added = qk("add", files / "fg1.md", "--yes")
    assert added.code == 0, added.err
    assert codings(qk) != before
    assert qk("undo").code == 0
    assert codings(qk) == before
    assert (filled / "transcripts" / "fg1.md").read_bytes() == old


def test_undo_is_refused_when_a_colleague_changed_the_same_code_since(qk, files, write):
    book = (files / "feelings.yaml").read_text()
    write(files / "ana" / "feelings.yaml", book.replace("Being ashamed.", "Ashamed of oneself."))
    write(files / "ben" / "feelings.yaml", book.replace("Being ashamed.", "Shame, as they say it."))
    assert qk("codebook", "import", files / "ana" / "feelings.yaml", "--yes", coder="ana").code == 0
    assert qk("codebook", "import", files / "ben" / "feelings.yaml", "--yes", coder="ben").code == 0
    undone = qk("undo", coder="ana")
    assert undone.code == 1
    assert "ben has changed it since" in undone.err
    assert "Shame, as they say it." in qk("codebook", "show", "--format", "json").out


def test_redo_is_refused_when_a_colleague_changed_the_same_code_since(qk, files, write):
    book = (files / "feelings.yaml").read_text()
    write(files / "ana" / "feelings.yaml", book.replace("Being ashamed.", "Ashamed of oneself."))
    write(files / "ben" / "feelings.yaml", book.replace("Being ashamed.", "Shame, as they say it."))
    qk("codebook", "import", files / "ana" / "feelings.yaml", "--yes", coder="ana")
    qk("undo", coder="ana")
    qk("codebook", "import", files / "ben" / "feelings.yaml", "--yes", coder="ben")
    redone = qk("redo", coder="ana")
    assert redone.code == 1
    assert "can't be done again" in redone.err
    assert "ben" in redone.err


def test_redo_of_codings_is_refused_when_their_code_is_gone(qk):
    qk("code", "Fear", "--match", "scared", "--yes", coder="ben")
    qk("undo", coder="ben")
    qk("undo", coder="ana")  # the codebook
    redone = qk("redo", coder="ben")
    assert redone.code == 1
    assert "can't be done again" in redone.err


def test_undo_is_refused_when_a_colleague_wrote_a_memo_on_the_coding(qk):
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--yes", coder="ana")
    (row,) = codings(qk)
    qk("memo", "Is it?", "--coding", row["id"], coder="ben")
    undone = qk("undo", coder="ana")
    assert undone.code == 1
    assert "ben has built on it (memos)" in undone.err


def test_a_finish_is_one_step(qk):
    qk("finish")
    qk("undo")
    rows = json.loads(qk("status", "--format", "json").out)["rows"]
    assert [row["read"] for row in rows] == [0, 0]


def test_a_stretch_of_one_source_is_marked_read_both_ends_included(qk):
    said = qk("finish", "fg1", "--from", "2", "--to", "4", "--codebook", "feelings")
    assert "Marked 3 passages in 1 source as read for feelings." in said.out
    assert "Took back that you had read 1 passage" in qk("finish", "fg1", "--from", "4", "--undo").out
    assert "Marked 7 passages in 2 sources" in qk("finish", "fg1", "panel:why").out


@pytest.mark.parametrize(
    ("stretch", "told"),
    [
        (("--from", "2"), "A stretch is of one source."),
        (("fg1", "--to", "99"), '"fg1" has no turn 99.'),
        (("fg1", "--from", "4", "--to", "2"), "In fg1, turn 2 comes before turn 4."),
    ],
)
def test_a_stretch_that_is_none_is_refused(qk, stretch, told):
    refused = qk("finish", *stretch)
    assert (refused.code, told in refused.err) == (1, True)


def test_five_thousand_codings_are_one_step(qk, files):
    turns = "".join(f"Mia: scared number {number}.\nTom: so scared too.\n" for number in range(2500))
    (files / "long.md").write_text(turns)
    qk("add", files / "long.md", "--yes")
    coded = qk("code", "Fear", "--match", "scared", "--source", "long", "--yes")
    assert "Coded 5000 passages" in coded.out.replace(",", "")
    assert "5000" in qk("undo").out.replace(",", "")
    assert codings(qk) == []
    assert qk("redo").code == 0
    assert len(codings(qk)) == 5000


def test_the_log_keeps_what_was_undone(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("undo")
    said = [row["summary"] for row in json.loads(qk("log", "--format", "json").out)["rows"]]
    assert said[-2:] == ["coded 2 passages: Fear", "undo: coded 2 passages: Fear"]


def test_ids_of_what_was_undone_are_never_given_to_anything_else(qk, files, write):
    """Else undoing an older step could take away a colleague's newer source."""
    write(files / "fg2.md", "Moderator: Well?\nZoe: I was scared of them.\n")
    write(files / "fg3.md", "Moderator: Hello?\nLea: Nobody helped me there.\n")
    qk("add", files / "fg2.md", "--yes", coder="ana")
    qk("undo", coder="ana")
    qk("add", files / "fg3.md", "--yes", coder="ben")
    assert qk("redo", coder="ana").code == 0
    assert qk("undo", coder="ana").code == 0
    assert '"fg3"' in qk("status", "--format", "json").out
