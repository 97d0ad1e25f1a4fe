"""A chart as values: what is drawn, never how a file type or a terminal draws it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class ChartKind(StrEnum):
    """How the rows of a chart are drawn."""

    DIVERGING = "diverging"
    """The levels of a scale, low ones to the left of a line and high ones to its right."""
    STACKED = "stacked"
    """The levels of a scale one after the other, from 0 to 100%."""
    BARS = "bars"
    """A bar for each series, each from 0."""


class Neutral(StrEnum):
    """Where the neutral level of a diverging chart stands."""

    SPLIT = "split"
    """Half of it on either side of the line."""
    APART = "apart"
    """In a panel of its own, on the right."""
    OUT = "out"
    """Not drawn; it still counts in every share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLook:
    """What is wanted of a chart of a scale."""

    is_stacked: bool = False
    neutral: Neutral = Neutral.SPLIT
    centre: float | None = None
    """Where the scale is split: 3 is neutral, 2.5 is none. None: in its middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One row; rows of the same `heading` that follow each other stand below it."""

    label: str
    heading: str = ""
    n: int | None = None
    """The base of its shares. None where there is one in the title, or the table hides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One level of a scale, or one group: a share for each row, 0..1."""

    name: str
    shares: tuple[float | None, ...]
    """None is not drawn: nobody in the base, or hidden by the table."""
    counts: tuple[int | None, ...] = ()
    """Shown beside the bars of a chart with a single series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Rows by series. Values come from a table, and say no more than it does."""

    id: str
    title: str
    subtitle: str
    """What the shares are of, with n."""
    kind: ChartKind
    rows: tuple[ChartRow, ...]
    series: tuple[Series, ...]
    low: int = 0
    """Of a scale: how many of the series lie below its middle; 0 where nobody has said which end is low."""
    middle: int | None = None
    """Of a scale: the place of the neutral series."""
    neutral: Neutral = Neutral.SPLIT
    totals: tuple[tuple[float | None, float | None], ...] = ()
    """Diverging: the shares of all that is left and right of the line, by row; from exact counts."""
    notes: tuple[str, ...] = ()
    alt: str = ""
    """The chart in words, for those who can't see it."""

    def parts(self, size: int) -> tuple[Chart, ...]:
        """The chart itself, or charts of at most `size` rows each, for what has pages."""
        starts = range(0, len(self.rows), size)
        if len(starts) <= 1:
            return (self,)
        return tuple(
            replace(
                self,
                title=f"{self.title} ({number} of {len(starts)})",
                rows=self.rows[start : start + size],
                series=tuple(_part(series, start, start + size) for series in self.series),
                totals=self.totals[start : start + size],
            )
            for number, start in enumerate(starts, 1)
        )


def _part(series: Series, start: int, end: int) -> Series:
    return replace(series, shares=series.shares[start:end], counts=series.counts[start:end])
