"""Where the bars of a chart start and end, in shares; the same for a picture and for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from qualkit.exports.charts import drawn
from qualkit.exports.render.format import whole_percent
from qualkit.model.chart import Chart, ChartKind, Neutral

HIDDEN_UNDER = 0.05
"""A stretch below this share has no label of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of one row. Left of the line is below 0."""

    series: int
    start: float
    end: float
    label: str
    is_apart: bool = False
    """In the panel of the neutral level, which has its own 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From where to where the shares of a chart go; `apart` is the width of the neutral panel."""

    start: float
    end: float
    apart: float = 0.0

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where the axis is labelled."""
        step = next(step for step in (0.05, 0.1, 0.2, 0.25) if (self.end - self.start) / step <= 8.01)
        first, last = math.ceil(self.start / step - 1e-9), math.floor(self.end / step + 1e-9)
        return tuple(round(number * step, 3) for number in range(first, last + 1))


def bars_of(chart: Chart, place: int) -> tuple[Bar, ...]:
    """The bars of the row at a place, in the order of the series. What is hidden leaves no gap."""
    if chart.kind is ChartKind.BARS:
        return tuple(_single_bars(chart, place))
    return tuple(sorted(_stacked_bars(chart, place), key=lambda bar: bar.series))


def span_of(chart: Chart) -> Span:
    """From where to where all rows go, in whole tenths."""
    if chart.kind is ChartKind.STACKED:
        return Span(start=0.0, end=1.0)
    bars = [bar for place in range(len(chart.rows)) for bar in bars_of(chart, place)]
    main = [bar for bar in bars if not bar.is_apart]
    least, most = (0.0, 0.1) if chart.kind is ChartKind.BARS else (-0.1, 0.1)
    apart = max((bar.end for bar in bars if bar.is_apart), default=0.0)
    return Span(
        start=min([least, *(math.floor(bar.start * 10 + 1e-6) / 10 for bar in main)]),
        end=max([most, *(math.ceil(bar.end * 10 - 1e-6) / 10 for bar in main)]),
        apart=max(0.1, math.ceil(apart * 10 - 1e-6) / 10) if chart_has_panel(chart) else 0.0,
    )


def chart_has_panel(chart: Chart) -> bool:
    """Whether the neutral level stands in a panel of its own."""
    is_apart = chart.neutral is Neutral.APART and chart.middle is not None
    return chart.kind is ChartKind.DIVERGING and is_apart


def hidden_series(chart: Chart) -> int | None:
    """The neutral level where it is not drawn."""
    is_out = chart.kind is ChartKind.DIVERGING and chart.neutral is Neutral.OUT
    return chart.middle if is_out else None


def _single_bars(chart: Chart, place: int) -> Iterator[Bar]:
    for number, series in enumerate(chart.series):
        share = series.shares[place]
        if share is not None:
            count = series.counts[place] if series.counts and len(chart.series) == 1 else None
            label = whole_percent(share) + ("" if count is None else f" ({count:,})")
            yield Bar(series=number, start=0.0, end=drawn(share), label=label)


def _stacked_bars(chart: Chart, place: int) -> Iterator[Bar]:
    shares = [series.shares[place] for series in chart.series]
    sizes = [drawn(share) if share is not None else 0.0 for share in shares]
    labels = ["" if share is None or share < HIDDEN_UNDER else whole_percent(share) for share in shares]
    is_centred = chart.kind is ChartKind.DIVERGING
    low, middle = (chart.low, chart.middle) if is_centred else (0, None)
    half = sizes[middle] / 2 if middle is not None and chart.neutral is Neutral.SPLIT else 0.0
    if middle is not None and shares[middle] is not None:
        if chart.neutral is Neutral.SPLIT:
            yield Bar(series=middle, start=-half, end=half, label=labels[middle])
        elif chart.neutral is Neutral.APART:
            yield Bar(series=middle, start=0.0, end=sizes[middle], label=labels[middle], is_apart=True)
    at = -half
    for number in range(low - 1, -1, -1):
        if shares[number] is not None:
            yield Bar(series=number, start=at - sizes[number], end=at, label=labels[number])
            at -= sizes[number]
    at = half
    for number in range(low + (middle is not None), len(shares)):
        if shares[number] is not None:
            yield Bar(series=number, start=at, end=at + sizes[number], label=labels[number])
            at += sizes[number]
