"""Tables as rows of a list: titles, headings, and a row a line; one line is highlighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len

from qualkit.exports.render.format import cell_on_paper, shown_columns
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.tui.widgets.row_cells import in_column, number_in_column
from qualkit.tui.widgets.row_list import Part, RowList

_NUMBER, _FIRST, _LAST = 9, 18, 12
_TEXTS = (Unit.TEXT, Unit.LIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of a table, or one that only stands between."""

    parts: tuple[Part, ...]
    row: Mapping[str, Value] | None = None
    table: Table | None = None


class TableRows(RowList):
    """The columns keep to the width: numbers stand to the right, the last text takes the rest."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tables: Sequence[Table] = ()
        self._lines: list[_Line] = []
        self._width = 0

    def open(self, tables: Sequence[Table]) -> None:
        """Show tables one below the other."""
        self._tables = tables
        self._lay_out(keep=False)

    @property
    def told(self) -> str:
        """Everything that the highlighted row says, also what there is no room for in it."""
        line = self._lines[self.highlighted] if self.highlighted < len(self._lines) else None
        if line is None or line.row is None or line.table is None:
            return ""
        cells = [(one, cell_on_paper(line.row, one)) for one in shown_columns(line.table)]
        first, *others = [(column.title, text) for column, text in cells if text]
        return " · ".join([first[1], *(f"{title} {text}" for title, text in others)])

    @property
    def row(self) -> Mapping[str, Value] | None:
        """The highlighted row, if it is one of a table."""
        return self._lines[self.highlighted].row if self.highlighted < len(self._lines) else None

    def _lay_out(self, *, keep: bool) -> None:
        self._width = self.size.width or self.app.size.width
        self._lines = []
        for table in self._tables:
            if self._lines:
                self._lines.append(_Line(parts=(("", ""),)))
            self._lines += _table_lines(table, self._width - 3, is_titled=len(self._tables) > 1)
        first = next((n for n, line in enumerate(self._lines) if line.row is not None), 0)
        self.show_rows(len(self._lines), None if keep else first)

    def row_parts(self, row: int) -> Sequence[Part]:
        """The cells."""
        if self.size.width != self._width:
            self.call_after_refresh(self._lay_out, keep=True)
        return [(" ", ""), *self._lines[row].parts, ("", "")]

    def action_go(self, number: int) -> None:
        """So many rows down; what is no row of a table is passed over."""
        step, at = (1 if number > 0 else -1), self.highlighted + number
        while 0 <= at < len(self._lines) and self._lines[at].row is None:
            at += step
        if 0 <= at < len(self._lines):
            self.highlight(at)


def _table_lines(table: Table, width: int, *, is_titled: bool) -> list[_Line]:
    columns = shown_columns(table)
    cells = _cells(table, columns, width)
    while (
        len(cells) > 2 and sum(cells) + len(cells) > width
    ):  # what is left out is said of the highlighted row
        columns, cells = columns[:-1], cells[:-1]
    lines = [_Line(parts=((table.title, "accent"),))] if is_titled else []
    titles = [wrap(one.title, max(number, 6)) or [""] for one, number in zip(columns, cells, strict=True)]
    height = max(map(len, titles), default=0)
    for at in range(height):
        shown = [title[at - height + len(title)] if at >= height - len(title) else "" for title in titles]
        lines.append(_Line(parts=_parts(shown, columns, cells, "dim")))
    lines += [
        _Line(
            parts=_parts([cell_on_paper(row, one) for one in columns], columns, cells, ""),
            row=row,
            table=table,
        )
        for row in table.rows
    ]
    return lines


def _cells(table: Table, columns: Sequence[Column], width: int) -> list[int]:
    """The width of each column."""
    is_text = [one.unit in _TEXTS for one in columns]
    cells = [_NUMBER] * len(columns)
    others = sum(_NUMBER + 1 for text in is_text if not text)
    texts = [number for number, text in enumerate(is_text) if text]
    room = max(width - others - len(texts), _FIRST)
    for number in texts[:-1] if len(texts) > 1 else texts:
        longest = max([cell_len(cell_on_paper(row, columns[number])) for row in table.rows] or [0])
        cells[number] = max(min(longest, room - _LAST * (len(texts) > 1)), _FIRST)
        room -= cells[number]
    if len(texts) > 1:
        cells[texts[-1]] = max(room, 0)
    return cells


def _parts(
    texts: Sequence[str], columns: Sequence[Column], cells: Sequence[int], kind: str
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for text, column, number in zip(texts, columns, cells, strict=True):
        is_text = column.unit in _TEXTS
        parts += in_column(text, number, kind, gap=1) if is_text else number_in_column(text, number, kind)
    return tuple(parts)
