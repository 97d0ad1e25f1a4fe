"""Making a source's text another one than was received, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from qualkit.model.correction import as_received, corrected, corrections_between
from qualkit.model.source import Segment
from qualkit.store import corrections, schema, sources
from qualkit.store.rows import mapping
from qualkit.store.segment_rows import Synced, segment_row, sync_segments
from qualkit.store.sources import Stored
from qualkit.store.writer import Writer


def received_segments(connection: Connection, stored: Stored) -> list[Segment]:
    """A source's segments as they were received, without corrections."""
    had = corrections.corrections(connection, stored.source.name)
    return list(as_received(sources.segments(connection, stored.id), had))


def revise(writer: Writer, stored: Stored, wanted: Sequence[Segment]) -> Synced:
    """Make a source's text another one, and keep as corrections what then differs from what was received."""
    name = stored.source.name
    received = received_segments(writer.connection, stored)
    changes = corrections_between(received, wanted)
    changed = {one.segment for one in changes}
    waiting = [
        one
        for one in corrections.corrections(writer.connection, name)
        if not one.is_applied and one.segment not in changed
    ]
    corrections.keep(writer, name, [*changes, *waiting])
    return _put_text(writer, stored, wanted)


def apply_corrections(writer: Writer, stored: Stored, received: Sequence[Segment]) -> Synced:
    """Make a source's text what its corrections, which came from elsewhere, make of what was received."""
    found = corrected(received, corrections.corrections(writer.connection, stored.source.name))
    corrections.keep(writer, stored.source.name, found.corrections)
    unfit = tuple(one.segment for one in found.unfit)
    return replace(_put_text(writer, stored, found.segments), unfit=unfit)


def _put_text(writer: Writer, stored: Stored, wanted: Sequence[Segment]) -> Synced:
    known = {row.name: row.id for row in sources.speakers(writer.connection, stored.id)}
    fresh = sources.sync_speakers(writer, stored.id, sources.voices(stored.source.name, wanted, known))
    records = _record_ids(writer.connection, stored.id)
    rows = [segment_row(stored.id, segment, known | fresh, records) for segment in wanted]
    writer.update(schema.source, (stored.id,), {"text_sha256": sources.text_sha256(wanted)})
    return sync_segments(writer, stored.source.name, stored.id, rows)


def _record_ids(connection: Connection, source_id: int) -> dict[str, int]:
    query = (
        select(schema.record.c.key, schema.record.c.id)
        .join(schema.segment, schema.segment.c.record_id == schema.record.c.id)
        .where(schema.segment.c.source_id == source_id)
    )
    return mapping(connection, query)
