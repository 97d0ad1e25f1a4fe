"""Who has read what, for which codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select

from qualkit.model.coding import Reading
from qualkit.store import proposals, schema
from qualkit.store.codings import FEW
from qualkit.store.rows import mapping
from qualkit.store.screening import IS_IN
from qualkit.store.writer import Writer


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


def read_keys(connection: Connection, source_id: int, coder: str) -> dict[str, frozenset[str]]:
    """Codebook → keys of the source's segments that a coder has read for it."""
    query = (
        select(schema.codebook.c.name, schema.segment.c.key)
        .join(schema.reading, schema.reading.c.codebook_id == schema.codebook.c.id)
        .join(schema.segment, schema.segment.c.id == schema.reading.c.segment_id)
        .join(schema.coder, schema.coder.c.id == schema.reading.c.coder_id)
        .where(schema.segment.c.source_id == source_id, schema.coder.c.name == coder)
    )
    found: dict[str, set[str]] = {}
    for book, key in connection.execute(query):
        found.setdefault(book, set()).add(key)
    return {book: frozenset(keys) for book, keys in found.items()}


def first_unread(connection: Connection, source_id: int, coder: str, codebook: str) -> tuple[str, int] | None:
    """Key and ordinal of the first segment that a coder has not read for a codebook; None if all are."""
    segment, reading = schema.segment, schema.reading
    read = (
        select(reading.c.segment_id)
        .join(schema.coder, schema.coder.c.id == reading.c.coder_id)
        .join(schema.codebook, schema.codebook.c.id == reading.c.codebook_id)
        .where(schema.coder.c.name == coder, schema.codebook.c.name == codebook)
    )
    unread = (
        select(segment.c.key, segment.c.ordinal)
        .where(
            segment.c.source_id == source_id, segment.c.is_gone.is_(False), segment.c.id.not_in(read), IS_IN
        )
        .order_by(segment.c.ordinal)
    )
    row = connection.execute(unread.limit(1)).first()
    return None if row is None else (row.key, row.ordinal)


def last_worked_on(connection: Connection, coder: str) -> dict[int, str]:
    """Source id → when a coder last coded or read something in it."""
    latest: dict[int, str] = {}
    for table, at in ((schema.coding, schema.coding.c.created), (schema.reading, schema.reading.c.at)):
        query = (
            select(schema.segment.c.source_id, func.max(at))
            .join(table, table.c.segment_id == schema.segment.c.id)
            .join(schema.coder, schema.coder.c.id == table.c.coder_id)
            .where(schema.coder.c.name == coder)
            .group_by(schema.segment.c.source_id)
        )
        for source_id, when in connection.execute(query):
            latest[source_id] = max(latest.get(source_id, ""), when)
    return latest


def read_before_made(connection: Connection, coder: str) -> dict[str, int]:
    """Code id → how many segments a coder read for its codebook before there was this code."""
    query = _read_before(coder).with_only_columns(schema.code.c.id, func.count()).group_by(schema.code.c.id)
    return mapping(connection, query)


