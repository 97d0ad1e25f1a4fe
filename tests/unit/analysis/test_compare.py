"""Several results side by side."""

from __future__ import annotations

import pytest

from qualkit.analysis.compare import Series, compare
from qualkit.analysis.prevalence import Count
from qualkit.analysis.protection import protected
from qualkit.analysis.suppression import SmallNumbers
from qualkit.errors import NotFound, Refused

COUNCILS = Series(
    title="Councils",
    noun="missing children",
    names={},
    counts={"Physical": Count(40, 900), "Sexual": Count(80, 700), "Online": Count(5, 300)},
)
CALLS = Series(
    title="Helpline",
    noun="contacts",
    names={"Physical harm": "Harm/Physical harm"},
    counts={"any": Count(30, 558), "Harm/Physical harm": Count(20, 558), "Sexual": Count(0, 558)},
)
LABELS = {"Physical harm": ("Physical",), "Sexual": (), "Online": ()}


def rows(table):
    return {row["row"]: row for row in table.rows}


def test_rows_meet_by_their_names_and_each_series_keeps_its_base():
    found = rows(compare([COUNCILS, CALLS], LABELS, title="Harm").table)
    assert found["Physical harm"]["count_0"] == 40
    assert found["Physical harm"]["base_0"] == 900
    assert found["Physical harm"]["share_1"] == 20 / 558


def test_not_asked_is_blank_and_none_found_is_nought():
    found = rows(compare([COUNCILS, CALLS], LABELS, title="Harm").table)
    assert (found["Online"]["count_1"], found["Online"]["share_1"]) == (None, None)
    assert (found["Sexual"]["count_1"], found["Sexual"]["share_1"]) == (0, 0.0)
    assert "Helpline" not in found["Online"]["series"]


def test_headings_name_the_noun_and_the_base_or_that_each_row_has_its_own():
    titles = {column.key: column for column in compare([COUNCILS, CALLS], LABELS, title="").table.columns}
    assert titles["share_1"].title == "Helpline: % of 558 contacts"
    assert titles["share_0"].title == "Councils: % of its own base"
    assert titles["base_0"].shown
    assert not titles["base_1"].shown


def test_sorted_by_the_first_series_with_what_it_did_not_ask_last():
    labels = {"any": (), **LABELS}
    found = compare([COUNCILS, CALLS], labels, title="", sort="count", head=3)
    assert [row.title for row in found.rows] == ["Sexual", "Physical harm", "Online"]
    assert found.left_out == 1


def test_without_labels_all_rows_are_shown_once():
    found = compare([COUNCILS, CALLS], {}, title="")
    assert [row.title for row in found.rows] == ["Physical", "Sexual", "Online", "any", "Harm/Physical harm"]


def test_a_name_that_no_result_has_is_refused_with_the_nearest():
    with pytest.raises(NotFound) as refused:
        compare([COUNCILS], {"Harm": ("Physicel",)}, title="")
    assert refused.value.candidates == ("Physical",)


def test_two_rows_of_one_series_are_not_added_up():
    with pytest.raises(Refused, match=r"Physical.*Sexual.*Councils"):
        compare([COUNCILS], {"Harm": ("Physical", "Sexual")}, title="")


def test_small_numbers_are_hidden_in_their_own_series_only():
    after, _ = protected(compare([COUNCILS, CALLS], LABELS, title="").table, SmallNumbers(policy="hide"))
    found = rows(after)
    assert found["Online"]["count_0"] is None
    assert found["Online"]["series"]["Councils"]["count"] is None
    assert found["Physical harm"]["count_0"] == 40


def test_a_frame_has_a_row_a_thing_and_series():
    frame = compare([COUNCILS, CALLS], LABELS, title="").to_frame()
    assert len(frame) == 5
    assert set(frame["noun"]) == {"missing children", "contacts"}
