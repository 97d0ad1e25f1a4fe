"""Working on a codebook: what each verb changes, what it refuses, and that it is one step of undo."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.actions import coding, edit_codebook, history, memos, save
from qualkit.actions.edit_codebook import (
    describe_code,
    make_code,
    make_codebook,
    move_code,
    not_looked_for,
    reactivate,
    remove_code,
    rename_code,
    retire_code,
)
from qualkit.actions.make import new_study
from qualkit.actions.merge_codes import merge_codes
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, last_event, open_source
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import CodeStatus
from qualkit.model.place import Place
from qualkit.store import codebooks, codings, journal


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    with opened(filled, "ben") as study:
        yield study


def the_book(study):
    (book,) = (view.codebook for view in codebook_view(study))
    return book


def id_of(study, path):
    book = the_book(study)
    return next(code.id for code in book.codes if book.path(code.id) == path)


def code(study, path):
    return the_book(study)[id_of(study, path)]


def tree(study):
    book = the_book(study)
    return [book.path(one.id) for _, one in book.walk()]


def stroke(study, path, key="2", end=6):
    place = Place(segment=key, start=0, end_segment=key, end=end)
    return coding.apply_codes(study, "fg1", [place], [id_of(study, path)]).codings[0].id


def state(study):
    with study.database.reading() as connection:
        return codebooks.codebooks(connection), codings.codings(connection), journal.memos(connection)


def last(study):
    with study.database.reading() as connection:
        return journal.events(connection)[-1].event


TREE = ["Fear", "Fear/Of school", "Shame", "Help"]


# ---- making


def test_a_code_is_made_as_the_last_below_its_parent(ana):
    made = make_code(ana, "feelings", "  Of   dogs ", id_of(ana, "Fear"))
    make_code(ana, "feelings", "Joy")
    assert tree(ana) == ["Fear", "Fear/Of school", "Fear/Of dogs", "Shame", "Help", "Joy"]
    assert code(ana, "Fear/Of dogs") == made
    assert (made.name, made.version, made.status, made.created[:2]) == ("Of dogs", 1, CodeStatus.ACTIVE, "20")
    assert last(ana).summary == "made the code Joy"


def test_a_name_may_stand_under_two_parents_but_not_twice_under_one(ana):
    make_code(ana, "feelings", "Of school", id_of(ana, "Shame"))
    with pytest.raises(Refused, match='There is a code called "Fear/Of school" already'):
        make_code(ana, "feelings", "of  School", id_of(ana, "Fear"))


@pytest.mark.parametrize("name", ["", "  \n ", "Fe\x1b[31mar", "Fear\u202e"])
def test_a_code_needs_a_name_that_can_be_shown(ana, name):
    with pytest.raises(Refused):
        make_code(ana, "feelings", name)
    assert tree(ana) == TREE


def test_unknown_books_and_parents_are_refused(ana):
    with pytest.raises(NotFound, match='no codebook called "feeling"'):
        make_code(ana, "feeling", "Joy")
    with pytest.raises(NotFound, match="no longer"):
        make_code(ana, "feelings", "Joy", "nothing")


def test_the_first_code_of_a_study_brings_its_book(tmp_path):
    with open_study(new_study(tmp_path / "s"), "ana").study as study:
        make_code(study, "themes", "Joy")
        assert (the_book(study).name, tree(study)) == ("themes", ["Joy"])
        history.undo(study)
        assert codebook_view(study) == ()


def test_a_second_codebook_is_made_empty_under_a_name_of_its_own(ana):
    make_codebook(ana, "moods", "How they were")
    made = make_code(ana, "moods", "Fear")
    assert [view.codebook.name for view in codebook_view(ana)] == ["feelings", "moods"]
    assert made.id in codebook_view(ana)[1].codebook
    for name in ("Moods", "a/b", ""):
        with pytest.raises(Refused):
            make_codebook(ana, name)


# ---- naming and describing


def test_a_code_is_renamed_and_its_codings_stay(ana):
    one = stroke(ana, "Shame")
    rename_code(ana, id_of(ana, "Shame"), "Being ashamed")
    assert tree(ana)[2] == "Being ashamed"
    assert [each.id for each in open_source(ana, "fg1").codings] == [one]
    event = last(ana)
    assert event.summary == 'renamed the code Shame to "Being ashamed"'
    assert (event.detail["old"], event.detail["new"]) == ({"name": "Shame"}, {"name": "Being ashamed"})


def test_a_code_cant_take_its_siblings_name_but_may_change_its_own_case(ana):
    with pytest.raises(Refused, match='"Fear" already'):
        rename_code(ana, id_of(ana, "Shame"), "fear")
    assert rename_code(ana, id_of(ana, "Shame"), "SHAME").name == "SHAME"


def test_the_name_of_a_retired_code_is_taken_and_the_hint_says_how_to_go_on(ana):
    retire_code(ana, id_of(ana, "Shame"))
    with pytest.raises(Refused, match="retired") as refused:
        make_code(ana, "feelings", "Shame")
    assert "Make it active again" in refused.value.hint


@pytest.mark.parametrize(
    "fields",
    [
        {"brief": "b"},
        {"definition": "d"},
        {"when": "w"},
        {"when_not": "n"},
        {"examples": ("one", "two")},
    ],
)
def test_another_meaning_is_another_version(ana, fields):
    after = describe_code(ana, id_of(ana, "Shame"), **fields)
    assert after.version == 2
    assert code(ana, "Shame") == after
    assert describe_code(ana, after.id, **fields).version == 2


def test_colour_and_summary_are_no_other_version(ana):
    after = describe_code(ana, id_of(ana, "Shame"), colour="#b5533c", summary="S.", counts_in_any=False)
    assert (after.version, after.colour, after.counts_in_any) == (1, "#b5533c", False)
    with pytest.raises(Refused, match="not a colour"):
        describe_code(ana, after.id, colour="red")


def test_the_log_tells_old_and_new_but_no_words_of_an_example(ana):
    describe_code(ana, id_of(ana, "Shame"), definition="New.", examples=("I could have died",))
    event = last(ana)
    assert event.summary == "changed the code Shame: definition, examples"
    assert event.detail["old"] == {"definition": "Being ashamed.", "examples": 0, "version": 1}
    assert event.detail["new"] == {"definition": "New.", "examples": 1, "version": 2}
    assert "died" not in repr(event)


def test_describing_a_code_as_it_is_is_no_step(ana):
    before = last_event(ana)
    describe_code(ana, id_of(ana, "Shame"), definition="Being ashamed.")
    assert last_event(ana) == before


def test_a_retired_code_keeps_its_codings_and_comes_back(ana):
    stroke(ana, "Fear")
    assert retire_code(ana, id_of(ana, "Fear")).status is CodeStatus.RETIRED
    assert len(open_source(ana, "fg1").codings) == 1
    assert reactivate(ana, id_of(ana, "Fear")).status is CodeStatus.ACTIVE
    assert last(ana).detail["old"] == {"status": "retired"}


def test_only_a_code_on_which_nothing_hangs_can_be_removed(ana):
    for use in (
        lambda: stroke(ana, "Help"),
        lambda: memos.add_memo(ana, "Hm", about="code", target="Help"),
        lambda: make_code(ana, "feelings", "Below", id_of(ana, "Help")),
    ):
        use()
        with pytest.raises(Refused, match="in use"):
            remove_code(ana, id_of(ana, "Help"))
        history.undo(ana)
    remove_code(ana, id_of(ana, "Help"))
    assert tree(ana) == TREE[:3]


# ---- moving


def test_a_code_moves_with_all_below_it(ana):
    move_code(ana, id_of(ana, "Fear"), parent=id_of(ana, "Help"))
    assert tree(ana) == ["Shame", "Help", "Help/Fear", "Help/Fear/Of school"]
    assert last(ana).summary == "moved the code Fear to Help"
    move_code(ana, id_of(ana, "Help/Fear/Of school"))
    assert tree(ana) == ["Shame", "Help", "Help/Fear", "Of school"]


def test_a_code_moves_before_and_after_a_neighbour(ana):
    move_code(ana, id_of(ana, "Help"), before=id_of(ana, "Fear"))
    assert tree(ana) == ["Help", "Fear", "Fear/Of school", "Shame"]
    move_code(ana, id_of(ana, "Help"), after=id_of(ana, "Fear"))
    assert tree(ana) == ["Fear", "Fear/Of school", "Help", "Shame"]
    move_code(ana, id_of(ana, "Shame"), before=id_of(ana, "Fear/Of school"))
    assert tree(ana) == ["Fear", "Fear/Shame", "Fear/Of school", "Help"]


def test_a_code_that_stands_there_already_is_not_moved(ana):
    before = last_event(ana)
    move_code(ana, id_of(ana, "Shame"), after=id_of(ana, "Fear"))
    move_code(ana, id_of(ana, "Help"))
    move_code(ana, id_of(ana, "Fear"), before=id_of(ana, "Fear"))
    assert (tree(ana), last_event(ana)) == (TREE, before)


def test_a_code_never_stands_below_itself(ana):
    fear, below = id_of(ana, "Fear"), id_of(ana, "Fear/Of school")
    for where in ({"parent": below}, {"parent": fear}, {"after": below}):
        with pytest.raises(Refused, match="below itself"):
            move_code(ana, fear, **where)
    assert tree(ana) == TREE


def test_a_code_cant_move_to_where_its_name_is_taken_or_into_another_book(ana):
    twin = make_code(ana, "feelings", "Shame", id_of(ana, "Fear"))
    with pytest.raises(Refused, match='"Shame" already'):
        move_code(ana, twin.id)
    make_codebook(ana, "moods")
    other = make_code(ana, "moods", "Joy")
    with pytest.raises(Refused, match="another codebook"):
        move_code(ana, twin.id, parent=other.id)


# ---- merging


def test_merging_moves_everybodys_codings_and_the_codes_below(ana, ben):
    stroke(ana, "Fear", "2")
    stroke(ben, "Fear", "3")
    merged = merge_codes(ana, id_of(ana, "Fear"), id_of(ana, "Shame"))
    assert (merged.codings, merged.joined, merged.was_removed) == (2, 0, False)
    assert {one.code_id for one in open_source(ana, "fg1").codings} == {id_of(ana, "Shame")}
    assert tree(ana) == ["Fear", "Shame", "Shame/Of school", "Help"]
    assert code(ana, "Fear").status is CodeStatus.RETIRED
    assert code(ana, "Fear").when_not.startswith('Merged into "Shame": use that.')
    assert last(ana).detail["new"] == {
        "into": "Shame",
        "codings": 2,
        "joined": 0,
        "codes below": 1,
        "was_removed": False,
    }


def test_two_codings_on_one_passage_become_one_with_both_memos(ana, ben):
    fear, shame = stroke(ana, "Fear"), stroke(ana, "Shame")
    stroke(ben, "Fear")
    coding.set_memo(ana, fear, "From fear.")
    coding.set_memo(ana, shame, "From shame.")
    memos.add_memo(ben, "On the one that goes", about="coding", target=fear)
    merged = merge_codes(ana, id_of(ana, "Fear"), id_of(ana, "Shame"))
    assert (merged.codings, merged.joined) == (1, 1)
    mine = [one for one in open_source(ana, "fg1").codings if one.is_mine]
    assert [(one.id, one.memo) for one in mine] == [(shame, "From shame.\nFrom fear.")]
    assert [memo.target for memo in state(ana)[2]] == [shame]


def test_a_code_that_was_never_used_goes_when_it_is_merged(ana):
    assert merge_codes(ana, id_of(ana, "Help"), id_of(ana, "Shame")).was_removed
    assert tree(ana) == TREE[:3]


def test_what_cant_be_merged_is_refused_and_nothing_changes(ana):
    make_code(ana, "feelings", "Of school", id_of(ana, "Shame"))
    make_codebook(ana, "moods")
    other = make_code(ana, "moods", "Joy")
    book = codebook_view(ana)[0].codebook
    by_path = {book.path(each.id): each.id for each in book.codes}
    retire_code(ana, by_path["Help"])
    before = state(ana)
    for one, another, why in (
        ("Fear", "Fear", "with itself"),
        ("Fear", "Fear/Of school", "stands below"),
        ("Fear", "Help", "is retired"),
        ("Fear", "Shame", 'called "Of school" below'),
    ):
        with pytest.raises(Refused, match=why):
            merge_codes(ana, by_path[one], by_path[another])
    with pytest.raises(Refused, match="one codebook"):
        merge_codes(ana, by_path["Fear"], other.id)
    assert state(ana) == before


def test_undo_of_a_merge_is_refused_when_a_colleague_has_worked_on_a_coding_since(ana, ben):
    his = stroke(ben, "Fear")
    merge_codes(ana, id_of(ana, "Fear"), id_of(ana, "Shame"))
    coding.remove_codings(ben, [his])
    with pytest.raises(Refused, match="ben has changed it since"):
        history.undo(ana)
    assert code(ana, "Fear").status is CodeStatus.RETIRED


# ---- undo and redo, alone and with others


def test_every_edit_is_undone_and_redone_to_the_letter(ana, ben):
    stroke(ana, "Fear")
    stroke(ben, "Fear")
    stroke(ana, "Shame")
    edits = (
        lambda: make_code(ana, "feelings", "Joy", id_of(ana, "Help")),
        lambda: rename_code(ana, id_of(ana, "Fear"), "Dread"),
        lambda: describe_code(ana, id_of(ana, "Dread"), definition="D", colour="#112233"),
        lambda: move_code(ana, id_of(ana, "Help"), before=id_of(ana, "Dread")),
        lambda: retire_code(ana, id_of(ana, "Help/Joy")),
        lambda: merge_codes(ana, id_of(ana, "Dread"), id_of(ana, "Shame")),
        lambda: remove_code(ana, id_of(ana, "Help/Joy")),
        lambda: merge_codes(ana, id_of(ana, "Help"), id_of(ana, "Shame/Of school")),
    )
    states = [state(ana)]
    for edit in edits:
        edit()
        assert state(ana) != states[-1]
        states.append(state(ana))
    for before in reversed(states[:-1]):
        history.undo(ana)
        assert state(ana) == before
    for after in states[1:]:
        history.redo(ana)
        assert state(ana) == after


def test_making_a_code_cant_be_undone_once_a_colleague_uses_it(ana, ben):
    made = make_code(ana, "feelings", "Joy")
    stroke(ben, "Joy")
    with pytest.raises(Refused, match="ben has built on it"):
        history.undo(ana)
    assert made.id in the_book(ana)


def test_a_colleagues_new_code_does_not_stand_in_the_way_of_undo(ana, ben):
    make_code(ana, "feelings", "Joy")
    move_code(ana, id_of(ana, "Help"), before=id_of(ana, "Fear"))
    make_code(ben, "feelings", "Anger")
    history.undo(ana)
    history.undo(ana)
    assert tree(ana) == [*TREE, "Anger"]


def test_redo_never_makes_two_codes_of_one_name(ana, ben):
    make_code(ana, "feelings", "Joy")
    history.undo(ana)
    make_code(ben, "feelings", "Joy")
    with pytest.raises(Refused, match='two codes called "Joy"'):
        history.redo(ana)
    assert tree(ana) == [*TREE, "Joy"]


def test_redo_never_puts_a_code_below_itself(ana, ben):
    move_code(ana, id_of(ana, "Shame"), parent=id_of(ana, "Help"))
    history.undo(ana)
    move_code(ben, id_of(ana, "Help"), parent=id_of(ana, "Shame"))
    with pytest.raises(Refused, match="below itself"):
        history.redo(ana)
    assert tree(ana) == ["Fear", "Fear/Of school", "Shame", "Shame/Help"]


def test_a_description_changed_by_a_colleague_since_is_not_undone(ana, ben):
    describe_code(ana, id_of(ana, "Shame"), definition="Ana's.")
    describe_code(ben, id_of(ana, "Shame"), definition="Ben's.")
    with pytest.raises(Refused, match="ben has changed it since"):
        history.undo(ana)
    assert code(ana, "Shame").definition == "Ben's."


def test_the_edited_book_is_the_same_after_a_rebuild_from_the_files(ana, filled, opened):
    stroke(ana, "Fear")
    make_code(ana, "feelings", "Joy", id_of(ana, "Help"))
    move_code(ana, id_of(ana, "Help"), before=id_of(ana, "Fear"))
    merge_codes(ana, id_of(ana, "Fear"), id_of(ana, "Shame"))
    describe_code(ana, id_of(ana, "Shame"), when="Always", examples=("one", "two"))
    save.save(ana)
    before = the_book(ana)
    ana.close()
    (filled / "study.db").unlink()
    with opened(filled, "ana") as study:
        assert the_book(study) == before
        assert len(codings_of(study)) == 1


def codings_of(study):
    with study.database.reading() as connection:
        return codings.codings(connection)


# ---- made late


def test_what_was_read_before_a_code_was_made_is_not_looked_for(ana, ben):
    coding.mark_read(ana, "fg1", ["3", "1", "2"], ["feelings"])
    coding.mark_read(ben, "fg1", ["6"], ["feelings"])
    time.sleep(1.1)  # times are kept to the second
    late = make_code(ana, "feelings", "Late")
    coding.mark_read(ana, "fg1", ["4"], ["feelings"])
    assert not_looked_for(ana, late.id) == [("fg1", "1"), ("fg1", "2"), ("fg1", "3")]
    assert not_looked_for(ana, id_of(ana, "Fear")) == []
    stroke(ana, "Late", "2")
    assert coding.mark_read(ana, "fg1", ["1"], ["feelings"]) == 1
    assert not_looked_for(ana, late.id) == [("fg1", "3")]
    history.undo(ana)
    assert not_looked_for(ana, late.id) == [("fg1", "1"), ("fg1", "3")]


# ---- any sequence of edits

_EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["make", "rename", "describe", "move", "merge", "retire", "reactivate", "remove", "code"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from(["A", "B", "C/D", "e"]),
    ),
    max_size=12,
)


def edit(study, kind, one, other, name):
    codes = the_book(study).codes
    if not codes or kind == "make":
        make_code(study, "b", name, codes[other % len(codes)].id if codes and other % 3 else None)
        return
    first, second = codes[one % len(codes)].id, codes[other % len(codes)].id
    acts = {
        "rename": lambda: rename_code(study, first, name),
        "describe": lambda: describe_code(study, first, definition=name, summary=str(one)),
        "move": lambda: move_code(study, first, **{("parent", "before", "after")[one % 3]: second}),
        "merge": lambda: merge_codes(study, first, second),
        "retire": lambda: retire_code(study, first),
        "reactivate": lambda: reactivate(study, first),
        "remove": lambda: remove_code(study, first),
        "code": lambda: coding.apply_codes(
            study, "t", [Place(segment="1", start=one, end_segment="1", end=one + other + 1)], [first]
        ),
    }
    acts[kind]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_EDITS)
def test_any_edits_undone_give_the_codebook_as_it_was_and_redone_as_it_became(edits):
    with tempfile.TemporaryDirectory() as name, small_study(Path(name)) as study:
        states = [state(study)]
        for each in edits:
            before = last_event(study)
            try:
                edit(study, *each)
            except Refused:
                assert last_event(study) == before
            if last_event(study) > before:
                states.append(state(study))
            refuse_disorder(study)
        for before in reversed(states[:-1]):
            history.undo(study)
            assert state(study) == before
        for after in states[1:]:
            history.redo(study)
            assert state(study) == after


def small_study(folder):
    from qualkit.actions.add import accept, plan_add

    (folder / "t.txt").write_text("Mia: one two three four five six\nTom: seven\n", encoding="utf-8")
    study = open_study(new_study(folder / "s"), "ana").study
    accept(study, plan_add(study, [folder / "t.txt"]))
    make_codebook(study, "b")
    return study


def refuse_disorder(study):
    """Names are unique under one parent, nothing stands below itself, parents stand before their children."""
    book = the_book(study)
    names = [(code.parent, code.name.casefold()) for code in book.codes]
    assert len(set(names)) == len(names)
    assert [code.id for _, code in book.walk()] == [code.id for code in book.codes]
    with study.database.reading() as connection:
        codebooks.refuse_disorder(connection)
    assert edit_codebook.not_looked_for(study, "nothing") == []
