"""The log in sentences."""

from __future__ import annotations

import pytest

from qualkit.actions import coding, edit_codebook, finish, history, memos
from qualkit.actions.add import accept, plan_add
from qualkit.actions.log_lines import log_lines
from qualkit.actions.workspace import codebook_view
from qualkit.model.place import Place


@pytest.fixture
def ana(filled, opened, files):
    with opened(filled, "Ana") as study:
        talk = "---\ntitle: Focus group 2\n---\nMod: And?\nKim: I was scared.\n"
        (files / "fg2.md").write_text(talk, encoding="utf-8")
        accept(study, plan_add(study, [files / "fg2.md"]))
        yield study


def newest(study):
    return log_lines(study)[0].text


def stroke(study):
    fear = codebook_view(study)[0].codebook.codes[0].id
    places = [Place(segment=key, start=0, end_segment=key, end=3) for key in ("1", "2")]
    return [one.id for one in coding.apply_codes(study, "fg2", places, [fear]).codings]


def test_strokes_name_the_source_by_its_title(ana):
    ids = stroke(ana)
    assert newest(ana) == "Ana coded 2 passages of Focus group 2 as Fear"
    coding.set_memo(ana, ids[0], "Hm.")
    assert newest(ana) == "Ana wrote a memo on a coding of Focus group 2: Fear"
    coding.remove_codings(ana, ids[:1])
    assert newest(ana) == "Ana took 1 coding off Focus group 2: Fear"
    finish.finish(ana, source=["fg2"])
    assert newest(ana) == "Ana read Focus group 2 for the codebook feelings"


def test_what_was_taken_back_and_done_again_is_told(ana):
    stroke(ana)
    history.undo(ana)
    assert newest(ana) == "Ana took back: coded 2 passages of Focus group 2 as Fear"
    history.redo(ana)
    assert newest(ana) == "Ana did again: coded 2 passages of Focus group 2 as Fear"


def test_the_newest_stands_first_and_only_as_many_as_are_asked_for(ana):
    edit_codebook.make_code(ana, "feelings", "Joy")
    memos.add_memo(ana, "A thought")
    lines = log_lines(ana, newest=2)
    assert [line.text for line in lines] == ["Ana wrote a memo on the study", "Ana made the code Joy"]
    assert lines[0].number > lines[1].number
    said = [line.text for line in log_lines(ana)]
    assert said[-1].startswith(("ana added", "ana brought in the codebook feelings from feelings.yaml"))


def test_codes_stand_by_their_paths_whatever_is_in_their_names(ana):
    books = codebook_view(ana)[0].codebook
    made = edit_codebook.make_code(ana, "feelings", "Joy / fun", parent=books.codes[0].id)
    assert newest(ana) == "Ana made the code Fear › Joy / fun"
    edit_codebook.retire_code(ana, made.id)
    assert newest(ana) == "Ana retired the code Fear › Joy / fun"


def test_a_whole_question_as_a_title_is_cut_and_set_apart(ana, files):
    (files / "fg3.md").write_text(
        "---\ntitle: What, in your view, stops children from telling anybody about it?\n---\nMod: And?\n",
        encoding="utf-8",
    )
    accept(ana, plan_add(ana, [files / "fg3.md"]))
    memos.add_memo(ana, "Hm", about="passage", target="fg3#1")
    assert newest(ana) == "Ana wrote a memo on “What, in your view, stops children from …”, passage 1"


def test_reading_taken_back_is_told(ana):
    coding.mark_read(ana, "fg2", ["1"], ["feelings"])
    coding.mark_unread(ana, "fg2", ["1"], ["feelings"])
    said = "Ana marked as not read after all: 1 passage of Focus group 2 for the codebook feelings"
    assert newest(ana) == said
