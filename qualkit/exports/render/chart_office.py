"""A chart as Office draws it itself, to be restyled and edited there; for workbooks and Word files.

A centred chart stands on an invisible first series, so every level keeps its own figure and its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qualkit.exports.charts import drawn
from qualkit.exports.render.chart_colours import INK, LINE, SOFT, colours_of, ink_on
from qualkit.exports.render.chart_layout import bars_of, hidden_series, span_of
from qualkit.model.chart import Chart, ChartKind
from qualkit.model.display import display_safe

_FILLER = " "
"""Not even a name in the legend."""
_PANEL_GAP = 0.05
_FEW_LABELS = '[<0.05]"";0%'
"""The number format of labels: nothing under 5%."""
_BAR_LABELS = '[=0]0%;[<0.005]"<1%";0%'
"""The number format of labels beside bars, all of which are said: only nobody is 0%."""
_LABEL_FORMAT = re.compile(r'(<(?:\w+:)?numFmt formatCode="[^"]*")\s*/>')
WIDTH_CM = 17.0
_ROW_CM, _BAR_CM, _HEAD_CM = 1.05, 0.42, 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSeries:
    """A column of figures. `series` is the place in the chart; None fills the room before bars."""

    name: str
    values: tuple[float | None, ...]
    series: int | None = None


def office_cells(chart: Chart) -> list[list[str | float | None]]:
    """The figures that the chart is drawn of: a header, and a row for each row."""
    columns = office_series(chart)
    header: list[str | float | None] = [chart.title, *(column.name for column in columns)]
    names = _names(chart)
    return [
        header,
        *([name, *(column.values[place] for column in columns)] for place, name in enumerate(names)),
    ]


def office_series(chart: Chart) -> tuple[OfficeSeries, ...]:
    """The columns, in the order in which they are stacked."""
    return tuple(_centred(chart) if chart.kind is ChartKind.DIVERGING else _plain(chart))


def office_chart(chart: Chart, sheet: str, first_row: int = 1) -> Any:
    """The chart for openpyxl; its cells stand in a sheet from column A and `first_row` on."""
    from openpyxl.chart import BarChart

    drawing: Any = BarChart()
    drawing.type = "bar"
    is_bars = chart.kind is ChartKind.BARS
    drawing.grouping = "clustered" if is_bars else "stacked"
    drawing.overlap = 0 if is_bars else 100
    drawing.gapWidth = 45
    drawing.title = _title(chart)
    drawing.width, drawing.height = WIDTH_CM, height_cm(chart)
    place = _Cells(sheet, first_row, _names(chart))
    for number, column in enumerate(office_series(chart)):
        drawing.series.append(_drawn_series(chart, column, place, number))
    _set_axes(drawing, chart)
    _set_legend(drawing, chart)
    return drawing


def unlinked(chart_xml: str) -> str:
    """The chart's xml, where labels keep their own number format whatever the cells have."""
    return _LABEL_FORMAT.sub(r'\1 sourceLinked="0" />', chart_xml)


def height_cm(chart: Chart) -> float:
    """As high as the rows need."""
    bars = len(chart.series) if chart.kind is ChartKind.BARS else 1
    return round(_HEAD_CM + len(chart.rows) * max(_ROW_CM, bars * _BAR_CM + 0.3), 2)


def _names(chart: Chart) -> list[str]:
    """The rows, each with its n."""
    one = chart.series[0].counts if len(chart.series) == 1 else ()
    names = []
    for place, row in enumerate(chart.rows):
        n = row.n if row.n is not None else (one[place] if one else None)
        name = ": ".join(part for part in (row.heading, row.label.strip()) if part)
        names.append(display_safe(name) + ("" if n is None else f" (n = {n:,})"))
    return names


def _plain(chart: Chart) -> Iterator[OfficeSeries]:
    for number, series in enumerate(chart.series):
        values = tuple(None if share is None else drawn(share) for share in series.shares)
        yield OfficeSeries(name=display_safe(series.name or "%"), values=values, series=number)


def _centred(chart: Chart) -> Iterator[OfficeSeries]:
    span, hidden = span_of(chart), hidden_series(chart)
    rows = [[bar for bar in bars_of(chart, place) if not bar.is_apart] for place in range(len(chart.rows))]
    before = [min((bar.start for bar in bars), default=0.0) - span.start for bars in rows]
    yield OfficeSeries(name=_FILLER, values=tuple(round(size, 4) for size in before))
    columns = list(_plain(chart))
    apart = chart.middle if span.apart else None
    yield from (column for number, column in enumerate(columns) if number not in (hidden, apart))
    if apart is not None:
        after = [span.end - max((bar.end for bar in bars), default=0.0) + _PANEL_GAP for bars in rows]
        yield OfficeSeries(name=_FILLER, values=tuple(round(size, 4) for size in after))
        yield columns[apart]


