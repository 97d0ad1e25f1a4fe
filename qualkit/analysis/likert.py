"""Items answered on a scale: levels, boxes, and everybody who did not rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualkit.analysis.boxes import Boxes, box_name, centred_boxes, top_boxes
from qualkit.analysis.closed import (
    ClosedAnswers,
    Groups,
    Item,
    Numbers,
    Tally,
    check_lengths,
    item,
    stranger_notes,
    tally,
)
from qualkit.analysis.rank_tests import RankTest, holm, rank_test
from qualkit.analysis.reliability import Alpha, alpha
from qualkit.analysis.stats import level_mean, level_median, level_sd, wilson
from qualkit.analysis.weights import checked_weights, effective_n, weight_notes
from qualkit.errors import Refused
from qualkit.model.questionnaire import LevelKind

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.model.table import Table

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertOptions:
    """What is wanted of the items."""

    boxes: bool = True
    """False: the levels alone, which do not need to know which end is low."""
    top: int | None = None
    """How many levels the top and the bottom have; by default 2, and 1 of a scale of up to three levels."""
    centre: float | None = None
    """Instead of `top`: where the scale is split."""
    sort: bool = False
    """By the share of the top box, highest first; equal ones stay in order. By group: by the first group's."""
    reverse: bool = False
    """Read every scale from its other end."""
    share_of: str = ""
    """`rated` or `asked`; empty: as the questionnaire says of the question, else `rated`."""
    mean: bool = False
    """Show median, mean and sd. They are always in the data."""
    intervals: bool = False
    """Show Wilson intervals. They are always in the data."""
    test: bool = False
    """Test the groups against each other."""
    alpha: bool = False
    """Cronbach's alpha of each grid."""
    people: str = "people"
    """The study's noun for those who answered, in the plural."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The bottom, the middle or the top of a scale: its levels by name, how many gave them, and the share."""

    name: str
    count: int
    share: float | None
    interval: Interval = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertRow:
    """One item, in one group where there are groups. Shares are 0..1, and None where the base is empty."""

    column: str
    question: str
    """The stem of a grid, else the question."""
    item: str
    group: str
    levels: tuple[str, ...]
    n: int
    """People who rated the item, in this group."""
    base: int
    """What the shares are of: those who rated, or all who were asked."""
    share_of: str
    counts: tuple[int, ...]
    shares: tuple[float | None, ...]
    intervals: tuple[Interval, ...]
    """Wilson, 95%, of each share."""
    bottom: Box | None
    middle: Box | None
    """None where no level lies between bottom and top."""
    top: Box | None
    median: float | None
    mean: float | None
    sd: float | None
    apart: Mapping[LevelKind, int]
    unknown: int
    """Answers that the questionnaire does not know."""
    n_eff: float | None = None
    """The effective n of the base, with weights."""

    @property
    def net(self) -> float | None:
        """The top's share less the bottom's, -1..1."""
        if not self.top or not self.bottom or self.top.share is None or self.bottom.share is None:
            return None
        return self.top.share - self.bottom.share


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
    options: LikertOptions = LikertOptions(),  # noqa: B008 - frozen: one default serves all
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
    items = [item(column) for column in columns]
    _check(items, options, groups, weights)
    rows = [row for column in items for row in _rows(column, options, groups, weights)]
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
    if weights is not None:
        checked_weights(weights)
    for column in items:
        check_lengths(items[0].codes, column.codes)
        check_lengths(column.codes, weights)


def _rows(
    column: Item, options: LikertOptions, groups: Groups | None, weights: Numbers | None
) -> list[LikertRow]:
    counted = _turned(tally(column, groups), options.reverse)
    weighed = squared = None
    if weights is not None:
        weighed = _turned(tally(column, groups, weights), options.reverse)
        squared = tally(column, groups, weights**2)
    levels = column.levels[::-1] if options.reverse else column.levels
    scale = _Scale(column=replace_levels(column, levels), options=options)
    names = groups.names if groups else ("",)
    return [scale.row(name, place, (counted, weighed, squared)) for place, name in enumerate(names)]


def replace_levels(column: Item, levels: tuple[str, ...]) -> Item:
    """The item with its levels called, or running, otherwise."""
    return replace(column, levels=levels)


def _turned(counts: Tally, reverse: bool) -> Tally:
    return replace(counts, answers=counts.answers[:, ::-1]) if reverse else counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """An item, and how its rows are made."""

    column: Item
    options: LikertOptions

    def row(self, group: str, place: int, tallies: tuple[Tally, Tally | None, Tally | None]) -> LikertRow:
        counted, weighed, squared = tallies
        question, share_of = self.column.question, self.share_of
        counts = [int(count) for count in counted.answers[place]]
        base = int(counted.base(share_of)[place])
        masses, mass, worth = [float(count) for count in counts], float(base), float(base)
        rated_worth = float(sum(counts))
        if weighed is not None and squared is not None:
            masses, mass = [float(w) for w in weighed.answers[place]], float(weighed.base(share_of)[place])
            worth = effective_n(mass, float(squared.base(share_of)[place]))
            rated_worth = effective_n(sum(masses), float(squared.rated[place]))
        shares = _Shares(counts=counts, masses=masses, mass=mass, worth=worth, levels=self.column.levels)
        boxes = self.boxes if self.options.boxes else None
        return LikertRow(
            column=question.column,
            question=question.stem or question.wording,
            item=question.item or question.wording,
            group=group,
            levels=self.column.levels,
            n=sum(counts),
            base=base,
            share_of=share_of,
            counts=tuple(counts),
            shares=tuple(shares.of(n, n + 1) for n in range(len(counts))),
            intervals=tuple(shares.interval(n, n + 1) for n in range(len(counts))),
            bottom=shares.box(0, boxes.low) if boxes else None,
            middle=shares.box(boxes.low, boxes.high) if boxes and boxes.has_middle else None,
            top=shares.box(boxes.high, len(counts)) if boxes else None,
            median=level_median(masses) if boxes else None,
            mean=level_mean(masses) if boxes else None,
            sd=level_sd(masses, rated_worth) if boxes else None,
            apart={kind: int(number[place]) for kind, number in counted.apart.items()},
            unknown=int(counted.unknown[place]),
            n_eff=worth if weighed is not None else None,
        )

    @property
    def share_of(self) -> str:
        return self.options.share_of or self.column.question.share_of or "rated"

    @property
    def boxes(self) -> Boxes:
        if self.options.centre is not None:
            return centred_boxes(self.column.levels, self.options.centre)
        return top_boxes(self.column.levels, self.options.top)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """Shares of stretches of levels: `masses` are counts, or sums of weights; `worth` is the base's n."""

    counts: Sequence[int]
    masses: Sequence[float]
    mass: float
    worth: float
    levels: tuple[str, ...]

    def of(self, start: int, end: int) -> float | None:
        # A sum of weights may pass its total by a rounding error of the last digit.
        return min(1.0, sum(self.masses[start:end]) / self.mass) if self.mass > 0 else None

    def interval(self, start: int, end: int) -> Interval:
        share = self.of(start, end)
        return None if share is None else wilson(share * self.worth, self.worth)

    def box(self, start: int, end: int) -> Box:
        return Box(
            name=box_name(self.levels, start, end),
            count=sum(self.counts[start:end]),
            share=self.of(start, end),
            interval=self.interval(start, end),
        )


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
        counts = _turned(tally(column, groups), reverse).answers
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
