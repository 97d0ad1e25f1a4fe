"""Single choices, numbers and dates: how many gave each, and what the numbers come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from qualkit.analysis.closed import (
    APART,
    ClosedAnswers,
    Groups,
    Item,
    Mask,
    Numbers,
    check_lengths,
    item,
    stranger_notes,
    tally,
)
from qualkit.analysis.stats import wilson
from qualkit.analysis.values import Values, by_period, date_values, number_values
from qualkit.analysis.weights import checked_weights, effective_n, weight_notes
from qualkit.errors import Refused
from qualkit.model.questionnaire import LevelKind, QuestionType

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.model.table import Table

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
    kind: LevelKind
    """What is no answer is counted in rows of its own, without base and share."""
    count: int
    base: int | None
    share: float | None
    interval: Interval = None
    is_weighted: bool = False
    figures: Figures = field(default_factory=Figures)
    first: str = ""
    """Of dates: the first and the last day."""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabulation:
    """The questions, one row a value and group."""

    rows: tuple[ValueRow, ...]
    options: TabulateOptions
    group_title: str = ""
    ungrouped: int = 0
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """Everything in one table: for json and csv."""
        from qualkit.analysis.tabulate_tables import data_table

        return data_table(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """For people: one table a question."""
        from qualkit.analysis.tabulate_tables import paper_tables

        return paper_tables(self)

    def to_frame(self) -> pd.DataFrame:
        """The rows of `table` as a data frame."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.table.rows])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Split:
    """How the records are split and weighted."""

    groups: Groups | None
    weights: Numbers | None

    @property
    def names(self) -> tuple[str, ...]:
        return self.groups.names if self.groups else ("",)

    def rows(self, place: int, length: int) -> Mask:
        return self.groups.codes == place if self.groups else np.ones(length, dtype=bool)


def tabulate(
    columns: Sequence[ClosedAnswers],
    options: TabulateOptions | None = None,
    *,
    groups: Groups | None = None,
    weights: Numbers | None = None,
) -> Tabulation:
    """Count single choices and dates, and describe numbers.

    Shares are of those who answered, each group of its own; don't know and the like have rows without a
    share, unless shares are of all who were asked. Every option of the questionnaire has a row, chosen or
    not. Dates are counted by month, and by year where they lie more than three years apart. Quartiles are
    interpolated (R's type 7); with weights they are the first value at which the weight reaches the part.
    Multi-selects and returns of organisations are refused: they are counted by other rules.
    """
    options = options or TabulateOptions()
    if weights is not None:
        checked_weights(weights)
    split = _Split(groups=groups, weights=weights)
    rows: list[ValueRow] = []
    notes = weight_notes(weights)
    for column in columns:
        check_lengths(column.codes, groups)
        check_lengths(column.codes, weights)
        found, said = _question(column, options, split)
        rows += found
        notes += said
    return Tabulation(
        rows=tuple(rows),
        options=options,
        group_title=groups.title if groups else "",
        ungrouped=groups.ungrouped if groups else 0,
        notes=tuple(notes),
    )


def joined(parts: Sequence[Tabulation]) -> Tabulation:
    """The results of several data files as one."""
    return replace(
        parts[0],
        rows=tuple(row for part in parts for row in part.rows),
        ungrouped=sum(part.ungrouped for part in parts),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _question(
    answers: ClosedAnswers, options: TabulateOptions, split: _Split
) -> tuple[list[ValueRow], list[str]]:
    question = answers.question
    if question.type in (QuestionType.MULTI, QuestionType.COUNT):
        verb = "multi" if question.type is QuestionType.MULTI else "returns"
        raise Refused(
            f"“{question.column}” can't be tabulated: "
            + ("several answers to it can be ticked." if verb == "multi" else "it holds returns of organisations."),
            hint=f"Take qualkit {verb}.",
        )
    if question.type is QuestionType.NUMBER:
        values = number_values(answers)
        return _numbers(values, options, split), stranger_notes([values.column])
    if question.type is QuestionType.DATE:
        values = date_values(answers)
        rows = _with_range(_choices(by_period(values), options, split), values, split)
        return rows, [*stranger_notes([values.column]), *([values.note] if values.note else [])]
    column = item(answers)
    return _choices(column, options, split), stranger_notes([column])


def _choices(column: Item, options: TabulateOptions, split: _Split) -> list[ValueRow]:
    question = column.question
    share_of = options.share_of or question.share_of or "rated"
    counted = tally(column, split.groups)
    weighed = counted if split.weights is None else tally(column, split.groups, split.weights)
    squared = counted if split.weights is None else tally(column, split.groups, split.weights**2)
    order = np.arange(len(column.levels))
    if options.sort and question.type is not QuestionType.DATE:
        order = np.argsort(-weighed.answers.sum(axis=0), kind="stable")
    rows = []
    for place, group in enumerate(split.names):
        base, mass = int(counted.base(share_of)[place]), float(weighed.base(share_of)[place])
        worth = effective_n(mass, float(squared.base(share_of)[place]))
        plain = _Plain(question.column, question.wording, question.type or QuestionType.SINGLE, group)

        def row(value: str, kind: LevelKind, count: int, weight: float | None) -> ValueRow:
            share = None if weight is None or mass <= 0 else min(1.0, weight / mass)
            return plain.row(
                value=value, kind=kind, count=count, base=None if weight is None else base, share=share,
                interval=None if share is None else wilson(share * worth, worth),
                is_weighted=split.weights is not None,
            )  # fmt: skip

        for number in order:
            count, weight = int(counted.answers[place, number]), float(weighed.answers[place, number])
            rows.append(row(column.levels[number], LevelKind.ANSWER, count, weight))
        for kind, _, title in APART:
            count, weight = int(counted.apart[kind][place]), float(weighed.apart[kind][place])
            if count:
                in_base = share_of == "asked" and kind is not LevelKind.NOT_ASKED
                rows.append(row(title, kind, count, weight if in_base else None))
    return rows