def keys_read_before_made(connection: Connection, coder: str, code_id: str) -> list[tuple[str, str]]:
    """(source, key) of the segments that a coder read before there was this code, in order."""
    query = (
        _read_before(coder)
        .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
        .with_only_columns(schema.source.c.name, schema.segment.c.key)
        .where(schema.code.c.id == code_id)
        .order_by(schema.source.c.position, schema.segment.c.ordinal)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _read_before(coder: str) -> Select[Any]:
    """Readings older than a code of their codebook that this coder did not apply there."""
    code, reading, coding = schema.code, schema.reading, schema.coding
    applied = exists().where(
        coding.c.code_id == code.c.id,
        coding.c.coder_id == reading.c.coder_id,
        coding.c.segment_id == reading.c.segment_id,
    )
    begun = (
        select(reading.c.codebook_id, func.min(reading.c.at).label("at"))
        .join(schema.coder, schema.coder.c.id == reading.c.coder_id)
        .where(schema.coder.c.name == coder)
        .group_by(reading.c.codebook_id)
        .subquery()
    )
    return (
        select(code.c.id)
        .join(begun, (begun.c.codebook_id == code.c.codebook_id) & (begun.c.at < code.c.created))
        .join(reading, reading.c.codebook_id == code.c.codebook_id)
        .join(schema.segment, schema.segment.c.id == reading.c.segment_id)
        .join(schema.coder, schema.coder.c.id == reading.c.coder_id)
        .where(
            schema.coder.c.name == coder,
            schema.segment.c.is_gone.is_(False),
            IS_IN,
            reading.c.at < code.c.created,
            ~applied,
        )
    )


def mark_read(
    writer: Writer, source_ids: Sequence[int], codebook_ids: Sequence[int], *, proposals_first: bool = False
) -> int:
    """Mark the sources' segments as read by this coder for codebooks; gives how many were not yet.

    Records that were left out are not among them: nobody had to read them. `proposals_first`: the study shows
    what models propose before a passage is read.
    """
    segment = schema.segment.c
    some = and_(segment.source_id.in_(source_ids), segment.is_gone.is_(False), IS_IN)
    return _mark(writer, some, codebook_ids, proposals_first=proposals_first)


def mark_segments_read(
    writer: Writer, segment_ids: Sequence[int], codebook_ids: Sequence[int], *, proposals_first: bool = False
) -> int:
    """Mark segments as read by this coder for codebooks, as `mark_read` does; gives how many were not yet."""
    count = 0
    for start in range(0, len(segment_ids), FEW):
        some = schema.segment.c.id.in_(segment_ids[start : start + FEW])
        count += _mark(writer, some, codebook_ids, proposals_first=proposals_first)
    return count


def unmark_read(writer: Writer, segment_ids: Sequence[int], codebook_ids: Sequence[int]) -> int:
    """Say that this coder has not read segments for codebooks after all; gives how many that changed."""
    reading, count = schema.reading.c, 0
    mine = and_(reading.coder_id == writer.coder_id, reading.codebook_id.in_(codebook_ids))
    for start in range(0, len(segment_ids), FEW):
        some = reading.segment_id.in_(segment_ids[start : start + FEW])
        count += writer.delete(schema.reading, and_(mine, some))
    proposals.note_seen(writer, segment_ids, codebook_ids)
    return count


def _mark(writer: Writer, which: Any, codebook_ids: Sequence[int], *, proposals_first: bool) -> int:
    """Add what is not read yet. Reading again what was read before the newest code was made renews it."""
    segment, reading, connection = schema.segment, schema.reading, writer.connection
    fresh = []
    for codebook_id in codebook_ids:
        newest = select(func.max(schema.code.c.created)).where(schema.code.c.codebook_id == codebook_id)
        mine = and_(reading.c.coder_id == writer.coder_id, reading.c.codebook_id == codebook_id)
        before = and_(mine, reading.c.at < (connection.scalar(newest) or ""), reading.c.at < writer.at)
        again = and_(before, reading.c.segment_id.in_(select(segment.c.id).where(which)))
        read_before = set(connection.scalars(select(reading.c.segment_id).where(again)))
        writer.delete(reading, again)
        done = select(reading.c.segment_id).where(mine, reading.c.segment_id == segment.c.id)
        unread = select(segment.c.id).where(which, ~done.exists()).order_by(segment.c.ordinal)
        seen = proposals.seen_segments(
            writer, codebook_id, read_before=read_before, before_reading=proposals_first
        )
        row = {"coder_id": writer.coder_id, "codebook_id": codebook_id, "at": writer.at}
        fresh += [
            row | {"segment_id": id_, "proposals_shown": id_ in seen} for id_ in connection.scalars(unread)
        ]
    writer.insert(reading, fresh)
    return len(fresh)
