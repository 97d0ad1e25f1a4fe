"""Which version of a shared row is newer, and in which order codes stand after joining."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.model import copy_name, versions
from qualkit.model.copy_name import is_copy_of
from qualkit.model.versions import join_all, join_versions, joined_edits, joined_order


def joined(ours, theirs, our_edits=(), their_edits=()):
    mine, yours = ({"x": {"text": one}} if one else {} for one in (ours, theirs))
    edits = ({"x": frozenset(one)} if one else {} for one in (our_edits, their_edits))
    found = join_versions(mine, yours, *edits, said=dict)
    return dict(found.take), [one.id for one in found.clashes]


def test_a_row_that_one_side_has_and_nobody_took_away_is_new():
    assert joined("", "a") == ({"x": {"text": "a"}}, [])
    assert joined("a", "") == ({}, [])


def test_a_row_that_was_taken_away_after_goes_and_does_not_come_back():
    assert joined("a", "", "", "1") == ({"x": None}, [])
    assert joined("", "a", "1", "") == ({}, [])


def test_the_side_that_knows_all_the_others_changes_is_newer():
    assert joined("a", "b", "1", "12") == ({"x": {"text": "b"}}, [])
    assert joined("b", "a", "12", "1") == ({}, [])


def test_changes_made_apart_clash_unless_they_say_the_same():
    assert joined("a", "b", "1", "2") == ({}, ["x"])
    assert joined("a", "", "1", "2") == ({}, ["x"])
    assert joined("a", "a", "1", "2") == ({}, [])
    assert joined("a", "b") == ({}, ["x"])


def test_who_said_the_same_first_is_noted_on_both_sides():
    early, late = {"x": {"said": "in", "at": "1"}}, {"x": {"said": "in", "at": "2"}}
    assert join_versions(late, early, {}, {}, said=lambda row: {"said": row["said"]}).take == early
    assert join_versions(early, late, {}, {}, said=lambda row: {"said": row["said"]}).take == {}


def test_where_nobody_can_tell_what_was_taken_away_everything_stays():
    assert join_all({"a": {"t": 1}}, {"b": {"t": 2}}).take == {"b": {"t": 2}}
    assert [one.id for one in join_all({"a": {"t": 1}}, {"a": {"t": 2}}).clashes] == ["a"]


MARKS = st.dictionaries(
    st.tuples(st.just("f"), st.sampled_from("xyz")), st.frozensets(st.sampled_from("1234"), min_size=1)
)


@given(MARKS, MARKS, MARKS)
def test_marks_join_in_any_order_and_as_often_as_one_likes(a, b, c):
    assert joined_edits(a, b) == joined_edits(b, a)
    assert joined_edits(joined_edits(a, b), c) == joined_edits(a, joined_edits(b, c))
    assert joined_edits(a, a) == a


@given(
    st.permutations("abcdef"),
    st.permutations("abcdef"),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12")),
)
def test_everybody_comes_to_the_same_order(ours, theirs, ages):
    assert joined_order(ours, theirs, ages) == joined_order(theirs, ours, ages)
    assert sorted(joined_order(ours, theirs, ages)) == sorted(ages)


@given(st.permutations("abcdef"), st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12")))
def test_an_order_that_both_have_stays(order, ages):
    assert list(joined_order(order, order, ages)) == [one for one in order if one in ages]


@pytest.mark.parametrize("module", [copy_name, versions])
def test_the_examples_hold(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    "name",
    ["codings.csv.part", "codings.xlsx", "my codings.csv", "codingsLAPTOP.csv", ".codings.csv.1a2b3c4d.part"],
)
def test_other_files_are_no_second_version(name):
    assert not is_copy_of(name, "codings.csv")
