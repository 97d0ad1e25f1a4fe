"""Corrections of texts: what differs in a source from what was received."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Connection, select

from qualkit.model.correction import Change, Correction, said
from qualkit.model.source import Segment, SpeakerRole
from qualkit.store import schema
from qualkit.store.writer import Writer


def edit_id(*parts: str) -> str:
    """The id of an edit: everybody who edits the same gives it the same, so that two such edits meet."""
    return str(uuid5(NAMESPACE_URL, "qualkit:" + "\x1f".join(parts)))


def corrections(connection: Connection, source: str = "") -> list[Correction]:
    """The corrections of one source, or of all."""
    return [one for one, _, _ in signed(connection, source)]


def signed(connection: Connection, source: str = "") -> list[tuple[Correction, str, str]]:
    """(correction, who made it, when)."""
    table = schema.correction
    query = select(table, schema.coder.c.name.label("coder")).join(
        schema.coder, schema.coder.c.id == table.c.coder_id
    )
    if source:
        query = query.where(table.c.source == source)
    rows = connection.execute(query.order_by(table.c.source, table.c.segment))
    return [(_correction(row), row.coder, row.created) for row in rows]


def _correction(row: Any) -> Correction:
    return Correction(
        change=Change(row.change),
        source=row.source,
        segment=row.segment,
        received=_segment(row.source, row.segment, row.received),
        now=_segment(row.source, row.segment, row.now),
        follows=row.follows,
        is_applied=row.is_applied,
    )


def keep(writer: Writer, source: str, wanted: Sequence[Correction]) -> None:
    """Make the corrections of a source these; those that stay as they are keep who made them, and when."""
    table = schema.correction
    query = select(table).where(table.c.source == source)
    known = {row["segment"]: dict(row) for row in writer.connection.execute(query).mappings()}
    rows = {one.segment: correction_row(one) for one in wanted}
    for key, row in known.items():
        if key not in rows:
            writer.delete(table, table.c.id == row["id"])
        else:
            made = {"coder_id": writer.coder_id, "created": writer.at}
            is_same = all(row[name] == rows[key][name] for name in ("change", "follows")) and _is_same_text(
                source, row["now"], rows[key]["now"]
            )
            writer.update(table, (row["id"],), rows[key] | ({} if is_same else made), known=row)
    fresh = [row for key, row in rows.items() if key not in known]
    writer.insert(table, [row | {"coder_id": writer.coder_id, "created": writer.at} for row in fresh])


def _is_same_text(source: str, one: str | None, other: str | None) -> bool:
    first, second = _segment(source, "", one), _segment(source, "", other)
    return (first and said(first)) == (second and said(second))


def correction_row(one: Correction) -> dict[str, Any]:
    """A correction as a row of its table, without who made it."""
    return {
        "id": edit_id("correction", one.source, one.segment),
        "source": one.source,
        "segment": one.segment,
        "change": one.change.value,
        "follows": one.follows,
        "received": _plain(one.received),
        "now": _plain(one.now),
        "is_applied": one.is_applied,
    }


def _plain(segment: Segment | None) -> str | None:
    if segment is None:
        return None
    plain = {
        "text": segment.text,
        "speaker": segment.speaker,
        "role": segment.speaker_role.value if segment.speaker_role else None,
        "section": segment.section,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "times": [list(stamp) for stamp in segment.times],
        "overlaps": segment.overlaps,
        "record": segment.record,
        "ordinal": segment.ordinal,
    }
    return json.dumps({name: value for name, value in plain.items() if value}, ensure_ascii=True)


def _segment(source: str, key: str, packed: str | None) -> Segment | None:
    if packed is None:
        return None
    plain = json.loads(packed)
    return Segment(
        source=source,
        key=key,
        ordinal=plain.get("ordinal", 0),
        text=plain.get("text", ""),
        speaker=plain.get("speaker"),
        speaker_role=SpeakerRole(plain["role"]) if "role" in plain else None,
        record=plain.get("record"),
        section=plain.get("section"),
        start_ms=plain.get("start_ms", 0 if "end_ms" in plain else None),
        end_ms=plain.get("end_ms"),
        times=tuple((at, ms) for at, ms in plain.get("times", ())),
        overlaps=plain.get("overlaps", False),
    )
