"""Pooling official returns."""

from __future__ import annotations

import pytest

from qualkit.analysis.returns import CellKind, ReturnsColumn, read_cell, returns

FORCES = ("North", "South", "East", "West")
BASE = ReturnsColumn(key="incidents", title="incidents", cells=("1,000", "500", "200", "not held"))


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("12", CellKind.NUMBER, 12, 12),
        ("1,204", CellKind.NUMBER, 1204, 1204),
        ("12.0", CellKind.NUMBER, 12, 12),
        ("0", CellKind.ZERO, 0, 0),
        ("nil", CellKind.ZERO, 0, 0),
        ("", CellKind.BLANK, 0, 0),
        ("-", CellKind.BLANK, 0, 0),
        ("<5", CellKind.FEWER, 1, 4),
        ("fewer than 10", CellKind.FEWER, 1, 9),
        ("*", CellKind.HIDDEN, 0, 0),
        ("Not held", CellKind.NOT_HELD, 0, 0),
        ("Information not held", CellKind.NOT_HELD, 0, 0),
        ("This information is exempt", CellKind.EXEMPT, 0, 0),
        ("Refused", CellKind.REFUSED, 0, 0),
        ("Exempt (s12)", CellKind.EXEMPT, 0, 0),
        ("about a dozen", CellKind.UNKNOWN, 0, 0),
        ("12.5", CellKind.UNKNOWN, 0, 0),
        ("-3", CellKind.UNKNOWN, 0, 0),
    ],
)
def test_a_cell_is_one_of_seven_things_or_not_understood(
    text: str, kind: CellKind, low: int, high: int
) -> None:
    cell = read_cell(text)
    assert (cell.kind, cell.low, cell.high) == (kind, low, high)


def pooled(*cells: str) -> dict[str, object]:
    column = ReturnsColumn(key="harm", title="Harm", cells=cells)
    return dict(returns(FORCES, BASE, [column], title="Harm").table.rows[0])


def test_a_base_holds_only_organisations_that_gave_the_count() -> None:
    row = pooled("10", "", "4", "7")
    assert (row["organisations"], row["count"], row["base"]) == (2, 14, 1200)
    assert row["share"] == pytest.approx(14 / 1200)


def test_zero_is_an_answer_and_a_blank_is_none() -> None:
    assert pooled("0", "0", "0", "0")["organisations"] == 3
    assert pooled("", "", "", "")["organisations"] == 0
    assert pooled("", "", "", "")["share"] is None


def test_fewer_than_five_gives_a_lower_and_an_upper_count() -> None:
    row = pooled("10", "<5", "*", "")
    assert (row["count"], row["low"], row["high"]) == (11, 11, 14)
    assert row["hidden"] == 1


def test_the_largest_organisation_and_its_part_are_told() -> None:
    assert pooled("30", "10", "0", "")["largest_part"] == 0.75


def test_a_count_above_its_base_and_a_cell_not_understood_are_told() -> None:
    column = ReturnsColumn(key="harm", title="Harm", cells=("10", "501", "some", "3"))
    rules = [finding.rule for finding in returns(FORCES, BASE, [column], title="").findings]
    assert rules == ["returns-above-base", "returns-cell", "returns-no-base"]
