"""Items answered on a scale: levels, boxes, and everybody who did not rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualkit.analysis.closed import (
    ClosedAnswers,
    Groups,
    Item,
    Numbers,
    check_lengths,
    item,
    stranger_notes,
    tally,
)
from qualkit.analysis.likert_rows import LikertOptions, LikertRow, item_rows, turned
from qualkit.analysis.rank_tests import RankTest, holm, rank_test
from qualkit.analysis.reliability import Alpha, alpha
from qualkit.analysis.weights import checked_weights, weight_notes
from qualkit.errors import Refused

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.model.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Likert:
    """The items, one row each, or one for each group of each item."""

    rows: tuple[LikertRow, ...]
    options: LikertOptions
    group_title: str = ""
    ungrouped: int = 0
    is_weighted: bool = False
    needs_confirmation: tuple[str, ...] = ()
    """Columns of which nobody has confirmed which end of the scale is low."""
    tests: tuple[RankTest, ...] = ()
    alphas: tuple[Alpha, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """Everything, one row an item and group, whatever their scales: for json and csv."""
        from qualkit.analysis.likert_tables import data_table

        return data_table(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """For people: one table a grid, and one for each other scale, with a column for each level."""
        from qualkit.analysis.likert_tables import paper_tables

        return paper_tables(self)

    @property
    def test_table(self) -> Table | None:
        """The rank tests, if they were asked for."""
        from qualkit.analysis.likert_tables import test_table

        return test_table(self)

    def to_frame(self) -> pd.DataFrame:
        """The rows of `table` as a data frame, with one column a level instead of `shares`."""
        from qualkit.analysis.likert_tables import frame

        return frame(self)


def likert(
    columns: Sequence[ClosedAnswers],
    options: LikertOptions | None = None,
    *,
    groups: Groups | None = None,
    weights: Numbers | None = None,
) -> Likert:
    """Count items, of one scale or of several.

    Shares are of those who rated, don't know and the like counted apart, unless asked otherwise. Boxes come
    from counts, never from rounded shares. Each group has its own n, and a group without an answer has no
    shares: the R package likert 2.0.1 prints the whole sample's n for every group, and 0% for an empty one;
    from percentages already made, its mean and sd are those of the truncated percentages. Levels are
    numbered 1..k for median, mean and sd. With weights, shares, median, mean and sd are weighted and counts
    are not. Boxes of a scale that nobody has confirmed, and rank tests with weights, are refused.
    """
    options = options or LikertOptions()
    items = [item(column) for column in columns]
    _check(items, options, groups, weights)
    weights = None if weights is None else checked_weights(weights)
    rows = [row for column in items for row in item_rows(column, options, groups, weights)]
    return Likert(
        rows=tuple(_sorted(rows) if options.sort else rows),
        options=options,
        group_title=groups.title if groups else "",
        ungrouped=groups.ungrouped if groups else 0,
        is_weighted=weights is not None,
        needs_confirmation=unconfirmed(columns),
        tests=_tests(items, groups, options.reverse) if groups and options.test else (),
        alphas=tuple(alpha(grid) for grid in _grids(items)) if options.alpha else (),
        notes=(*weight_notes(weights), *stranger_notes(items)),
    )


def unconfirmed(columns: Sequence[ClosedAnswers]) -> tuple[str, ...]:
    """The columns of which nobody has confirmed which end of the scale is low."""
    return tuple(column.question.column for column in columns if not column.question.is_confirmed)


def _check(items: list[Item], options: LikertOptions, groups: Groups | None, weights: Numbers | None) -> None:
    if not items:
        raise Refused("There is no question on a scale to count.")
    open_ones = [column.question.column for column in items if not column.question.is_confirmed]
    if options.boxes and open_ones:
        raise Refused(
            f"Nobody has confirmed which end of the scale is low: {', '.join(open_ones[:5])}"
            + (f" and {len(open_ones) - 5} more." if len(open_ones) > 5 else "."),
            hint=f"Look at its levels, then: qualkit survey confirm “{open_ones[0]}” (or add --yes when you "
            "bring the file in).",
        )
    if options.sort and not options.boxes:
        raise Refused("Sorting needs the top of the scale, and only its levels were asked for.")
    if options.test and groups is None:
        raise Refused("A test compares groups.", hint="Say which with --by.")
    if options.test and weights is not None:
        raise Refused("The rank tests do not take weights.", hint="Leave --test or --weight out.")
    for column in items:
        check_lengths(items[0].codes, column.codes)
        check_lengths(column.codes, weights)


def _sorted(rows: list[LikertRow]) -> list[LikertRow]:
    """Items by the top share of their first row; the groups of an item stay together and in order."""
    blocks: dict[str, list[LikertRow]] = {}
    for row in rows:
        blocks.setdefault(row.column, []).append(row)

    def height(block: list[LikertRow]) -> float:
        first = next((row.top.share for row in block if row.top and row.top.share is not None), None)
        return 1.0 if first is None else -first

    return [row for block in sorted(blocks.values(), key=height) for row in block]


def _tests(items: Sequence[Item], groups: Groups, reverse: bool) -> tuple[RankTest, ...]:
    found = []
    for column in items:
        counts = turned(tally(column, groups), reverse).answers
        found.append(rank_test(column.question.item or column.question.wording, groups.names, counts))
    corrected = holm([test.p for test in found])
    return tuple(replace(test, p_holm=p) for test, p in zip(found, corrected, strict=True))


def _grids(items: Sequence[Item]) -> list[list[Item]]:
    """The items that share a stem and a scale, where there are at least two."""
    grids: dict[tuple[str, tuple[str, ...]], list[Item]] = {}
    for column in items:
        if column.question.stem:
            grids.setdefault((column.question.stem, column.levels), []).append(column)
    return [grid for grid in grids.values() if len(grid) > 1]
