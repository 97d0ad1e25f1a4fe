"""The history of a code, and how much it is used."""

from __future__ import annotations

import pytest

from qualkit.actions import coding, history, save
from qualkit.actions.code_history import code_history, code_use_of
from qualkit.actions.edit_codebook import describe_code, make_code, move_code, rename_code, retire_code
from qualkit.actions.merge_codes import merge_codes, plan_merge
from qualkit.actions.split_code import split_code
from qualkit.actions.workspace import codebook_view
from qualkit.errors import Refused
from qualkit.model.place import Place


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    with opened(filled, "ben") as study:
        yield study


def id_of(study, name):
    return next(code.id for code in codebook_view(study)[0].codebook.codes if code.name == name)


def stroke(study, name, key="2", end_key="", end=6):
    place = Place(segment=key, start=0, end_segment=end_key or key, end=end)
    coding.apply_codes(study, "fg1", [place], [id_of(study, name)])


def told(study, code_id):
    return [line.text for line in code_history(study, code_id)]


def test_the_history_says_who_did_what_newest_first(ana, ben):
    code = make_code(ana, "feelings", "Joy")
    rename_code(ben, code.id, "Delight")
    move_code(ana, code.id, parent=id_of(ana, "Help"))
    retire_code(ana, code.id)
    make_code(ana, "feelings", "Anger")
    assert told(ana, code.id) == [
        "ana retired the code Help/Delight",
        "ana moved the code Delight to Help",
        'ben renamed the code Joy to "Delight"',
        "ana made the code Joy",
    ]


def test_what_was_coded_is_no_part_of_a_codes_history(ana):
    stroke(ana, "Fear")
    assert told(ana, id_of(ana, "Fear")) == []


def test_a_changed_definition_is_told_with_what_it_was(ana):
    describe_code(ana, id_of(ana, "Shame"), name="Being ashamed", definition="", counts_in_any=False)
    (line,) = code_history(ana, id_of(ana, "Being ashamed"))
    assert line.text == "ana changed the code Shame: name, definition, whether it counts in any"
    assert line.changes == (
        "Name: “Shame” became “Being ashamed”",
        "Definition: “Being ashamed.” became nothing",
        "Counts in any: yes became no",
    )


def test_a_name_that_is_taken_leaves_all_other_fields_as_they_were(ana):
    with pytest.raises(Refused, match='"Fear" already'):
        describe_code(ana, id_of(ana, "Shame"), name="fear", definition="Other.")
    assert told(ana, id_of(ana, "Shame")) == []


def test_a_merge_is_in_the_history_of_both_codes_and_a_split_in_that_of_all(ana):
    stroke(ana, "Fear")
    merge_codes(ana, id_of(ana, "Fear"), id_of(ana, "Shame"))
    made = split_code(ana, id_of(ana, "Shame"), ["Before others"])
    said = "ana merged the code Fear into Shame"
    assert told(ana, id_of(ana, "Fear")) == [said]
    assert told(ana, id_of(ana, "Shame")) == ["ana split the code Shame into Before others", said]
    assert told(ana, made[0].id) == ["ana split the code Shame into Before others"]


def test_what_was_taken_back_and_done_again_is_told(ana):
    fear = id_of(ana, "Fear")
    retire_code(ana, fear)
    history.undo(ana)
    history.redo(ana)
    assert told(ana, fear) == [
        "ana did again: retired the code Fear",
        "ana took back: retired the code Fear",
        "ana retired the code Fear",
    ]


def test_the_history_comes_back_with_the_text_files(ana, filled, opened):
    fear = id_of(ana, "Fear")
    rename_code(ana, fear, "Dread")
    save.save(ana)
    ana.close()
    for path in filled.glob("study.db*"):
        path.unlink()
    with opened(filled, "ana") as again:
        assert told(again, fear) == ['ana renamed the code Fear to "Dread"']


def test_a_passage_coded_alike_by_two_is_one_and_people_are_counted_once(ana, ben):
    stroke(ana, "Fear", "2")
    stroke(ben, "Fear", "2")
    stroke(ana, "Fear", "5")
    stroke(ana, "Fear", "2", end_key="3")
    used = code_use_of(ana, id_of(ana, "Fear"))
    assert (used.codings, used.passages, used.people) == (4, 3, 2)
    mine = code_use_of(ben, id_of(ana, "Fear"), only_mine=True)
    assert (mine.codings, mine.passages, mine.people) == (1, 1, 1)
    assert code_use_of(ana, id_of(ana, "Help")).passages == 0


def test_a_merge_is_planned_as_it_will_come(ana, ben):
    stroke(ana, "Fear", "2")
    stroke(ana, "Shame", "2")
    stroke(ben, "Fear", "3")
    fear, shame = id_of(ana, "Fear"), id_of(ana, "Shame")
    plan = plan_merge(ana, fear, shame)
    assert (plan.passages, plan.people, plan.joined, plan.codes_below) == (2, 2, 1, 1)
    assert not plan.is_unused
    merged = merge_codes(ana, fear, shame)
    assert (merged.codings, merged.joined) == (1, plan.joined)
    with pytest.raises(Refused, match="itself"):
        plan_merge(ana, shame, shame)
