"""The colours of charts: told apart by the colour-blind, and by their lightness alone in greyscale."""

from __future__ import annotations

from qualkit.model.chart import Chart, ChartKind

INK, SOFT, LINE, PAPER = "#23262B", "#5C6470", "#D9D6CE", "#FFFFFF"
_LOW = ("#F0C58C", "#A8560F")
"""Low levels: from the one beside the middle to the last. Brown against teal is told apart by everybody."""
_HIGH = ("#8FBFBC", "#03413F")
"""High levels, darker than the low ones: the ends differ in greyscale, too."""
_NEUTRAL = "#E7E5DF"
_STEPS = ("#D6E2EA", "#12375A")
"""Levels without a left and a right."""
_GROUPS = ("#12496B", "#E8A33D", "#5B8E7D", "#CBD7DF", "#8C2D3F", "#7FB0D0", "#4A4A4A", "#E3C9B0")


def colours_of(chart: Chart) -> tuple[str, ...]:
    """A colour for each series."""
    count = len(chart.series)
    if chart.kind is ChartKind.BARS:
        return _GROUPS[:count]
    if chart.kind is ChartKind.STACKED and not chart.low:
        return tuple(_between(_STEPS, number, count) for number in range(count))
    right = chart.low + (chart.middle is not None)
    low = [_between(_LOW, number, chart.low) for number in reversed(range(chart.low))]
    high = [_between(_HIGH, number, count - right) for number in range(count - right)]
    return (*low, *([_NEUTRAL] if chart.middle is not None else []), *high)


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a bar of this colour: 4.5 to 1 at least."""
    return PAPER if 1.05 / (_luminance(colour) + 0.05) > (_luminance(colour) + 0.05) / 0.05 else "#000000"


def lightness(colour: str) -> float:
    """How light a colour looks in greyscale, 0..1 (luma of ITU-R BT.601)."""
    red, green, blue = _channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _between(ends: tuple[str, str], number: int, count: int) -> str:
    """The colour at a step between two ends; a single one stands two thirds on the way."""
    part = number / (count - 1) if count > 1 else 2 / 3
    pairs = zip(_channels(ends[0]), _channels(ends[1]), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * part):02X}" for start, end in pairs)


def _luminance(colour: str) -> float:
    """Relative luminance, 0..1 (WCAG 2)."""
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
