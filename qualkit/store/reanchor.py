"""Codings, proposals, readings and memos follow their words when a corrected text comes in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, select

from qualkit.model.coding import Anchor
from qualkit.model.follow import Followed, Spot, TextChange
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer

Row = Mapping[str, Any]
_PLACE = ("segment_id", "start", "end_segment_id", "end")
_BEYOND = 2**30
_PINNED = (Anchor.CHANGED.value, Anchor.LOST.value)
"""What a person has to look at stays so, however often the text is corrected after."""


def text_change(before: Sequence[Row], after: Sequence[Row]) -> TextChange:
    """A source's text before and after: rows of segments in order, known by their ids in the store."""
    present = [(row["id"], row["text"]) for row in before if not row["is_gone"]]
    return TextChange(present, [(row["id"], row["text"]) for row in after])


def follow_codings(writer: Writer, source_id: int, change: TextChange) -> dict[Anchor, list[str]]:
    """Move a source's codings with their words; gives the ids of those on changed text by what became."""
    became: dict[str, Anchor] = {}
    moves: dict[str, tuple[Row, dict[str, Any]]] = {}
    rows = _rows_at(writer.connection, schema.coding, source_id)
    for row in rows:
        spot = _spot(row)
        if row["anchor"] == Anchor.LOST.value or change.is_untouched(spot):
            continue  # the offsets of a lost one are those of an older text
        found = change.follow(spot, row["quote"])
        pinned = row["anchor"] if row["anchor"] in _PINNED and found.anchor is not Anchor.LOST else None
        values = _values(found) | {"anchor": pinned or found.anchor.value}
        if found.anchor is Anchor.LOST:
            del values["quote"]
        moves[row["id"]], became[row["id"]] = (row, values), found.anchor
    _apply(writer, rows, moves)
    by_anchor: dict[Anchor, list[str]] = {}
    for id_, (_, values) in moves.items():
        fell_together = values["anchor"] == Anchor.LOST.value
        by_anchor.setdefault(Anchor.LOST if fell_together else became[id_], []).append(id_)
    return by_anchor


def _spot(row: Row) -> Spot:
    return Spot(
        segment=row["segment_id"], start=row["start"], end_segment=row["end_segment_id"], end=row["end"]
    )


def _values(found: Followed) -> dict[str, Any]:
    spot = found.spot
    place = {"segment_id": spot.segment, "start": spot.start}
    return place | {"end_segment_id": spot.end_segment, "end": spot.end, "quote": found.quote}


def _apply(writer: Writer, rows: Sequence[Row], moves: Mapping[str, tuple[Row, dict[str, Any]]]) -> None:
    """Give codings their new places; one that would fall together with another has lost its own."""
    wanted: dict[tuple[Any, ...], str] = {_identity(row): row["id"] for row in rows if row["id"] not in moves}
    for id_, (row, values) in sorted(moves.items(), key=_least_changed_first):
        if _identity({**row, **values}) in wanted:
            values.update(_nowhere(row, wanted))
        wanted[_identity({**row, **values})] = id_
    aside: dict[str, dict[str, Any]] = {}
    for number, (id_, (row, _)) in enumerate(moves.items(), start=1):
        if wanted.get(_identity(row), id_) != id_:  # it stands where another is to come
            aside[id_] = {"start": -number, "end": -number}
            writer.update(schema.coding, (id_,), aside[id_], known=row)
    for id_, (row, values) in moves.items():
        writer.update(schema.coding, (id_,), values, known={**row, **aside.get(id_, {})})


def _least_changed_first(move: tuple[str, tuple[Row, dict[str, Any]]]) -> tuple[bool, str]:
    id_, (_, values) = move
    return values["anchor"] in _PINNED, id_


def _nowhere(row: Row, taken: Collection[tuple[Any, ...]]) -> dict[str, Any]:
    """A place of its own beyond the end of every text, for a coding that keeps its words only."""
    here = {name: row[name] for name in _PLACE}
    offsets = (here | {"start": offset, "end": offset} for offset in count(_BEYOND))
    free = next(place for place in offsets if _identity({**row, **place}) not in taken)
    return free | {"anchor": Anchor.LOST.value, "quote": row["quote"]}


