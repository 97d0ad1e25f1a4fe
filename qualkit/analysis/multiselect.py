"""Questions to which several answers can be ticked: the share of people, and the share of ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qualkit.analysis.closed import ClosedAnswers, Groups, Numbers, Tally, check_lengths, tally
from qualkit.analysis.stats import wilson
from qualkit.analysis.ticks import Ticks, ticks_of
from qualkit.analysis.told_closed import SaidNote
from qualkit.analysis.weights import checked_weights, effective_n, weight_notes
from qualkit.errors import Refused
from qualkit.model.questionnaire import LevelKind

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.model.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiOptions:
    """What is wanted of the questions."""

    share_of: str = ""
    """`rated` (those who answered) or `asked`; empty: as the questionnaire says, else those who answered."""
    sort: bool = False
    """By count, highest first; equal ones stay in order. By group: by the count of all groups together."""
    intervals: bool = False
    """Show Wilson intervals. They are always in the data."""
    people: str = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One option in one group. Shares are 0..1, and None where the base is empty."""

    column: str
    question: str
    group: str
    option: str
    count: int
    """People who ticked it."""
    base: int
    """People who answered the question, or all who were asked."""
    share: float | None
    interval: tuple[float, float] | None
    share_of_ticks: float | None
    share_of: str
    ticked_none: int
    """People in the base of those who answered who ticked nothing at all."""
    apart: Mapping[LevelKind, int]
    n_eff: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Multi:
    """The questions, one row an option and group."""

    rows: tuple[OptionRow, ...]
    options: MultiOptions
    group_title: str = ""
    ungrouped: int = 0
    is_weighted: bool = False
    notes: tuple[str, ...] = ()
    notes_of: Mapping[str, str] = field(default_factory=dict)
    """What has to be said of one question, by its column."""

    @property
    def table(self) -> Table:
        """Everything in one table: for json and csv."""
        from qualkit.analysis.multiselect_tables import data_table

        return data_table(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """For people: one table a question."""
        from qualkit.analysis.multiselect_tables import paper_tables

        return paper_tables(self)

    def to_frame(self) -> pd.DataFrame:
        """The rows of `table` as a data frame."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.table.rows])


def multi(
    columns: Sequence[ClosedAnswers],
    options: MultiOptions | None = None,
    *,
    groups: Groups | None = None,
    weights: Numbers | None = None,
) -> Multi:
    """Count the options of multi-selects, joined in one column or spread over several.

    The share of an option is of the people who answered: who ticked anything, "none of these" included, or
    whose cells say that they ticked nothing. So shares add up to more than one. `share_of="asked"` takes
    everybody to whom the question was put. The share of ticks is of all ticks. With weights, shares are
    weighted and counts are not.
    """
    options = options or MultiOptions()
    if not columns:
        raise Refused("There is no multi-select to count.")
    weights = None if weights is None else checked_weights(weights)
    rows: list[OptionRow] = []
    notes_of: dict[str, str] = {}
    for ticks in ticks_of(columns):
        check_lengths(ticks.people.codes, groups)
        check_lengths(ticks.people.codes, weights)
        rows += _rows(ticks, options, groups, weights)
        if ticks.strangers:
            some = ", ".join(f"“{text}”" for text in ticks.strangers[:5])
            more = f" and {len(ticks.strangers) - 5:,} more" if len(ticks.strangers) > 5 else ""
            column = ticks.question.column
            notes_of[column] = SaidNote(f"{column}: not among the options: {some}{more}.")
    return Multi(
        rows=tuple(rows),
        options=options,
        group_title=groups.title if groups else "",
        ungrouped=groups.ungrouped if groups else 0,
        is_weighted=weights is not None,
        notes=tuple(weight_notes(weights)),
        notes_of=notes_of,
    )


def _rows(
    ticks: Ticks, options: MultiOptions, groups: Groups | None, weights: Numbers | None
) -> list[OptionRow]:
    share_of = options.share_of or ticks.question.share_of or "rated"
    counts = _counts(ticks, groups, None)
    count = _Base(
        ticks=ticks,
        share_of=share_of,
        counts=counts,
        masses=counts if weights is None else _counts(ticks, groups, weights),
        people=tally(ticks.people, groups),
        weighed=None if weights is None else tally(ticks.people, groups, weights),
        squared=None if weights is None else tally(ticks.people, groups, weights**2),
        ticked=_group_sums(np.asarray(ticks.ticked.any(axis=1)), groups, None),
    )
    order = list(range(len(ticks.options)))
    if options.sort:
        order.sort(key=lambda place: -float(count.masses[:, place].sum()))
    names = groups.names if groups else ("",)
    return [count.row(name, place, number) for place, name in enumerate(names) for number in order]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Base:
    """A multi-select counted by group, and weighed if there are weights."""

    ticks: Ticks
    share_of: str
    counts: NDArray[np.float64]
    masses: NDArray[np.float64]
    people: Tally
    weighed: Tally | None
    squared: Tally | None
    ticked: NDArray[np.float64]

    def row(self, group: str, place: int, number: int) -> OptionRow:
        """One option of one group."""
        question, base = self.ticks.question, int(self.people.base(self.share_of)[place])
        mass, worth = float(base), float(base)
        if self.weighed is not None and self.squared is not None:
            mass = float(self.weighed.base(self.share_of)[place])
            worth = effective_n(mass, float(self.squared.base(self.share_of)[place]))
        weight, every = float(self.masses[place, number]), float(self.masses[place].sum())
        # A sum of weights may pass its total by a rounding error of the last digit.
        share = min(1.0, weight / mass) if mass > 0 else None
        return OptionRow(
            column=question.column,
            question=question.stem or question.wording,
            group=group,
            option=self.ticks.options[number],
            count=int(self.counts[place, number]),
            base=base,
            share=share,
            interval=None if share is None else wilson(share * worth, worth),
            share_of_ticks=weight / every if every > 0 else None,
            share_of=self.share_of,
            ticked_none=int(self.people.rated[place] - self.ticked[place]),
            apart={kind: int(n[place]) for kind, n in self.people.apart.items()},
            n_eff=worth if self.weighed is not None else None,
        )


def _counts(ticks: Ticks, groups: Groups | None, weights: Numbers | None) -> NDArray[np.float64]:
    """Shape (groups, options)."""
    columns = [_group_sums(ticks.ticked[:, number], groups, weights) for number in range(len(ticks.options))]
    return np.column_stack(columns) if columns else np.zeros((len(groups.names) if groups else 1, 0))


def _group_sums(
    rows: NDArray[np.bool_], groups: Groups | None, weights: Numbers | None
) -> NDArray[np.float64]:
    mass: NDArray[np.float64] = rows * (np.ones(len(rows)) if weights is None else weights)
    if groups is None:
        return np.array([mass.sum()])
    joint = groups.codes.astype(np.int64) + 1
    return np.bincount(joint, weights=mass, minlength=len(groups.names) + 1)[1:].astype(np.float64)
