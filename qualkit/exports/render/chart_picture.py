"""A chart drawn with matplotlib, everything placed in inches from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.exports.render.chart_colours import INK, LINE, PAPER, SOFT, colours_of, ink_on
from qualkit.exports.render.chart_layout import Bar, Span, bars_of, hidden_series, span_of
from qualkit.exports.render.chart_ruler import FONT, broken, inches
from qualkit.exports.render.format import percent, whole_percent
from qualkit.model.chart import Chart, ChartKind

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 8.0
_EDGE, _GAP = 0.2, 0.12
_TITLE, _TEXT, _SMALL, _SMALLEST = 12.0, 9.0, 8.0, 6.5
"""Sizes in points: the title; rows and legend; labels, axis and notes; labels of narrow bars."""
_LEADING = 1.35 / 72
_LABELS = 2.6
"""Inches at most for the names of the rows."""
_BAR, _THIN_BAR, _BETWEEN = 0.27, 0.19, 0.13
_CLOSE = 0.05
"""Inches between the groups of one item."""
_PANEL_GAP = 0.15


def picture(chart: Chart) -> Figure:
    """The chart as a figure, as high as its rows need."""
    sketch = _Sketch(chart)
    sketch.draw()
    return sketch.figure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row with the lines of its name, and where it stands."""

    heading: Sequence[str]
    name: Sequence[str]
    top: float
    middle: float
    bars_top: float
    end: float


