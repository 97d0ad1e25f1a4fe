"""Tables as the sheets of a workbook. Texts are always text, never formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualkit.exports.document import provenance_facts
from qualkit.exports.render import chart_xlsx
from qualkit.exports.render.format import NUMERIC, cell_on_paper, mark_of, on_paper, shown_columns
from qualkit.model.chart import Chart
from qualkit.model.display import display_safe
from qualkit.model.table import SMALL_MARK, Column, Provenance, Table, Unit, Value

LONGEST_TEXT = 32_767
"""Excel's limit for a cell, in UTF-16 units."""
CUT_MARK = " [cut here: an Excel cell holds no more; the whole text is in the csv, json, html and Word files]"
_WIDEST, _NARROWEST = 70, 8
_LINE_HEIGHT, _HIGHEST = 15, 409
"""In points; the second is Excel's limit for a row."""
_NUMBER_FORMATS = {Unit.COUNT: "#,##0", Unit.NUMBER: "#,##0.00", Unit.SHARE: "0.0%", Unit.P: "0.000"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under the name of its sheet."""

    name: str
    table: Table
    chart: Chart | None = None
    """Stands below the table."""


class _Pen:
    """Makes cells of one sheet. Styles are set up once and shared: setting them cell by cell is slow."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet = sheet
        self._new: Any = WriteOnlyCell
        heads: dict[str, Any] = {
            "font": Font(name="Calibri", size=11, bold=True, color="FF23262B"),
            "fill": PatternFill("solid", fgColor="FFE9EEF0"),
            "border": Border(bottom=Side("thin", color="FF5C6470")),
        }
        left = Alignment(wrap_text=True, vertical="bottom")
        over = Alignment(wrap_text=True, vertical="bottom", horizontal="right", indent=1)
        self._header = self._look(**heads, alignment=left)
        self._number_header = self._look(**heads, alignment=over)
        self._text = self._look(alignment=Alignment(wrap_text=True, vertical="top"))
        right = Alignment(horizontal="right", indent=1, vertical="top")
        self._numbers = {
            unit: self._look(alignment=right, number_format=code) for unit, code in _NUMBER_FORMATS.items()
        }
        self._marked = {
            unit: self._look(alignment=right, number_format=f'{code}" {SMALL_MARK}"')
            for unit, code in _NUMBER_FORMATS.items()
        }

    def header(self, column: Column) -> Any:
        """A cell of the header row."""
        is_number = column.unit in _NUMBER_FORMATS
        return self._text_cell(column.title, self._number_header if is_number else self._header)

    def cell(self, row: Mapping[str, Value], column: Column) -> Any:
        """A cell of the body: a number where the column holds numbers, text otherwise, None if empty."""
        value, mark = row.get(column.key), mark_of(row, column)
        if (value is None or value == "") and not mark:
            return None
        if isinstance(value, int | float) and column.unit in NUMERIC:
            cell = self._new(self._sheet, value)
            cell._style = (self._marked if mark else self._numbers)[column.unit]
            return cell
        look = self._numbers[column.unit] if column.unit in NUMERIC else self._text
        return self._text_cell(cell_on_paper(row, column), look)

    def _text_cell(self, text: str, look: Any) -> Any:
        cell = self._new(self._sheet, cell_text(text))
        cell.data_type = "s"
        cell._style = look
        return cell

    def _look(self, **properties: Any) -> Any:
        cell = self._new(self._sheet)
        for name, value in properties.items():
            setattr(cell, name, value)
        return cell._style


def render_xlsx(sheets: Sequence[Sheet], title: str, provenance: Provenance) -> bytes:
    """The workbook: a sheet a table, with a frozen header, filters and wrapped text.

    What a cell can't hold is replaced or cut, and says so. The author is the study, never a person.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    charts = [sheet.chart for sheet in sheets if sheet.chart]
    places = iter(chart_xlsx.first_rows(charts))
    for sheet in sheets:
        page = workbook.create_sheet(sheet.name)
        _write(page, sheet.table)
        if sheet.chart:
            chart_xlsx.add_chart(page, sheet.chart, next(places), len(sheet.table.rows) + 1)
    if charts:
        chart_xlsx.write_figures(workbook.create_sheet(chart_xlsx.DATA_SHEET), charts)
    workbook.properties.title = display_safe(title)
    workbook.properties.creator = display_safe(provenance.study)
    content = io.BytesIO()
    workbook.save(content)
    return chart_xlsx.told(content.getvalue(), charts) if charts else content.getvalue()


def notes_sheet(notes: Sequence[str], provenance: Provenance) -> Sheet:
    """What should be said of the other sheets, and where they come from."""
    rows: list[Mapping[str, Value]] = [{"what": "Note", "text": note} for note in notes]
    rows += [{"what": name, "text": value} for name, value in provenance_facts(provenance)]
    columns = (Column(key="what", title="What"), Column(key="text", title="Text"))
    return Sheet("Notes", Table(id="notes", title="Notes", columns=columns, rows=tuple(rows)))


def cell_text(text: str) -> str:
    """The text as an Excel cell can hold it: no control characters, and no longer than its limit."""
    safe = display_safe(text)
    if len(safe) * 2 <= LONGEST_TEXT or _utf16_units(safe) <= LONGEST_TEXT:
        return safe
    room = (LONGEST_TEXT - len(CUT_MARK)) * 2
    return safe.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_MARK


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _write(sheet: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    columns = shown_columns(table)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(columns), 1))}{len(table.rows) + 1}"
    widths = [_width(column, table.rows) for column in columns]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    pen = _Pen(sheet)
    _append(sheet, 1, [pen.header(column) for column in columns], widths)
    for number, row in enumerate(table.rows, 2):
        _append(sheet, number, [pen.cell(row, column) for column in columns], widths)


def _append(sheet: Any, number: int, cells: Sequence[Any], widths: Sequence[int]) -> None:
    """Adds a row, as high as its longest text needs: not every program works that out by itself."""
    needed = (
        _lines(cell.value, width)
        for cell, width in zip(cells, widths, strict=True)
        if cell is not None and cell.data_type == "s"
    )
    lines = max(needed, default=1)
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT, _HIGHEST)
    sheet.append(cells)


def _lines(text: str, width: int) -> int:
    if len(text) < width and "\n" not in text:
        return 1
    return sum(len(line) // max(width - 1, 1) + 1 for line in text.split("\n"))


def _width(column: Column, rows: Iterable[Mapping[str, Value]]) -> int:
    """As wide as its longest line or the longest word of its title, within bounds. In characters."""
    title = max(map(len, column.title.split()), default=0) + 4
    if column.unit in NUMERIC:
        return min(max(title, _NARROWEST), _WIDEST)
    lines = (line for row in rows for line in on_paper(row.get(column.key), column.unit)[:2000].split("\n"))
    return min(max(max(map(len, lines), default=0) + 2, title, _NARROWEST), _WIDEST)
