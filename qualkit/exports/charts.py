"""Charts of tables: of scales, multi-selects, codes and whatever else has shares side by side.

Everything comes from a table as it leaves, so a chart shows nothing that the table hides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from qualkit.analysis.boxes import box_name
from qualkit.errors import Refused
from qualkit.exports.render.format import percent, whole_percent
from qualkit.model.chart import Chart, ChartKind, ChartLook, ChartRow, Neutral, Series
from qualkit.model.table import MARKS, Column, Table, Unit, Value

MOST_SERIES = 8
"""More bars side by side than this can't be told apart."""
_TOLD_ROWS = 12
"""Rows at most that the words for a chart tell one by one."""


def charts_of(tables: Iterable[Table], look: ChartLook | None = None) -> tuple[Chart, ...]:
    """A chart of each table that one can be drawn of, in order."""
    return tuple(chart for table in tables if (chart := chart_of(table, look)))


def charts_or_refused(tables: Iterable[Table], look: ChartLook | None = None) -> tuple[Chart, ...]:
    """The same; refused where there is nothing to draw."""
    tables = tuple(tables)
    charts = charts_of(tables, look)
    if not charts:
        many = f"A chart shows {MOST_SERIES} groups side by side at most."
        raise Refused("There is nothing here that a chart can be drawn of.", hint=many)
    return charts


def chart_of(table: Table, look: ChartLook | None = None) -> Chart | None:
    """The chart that suits a table; None where it has no shares, or too many series side by side."""
    look = look or ChartLook()
    if not table.rows:
        return None
    if table.id.startswith("likert:"):
        return likert_chart(table, look)
    if any(column.key == "option" for column in table.columns):
        return multi_chart(table)
    return bars_chart(table)


def likert_chart(table: Table, look: ChartLook | None = None) -> Chart:
    """Bars of a table of items: centred, or from 0 to 100% where so asked.

    A scale of which nobody has confirmed which end is low has no left and right: it is stacked, too.
    """
    look = look or ChartLook()
    levels = [column for column in table.columns if re.fullmatch(r"share_\d+", column.key)]
    keys = {column.key for column in table.columns}
    is_grouped, is_confirmed = "group" in keys, "net" in keys
    of = "base" if "base" in keys else "n"
    title, _, inside = table.title.rpartition(" (")
    rows = _likert_rows(table, title, of, is_grouped=is_grouped)
    is_centred = is_confirmed and not look.is_stacked
    centre = look.centre if look.centre is not None else (len(levels) + 1) / 2
    low = math.ceil(centre) - 1
    chart = Chart(
        id=table.id,
        title=title,
        subtitle=f"{inside.removesuffix(')')}{_n_of([row.n for row in rows])}",
        kind=ChartKind.DIVERGING if is_centred else ChartKind.STACKED,
        rows=rows,
        series=tuple(_series(column.title, column.key, table.rows) for column in levels),
        low=low if is_confirmed else 0,
        middle=int(centre) - 1 if is_confirmed and centre == int(centre) else None,
        neutral=look.neutral,
    )
    if is_centred:
        chart = replace(chart, totals=_totals(chart, table))
    notes = list(_likert_notes(chart, is_confirmed=is_confirmed))
    return _told(replace(chart, notes=tuple(notes)), table.rows)


def multi_chart(table: Table) -> Chart | None:
    """Bars of a table of options, one an option; by group, one an option and group."""
    groups = list(dict.fromkeys(str(row.get("group") or "") for row in table.rows))
    if len(groups) > MOST_SERIES:
        return None
    options = list(dict.fromkeys(str(row["option"]) for row in table.rows))
    cells = {(row["option"], str(row.get("group") or "")): row for row in table.rows}
    bases = [_whole(cells[options[0], group].get("base")) for group in groups]
    share = next(column.title for column in table.columns if column.key == "share")
    series = tuple(
        _series(f"{group}{_n_of([base], ' ')}" if group else "", "share", found, count="count")
        for group, base in zip(groups, bases, strict=True)
        for found in [[cells.get((option, group), {}) for option in options]]
    )
    return _bars(table, share + (_n_of(bases) if len(groups) == 1 else ""), options, series)


def bars_chart(table: Table) -> Chart | None:
    """Bars of a table with one column of shares, or with a column of shares for each group.

    The keys of columns side by side are `share_0`, `count_0`, `share_1` …; the first column that is shown
    names the rows. None where there are no shares, or too many groups.
    """
    several = [column for column in table.columns if re.fullmatch(r"share_\d+", column.key)]
    shares = several or [column for column in table.columns if column.key == "share"]
    label = next((column for column in table.columns if column.shown and column.unit is Unit.TEXT), None)
    if label is None or not 1 <= len(shares) <= MOST_SERIES:
        return None
    whole = next((column.title for column in table.columns if column.key == "share"), "")
    subtitle = whole if several == [] or not whole else f"{whole}, by group"
    series = tuple(_column_series(column, table.rows, is_one=not several) for column in shares)
    return _bars(table, subtitle, [str(row.get(label.key) or "") for row in table.rows], series)


