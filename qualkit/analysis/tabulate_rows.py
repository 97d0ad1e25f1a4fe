"""The rows of a table of single choices, numbers and dates."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from qualkit.analysis.closed import APART, Groups, Item, Mask, Numbers, Tally, tally
from qualkit.analysis.stats import wilson
from qualkit.analysis.values import Values, by_period
from qualkit.analysis.weights import effective_n
from qualkit.model.questionnaire import LevelKind, QuestionType

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TabulateOptions:
    """What is wanted of the questions."""

    share_of: str = ""
    """`rated` (those who answered) or `asked`; empty: as the questionnaire says, else those who answered."""
    sort: bool = False
    """Options of single choices by count, highest first; equal ones stay in order."""
    intervals: bool = False
    """Show Wilson intervals. They are always in the data."""
    people: str = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the numbers of a column come to; None where nobody gave one."""

    mean: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    min: float | None = None
    max: float | None = None
    sd: float | None = None
    """With n - 1 below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One value of a question in one group; a column of numbers is one row."""

    column: str
    question: str
    type: QuestionType
    group: str
    value: str
    kind: str
    """`answer`, or a `LevelKind` of what is no answer, which is counted in a row without base and share;
    `unknown` for answers that the questionnaire does not know."""
    count: int
    base: int | None
    share: float | None
    interval: Interval = None
    is_weighted: bool = False
    figures: Figures = field(default_factory=Figures)
    first: str = ""
    """Of dates: the first and the last day."""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """How the records are split and weighted."""

    groups: Groups | None = None
    weights: Numbers | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The groups; one without a name where there are none."""
        return self.groups.names if self.groups else ("",)

    def members(self, place: int, length: int) -> Mask:
        """Which of the records are in a group."""
        return self.groups.codes == place if self.groups else np.ones(length, dtype=np.bool_)


def choice_rows(column: Item, options: TabulateOptions, split: Split) -> list[ValueRow]:
    """One row a level and group, then one for each kind of no answer that occurs in the group."""
    count = _Count.of(column, options.share_of or column.question.share_of or "rated", split)
    order = list(range(len(column.levels)))
    if options.sort and column.question.type is not QuestionType.DATE:
        order.sort(key=lambda number: -float(count.weighed.answers[:, number].sum()))
    return [
        row
        for place, group in enumerate(split.names)
        for row in (*(count.answer(group, place, number) for number in order), *count.apart(group, place))
    ]


def date_rows(values: Values, options: TabulateOptions, split: Split) -> list[ValueRow]:
    """One row a month or year and group, with the first and the last day of the group."""
    rows = choice_rows(by_period(values), options, split)
    ends = {}
    for place, group in enumerate(split.names):
        days = values.numbers[split.members(place, len(values.numbers)) & (values.column.codes >= 0)]
        ends[group] = (
            [date.fromordinal(int(day)).isoformat() for day in (days.min(), days.max())]
            if len(days)
            else ["", ""]
        )
    return [replace(row, first=ends[row.group][0], last=ends[row.group][1]) for row in rows]


def number_rows(values: Values, options: TabulateOptions, split: Split) -> list[ValueRow]:
    """One row a group for the numbers, then one for each kind of no answer that occurs in it."""
    count = _Count.of(values.column, options.share_of or values.column.question.share_of or "rated", split)
    rows = []
    for place, group in enumerate(split.names):
        chosen = split.members(place, len(values.numbers)) & (values.column.codes >= 0)
        weights = None if split.weights is None else split.weights[chosen]
        found = replace(
            count.answer(group, place, 0), value="", figures=figures(values.numbers[chosen], weights)
        )
        rows += [found, *count.apart(group, place)]
    return rows


def figures(numbers: Numbers, weights: Numbers | None = None) -> Figures:
    """What numbers come to; of a weighted sd the n is Kish's effective one.

    >>> figures(np.array([1.0, 2.0, 3.0, 4.0])).q1
    1.75
    """
    if not len(numbers) or (weights is not None and not weights.any()):
        return Figures()
    w = np.ones(len(numbers)) if weights is None else weights
    mean = float(np.average(numbers, weights=w))
    n = effective_n(float(w.sum()), float((w**2).sum()))
    spread = float(np.average((numbers - mean) ** 2, weights=w))
    q1, median, q3 = _quartiles(numbers, weights)
    return Figures(
        mean=mean,
        median=median,
        q1=q1,
        q3=q3,
        min=float(numbers.min()),
        max=float(numbers.max()),
        sd=math.sqrt(spread * n / (n - 1)) if n > 1 + 1e-9 else None,
    )


def _quartiles(numbers: Numbers, weights: Numbers | None) -> tuple[float, float, float]:
    if weights is None:
        q1, median, q3 = np.quantile(numbers, (0.25, 0.5, 0.75))
        return float(q1), float(median), float(q3)
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    places = np.searchsorted(reached, np.array([0.25, 0.5, 0.75]) - 1e-12)
    q1, median, q3 = numbers[order][np.minimum(places, len(numbers) - 1)]
    return float(q1), float(median), float(q3)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Count:
    """A column counted, weighed, and weighed by the squares of the weights."""

    column: Item
    share_of: str
    counted: Tally
    weighed: Tally
    squared: Tally
    is_weighted: bool

    @classmethod
    def of(cls, column: Item, share_of: str, split: Split) -> _Count:
        counted = tally(column, split.groups)
        w = split.weights
        return cls(
            column=column,
            share_of=share_of,
            counted=counted,
            weighed=counted if w is None else tally(column, split.groups, w),
            squared=counted if w is None else tally(column, split.groups, w**2),
            is_weighted=w is not None,
        )

    def answer(self, group: str, place: int, number: int) -> ValueRow:
        """The row of a level."""
        row = self._row(group, self.column.levels[number], LevelKind.ANSWER)
        row = replace(row, count=int(self.counted.answers[place, number]))
        return self._shared(row, place, float(self.weighed.answers[place, number]))

    def apart(self, group: str, place: int) -> list[ValueRow]:
        """The rows of what is no answer, where anybody gave it."""
        kinds = [(kind, str(kind), title) for kind, _, title in APART]
        counts = [(self.counted.apart[k][place], self.weighed.apart[k][place]) for k, _, _ in kinds]
        kinds.append((LevelKind.ANSWER, "unknown", "Not in the questionnaire"))
        counts.append((self.counted.unknown[place], self.weighed.unknown[place]))
        rows = []
        for (kind, name, title), (count, weight) in zip(kinds, counts, strict=True):
            row = replace(self._row(group, title, name), count=int(count))
            if count and self.share_of == "asked" and kind is not LevelKind.NOT_ASKED:
                row = self._shared(row, place, float(weight))
            rows += [row] if count else []
        return rows

    def _row(self, group: str, value: str, kind: str) -> ValueRow:
        question = self.column.question
        return ValueRow(
            column=question.column,
            question=question.wording,
            type=question.type or QuestionType.SINGLE,
            group=group,
            value=value,
            kind=str(kind),
            count=0,
            base=None,
            share=None,
            is_weighted=self.is_weighted,
        )

    def _shared(self, row: ValueRow, place: int, weight: float) -> ValueRow:
        base, mass = (
            int(self.counted.base(self.share_of)[place]),
            float(self.weighed.base(self.share_of)[place]),
        )
        if mass <= 0:
            return replace(row, base=base)
        # A sum of weights may pass its total by a rounding error of the last digit.
        share, worth = (
            min(1.0, weight / mass),
            effective_n(mass, float(self.squared.base(self.share_of)[place])),
        )
        return replace(row, base=base, share=share, interval=wilson(share * worth, worth))