class _Cells:
    """Where names and figures stand, with their values for programs that do not look there."""

    def __init__(self, sheet: str, first_row: int, names: Sequence[str]) -> None:
        quoted = sheet.replace("'", "''")
        self._sheet = f"'{quoted}'!"
        self._first = first_row
        self._names = names

    def names(self) -> Any:
        """The names of the rows."""
        from openpyxl.chart.data_source import AxDataSource, StrRef

        return AxDataSource(strRef=StrRef(f=self._range(0), strCache=_texts(self._names)))

    def title(self, column: int, name: str) -> Any:
        """The name of a column."""
        from openpyxl.chart.data_source import StrRef
        from openpyxl.chart.series import SeriesLabel
        from openpyxl.utils import get_column_letter

        place = f"{self._sheet}${get_column_letter(column + 1)}${self._first}"
        return SeriesLabel(strRef=StrRef(f=place, strCache=_texts([name])))

    def figures(self, column: int, values: Sequence[float | None]) -> Any:
        """The figures of a column."""
        from openpyxl.chart.data_source import NumData, NumDataSource, NumRef, NumVal

        points = [NumVal(idx=at, v=str(value)) for at, value in enumerate(values) if value is not None]
        cache = NumData(formatCode="0%", ptCount=len(values), pt=points)
        return NumDataSource(numRef=NumRef(f=self._range(column), numCache=cache))

    def _range(self, column: int) -> str:
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(column + 1)
        return f"{self._sheet}${letter}${self._first + 1}:${letter}${self._first + len(self._names)}"


def _texts(texts: Sequence[str]) -> Any:
    from openpyxl.chart.data_source import StrData, StrVal

    return StrData(ptCount=len(texts), pt=[StrVal(idx=at, v=text) for at, text in enumerate(texts)])


def _drawn_series(chart: Chart, column: OfficeSeries, cells: _Cells, number: int) -> Any:
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.series import Series
    from openpyxl.chart.shapes import GraphicalProperties

    made = Series(idx=number, order=number)
    made.tx = cells.title(number + 1, column.name)
    made.cat = cells.names()
    made.val = cells.figures(number + 1, column.values)
    if column.series is None:
        made.spPr = GraphicalProperties(noFill=True)
        made.spPr.line.noFill = True
        return made
    is_bars = chart.kind is ChartKind.BARS
    colour = colours_of(chart)[column.series]
    made.spPr = GraphicalProperties(solidFill=colour[1:])
    made.spPr.line.solidFill = "FFFFFF"
    made.invertIfNegative = False
    labels = DataLabelList(numFmt=_BAR_LABELS if is_bars else _FEW_LABELS, showVal=True)
    labels.dLblPos = "outEnd" if is_bars else "ctr"
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.txPr = _look(800, INK if is_bars else ink_on(colour))
    made.dLbls = labels
    return made


def _set_axes(drawing: Any, chart: Chart) -> None:
    from openpyxl.chart.shapes import GraphicalProperties

    span = span_of(chart)
    names, figures = drawing.x_axis, drawing.y_axis
    names.delete = figures.delete = False
    names.scaling.orientation = "maxMin"
    names.tickLblPos = "low"
    names.majorTickMark = figures.majorTickMark = "none"
    names.txPr = figures.txPr = _look(900, INK)
    names.tickLblSkip = 1
    figures.crosses = "max"
    figures.number_format, figures.numFmt.sourceLinked = "0%", False
    # Labels at the end of bars need room of their own.
    figures.scaling.min = 0
    figures.scaling.max = round(span.end * (1.1 if chart.kind is ChartKind.BARS else 1), 3)
    figures.majorGridlines.spPr = GraphicalProperties()
    figures.majorGridlines.spPr.line.solidFill = LINE[1:]
    if chart.kind is ChartKind.DIVERGING:
        # The only line of the grid that matters is the middle; figures along it would be those of the filler.
        gap = span.apart + _PANEL_GAP if span.apart else 0
        figures.scaling.max = round(span.end - span.start + gap, 3)
        figures.majorUnit = round(-span.start, 3)
        figures.number_format = ";;;"
        figures.majorGridlines.spPr.line.solidFill = SOFT[1:]
        if figures.majorUnit * 3 <= figures.scaling.max:  # it would be one line of many
            figures.majorGridlines = None


def _set_legend(drawing: Any, chart: Chart) -> None:
    from openpyxl.chart.legend import Legend

    if len(chart.series) == 1:
        drawing.legend = None
        return
    drawing.legend = Legend()
    drawing.legend.position = "t"
    drawing.legend.txPr = _look(900, INK)


def _title(chart: Chart) -> Any:
    """Title and subtitle, one below the other."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, ParagraphProperties, RegularTextRun

    lines = [(chart.title, 1200, INK, True), (chart.subtitle, 900, SOFT, False)]
    paragraphs = [
        Paragraph(
            pPr=ParagraphProperties(defRPr=_characters(size, colour, bold)),
            r=[RegularTextRun(rPr=_characters(size, colour, bold), t=display_safe(text))],
        )
        for text, size, colour, bold in lines
        if text
    ]
    return Title(tx=Text(rich=RichText(p=paragraphs)), overlay=False, spPr=GraphicalProperties(noFill=True))


def _look(size: int, colour: str) -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    properties = ParagraphProperties(defRPr=_characters(size, colour, False))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_characters(size, colour, False))])


def _characters(size: int, colour: str, bold: bool) -> Any:
    from openpyxl.drawing.text import CharacterProperties, Font

    font = Font(typeface="Calibri")
    return CharacterProperties(sz=size, b=bold, solidFill=colour[1:], latin=font)