def drawn(share: float) -> float:
    """The share as exactly as a table prints it, on the same side of every whole percent's border.

    What is not 0 is drawn as 0.001 at least, or a program that labels it would say 0.

    >>> drawn(1 / 3), drawn(0.44496), drawn(0.445), drawn(0.0001)
    (0.333, 0.444, 0.445, 0.001)
    """
    tenths = round(float(percent(share, 1).removesuffix("%")) * 10)
    if percent(tenths / 1000, 0) != percent(share, 0):
        tenths -= 1
    return max(tenths, 1 if share > 0 else 0) / 1000


def _likert_rows(table: Table, title: str, of: str, *, is_grouped: bool) -> tuple[ChartRow, ...]:
    """Items, or groups below their item. An item that is the title is not said again."""
    rows = []
    for row in table.rows:
        item = str(row.get("item") or "")
        name = "" if item == title else item
        group = str(row.get("group") or "")
        label, heading = (group, name) if is_grouped else (name or "All", "")
        rows.append(ChartRow(label=label, heading=heading, n=_whole(row.get(of))))
    return tuple(rows)


def _totals(chart: Chart, table: Table) -> tuple[tuple[float | None, float | None], ...]:
    """The boxes of the table where they are what stands on each side; none where they are other levels."""
    names = [series.name for series in chart.series]
    right = chart.low + (chart.middle is not None)
    sides = {"bottom": box_name(names, 0, chart.low), "top": box_name(names, right, len(names))}
    titles = {column.key: column.title.casefold() for column in table.columns}
    if any(titles.get(key) != name.casefold() for key, name in sides.items()):
        return ()
    return tuple((_number(row.get("bottom")), _number(row.get("top"))) for row in table.rows)


def _likert_notes(chart: Chart, *, is_confirmed: bool) -> Iterator[str]:
    if not is_confirmed:
        yield (
            "Nobody has confirmed which end of the scale is low: "
            "the levels stand as the questionnaire has them."
        )
    if chart.kind is ChartKind.DIVERGING and chart.middle is not None:
        name = chart.series[chart.middle].name
        if chart.neutral is Neutral.APART:
            yield f"“{name}” stands apart, on the right."
        if chart.neutral is Neutral.OUT:
            yield f"“{name}” is not drawn; it counts in the base of the other shares."


def _bars(table: Table, subtitle: str, labels: Sequence[str], series: tuple[Series, ...]) -> Chart:
    return _told(
        Chart(
            id=table.id,
            title=table.title,
            subtitle=subtitle,
            kind=ChartKind.BARS,
            rows=tuple(ChartRow(label=label) for label in labels),
            series=series,
        ),
        table.rows,
    )


def _column_series(column: Column, rows: Sequence[Mapping[str, Value]], *, is_one: bool) -> Series:
    name = "" if is_one else column.title
    return _series(name, column.key, rows, count=column.key.replace("share", "count"))


def _series(name: str, key: str, rows: Sequence[Mapping[str, Value]], count: str = "") -> Series:
    return Series(
        name=name,
        shares=tuple(_number(row.get(key)) for row in rows),
        counts=tuple(_whole(row.get(count)) for row in rows) if count else (),
    )


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: Value) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _n_of(bases: Sequence[int | None], before: str = ", ") -> str:
    """How n is told in a title: one number, or from the lowest to the highest."""
    known = [base for base in bases if base is not None]
    if not known:
        return ""
    few, most = min(known), max(known)
    said = f"n = {few:,}" if few == most else f"n = {few:,} to {most:,}"
    return f"{before}({said})" if before == " " else before + said


def _told(chart: Chart, rows: Sequence[Mapping[str, Value]]) -> Chart:
    """The chart with its words, and with a note where the table hides some of its shares."""
    hidden = any(
        row.get(key) is None and str(key).startswith("share")
        for row in rows
        if isinstance(marks := row.get(MARKS), Mapping)
        for key in marks
    )
    notes = (*chart.notes, *(["What the table hides is not drawn."] if hidden else []))
    return replace(chart, notes=notes, alt=" ".join(_words(chart, notes)))


def _words(chart: Chart, notes: Sequence[str]) -> Iterator[str]:
    kinds = {
        ChartKind.DIVERGING: "Bars centred on the middle of the scale",
        ChartKind.STACKED: "Bars stacked to 100%",
        ChartKind.BARS: "Bars",
    }
    yield f"{kinds[chart.kind]}: {chart.title} ({chart.subtitle})."
    for place, row in enumerate(chart.rows[:_TOLD_ROWS]):
        name = ", ".join(part for part in (row.heading, row.label.strip()) if part)
        n = "" if row.n is None else f" (n = {row.n:,})"
        parts = [
            f"{series.name} {whole_percent(share)}".strip()
            for series in chart.series
            if (share := series.shares[place]) is not None
        ]
        yield f"{name}{n}: {', '.join(parts) or 'nothing to show'}."
    if len(chart.rows) > _TOLD_ROWS:
        yield f"And {len(chart.rows) - _TOLD_ROWS} more rows, which the table lists."
    yield from notes