class _Sketch:
    """Draws from top to bottom."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._colours = colours_of(chart)
        self._span = span_of(chart)
        self._columns = _Columns(chart, self._span)
        self._title = broken(chart.title, WIDTH - 2 * _EDGE, _TITLE, bold=True)
        self._subtitle = broken(chart.subtitle, WIDTH - 2 * _EDGE, _TEXT) if chart.subtitle else []
        self._notes = [line for note in chart.notes for line in broken(note, WIDTH - 2 * _EDGE, _SMALL)]
        self._legend = self._legend_lines()
        self._rows = self._placed_rows(self._head_height())
        bottom = self._rows[-1].end if self._rows else self._head_height()
        self._axis = bottom + 0.04
        height = self._axis + 0.34 + len(self._notes) * _SMALL * _LEADING + _EDGE
        self.figure = self._empty(height)

    def draw(self) -> None:
        y = _EDGE
        y = self._lines(_EDGE, y, self._title, size=_TITLE, weight="bold")
        y = self._lines(_EDGE, y + 0.03, self._subtitle, color=SOFT)
        self._draw_legend(y + 0.12)
        self._draw_axis()
        for place, row in enumerate(self._rows):
            self._draw_row(place, row)
        self._draw_zero()
        self._lines(_EDGE, self._axis + 0.34, self._notes, size=_SMALL, color=SOFT)

    def _empty(self, height: float) -> Figure:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
        self._axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.axis("off")
        return figure

    # What stands where

    def _legend_lines(self) -> list[list[tuple[int, str, float]]]:
        """The series with their names, broken into lines: (series, name, x)."""
        lines: list[list[tuple[int, str, float]]] = [[]]
        x = _EDGE
        for number, series in enumerate(self._chart.series):
            if not series.name or number == hidden_series(self._chart):
                continue
            name = " / ".join(broken(series.name, WIDTH - 1, _TEXT))
            width = 0.22 + inches(name, _TEXT) + 0.22
            if lines[-1] and x + width > WIDTH:
                lines.append([])
                x = _EDGE
            lines[-1].append((number, name, x))
            x += width
        return lines if lines[0] else []

    def _head_height(self) -> float:
        titles = len(self._title) * _TITLE * _LEADING + len(self._subtitle) * _TEXT * _LEADING
        head = 0.22 if self._chart.totals or self._columns.has_n or self._span.apart else 0
        return _EDGE + titles + 0.2 + len(self._legend) * 0.22 + head + 0.04

    def _placed_rows(self, y: float) -> list[_Row]:
        chart, last = self._chart, ""
        rows: list[_Row] = []
        is_bars = chart.kind is ChartKind.BARS
        count = len(chart.series) if is_bars else 1
        bars = _BAR if count == 1 else count * _THIN_BAR
        for place, row in enumerate(chart.rows):
            is_new = bool(row.heading) and row.heading != last
            heading = broken(row.heading, WIDTH - 2 * _EDGE, _TEXT, bold=True) if is_new else []
            last = row.heading
            name = broken(row.label, self._columns.names - _indent(row.label), _TEXT)
            top = y + (0.1 if is_new and rows else 0)
            start = top + len(heading) * _TEXT * _LEADING + (0.05 if heading else 0)
            room = max(bars, len(name) * _TEXT * _LEADING)
            middle = start + room / 2
            following = chart.rows[place + 1].heading if place + 1 < len(chart.rows) else ""
            y = start + room + (_CLOSE if row.heading and row.heading == following else _BETWEEN)
            rows.append(
                _Row(heading=heading, name=name, top=top, middle=middle, bars_top=middle - bars / 2, end=y)
            )
        return rows

    # Drawing

    def _lines(self, x: float, y: float, lines: Sequence[str], **look: object) -> float:
        size = float(str(look.get("size", _TEXT)))
        for line in lines:
            self._text(x, y + size * _LEADING / 2, line, **look)
            y += size * _LEADING
        return y

    def _text(self, x: float, y: float, text: str, **look: object) -> None:
        settings = {"size": _TEXT, "color": INK, "ha": "left", "family": FONT, **look}
        self._axes.text(x, y, text, va="center_baseline", parse_math=False, **settings)  # type: ignore[arg-type]

    def _box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle

        self._axes.add_patch(
            Rectangle((x, y), width, height, facecolor=colour, edgecolor=PAPER, linewidth=0.8, zorder=2)
        )

    def _line(self, x: float, start: float, end: float, colour: str, width: float = 0.6) -> None:
        look = {"color": colour, "linewidth": width, "solid_capstyle": "butt", "zorder": 1}
        self._axes.plot([x, x], [start, end], **look)  # type: ignore[arg-type]

    def _draw_legend(self, y: float) -> None:
        for line in self._legend:
            for number, name, x in line:
                self._box(x, y - 0.01, 0.15, 0.15, self._colours[number])
                self._text(x + 0.21, y + 0.065, name)
            y += 0.22

    def _draw_axis(self) -> None:
        top = self._head_height() - 0.02
        for tick in self._span.ticks:
            x = self._columns.x(tick)
            self._line(x, top, self._axis, LINE)
            self._text(x, self._axis + 0.11, percent(abs(tick), 0), size=_SMALL, color=SOFT, ha="center")
        if self._span.apart:
            x = self._columns.x(0, is_apart=True)
            self._line(x, top, self._axis, SOFT, 0.8)
            name = self._chart.series[self._chart.middle or 0].name
            first, *rest = broken(name, 1.6, _SMALL)
            told = f"{first} …" if rest else first
            self._text(
                min(x, WIDTH - _EDGE - inches(told, _SMALL)), top - 0.09, told, size=_SMALL, color=SOFT
            )
        if self._columns.has_n:
            self._text(self._columns.n, top - 0.09, "n", size=_SMALL, color=SOFT, ha="right")

    def _draw_zero(self) -> None:
        self._line(self._columns.x(0), self._head_height() - 0.02, self._axis, SOFT, 0.8)

    def _draw_row(self, place: int, row: _Row) -> None:
        chart = self._chart
        for line in row.heading:
            self._box(_EDGE, row.top, inches(line, _TEXT, bold=True) + 0.03, _TEXT * _LEADING, PAPER)
        self._lines(_EDGE, row.top, row.heading, weight="bold")
        middle = row.middle
        height = len(row.name) * _TEXT * _LEADING
        self._lines(_EDGE + _indent(chart.rows[place].label), middle - height / 2, row.name)
        if self._columns.has_n and chart.rows[place].n is not None:
            self._text(
                self._columns.n, middle, f"{chart.rows[place].n:,}", size=_SMALL, color=SOFT, ha="right"
            )
        for bar in bars_of(chart, place):
            self._draw_bar(bar, row.bars_top)
        if chart.totals:
            self._draw_totals(place, middle)

    def _draw_bar(self, bar: Bar, top: float) -> None:
        is_bars = self._chart.kind is ChartKind.BARS
        height = _BAR if not is_bars or len(self._chart.series) == 1 else _THIN_BAR
        y = top + (bar.series * height if is_bars else 0)
        start, end = (self._columns.x(at, is_apart=bar.is_apart) for at in (bar.start, bar.end))
        colour = self._colours[bar.series]
        if end > start:
            self._box(start, y, end - start, height, colour)
        if is_bars:
            self._text(end + 0.05, y + height / 2, bar.label, size=_SMALL)
        else:
            fits = [size for size in (_SMALL, _SMALLEST) if inches(bar.label, size) + 0.03 < end - start]
            if fits:
                look = {"size": fits[0], "color": ink_on(colour), "ha": "center"}
                self._text((start + end) / 2, y + height / 2, bar.label, **look)

    def _draw_totals(self, place: int, y: float) -> None:
        left, right = self._chart.totals[place]
        for share, x, side in ((left, self._columns.left, "right"), (right, self._columns.right, "left")):
            if share is not None:
                self._text(x, y, whole_percent(share), ha=side, weight="bold")


class _Columns:
    """Where the names, n, the bars and the totals stand, in inches from the left."""

    def __init__(self, chart: Chart, span: Span) -> None:
        labels = [row.label for row in chart.rows]
        widest = max((_indent(label) + inches(label.strip(), _TEXT) for label in labels), default=0.0)
        self.names = min(max(widest, 0.6) + 0.02, _LABELS)
        self.has_n = any(row.n is not None for row in chart.rows)
        at = _EDGE + self.names + _GAP
        if self.has_n:
            at += 0.4
        self.n = at
        at += _GAP
        ends = 0.4 if chart.totals else 0.0
        self.left = at + ends - 0.06
        start = at + ends
        after = _room_after(chart) if chart.kind is ChartKind.BARS else ends
        room = WIDTH - _EDGE - 0.06 - start - after - (_PANEL_GAP if span.apart else 0)
        self._unit = room / (span.end - span.start + span.apart)
        self._zero = start - span.start * self._unit
        self.right = self.x(span.end) + 0.06
        self._apart = self.right + ends + _PANEL_GAP - 0.06

    def x(self, share: float, *, is_apart: bool = False) -> float:
        """Where a share stands."""
        return (self._apart if is_apart else self._zero) + share * self._unit


def _room_after(chart: Chart) -> float:
    """What the longest label beside a bar needs."""
    labels = (bar.label for place in range(len(chart.rows)) for bar in bars_of(chart, place))
    return max((inches(label, _SMALL) for label in labels), default=0.0) + 0.1


def _indent(label: str) -> float:
    """How far the name of a row stands in, for what stands below another row."""
    return (len(label) - len(label.lstrip(" "))) * 0.08
