"""Splitting a code: its passages go to others one by one, and nothing that hangs on them is lost."""

from __future__ import annotations

import pytest

from qualkit.actions import coding, history, memos
from qualkit.actions.edit_codebook import make_code, make_codebook, retire_code
from qualkit.actions.split_code import (
    colleagues_with,
    recode_alike,
    recode_coding,
    split_code,
    split_into,
)
from qualkit.actions.walk_passages import Stop, given, in_context, stops_with_code
from qualkit.actions.workspace import codebook_view, last_event
from qualkit.errors import NotFound, Refused
from qualkit.model.place import Place
from qualkit.store import codings, journal


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    with opened(filled, "ben") as study:
        yield study


def tree(study):
    book = codebook_view(study)[0].codebook
    return [book.path(one.id) for _, one in book.walk()]


def id_of(study, path):
    book = codebook_view(study)[0].codebook
    return next(code.id for code in book.codes if book.path(code.id) == path)


def stroke(study, path, key="2", end=6):
    place = Place(segment=key, start=0, end_segment=key, end=end)
    return coding.apply_codes(study, "fg1", [place], [id_of(study, path)]).codings[0].id


def coded(study):
    """(segment, code, coder, memo) of every coding."""
    book = codebook_view(study)[0].codebook
    with study.database.reading() as connection:
        found = codings.codings(connection)
    return sorted((one.place.segment, book[one.code].name, one.coder, one.memo) for one in found)


def state(study):
    with study.database.reading() as connection:
        return tree(study), codings.codings(connection), journal.memos(connection)


def last(study):
    with study.database.reading() as connection:
        return journal.events(connection)[-1].event


# ---- the codes


def test_a_code_is_split_into_codes_below_it_in_one_step(ana):
    made = split_code(ana, id_of(ana, "Fear"), [" Of   dogs", "", "Of night"])
    assert tree(ana)[:4] == ["Fear", "Fear/Of school", "Fear/Of dogs", "Fear/Of night"]
    assert [code.name for code in made] == ["Of dogs", "Of night"]
    assert last(ana).summary == "split the code Fear into Of dogs, Of night"
    history.undo(ana)
    assert tree(ana) == ["Fear", "Fear/Of school", "Shame", "Help"]


def test_codes_beside_the_old_one_stand_right_after_it(ana):
    split_code(ana, id_of(ana, "Fear"), ["Dread", "Worry"], is_beside=True)
    assert tree(ana) == ["Fear", "Fear/Of school", "Dread", "Worry", "Shame", "Help"]


def test_a_name_that_is_there_already_means_that_code(ana):
    school = id_of(ana, "Fear/Of school")
    made = split_code(ana, id_of(ana, "Fear"), ["of school", "Of dogs"])
    assert made[0].id == school
    assert tree(ana)[:3] == ["Fear", "Fear/Of school", "Fear/Of dogs"]


def test_what_a_code_cant_be_split_into_is_refused_and_nothing_is_made(ana):
    retire_code(ana, id_of(ana, "Fear/Of school"))
    before = state(ana)
    for names, why in (([], "give their names"), (["A", "a"], "given twice"), (["Of school"], "retired")):
        with pytest.raises(Refused, match=why):
            split_code(ana, id_of(ana, "Fear"), names)
    with pytest.raises(Refused, match='"Fear" already'):
        split_code(ana, id_of(ana, "Fear"), ["New", "Fear"], is_beside=True)
    assert state(ana) == before


def test_a_split_can_be_gone_on_with_into_the_codes_of_last_time(ana):
    fear = id_of(ana, "Fear")
    assert [code.name for code in split_into(ana, fear)] == ["Of school"]
    split_code(ana, fear, ["Dread", "Worry"], is_beside=True)
    assert [code.name for code in split_into(ana, fear)] == ["Dread", "Worry"]
    retire_code(ana, id_of(ana, "Dread"))
    assert [code.name for code in split_into(ana, fear)] == ["Worry"]
    history.undo(ana)
    history.undo(ana)
    assert [code.name for code in split_into(ana, fear)] == ["Of school"]


# ---- giving passages out


def test_a_passage_given_another_code_keeps_id_coder_memo_time_and_place(ana):
    one = stroke(ana, "Fear")
    coding.set_memo(ana, one, "Look at this.")
    before = state(ana)[1][0]
    done = recode_coding(ana, one, [id_of(ana, "Shame")])
    (after,) = state(ana)[1]
    assert (done.coding_id, done.codes) == (one, ("Shame",))
    for name in ("id", "coder", "memo", "created", "place", "quote", "origin"):
        assert getattr(after, name) == getattr(before, name)
    assert after.code == id_of(ana, "Shame")
    assert last(ana).summary == "gave a passage of fg1 Shame"
    history.undo(ana)
    assert state(ana)[1] == [before]


def test_a_passage_can_be_given_several_codes_each_with_its_memo(ana):
    one = stroke(ana, "Fear")
    coding.set_memo(ana, one, "M")
    recode_coding(ana, one, [id_of(ana, "Shame"), id_of(ana, "Help")])
    assert coded(ana) == [("2", "Help", "ana", "M"), ("2", "Shame", "ana", "M")]
    created = {each.created for each in state(ana)[1]}
    assert len(created) == 1


