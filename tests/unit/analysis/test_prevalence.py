"""Counting units by code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.prevalence import CountedUnit, UnitState, prevalence
from qualkit.model.codebook import Code, Codebook

BOOK = Codebook(
    name="harm",
    codes=(
        Code(id="h", name="Harm"),
        Code(id="p", name="Physical", parent="h"),
        Code(id="s", name="Sexual", parent="h"),
        Code(id="n", name="No harm found", counts_in_any=False),
    ),
)
NOUN = ("contact", "contacts")


def unit(
    key: str,
    *codes: str,
    state: UnitState = UnitState.READ,
    groups: tuple[str, ...] = (),
    read_before: frozenset[str] = frozenset(),
) -> CountedUnit:
    return CountedUnit(key=key, codes=frozenset(codes), state=state, groups=groups, read_before=read_before)


def counts(*units: CountedUnit, takes_partial: bool = False) -> dict[str, tuple[int, int]]:
    found = prevalence(units, BOOK, title="Harm", noun=NOUN, takes_partial=takes_partial)
    return {row.path: (row.found.count, row.found.base) for row in found.rows}


def test_a_parent_counts_a_unit_once_for_all_that_stands_below_it() -> None:
    found = counts(unit("1", "p", "s"), unit("2", "h"), unit("3"))
    assert found["Harm"] == (2, 3)
    assert found["Harm/Physical"] == (1, 3)


def test_a_code_that_does_not_count_in_any_is_not_in_the_first_row() -> None:
    found = prevalence([unit("1", "n"), unit("2", "p")], BOOK, title="", noun=NOUN)
    first, *_, none_found = found.rows
    assert (first.path, first.found.count) == ("any", 1)
    assert none_found.found.count == 1
    assert none_found.of_any.share is None


def test_coded_directly_leaves_out_what_stands_below() -> None:
    found = prevalence([unit("1", "p"), unit("2", "h", "p")], BOOK, title="", noun=NOUN)
    assert {row.path: row.direct for row in found.rows}["Harm"] == 1


def test_what_is_not_read_is_in_no_base_and_is_counted_apart() -> None:
    units = [
        unit("1", "p"),
        unit("2", "p", state=UnitState.UNREAD),
        unit("3", "p", state=UnitState.PARTLY),
        unit("4", "p", state=UnitState.AWAITING),
    ]
    found = prevalence(units, BOOK, title="", noun=NOUN)
    assert found.base == 1
    assert set(found.left_out.values()) == {1}
    assert sum("Left out" in note for note in found.table.notes) == 3


def test_the_partly_read_join_the_base_when_asked_for() -> None:
    assert counts(unit("1"), unit("2", "p", state=UnitState.PARTLY), takes_partial=True)["any"] == (1, 2)


def test_each_group_has_its_own_base_and_a_unit_without_one_is_said() -> None:
    units = [
        unit("1", "p", groups=("A",)),
        unit("2", groups=("A",)),
        unit("3", "p", groups=("B",)),
        unit("4"),
    ]
    found = prevalence(units, BOOK, title="", noun=NOUN)
    first = found.rows[0]
    assert {name: (c.count, c.base) for name, c in first.by.items()} == {"A": (1, 2), "B": (1, 1)}
    assert found.ungrouped == 1


def test_what_was_read_before_a_code_existed_is_said() -> None:
    found = prevalence(
        [unit("1", read_before=frozenset({"s"})), unit("2", "s", read_before=frozenset({"s"}))],
        BOOK,
        title="",
        noun=NOUN,
    )
    assert found.late == {"Harm/Sexual": 1}


def test_a_row_of_the_table_has_what_json_promises() -> None:
    table = prevalence(
        [unit(str(n), *("p" if n < 3 else "")) for n in range(10)], BOOK, title="", noun=NOUN
    ).table
    row = table.rows[0]
    assert {key: row[key] for key in ("code", "count", "base", "share", "share_of_any", "phrase")} == {
        "code": "any",
        "count": 3,
        "base": 10,
        "share": 0.3,
        "share_of_any": 1.0,
        "phrase": "30% (3 of 10)",
    }
    assert row["in_words"] == "3 in 10"


@given(
    st.lists(
        st.tuples(st.frozensets(st.sampled_from("hpsn")), st.sampled_from(list(UnitState))), max_size=30
    ),
    st.data(),
)
def test_leaving_a_unit_out_changes_a_row_only_where_the_unit_is(
    drawn: list[tuple[frozenset[str], UnitState]], data: st.DataObject
) -> None:
    units = [CountedUnit(key=str(n), codes=codes, state=state) for n, (codes, state) in enumerate(drawn)]
    if not units:
        return
    gone = data.draw(st.sampled_from(units))
    before, after = counts(*units), counts(*(one for one in units if one is not gone))
    for path, (count, base) in before.items():
        less = int(gone.state is UnitState.READ)
        assert base - after[path][1] == less
        assert count - after[path][0] in (0, less)
        assert 0 <= count <= base


@pytest.mark.parametrize("size", [0, 1])
def test_an_empty_base_gives_no_share(size: int) -> None:
    found = prevalence([unit("1", state=UnitState.UNREAD)] * size, BOOK, title="", noun=NOUN)
    assert found.rows[0].found.share is None
