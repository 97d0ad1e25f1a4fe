"""Multi-selects as tables: one of everything for data, and one a question for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualkit.analysis.closed import APART
from qualkit.analysis.phrases import spoken
from qualkit.analysis.told_closed import multi_figures
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    from qualkit.analysis.multiselect import Multi, OptionRow

_DATA: tuple[tuple[str, Unit], ...] = (
    ("column", Unit.TEXT), ("question", Unit.TEXT), ("group", Unit.TEXT), ("option", Unit.TEXT),
    ("count", Unit.COUNT), ("base", Unit.COUNT), ("share", Unit.SHARE), ("low", Unit.SHARE),
    ("high", Unit.SHARE), ("share_of_ticks", Unit.SHARE), ("share_of", Unit.TEXT),
    ("ticked_none", Unit.COUNT), *((key, Unit.COUNT) for _, key, _ in APART), ("n_eff", Unit.NUMBER),
    ("phrase", Unit.TEXT), ("in_words", Unit.TEXT), ("in_words_distance", Unit.NUMBER),
)  # fmt: skip


def data_table(result: Multi) -> Table:
    """One row an option and group, of all questions."""
    return Table(
        id="multi",
        title="What was ticked" + _split(result),
        columns=tuple(Column(key=key, title=key.replace("_", " "), unit=unit) for key, unit in _DATA),
        rows=tuple(_values(row) for row in result.rows),
        notes=tuple(_notes(result, result.rows)),
        figures=multi_figures,
    )


def paper_tables(result: Multi) -> tuple[Table, ...]:
    """One table a question, in order."""
    blocks: dict[str, list[OptionRow]] = {}
    for row in result.rows:
        blocks.setdefault(row.column, []).append(row)
    return tuple(
        Table(
            id=f"multi:{column}",
            title=rows[0].question + _split(result),
            columns=_columns(result, rows),
            rows=tuple(_values(row) for row in rows),
            notes=tuple(_notes(result, rows)),
            figures=multi_figures,
        )
        for column, rows in blocks.items()
    )


def _columns(result: Multi, rows: Sequence[OptionRow]) -> tuple[Column, ...]:
    people = result.options.people
    base = f"all {people} asked" if rows[0].share_of == "asked" else f"{people} who answered"
    columns = [Column(key="group", title=result.group_title)] if result.group_title else []
    columns += [
        Column(key="option", title="Answer"),
        Column(key="count", title="n", unit=Unit.COUNT),
        Column(key="base", title="Of", unit=Unit.COUNT),
        Column(key="share", title=f"{'Weighted ' if result.is_weighted else ''}% of {base}", unit=Unit.SHARE),
        Column(key="low", title="From (95%)", unit=Unit.SHARE, shown=result.options.intervals),
        Column(key="high", title="To (95%)", unit=Unit.SHARE, shown=result.options.intervals),
        Column(key="share_of_ticks", title="% of ticks", unit=Unit.SHARE),
    ]
    return tuple(columns)


def _notes(result: Multi, rows: Sequence[OptionRow]) -> Iterator[str]:
    people = result.options.people
    yield f"Several answers could be ticked: shares of {people} add up to more than 100%."
    seen: dict[tuple[str, str], OptionRow] = {(row.column, row.group): row for row in rows}
    for row in seen.values():
        counts = [f"{row.ticked_none:,} ticked nothing"] if row.ticked_none else []
        counts += [f"{row.apart[kind]:,} {title.lower()}" for kind, _, title in APART if row.apart[kind]]
        if counts:
            name = ", ".join(part for part in (row.question if len(seen) > 1 else "", row.group) if part)
            yield NumberNote(f"{name or 'Also'}: {'; '.join(counts)}.")
    if result.options.intervals:
        yield f"Intervals are Wilson's, 95%; they take the {people} as a random sample."
    if result.ungrouped:
        yield NumberNote(f"In no group, as they have no {result.group_title}: {result.ungrouped:,}.")
    columns = dict.fromkeys(row.column for row in rows)
    yield from (result.notes_of[column] for column in columns if column in result.notes_of)
    yield from result.notes


def _values(row: OptionRow) -> dict[str, Value]:
    low, high = row.interval or (None, None)
    values: dict[str, Value] = {
        "column": row.column, "question": row.question, "group": row.group, "option": row.option,
        "count": row.count, "base": row.base, "share": row.share, "low": low, "high": high,
        "share_of_ticks": row.share_of_ticks, "share_of": row.share_of, "ticked_none": row.ticked_none,
        "n_eff": row.n_eff,
    }  # fmt: skip
    apart: dict[str, Value] = {key: row.apart[kind] for kind, key, _ in APART}
    return values | apart | spoken(row.count, row.base, row.share, is_weighted=row.n_eff is not None)


def _split(result: Multi) -> str:
    return f" (by {result.group_title})" if result.group_title else ""
