"""A table as it may leave the study: its small numbers marked, or hidden with all that would tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from qualkit.analysis.phrases import in_words, phrase
from qualkit.analysis.suppression import Reason, SmallNumbers, hidden_names, small_figures
from qualkit.analysis.told_closed import SaidNote
from qualkit.model.figures import Figures, Form, Name, Told
from qualkit.model.finding import Finding, Severity
from qualkit.model.result import Result
from qualkit.model.table import MARKS, SMALL_MARK, Column, NumberNote, Table, Unit, Value

HIDDEN, NOT_ROUNDED = "hidden", "–"
HIDDEN_KEY, SMALL_KEY = "hidden_because", "small_numbers"
"""Columns of the data that say what is hidden, or small."""
_ONE_PERSONS = "what one person said"
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?![\w%]|[.,]\d)")
Row = Mapping[str, Value]


def protected(table: Table, rule: SmallNumbers) -> tuple[Table, tuple[Finding, ...]]:
    """The table as it may leave, and its small numbers. A table that counts no people stays as it is."""
    (found,), findings = _protected([table], rule)
    return found, findings


def protected_result(result: Result, rule: SmallNumbers) -> tuple[Result, tuple[Finding, ...]]:
    """The same for a result: what is hidden in one of its tables is hidden in all of them."""
    (data, *tables), findings = _protected([result.data, *result.tables], rule)
    return replace(result, data=data, tables=tuple(tables)), findings


def _protected(tables: Sequence[Table], rule: SmallNumbers) -> tuple[list[Table], tuple[Finding, ...]]:
    parts = [table.figures(table) if table.figures else None for table in tables]
    every = Figures()
    for part in filter(None, parts):
        every.figures |= part.figures
        every.sums |= part.sums
    hides = rule.policy == "hide"
    hidden = hidden_names(every, rule) if hides else {}
    small = [figure.name for figure in small_figures(every, rule)]
    guard = _Guard(rule=rule, values=every, hidden=hidden, small=frozenset(small))
    shown = [guard.table(table, part) if part else table for table, part in zip(tables, parts, strict=True)]
    return shown, tuple(_findings(every, hidden, small))


def _findings(every: Figures, hidden: Mapping[Name, Reason], small: Iterable[Name]) -> Iterator[Finding]:
    """What is hidden or small, in the order of the table."""
    for name, figure in every.figures.items():
        if figure.is_told and name in hidden:
            said = f"{figure.label}: hidden, {hidden[name]}."
            yield Finding(rule="hidden-number", severity=Severity.NOTE, message=said)
    for name in () if hidden else small:
        figure = every.figures[name]
        said = f"{figure.label}: {figure.value:,}."
        yield Finding(rule="small-number", severity=Severity.WARNING, message=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guard:
    """What is hidden or small in all tables of a result, set into one of them."""

    rule: SmallNumbers
    values: Figures
    hidden: Mapping[Name, Reason]
    small: frozenset[Name]

    def table(self, table: Table, figures: Figures) -> Table:
        """The table with its small numbers marked, or hidden."""
        by_row: dict[int, dict[tuple[str, tuple[str, ...]], Told]] = {}
        for (number, key, inside), told in figures.told.items():
            by_row.setdefault(number, {})[key, inside] = told
        set_row = self._hidden_row if self.rule.policy == "hide" else self._marked_row
        rows = tuple(set_row(row, by_row.get(number, {})) for number, row in enumerate(table.rows))
        return replace(
            table,
            columns=(*(self._column(column, figures) for column in table.columns), self._said_in()),
            rows=rows,
            notes=(*self._told_notes(table.notes), *self._notes(table, rows)),
        )

    def _said_in(self) -> Column:
        key = HIDDEN_KEY if self.rule.policy == "hide" else SMALL_KEY
        return Column(key=key, title=key.replace("_", " ").capitalize(), unit=Unit.LIST, shown=False)

    def _marked_row(self, row: Row, told: Mapping[tuple[str, tuple[str, ...]], Told]) -> Row:
        few = [
            (key, inside)
            for (key, inside), one in told.items()
            if _inside(row.get(key), inside) is not None
            and not self.small.isdisjoint(one.names)
            and one.form in (Form.COUNT, Form.SHARE, Form.WEIGHTED)
        ]
        marks: dict[str, object] = {key: SMALL_MARK for key, inside in few if not inside}
        return {**row, MARKS: marks, SMALL_KEY: [".".join((key, *inside)) for key, inside in few]}

    def _hidden_row(self, row: Row, told: Mapping[tuple[str, tuple[str, ...]], Told]) -> Row:
        shown: dict[str, Value] = dict(row)
        marks: dict[str, object] = {}
        reasons: dict[str, object] = {}
        for (key, inside), one in told.items():
            reason = self._reason(one)
            value = _inside(shown.get(key), inside)
            if value is None:
                continue
            if reason:
                reasons[".".join((key, *inside))] = reason
                marks |= {} if inside else {key: HIDDEN}
            fresh = None if reason else self._rounded(one, value)
            if fresh is None and not reason and not inside:
                marks[key] = NOT_ROUNDED
            shown[key] = _with(shown[key], inside, fresh)
        return {**shown, MARKS: marks, HIDDEN_KEY: reasons}

    def _reason(self, told: Told) -> str:
        """Why a cell is hidden; empty if it is not."""
        if told.form is Form.ONE_PERSON:
            return _ONE_PERSONS
        reasons = [self.hidden[name] for name in told.names if name in self.hidden]
        return str(min(reasons, key=list(Reason).index)) if reasons else ""

    def _rounded(self, told: Told, value: Value) -> Value:  # noqa: PLR0911 - one line a form
        """A value made of rounded numbers; None where it would tell the exact ones."""
        if self.rule.round_to < 2:
            return value
        first, second, third = (
            *(self.rule.rounded(self.values.figures[name].value) for name in told.names[:3]), 0, 0, 0
        )[:3]  # fmt: skip
        match told.form:
            case Form.COUNT:
                return first
            case Form.SHARE:
                return first / second if second else None
            case Form.WEIGHTED:
                return round(value, 2) if isinstance(value, float) else None
            case Form.PHRASE:
                return phrase(first, second)
            case Form.IN_WORDS:
                return in_words(first, second).text
            case Form.DISTANCE:
                return in_words(first, second).distance
            case Form.NET:
                return (first - second) / third if third else None
        return None

    def _column(self, column: Column, figures: Figures) -> Column:
        """The column, its title without the numbers that are hidden."""
        title = column.title
        for name in figures.titles.get(column.key, ()):
            value = self.values.figures[name].value
            shown = "…" if name in self.hidden else f"{self._shown(value):,}"
            title = re.sub(rf"(?<![\d,]){value:,}(?![\d,])", shown, title)
        return replace(column, title=title)

    def _shown(self, value: int) -> int:
        return self.rule.rounded(value) if self.rule.policy == "hide" else value

    def _told_notes(self, notes: Iterable[str]) -> Iterator[str]:
        """The notes without what single people said, where small numbers are hidden."""
        hides = self.rule.policy == "hide"
        yield from (self._note(note) for note in notes if not (hides and isinstance(note, SaidNote)))

    def _note(self, note: str) -> str:
        """The note; where numbers are hidden, without small ones of people."""
        if self.rule.policy != "hide" or not isinstance(note, NumberNote):
            return note
        head, colon, tail = note.rpartition(": ")
        return head + colon + _NUMBER.sub(self._number_in_note, tail)

    def _number_in_note(self, match: re.Match[str]) -> str:
        value = int(match[0].replace(",", ""))
        least = 0 if self.rule.zeros == "hide" else 1
        if least <= value < self.rule.threshold:
            return f"fewer than {self.rule.threshold}"
        return f"{self._shown(value):,}"

    def _notes(self, table: Table, rows: Sequence[Row]) -> Iterator[str]:
        shown = {column.key for column in table.columns if column.shown}
        marks = {
            str(mark)
            for row in rows
            for key, mark in cast("Mapping[str, object]", row[MARKS]).items()
            if key in shown
        }
        hidden = {
            key.split(".")[0]
            for row in rows
            for key in cast("Mapping[str, object]", row.get(HIDDEN_KEY) or {})
        }
        few = f"fewer than {self.rule.threshold}"
        if SMALL_MARK in marks:
            yield f"{SMALL_MARK} stands by numbers of {few}, and shares of or by them."
        if not shown.isdisjoint(hidden):
            zero = ", none included" if self.rule.zeros == "hide" else ""
            yield f"“{HIDDEN}” stands for numbers of {few}{zero}, and for what would tell them."
        if self.rule.policy == "hide" and self.rule.round_to > 1 and table.rows:
            yield (
                f"Numbers are rounded to the nearest {self.rule.round_to}, and shares are of rounded ones: "
                "they need not add up."
            )


def _inside(value: object, keys: Sequence[str]) -> Value:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return cast("Value", value)


def _with(value: object, keys: Sequence[str], fresh: Value) -> Value:
    """The value with what stands inside it at these keys made anew."""
    if not keys:
        return fresh
    inside = cast("Mapping[str, object]", value)
    return {**inside, keys[0]: _with(inside[keys[0]], keys[1:], fresh)}