def test_codes_no_longer_wanted_go_and_their_memos_stay(ana):
    fear, shame, helped = (id_of(ana, name) for name in ("Fear", "Shame", "Help"))
    one, two = stroke(ana, "Fear"), stroke(ana, "Shame")
    coding.set_memo(ana, one, "From fear.")
    coding.set_memo(ana, two, "From shame.")
    memos.add_memo(ana, "On the coding", about="coding", target=two)
    done = recode_coding(ana, one, [helped], among=[fear, shame, helped])
    assert coded(ana) == [("2", "Help", "ana", "From fear.\nFrom shame.")]
    assert [memo.target for memo in state(ana)[2]] == [done.coding_id]


def test_a_code_that_the_passage_has_already_becomes_one_with_it(ana):
    one, two = stroke(ana, "Fear"), stroke(ana, "Shame")
    coding.set_memo(ana, one, "M")
    done = recode_coding(ana, one, [id_of(ana, "Shame")])
    assert done.coding_id == two
    assert coded(ana) == [("2", "Shame", "ana", "M")]
    history.undo(ana)
    assert len(coded(ana)) == 2
    history.redo(ana)
    assert coded(ana) == [("2", "Shame", "ana", "M")]


def test_giving_what_a_passage_has_is_no_step(ana):
    one = stroke(ana, "Fear")
    before = last_event(ana)
    recode_coding(ana, one, [id_of(ana, "Fear")])
    assert last_event(ana) == before


def test_nobody_gives_out_a_colleagues_passage_or_takes_its_last_code(ana, ben):
    his, mine = stroke(ben, "Fear"), stroke(ana, "Fear")
    make_codebook(ana, "moods")
    foreign = make_code(ana, "moods", "Joy").id
    retire_code(ana, id_of(ana, "Help"))
    before = state(ana)
    for one, codes, why in (
        (his, [id_of(ana, "Shame")], "is ben's"),
        (mine, [], "needs a code"),
        (mine, [id_of(ana, "Help")], "is retired"),
        (mine, [foreign], "not in the codebook"),
    ):
        with pytest.raises(Refused, match=why):
            recode_coding(ana, one, codes)
    with pytest.raises(NotFound, match="no longer"):
        recode_coding(ana, "nothing", [id_of(ana, "Shame")])
    assert state(ana) == before


# ---- colleagues


def test_colleagues_follow_only_on_identical_passages_that_left_the_old_code(ana, ben):
    fear, shame, helped = (id_of(ana, name) for name in ("Fear", "Shame", "Help"))
    mine = [stroke(ana, "Fear", key) for key in ("2", "3", "5")]
    for key in ("2", "3", "5", "6"):
        stroke(ben, "Fear", key, end=4 if key == "5" else 6 if key != "6" else 3)
    recode_coding(ana, mine[0], [shame, helped])
    recode_coding(ana, mine[2], [shame])
    found = colleagues_with(ana, fear, [shame, helped])
    assert (found.names, found.passages, found.alike) == (("ben",), 4, 1)
    before = state(ana)
    assert recode_alike(ana, fear, [shame, helped]) == 1
    assert [one[:2] for one in coded(ana) if one[2] == "ben"] == [
        ("2", "Help"),
        ("2", "Shame"),
        ("3", "Fear"),
        ("5", "Fear"),
        ("6", "Fear"),
    ]
    history.undo(ana)
    assert state(ana) == before


# ---- walking


def test_the_walk_has_this_coders_passages_in_order_and_knows_what_they_have(ana, ben):
    fear, shame = id_of(ana, "Fear"), id_of(ana, "Shame")
    stroke(ana, "Fear", "5")
    one = stroke(ana, "Fear", "2")
    stroke(ben, "Fear", "3")
    stops = stops_with_code(ana, fear)
    assert [stop.place.segment for stop in stops] == ["2", "5"]
    recode_coding(ana, one, [shame])
    now = given(ana, stops, [fear, shame])
    assert [set(now[stop]) for stop in stops] == [{shame}, {fear}]


def test_a_passage_is_shown_with_the_turns_around_it(ana):
    place = Place(segment="2", start=3, end_segment="3", end=5)
    found = in_context(ana, Stop(source="fg1", place=place), around=1)
    assert [(line.speaker, line.is_in_passage) for line in found.lines] == [
        ("Moderator", False),
        ("Mia", True),
        ("Tom", True),
        ("Moderator", False),
    ]
    assert [(line.start, line.end) for line in found.lines[1:3]] == [(3, len(found.lines[1].text)), (0, 5)]
    assert found.ordinal == 2
    gone = Place(segment="99", start=0, end_segment="99", end=1)
    assert in_context(ana, Stop(source="fg1", place=gone)).lines == ()


def test_the_answers_of_others_are_no_context(ana):
    with ana.database.reading() as connection:
        key = connection.exec_driver_sql(
            "select segment.key from segment join source on source.id = segment.source_id "
            "where source.name = 'panel:why' order by ordinal limit 1 offset 1"
        ).scalar()
    stop = Stop(source="panel:why", place=Place(segment=key, start=0, end_segment=key, end=3))
    assert len(in_context(ana, stop).lines) == 1