def _identity(row: Row) -> tuple[Any, ...]:
    return (row["coder_id"], row["code_id"], *(row[name] for name in _PLACE))


def follow_proposals(writer: Writer, source_id: int, change: TextChange) -> None:
    """Move the proposals of a source with their words; what has lost its words is proposed no more."""
    rows = _rows_at(writer.connection, schema.proposal, source_id)
    places = {_identity(row) for row in rows}
    for row in rows:
        spot = _spot(row)
        if change.is_untouched(spot):
            continue
        found = change.follow(spot, row["quote"])
        values = _values(found)
        place = _identity({**row, **values})
        if found.anchor is Anchor.LOST or (place in places and found.spot != spot):
            writer.delete(schema.proposal, schema.proposal.c.id == row["id"])
        else:
            places.add(place)
            writer.update(schema.proposal, (row["id"],), values, known=row)


def follow_readings(writer: Writer, change: TextChange, fresh: Sequence[int], gone: Sequence[int]) -> None:
    """Who had read a turn has read what was split off it; a turn that took in words is read if they were.

    `fresh` and `gone` are the ids of segments that came and went.
    """
    for segment in fresh:
        origin = change.origin(segment)
        if origin is not None:
            writer.insert(
                schema.reading,
                [row | {"segment_id": segment} for row in _readings(writer.connection, origin)],
            )
    for segment in gone:
        heir = change.heir(segment)
        if heir is None or heir in fresh:
            continue
        had = {(row["coder_id"], row["codebook_id"]) for row in _readings(writer.connection, segment)}
        for row in _readings(writer.connection, heir):
            if (row["coder_id"], row["codebook_id"]) not in had:
                reading = schema.reading.c
                writer.delete(
                    schema.reading,
                    (reading.segment_id == heir)
                    & (reading.coder_id == row["coder_id"])
                    & (reading.codebook_id == row["codebook_id"]),
                )


def _readings(connection: Connection, segment: int) -> list[dict[str, Any]]:
    query = select(schema.reading).where(schema.reading.c.segment_id == segment)
    return [dict(row) for row in connection.execute(query).mappings()]


def follow_memos(writer: Writer, source: str, heirs: Mapping[str, str]) -> None:
    """Memos on turns that went into others (key → key) go with them."""
    for gone, heir in heirs.items():
        memo = schema.memo.c
        query = select(schema.memo).where(memo.about == "passage", memo.target == f"{source}#{gone}")
        for row in writer.connection.execute(query).mappings().all():
            writer.update(schema.memo, (row["id"],), {"target": f"{source}#{heir}"}, known=dict(row))


def misplaced(connection: Connection, source_id: int) -> dict[str, str]:
    """Coding → coder of those of a source whose words are not the ones at their place; lost ones are not."""
    seg, coder = schema.segment.c, schema.coder.c
    query = select(seg.id, seg.text).where(seg.source_id == source_id, seg.is_gone.is_(False))
    texts = [(row.id, row.text) for row in connection.execute(query.order_by(seg.ordinal))]
    now, known = TextChange(texts, texts), {id_ for id_, _ in texts}
    names: dict[int, str] = mapping(connection, select(coder.id, coder.name))
    found = {}
    for row in _rows_at(connection, schema.coding, source_id):
        spot = _spot(row)
        is_there = spot.segment in known and spot.end_segment in known
        if row["anchor"] != Anchor.LOST.value and not (is_there and now.words(spot) == row["quote"]):
            found[row["id"]] = names[row["coder_id"]]
    return found


def _rows_at(connection: Connection, table: Table, source_id: int) -> list[Row]:
    """Rows whose passages begin in the segments of one source, in the order of their ids."""
    query = (
        select(table)
        .join(schema.segment, schema.segment.c.id == table.c.segment_id)
        .where(schema.segment.c.source_id == source_id)
        .order_by(table.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
