"""Single choices, numbers and dates: how many gave each, and what the numbers come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.analysis.closed import ClosedAnswers, Groups, Numbers, check_lengths, item, stranger_notes
from qualkit.analysis.tabulate_rows import (
    Split,
    TabulateOptions,
    ValueRow,
    choice_rows,
    date_rows,
    number_rows,
)
from qualkit.analysis.values import date_values, number_values
from qualkit.analysis.weights import checked_weights, weight_notes
from qualkit.errors import Refused
from qualkit.model.questionnaire import QuestionType

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.model.table import Table


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
    weights = None if weights is None else checked_weights(weights)
    split = Split(groups=groups, weights=weights)
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


def _question(
    answers: ClosedAnswers, options: TabulateOptions, split: Split
) -> tuple[list[ValueRow], list[str]]:
    question = answers.question
    if question.type in (QuestionType.MULTI, QuestionType.COUNT):
        verb = "multi" if question.type is QuestionType.MULTI else "returns"
        raise Refused(
            f"“{question.column}” can't be tabulated: "
            + ("several answers can be ticked." if verb == "multi" else "it holds returns of organisations."),
            hint=f"Take qualkit {verb}.",
        )
    if question.type is QuestionType.NUMBER:
        values = number_values(answers)
        return number_rows(values, options, split), stranger_notes([values.column])
    if question.type is QuestionType.DATE:
        values = date_values(answers)
        return date_rows(values, options, split), [
            *stranger_notes([values.column]),
            *([values.note] if values.note else []),
        ]
    column = item(answers)
    return choice_rows(column, options, split), stranger_notes([column])
