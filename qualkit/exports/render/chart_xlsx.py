"""Charts in a workbook: drawn by Excel, below their tables, from the figures of a sheet of their own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from html import escape
from typing import Any

from qualkit.exports.render.chart_office import office_cells, office_chart, unlinked
from qualkit.model.chart import Chart
from qualkit.model.display import display_safe

DATA_SHEET = "Chart data"
_NAME = re.compile(r'(<(?:\w+:)?cNvPr id="\d+" name=")Chart (\d+)"')


def first_rows(charts: Sequence[Chart]) -> list[int]:
    """The row of the sheet of figures where those of each chart begin; a blank row lies between."""
    rows, at = [], 1
    for chart in charts:
        rows.append(at)
        at += len(chart.rows) + 2
    return rows


def add_chart(sheet: Any, chart: Chart, first_row: int, below: int) -> None:
    """Puts a chart under the `below` rows of a sheet; its figures begin at a row of the sheet of figures."""
    sheet.add_chart(office_chart(chart, DATA_SHEET, first_row), f"A{below + 3}")


def write_figures(sheet: Any, charts: Sequence[Chart]) -> None:
    """The figures of all charts, one below the other, as `first_rows` places them."""
    from openpyxl.cell import WriteOnlyCell

    sheet.column_dimensions["A"].width = 50
    for chart in charts:
        for row in office_cells(chart):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                elif value is not None:
                    cell.number_format = "0.0%"
                cells.append(cell)
            sheet.append(cells)
        sheet.append([])


def told(content: bytes, charts: Sequence[Chart]) -> bytes:
    """The workbook with each chart's words for those who can't see it; charts in order of their sheets.

    Their labels keep their own number format.
    """
    written = io.BytesIO()
    left = list(charts)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        drawings = sorted(filter(_is_drawing, package.namelist()), key=_number)
        texts = {name: _with_words(package.read(name).decode("utf-8"), left) for name in drawings}
        drawn = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        texts |= {name: unlinked(package.read(name).decode("utf-8")) for name in drawn}
        for item in package.infolist():
            copy.writestr(item, texts.get(item.filename) or package.read(item.filename))
    return written.getvalue()


def _with_words(drawing: str, left: list[Chart]) -> str:
    """The drawing of a sheet, with the words of its charts, which are taken from those left."""

    def words(match: re.Match[str]) -> str:
        chart = left.pop(0)
        title, alt = (escape(display_safe(text)) for text in (chart.title, chart.alt))
        return f'{match[1]}Chart {match[2]}" descr="{alt}" title="{title}"'

    return _NAME.sub(words, drawing)


def _is_drawing(name: str) -> bool:
    return re.fullmatch(r"xl/drawings/drawing\d+\.xml", name) is not None


def _number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))
