"""Codings, readings and proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select, update

from qualkit.model.coding import Anchor, Coding, Origin, Reading
from qualkit.model.place import Place
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer

_FIRST = schema.segment.alias("first_segment")
_LAST = schema.segment.alias("last_segment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A coding that a rule or model suggests; it counts for nothing until a person accepts it."""

    id: str
    source: str
    place: Place
    code: str
    coder: str
    """Who asked for it."""
    quote: str
    made_by: str
    because: str = ""
    score: float | None = None
    status: str = "open"
    created: str = ""


def _with_places(table: Any, *columns: Any) -> Select[Any]:
    return (
        select(
            table,
            schema.source.c.name.label("source"),
            _FIRST.c.key.label("segment"),
            _LAST.c.key.label("end_segment"),
            schema.coder.c.name.label("coder"),
            *columns,
        )
        .join(_FIRST, _FIRST.c.id == table.c.segment_id)
        .join(_LAST, _LAST.c.id == table.c.end_segment_id)
        .join(schema.source, schema.source.c.id == _FIRST.c.source_id)
        .join(schema.coder, schema.coder.c.id == table.c.coder_id)
        .order_by(
            schema.source.c.position,
            _FIRST.c.ordinal,
            table.c.start,
            _LAST.c.ordinal,
            table.c.end,
            table.c.id,
        )
    )


def _place(row: Any) -> Place:
    return Place(segment=row.segment, start=row.start, end_segment=row.end_segment, end=row.end)


def codings(connection: Connection, *, sources: Iterable[int] | None = None) -> list[Coding]:
    """Codings in the order of their sources and places."""
    query = _with_places(schema.coding)
    if sources is not None:
        query = query.where(_FIRST.c.source_id.in_(list(sources)))
    return [
        Coding(
            id=row.id,
            source=row.source,
            place=_place(row),
            code=row.code_id,
            coder=row.coder,
            quote=row.quote,
            memo=row.memo,
            origin=Origin(row.origin),
            created=row.created,
            anchor=Anchor(row.anchor),
        )
        for row in connection.execute(query)
    ]


def proposals(connection: Connection) -> list[Proposal]:
    """Proposals in the order of their sources and places."""
    return [
        Proposal(
            id=row.id,
            source=row.source,
            place=_place(row),
            code=row.code_id,
            coder=row.coder,
            quote=row.quote,
            made_by=row.made_by,
            because=row.because,
            score=row.score,
            status=row.status,
            created=row.created,
        )
        for row in connection.execute(_with_places(schema.proposal))
    ]


def readings(connection: Connection, *, sources: Iterable[int] | None = None) -> list[Reading]:
    """Readings in the order of their sources and segments."""
    query = (
        select(
            schema.reading.c.at,
            schema.reading.c.proposals_shown,
            schema.coder.c.name.label("coder"),
            schema.source.c.name.label("source"),
            schema.segment.c.key,
            schema.codebook.c.name.label("codebook"),
        )
        .join(schema.segment, schema.segment.c.id == schema.reading.c.segment_id)
        .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
        .join(schema.coder, schema.coder.c.id == schema.reading.c.coder_id)
        .join(schema.codebook, schema.codebook.c.id == schema.reading.c.codebook_id)
        .order_by(
            schema.source.c.position, schema.segment.c.ordinal, schema.codebook.c.position, schema.coder.c.id
        )
    )
    if sources is not None:
        query = query.where(schema.segment.c.source_id.in_(list(sources)))
    return [
        Reading(
            coder=row.coder,
            source=row.source,
            segment=row.key,
            codebook=row.codebook,
            at=row.at,
            proposals_shown=row.proposals_shown,
        )
        for row in connection.execute(query)
    ]


class Places:
    """Segment ids by source name and key, looked up one source at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, int]] = {}

    def id_of(self, source: str, key: str) -> int | None:
        """The segment's id, or None where the study has no such source or segment."""
        if source not in self._known:
            query = (
                select(schema.segment.c.key, schema.segment.c.id)
                .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
                .where(schema.source.c.name == source)
            )
            self._known[source] = mapping(self._connection, query)
        return self._known[source].get(key)


