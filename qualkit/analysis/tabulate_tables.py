"""Single choices, numbers and dates as tables: one of everything for data, one a question for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from qualkit.analysis.phrases import spoken
from qualkit.analysis.tabulate_rows import Figures, ValueRow
from qualkit.analysis.told_closed import SaidNote, tabulate_figures
from qualkit.model.questionnaire import QuestionType
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    from qualkit.analysis.tabulate import Tabulation

_FIGURES = tuple(item.name for item in fields(Figures))
_TITLES = {"q1": "Lower quartile", "q3": "Upper quartile", "sd": "Sd"}


def data_table(result: Tabulation) -> Table:
    """One row a value and group, of all questions."""
    text = ("column", "question", "type", "group", "value", "kind", "first", "last", "phrase", "in_words")
    keys = ("column", "question", "type", "group", "value", "kind", "count", "base", "share", "low", "high")
    units = dict.fromkeys(text, Unit.TEXT) | dict.fromkeys(("count", "base"), Unit.COUNT)
    units |= dict.fromkeys(("share", "low", "high"), Unit.SHARE)
    extra = (*_FIGURES, "first", "last", "phrase", "in_words", "in_words_distance")
    return Table(
        id="tabulate",
        title="Answers" + _split(result),
        columns=tuple(
            Column(key=key, title=key.replace("_", " "), unit=units.get(key, Unit.NUMBER))
            for key in (*keys, *extra)
        ),
        rows=tuple(_values(row) for row in result.rows),
        notes=tuple(_notes(result, result.rows)),
        figures=tabulate_figures,
    )


def paper_tables(result: Tabulation) -> tuple[Table, ...]:
    """One table a question, in order."""
    blocks: dict[str, list[ValueRow]] = {}
    for row in result.rows:
        blocks.setdefault(row.column, []).append(row)
    return tuple(_paper(result, rows) for rows in blocks.values())


def _paper(result: Tabulation, rows: list[ValueRow]) -> Table:
    first = rows[0]
    columns = [Column(key="group", title=result.group_title)] if result.group_title else []
    is_number = first.type is QuestionType.NUMBER
    columns.append(
        Column(key="value", title="Month or year" if first.type is QuestionType.DATE else "Answer")
    )
    columns.append(Column(key="count", title="n", unit=Unit.COUNT))
    if is_number:
        columns += [
            Column(key=key, title=_TITLES.get(key, key.capitalize()), unit=Unit.NUMBER) for key in _FIGURES
        ]
    else:
        columns.append(Column(key="base", title="Of", unit=Unit.COUNT))
        columns.append(Column(key="share", title="Weighted %" if first.is_weighted else "%", unit=Unit.SHARE))
        ends = (("low", "From (95%)"), ("high", "To (95%)"))
        shown = result.options.intervals
        columns += [Column(key=key, title=title, unit=Unit.SHARE, shown=shown) for key, title in ends]
    return Table(
        id=f"tabulate:{first.column}",
        title=first.question + _split(result),
        columns=tuple(columns),
        rows=tuple(
            _values(row) | ({"value": "A number"} if is_number and row.kind == "answer" else {})
            for row in rows
        ),
        notes=tuple(_notes(result, rows)),
        figures=tabulate_figures,
    )


def _notes(result: Tabulation, rows: list[ValueRow] | tuple[ValueRow, ...]) -> Iterator[str]:
    people = result.options.people
    if any(row.share is not None and row.type is not QuestionType.NUMBER for row in rows):
        asked = result.options.share_of == "asked"
        yield (
            f"Shares are of all {people} who were asked."
            if asked
            else f"Shares are of the {people} in the column “Of”; what has no share is counted apart."
        )
    dates = {(row.group, row.first, row.last) for row in rows if row.first}
    if len(dates) == 1:
        yield SaidNote("From {1} to {2}.".format(*dates.pop()))
    if result.options.intervals:
        yield f"Intervals are Wilson's, 95%; they take the {people} as a random sample."
    if result.ungrouped:
        yield NumberNote(f"In no group, as they have no {result.group_title}: {result.ungrouped:,}.")
    yield from result.notes


def _values(row: ValueRow) -> dict[str, Value]:
    low, high = row.interval or (None, None)
    values: dict[str, Value] = {
        "column": row.column, "question": row.question, "type": str(row.type), "group": row.group,
        "value": row.value, "kind": row.kind, "count": row.count, "base": row.base, "share": row.share,
        "low": low, "high": high, "first": row.first, "last": row.last,
    }  # fmt: skip
    figures: dict[str, Value] = {name: getattr(row.figures, name) for name in _FIGURES}
    return values | figures | spoken(row.count, row.base or 0, row.share, is_weighted=row.is_weighted)


def _split(result: Tabulation) -> str:
    return f" (by {result.group_title})" if result.group_title else ""
