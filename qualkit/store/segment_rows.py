"""The passages of a source as rows; when its text is another, the work on it follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from qualkit.model.coding import Anchor
from qualkit.model.source import Segment
from qualkit.store import schema
from qualkit.store.reanchor import (
    follow_codings,
    follow_memos,
    follow_proposals,
    follow_readings,
    text_change,
)
from qualkit.store.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What bringing in a source changed, in segments, and what became of codings on changed text."""

    added: int
    changed: int
    gone: int
    codings: Mapping[Anchor, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the codings on changed text, by what became of them."""
    unfit: tuple[str, ...] = ()
    """Keys of passages whose correction no longer fits what was received."""

    @property
    def anchors(self) -> Mapping[Anchor, int]:
        """What became of how many codings on changed text."""
        return {anchor: len(ids) for anchor, ids in self.codings.items()}


def segment_row(
    source_id: int, segment: Segment, speaker_ids: Mapping[str, int], records: Mapping[str, int]
) -> dict[str, Any]:
    """A passage as a row of its table, without its id."""
    return {
        "source_id": source_id,
        "key": segment.key,
        "ordinal": segment.ordinal,
        "text": segment.text,
        "length": len(segment.text),
        "speaker_id": speaker_ids.get(segment.speaker or ""),
        "record_id": records.get(segment.record or ""),
        "section": segment.section,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "times": json.dumps(segment.times) if segment.times else None,
        "overlaps": segment.overlaps,
        "is_gone": False,
    }


def sync_segments(writer: Writer, source: str, source_id: int, rows: list[dict[str, Any]]) -> Synced:
    """Make the passages of a source these rows, known by their keys; codings follow their words."""
    query = select(schema.segment).where(schema.segment.c.source_id == source_id)
    before = [
        dict(row) for row in writer.connection.execute(query.order_by(schema.segment.c.ordinal)).mappings()
    ]
    known = {row["key"]: row for row in before}
    fresh = [row | {"id": writer.next_id(schema.segment)} for row in rows if row["key"] not in known]
    numbered = iter(fresh)
    after = [
        {"id": known[row["key"]]["id"], **row} if row["key"] in known else next(numbered) for row in rows
    ]
    stays = {row["key"] for row in rows}
    gone = [row for row in before if row["key"] not in stays]
    writer.insert(schema.segment, fresh)
    change = text_change(before, after)
    codings = follow_codings(writer, source_id, change)
    follow_proposals(writer, source_id, change)
    follow_readings(writer, change, [row["id"] for row in fresh], [row["id"] for row in gone])
    keys = {row["id"]: row["key"] for row in after}
    heirs = {row["key"]: change.heir(row["id"]) for row in gone if not row["is_gone"]}
    follow_memos(writer, source, {key: keys[id_] for key, id_ in heirs.items() if id_ is not None})
    changed = sum(_update_segment(writer, known[row["key"]], row) for row in after if row["key"] in known)
    for row in gone:
        _let_go(writer, row)
    return Synced(
        added=len(fresh),
        changed=changed,
        gone=len(gone),
        codings={anchor: tuple(ids) for anchor, ids in codings.items()},
    )


def _update_segment(writer: Writer, known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if all(known[name] == value for name, value in row.items()):
        return False
    return writer.update(schema.segment, (known["id"],), row, known=known)


def _let_go(writer: Writer, segment: Mapping[str, Any]) -> None:
    coding = schema.coding.c
    hangs_here = or_(coding.segment_id == segment["id"], coding.end_segment_id == segment["id"])
    if writer.connection.scalar(select(coding.id).where(hangs_here).limit(1)) is not None:
        writer.update(schema.segment, (segment["id"],), {"is_gone": True})
    else:
        delete_segments(writer, schema.segment.c.id == segment["id"])


def delete_segments(writer: Writer, where: Any) -> None:
    """Take passages out, with their readings and proposals."""
    ids = select(schema.segment.c.id).where(where)
    proposal = schema.proposal.c
    writer.delete(schema.reading, schema.reading.c.segment_id.in_(ids))
    writer.delete(schema.proposal, or_(proposal.segment_id.in_(ids), proposal.end_segment_id.in_(ids)))
    writer.delete(schema.segment, where)
