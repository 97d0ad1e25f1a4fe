"""Charts in a Word file: drawn by Word, each with a workbook inside that holds its figures."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from qualkit.exports.render.chart_office import height_cm, office_cells, office_chart, unlinked
from qualkit.model.chart import Chart
from qualkit.model.display import display_safe

_EMU_PER_CM = 360_000
_WIDTH_CM, _HIGHEST_CM = 16.0, 23.0
MOST_ROWS = 18
"""Rows of a chart on one page; of a chart with several bars a row, fewer."""
_CHART_KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHEET = "Figures"


def chart_drawings(word: Any, charts: list[Chart]) -> list[str]:
    """Adds the charts to the package of a Word file, and gives the run that shows each."""
    return [_run(chart, number, _related(word, chart, number)) for number, chart in enumerate(charts, 1)]


def pages_of(chart: Chart) -> tuple[Chart, ...]:
    """The chart in parts that fit on a page."""
    rows = MOST_ROWS
    while rows > 1 and height_cm(chart.parts(rows)[0]) > _HIGHEST_CM:
        rows -= 1
    return chart.parts(rows)


def _related(word: Any, chart: Chart, number: int) -> str:
    """Adds the parts of a chart, and gives the id of its relation."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = word.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_KIND, _workbook(chart), package)
    part = Part(PackURI(f"/word/charts/qualkit{number}.xml"), _CHART_KIND, b"", package)
    id_ = part.relate_to(book, f"{_OFFICE}/package")
    part._blob = _chart_xml(chart, id_)
    return str(word.part.relate_to(part, f"{_OFFICE}/chart"))


def _chart_xml(chart: Chart, workbook: str) -> bytes:
    from openpyxl.xml.functions import tostring

    written = unlinked(str(tostring(office_chart(chart, _SHEET)._write()), "utf-8"))
    link = (
        f'<c:externalData xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}" r:id="{workbook}">'
        '<c:autoUpdate val="0"/></c:externalData>'
    )
    end = written.rindex("</")
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (declared + written[:end] + link + written[end:]).encode("utf-8")


def _workbook(chart: Chart) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = _SHEET
    for number, row in enumerate(office_cells(chart), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif value is not None:
                cell.number_format = "0.0%"
    sheet.column_dimensions["A"].width = 50
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _run(chart: Chart, number: int, relation: str) -> str:
    """The run that shows the chart, with its words for those who can't see it."""
    width, height = round(_WIDTH_CM * _EMU_PER_CM), round(height_cm(chart) * _EMU_PER_CM)
    title, alt = (escape(display_safe(text)) for text in (chart.title, chart.alt))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{9000 + number}" name="Chart {number}" descr="{alt}" title="{title}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/chart"><c:chart xmlns:c="{_DRAWING}/chart" '
        f'xmlns:r="{_OFFICE}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
