"""The rows of a table of items: each item's levels and boxes, in each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.analysis.boxes import Boxes, box_name, centred_boxes, top_boxes
from qualkit.analysis.closed import Groups, Item, Numbers, Tally, tally
from qualkit.analysis.stats import level_mean, level_median, level_sd, wilson
from qualkit.analysis.weights import effective_n
from qualkit.model.questionnaire import LevelKind

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
    """By the share of the top box, highest first; equals stay in order; by group, by the first group's."""
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
    size: int
    """How many levels it has."""
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


def item_rows(
    column: Item, options: LikertOptions, groups: Groups | None, weights: Numbers | None
) -> list[LikertRow]:
    """The item's row, or its row for each group, groups without anybody included."""
    counted = turned(tally(column, groups), options.reverse)
    weighed = squared = None
    if weights is not None:
        weighed = turned(tally(column, groups, weights), options.reverse)
        squared = tally(column, groups, weights**2)
    levels = column.levels[::-1] if options.reverse else column.levels
    scale = _Scale(column=replace(column, levels=levels), options=options)
    names = groups.names if groups else ("",)
    return [scale.row(name, place, (counted, weighed, squared)) for place, name in enumerate(names)]


def turned(counts: Tally, reverse: bool) -> Tally:
    """The counts with the levels from the other end, if so asked."""
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
            size=end - start,
            count=sum(self.counts[start:end]),
            share=self.of(start, end),
            interval=self.interval(start, end),
        )