def add_codings(writer: Writer, wanted: Sequence[Coding]) -> int:
    """Add codings by this writer's coder, less those that are there; gives how many came."""
    places = Places(writer.connection)
    known = _known_places(writer.connection, schema.coding, writer.coder_id)
    rows = []
    for coding in wanted:
        ids = _place_ids(places, coding.source, coding.place)
        place = (coding.code, *ids)
        if place in known:
            continue
        known.add(place)
        rows.append(
            {
                "id": coding.id,
                **dict(zip(("segment_id", "start", "end_segment_id", "end"), ids, strict=True)),
                "code_id": coding.code,
                "coder_id": writer.coder_id,
                "quote": coding.quote,
                "memo": coding.memo,
                "origin": coding.origin.value,
                "created": coding.created or writer.at,
                "anchor": coding.anchor.value,
            }
        )
    writer.insert(schema.coding, rows)
    return len(rows)


def add_proposals(writer: Writer, wanted: Sequence[Proposal]) -> int:
    """Add open proposals; places already proposed for a code are passed over. Gives how many came."""
    places = Places(writer.connection)
    known = _known_places(writer.connection, schema.proposal, None)
    rows = []
    for proposal in wanted:
        ids = _place_ids(places, proposal.source, proposal.place)
        place = (proposal.code, *ids)
        if place in known:
            continue
        known.add(place)
        rows.append(
            {
                "id": proposal.id,
                **dict(zip(("segment_id", "start", "end_segment_id", "end"), ids, strict=True)),
                "code_id": proposal.code,
                "coder_id": writer.coder_id,
                "quote": proposal.quote,
                "made_by": proposal.made_by,
                "because": proposal.because,
                "score": proposal.score,
                "status": proposal.status,
                "created": proposal.created or writer.at,
            }
        )
    writer.insert(schema.proposal, rows)
    return len(rows)


def _known_places(connection: Connection, table: Any, coder_id: int | None) -> set[tuple[Any, ...]]:
    query = select(table.c.code_id, table.c.segment_id, table.c.start, table.c.end_segment_id, table.c.end)
    if coder_id is not None:
        query = query.where(table.c.coder_id == coder_id)
    return {tuple(row) for row in connection.execute(query)}


def _place_ids(places: Places, source: str, place: Place) -> tuple[int, int, int, int]:
    first, last = places.id_of(source, place.segment), places.id_of(source, place.end_segment)
    if first is None or last is None:
        raise KeyError((source, place))
    return first, place.start, last, place.end


def mark_read(writer: Writer, source_ids: Sequence[int], codebook_ids: Sequence[int]) -> int:
    """Mark the sources' segments as read by this coder for codebooks; gives how many were not yet."""
    segment, reading = schema.segment, schema.reading
    fresh = []
    for codebook_id in codebook_ids:
        done = select(reading.c.segment_id).where(
            reading.c.coder_id == writer.coder_id, reading.c.codebook_id == codebook_id
        )
        unread = select(segment.c.id).where(
            segment.c.source_id.in_(source_ids), segment.c.is_gone.is_(False), segment.c.id.not_in(done)
        )
        row = {
            "coder_id": writer.coder_id,
            "codebook_id": codebook_id,
            "at": writer.at,
            "proposals_shown": False,
        }
        fresh += [row | {"segment_id": id_} for id_ in writer.connection.scalars(unread)]
    writer.insert(schema.reading, fresh)
    return len(fresh)


def mark_lost(connection: Connection) -> None:
    """Note which codings have lost their place: their passage is no longer in the text."""
    gone = select(schema.segment.c.id).where(schema.segment.c.is_gone)
    hangs_there = schema.coding.c.segment_id.in_(gone) | schema.coding.c.end_segment_id.in_(gone)
    connection.execute(update(schema.coding).where(hangs_there).values(anchor=Anchor.LOST.value))


def has_coding(connection: Connection, coding_id: str) -> bool:
    """Whether there is such a coding."""
    query = select(schema.coding.c.id).where(schema.coding.c.id == coding_id)
    return connection.scalar(query) is not None
