"""A count of items as tables: one with everything for data, and one a scale for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qualkit.analysis.closed import APART
from qualkit.analysis.likert_rows import Box, Interval, LikertRow
from qualkit.analysis.phrases import spoken
from qualkit.analysis.told_closed import likert_figures
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.analysis.likert import Likert

_DATA: tuple[tuple[str, Unit], ...] = (
    ("column", Unit.TEXT), ("question", Unit.TEXT), ("item", Unit.TEXT), ("group", Unit.TEXT),
    ("n", Unit.COUNT), ("base", Unit.COUNT), ("share_of", Unit.TEXT), ("counts", Unit.LIST),
    ("shares", Unit.LIST), ("intervals", Unit.LIST), ("bottom", Unit.SHARE), ("middle", Unit.SHARE),
    ("top", Unit.SHARE), ("net", Unit.SHARE), ("bottom_is", Unit.TEXT), ("middle_is", Unit.TEXT),
    ("top_is", Unit.TEXT), ("bottom_count", Unit.COUNT), ("middle_count", Unit.COUNT),
    ("top_count", Unit.COUNT), ("top_low", Unit.SHARE), ("top_high", Unit.SHARE), ("median", Unit.NUMBER),
    ("mean", Unit.NUMBER), ("sd", Unit.NUMBER), *((key, Unit.COUNT) for _, key, _ in APART),
    ("unknown", Unit.COUNT), ("n_eff", Unit.NUMBER), ("phrase", Unit.TEXT), ("in_words", Unit.TEXT),
    ("in_words_distance", Unit.NUMBER),
)  # fmt: skip


def data_table(result: Likert) -> Table:
    """One row an item and group, whatever the scale; `phrase` and `in_words` speak of the top box."""
    return Table(
        id="likert",
        title=f"Answers on a scale ({_how(result)})" if _how(result) else "Answers on a scale",
        columns=tuple(Column(key=key, title=key.replace("_", " "), unit=unit) for key, unit in _DATA),
        rows=tuple(_data_row(row) for row in result.rows),
        notes=notes(result, result.rows),
        figures=likert_figures,
    )


def paper_tables(result: Likert) -> tuple[Table, ...]:
    """One table a grid, and one for the other items of each scale, in the order of their first items."""
    blocks: dict[tuple[object, ...], list[LikertRow]] = {}
    for row in result.rows:
        stem = row.question if row.question != row.item else ""
        blocks.setdefault((stem, row.levels, row.share_of), []).append(row)
    return tuple(_paper_table(result, str(key[0]), rows) for key, rows in blocks.items())


def test_table(result: Likert) -> Table | None:
    """The tests, one row an item."""
    if not result.tests:
        return None
    units = {"statistic": Unit.NUMBER, "df": Unit.COUNT, "p": Unit.P, "p_holm": Unit.P}
    titles = {"p_holm": "p (Holm)", "groups": "Groups compared"}
    keys = ("item", "test", "groups", "statistic", "df", "p", "p_holm")
    return Table(
        id="likert-tests",
        title=f"Do the answers differ by {result.group_title}?",
        columns=tuple(
            Column(key=key, title=titles.get(key, key.capitalize()), unit=units.get(key, Unit.TEXT))
            for key in keys
        ),
        rows=tuple(
            {key: "; ".join(test.groups) if key == "groups" else getattr(test, key) for key in keys}
            for test in result.tests
        ),
        notes=(
            "Rank tests, two-sided, with correction for ties (Mann-Whitney: and for continuity). They take "
            "the answers as independent."
            + (f" p (Holm) is corrected for {len(result.tests)} items." if len(result.tests) > 1 else ""),
        ),
    )


def frame(result: Likert) -> pd.DataFrame:
    """The data table as a frame; `shares` becomes a column `share: LEVEL` for each level."""
    import pandas as pd

    dicts = ("counts", "shares", "intervals")
    rows = []
    for row, values in zip(result.rows, data_table(result).rows, strict=True):
        flat = {key: value for key, value in values.items() if key not in dicts}
        rows.append(flat | {f"share: {name}": s for name, s in zip(row.levels, row.shares, strict=True)})
    return pd.DataFrame(rows)


def notes(result: Likert, rows: Sequence[LikertRow]) -> tuple[str, ...]:
    """What a reader has to know of the figures in these rows."""
    options, people = result.options, result.options.people
    columns = {row.column for row in rows}
    said = [_base_note(rows, people), *result.notes]
    if options.reverse:
        said.append("Scales are read from their other end.")
    if options.mean and options.boxes:
        said.append(
            "Median, mean and sd (n - 1) are of the number of the level, the lowest being 1, as if the steps "
            "between levels were equal."
        )
        said += _number_notes(rows)
    if options.intervals:
        said.append(f"Intervals are Wilson's, 95%; they take the {people} as a random sample.")
    if result.ungrouped:
        said.append(NumberNote(f"In no group, as they have no {result.group_title}: {result.ungrouped:,}."))
    open_ones = [name for name in result.needs_confirmation if name in columns]
    if open_ones:
        said.append("Nobody has confirmed which end is low: " + ", ".join(open_ones) + ".")
    return (*said, *(figure.note for figure in result.alphas if columns.issuperset(figure.items)))


def _base_note(rows: Sequence[LikertRow], people: str) -> str:
    bases = {row.share_of for row in rows}
    if bases == {"asked"}:
        return f"Shares are of all {people} who were asked."
    if bases == {"rated"}:
        return f"Shares are of the {people} who rated the item; don't know and the like are counted apart."
    return f"Shares are of the {people} who rated the item, or of all who were asked, as each table says."


def _number_notes(rows: Sequence[LikertRow]) -> list[str]:
    """Where levels are named by numbers that are not their places, such as 0 to 10."""
    found = {}
    for row in rows:
        first = row.levels[0].split(" ", 1)[0].rstrip(".")
        if first.isdigit() and first != "1":
            found[row.levels] = (
                f"On the scale from “{row.levels[0]}” to “{row.levels[-1]}”, “{first}” counts as 1."
            )
    return list(found.values())


def _data_row(row: LikertRow) -> Mapping[str, Value]:
    values: dict[str, Value] = {
        key: getattr(row, key)
        for key in (
            "column",
            "question",
            "item",
            "group",
            "n",
            "base",
            "share_of",
            "net",
            "median",
            "mean",
            "sd",
        )
    }
    values |= {"unknown": row.unknown, "n_eff": row.n_eff}
    values["counts"] = dict(zip(row.levels, row.counts, strict=True))
    values["shares"] = dict(zip(row.levels, row.shares, strict=True))
    values["intervals"] = {name: _ends(ends) for name, ends in zip(row.levels, row.intervals, strict=True)}
    for key, box in (("bottom", row.bottom), ("middle", row.middle), ("top", row.top)):
        values[key] = box.share if box else None
        values[f"{key}_is"] = box.name if box else ""
        values[f"{key}_count"] = box.count if box else None
    low, high = row.top.interval if row.top and row.top.interval else (None, None)
    values |= {"top_low": low, "top_high": high}
    values |= {key: row.apart[kind] for kind, key, _ in APART}
    return values | _said(row.top, row)


def _said(box: Box | None, row: LikertRow) -> dict[str, Value]:
    share = box.share if box else None
    return spoken(box.count if box else 0, row.base, share, is_weighted=row.n_eff is not None)


def _paper_table(result: Likert, stem: str, rows: list[LikertRow]) -> Table:
    first, people = rows[0], result.options.people
    base = f"all {people} asked" if first.share_of == "asked" else f"{people} who rated"
    ends = f"{first.levels[0]} … {first.levels[-1]}"
    title = stem or (first.item if len({row.column for row in rows}) == 1 else ends)
    return Table(
        id=f"likert:{first.column}",
        title=f"{title} ({_how(result, f'% of {base}')})",
        columns=_paper_columns(result, rows),
        rows=tuple(_paper_row(row) for row in rows),
        notes=notes(result, rows),
        figures=likert_figures,
    )


def _paper_columns(result: Likert, rows: list[LikertRow]) -> tuple[Column, ...]:
    options, first = result.options, rows[0]
    # The only item, where it is no grid's, is the title.
    is_titled = len({row.column for row in rows}) == 1 and first.question == first.item
    columns = [Column(key="item", title="Item", shown=not is_titled)]
    if result.group_title:
        columns.append(Column(key="group", title=result.group_title))
    columns.append(Column(key="n", title="n who rated", unit=Unit.COUNT))
    if first.share_of == "asked":
        columns.append(Column(key="base", title="n asked", unit=Unit.COUNT))
    for number, name in enumerate(first.levels, start=1):
        columns.append(Column(key=f"count_{number}", title=f"{name} (n)", unit=Unit.COUNT, shown=False))
        columns.append(Column(key=f"share_{number}", title=name, unit=Unit.SHARE))
    for key, box in (("bottom", first.bottom), ("middle", first.middle), ("top", first.top)):
        if box:
            title = box.name[:1].upper() + box.name[1:]
            # A box of one level would repeat that level's column.
            columns.append(Column(key=key, title=title, unit=Unit.SHARE, shown=box.size > 1))
    if first.top:
        ends = (("top_low", "Top from (95%)"), ("top_high", "Top to (95%)"))
        columns += [Column(key=k, title=t, unit=Unit.SHARE, shown=options.intervals) for k, t in ends]
        columns.append(Column(key="net", title="Net", unit=Unit.SHARE))
        for key in ("median", "mean", "sd"):
            columns.append(Column(key=key, title=key.capitalize(), unit=Unit.NUMBER, shown=options.mean))
    for kind, key, name in APART:
        shown = any(row.apart[kind] for row in rows)
        columns.append(Column(key=key, title=name, unit=Unit.COUNT, shown=shown))
    unknown = any(row.unknown for row in rows)
    columns.append(Column(key="unknown", title="Not in the questionnaire", unit=Unit.COUNT, shown=unknown))
    if result.is_weighted:
        columns.append(Column(key="n_eff", title="Effective n", unit=Unit.NUMBER))
    return tuple(columns)


def _paper_row(row: LikertRow) -> Mapping[str, Value]:
    values = dict(_data_row(row))
    for number, (count, share) in enumerate(zip(row.counts, row.shares, strict=True), start=1):
        values |= {f"count_{number}": count, f"share_{number}": share}
    return {key: value for key, value in values.items() if key not in ("counts", "shares", "intervals")}


def _how(result: Likert, shares: str = "") -> str:
    """What stands in brackets behind a title: the split, weighting, and what the shares are of."""
    weighted = "weighted" if result.is_weighted else ""
    return ", ".join(
        part
        for part in (
            f"by {result.group_title}" if result.group_title else "",
            " ".join(word for word in (weighted, shares) if word),
        )
        if part
    )


def _ends(interval: Interval) -> list[float] | None:
    return list(interval) if interval else None
