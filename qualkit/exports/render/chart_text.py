"""A chart for the terminal, in block characters and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from qualkit.exports.render.chart_layout import Bar, Span, bars_of, hidden_series, span_of
from qualkit.exports.render.format import whole_percent
from qualkit.exports.render.text import columns_wide, padded, wrapped
from qualkit.model.chart import Chart, ChartKind
from qualkit.model.display import display_safe

_EIGHTHS = " ▏▎▍▌▋▊▉"
_STEPS, _NEUTRAL = "░▒▓█", " "
_LONGEST_NAME = 34
_GAP = "  "


def render_chart(chart: Chart, width: int = 80) -> str:
    """The chart with its title, legend, rows and notes, in `width` columns. Ends with a newline.

    Nothing in the data can steer the terminal. A label is left out where it does not fit into its bar.
    """
    lines = [line for text in (chart.title, chart.subtitle) for line in wrapped(_clean(text), width)]
    lines += [*_legend(chart, width), ""]
    sheet = _Sheet(chart, width)
    lines += [line for place in range(len(chart.rows)) for line in sheet.row(place)]
    lines += [""] * bool(chart.notes)
    for note in chart.notes:
        lines += textwrap.wrap(_clean(note), max(width, 20), initial_indent="· ", subsequent_indent="  ")
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Sheet:
    """The rows of a chart: name, n, bars, and totals at their ends."""

    def __init__(self, chart: Chart, width: int) -> None:
        self._chart = chart
        self._span: Span = span_of(chart)
        self._signs = _signs(chart)
        labels = [columns_wide(_clean(row.label)) for row in chart.rows]
        self._names = min(max([*labels, 4]), _LONGEST_NAME, max(width // 3, 8))
        self._n = max((len(f"{row.n:,}") for row in chart.rows if row.n is not None), default=0)
        ends = 12 if chart.totals else 0
        after = max((len(bar.label) + 1 for bar in self._all_bars()), default=0) if self._is_bars else 0
        taken = self._names + 2 + (self._n + 2 if self._n else 0) + ends + after
        self._unit = max(width - taken - (4 if self._span.apart else 1), 12) / (
            self._span.end - self._span.start + self._span.apart
        )
        self._last = ""

    @property
    def _is_bars(self) -> bool:
        return self._chart.kind is ChartKind.BARS

    def _all_bars(self) -> Iterator[Bar]:
        for place in range(len(self._chart.rows)):
            yield from bars_of(self._chart, place)

    def row(self, place: int) -> Iterator[str]:
        """The lines of a row, with the heading where a new one begins."""
        row = self._chart.rows[place]
        if row.heading and row.heading != self._last:
            yield from wrapped(_clean(row.heading), self._names + self._n + 50)
        self._last = row.heading
        names = wrapped(_clean(row.label), self._names)
        bars = list(self._bars(place))
        for number in range(max(len(names), len(bars))):
            name = padded(names[number] if number < len(names) else "", self._names)
            n = f"{row.n:,}" if number == 0 and row.n is not None else ""
            counted = f"{n:>{self._n}}{_GAP}" if self._n else ""
            yield f"{name}{_GAP}{counted}{bars[number] if number < len(bars) else ''}"

    def _bars(self, place: int) -> Iterator[str]:
        bars = bars_of(self._chart, place)
        if self._is_bars:
            for bar in bars:
                sign = self._signs[bar.series]
                yield f"{_long_bar(bar.end * self._unit, sign)} {bar.label}"
            return
        width = self._at(self._span.end) + 1
        line = self._painted([bar for bar in bars if not bar.is_apart], width)
        if self._chart.totals:
            left, right = (
                "" if share is None else whole_percent(share) for share in self._chart.totals[place]
            )
            line = f"{left:>4}{_GAP}{line}{_GAP}{right:<4}"
        for bar in bars:
            if bar.is_apart:
                line += f"{_GAP}│{self._stretch(bar, round(bar.end * self._unit))}"
        yield line

    def _at(self, share: float) -> int:
        return round((share - self._span.start) * self._unit)

    def _painted(self, bars: Sequence[Bar], width: int) -> str:
        """Stretches side by side, each with its label; a line where the scale has its middle."""
        cells = [" "] * width
        for bar in bars:
            start, end = self._at(bar.start), self._at(bar.end)
            cells[start:end] = self._stretch(bar, end - start)
        if self._chart.kind is ChartKind.DIVERGING and not any(bar.start < 0 < bar.end for bar in bars):
            cells.insert(self._at(0), "│")
        return "".join(cells[:width])

    def _stretch(self, bar: Bar, size: int) -> str:
        """A stretch of one sign with its label in the middle, if it leaves a sign on either side."""
        sign = self._signs[bar.series]
        if sign == _NEUTRAL and size > 1:
            return f"[{bar.label if len(bar.label) <= size - 2 else '':^{size - 2}}]"
        if not bar.label or len(bar.label) + 2 > size:
            return sign * size
        return f"{bar.label:{sign}^{size}}"


def _legend(chart: Chart, width: int) -> list[str]:
    """The series with their signs."""
    signs = _signs(chart)
    entries = [
        f"{'[ ]' if signs[number] == _NEUTRAL else signs[number] * 2} {_clean(series.name)}"
        for number, series in enumerate(chart.series)
        if series.name and number != hidden_series(chart)
    ]
    lines = [""] if entries else []
    for entry in entries:
        longer = f"{lines[-1]}   {entry}" if lines[-1] else entry
        if lines[-1] and columns_wide(longer) > width:
            lines.append(entry)
        else:
            lines[-1] = longer
    return lines


def _signs(chart: Chart) -> list[str]:
    """A sign for each series: the denser, the further from the middle."""
    count = len(chart.series)
    if chart.kind is ChartKind.BARS:
        return ["█"] if count == 1 else [("█", "▒", "▓", "░")[number % 4] for number in range(count)]
    if not chart.low:
        steps = _STEPS if count <= len(_STEPS) else _NEUTRAL + _STEPS
        return [steps[number * len(steps) // count] if count > 1 else "▓" for number in range(count)]
    right = count - chart.low - (chart.middle is not None)
    low = [_step(number, chart.low) for number in reversed(range(chart.low))]
    high = [_step(number, right) for number in range(right)]
    return [*low, *([_NEUTRAL] if chart.middle is not None else []), *high]


def _step(number: int, count: int) -> str:
    return _STEPS[-1 - (count - 1 - number) % len(_STEPS)]


def _long_bar(columns: float, sign: str) -> str:
    """A bar that ends at an eighth of a column where its sign allows."""
    if sign != "█":
        return sign * round(columns)
    eighths = round(columns * 8)
    return (sign * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _clean(text: str) -> str:
    return display_safe(text).replace("\t", " ")
