"""Sources, their speakers and segments: bringing them in, and again when a corrected file comes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from qualkit.model.anchors import Alignment
from qualkit.model.coding import Anchor
from qualkit.model.intake import SourceIntake
from qualkit.model.source import Segment, Source, SourceKind, SpeakerRole, Voice
from qualkit.store import people, schema
from qualkit.store.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What bringing in a source changed, in segments, and what became of codings on changed text."""

    added: int
    changed: int
    gone: int
    anchors: Mapping[Anchor, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A source as the store has it, with its id there."""

    id: int
    source: Source
    recipe: Mapping[str, Any]
    question_id: int | None
    text_sha256: str


def sources(connection: Connection) -> list[Stored]:
    """Every source, in the order in which they came."""
    rows = connection.execute(select(schema.source).order_by(schema.source.c.position))
    return [
        Stored(
            id=row.id,
            source=Source(
                name=row.name,
                title=row.title,
                kind=SourceKind(row.kind),
                voice=Voice(row.voice),
                file=row.file,
                sha256=row.sha256,
                memo=row.memo,
            ),
            recipe=json.loads(row.recipe or "{}"),
            question_id=row.question_id,
            text_sha256=row.text_sha256,
        )
        for row in rows
    ]


def segments(connection: Connection, source_id: int, *, with_gone: bool = False) -> list[Segment]:
    """A source's segments in order, each with its speaker, case and record."""
    case = schema.case
    seg, spk, rec = schema.segment, schema.speaker, schema.record
    query = (
        select(
            seg, spk.c.name.label("speaker"), spk.c.role, case.c.name.label("case"), rec.c.key.label("record")
        )
        .outerjoin(spk, spk.c.id == seg.c.speaker_id)
        .outerjoin(rec, rec.c.id == seg.c.record_id)
        .outerjoin(case, case.c.id == func.coalesce(spk.c.case_id, rec.c.case_id))
        .where(seg.c.source_id == source_id)
        .order_by(seg.c.ordinal)
    )
    if not with_gone:
        query = query.where(seg.c.is_gone.is_(False))
    name = connection.scalar(select(schema.source.c.name).where(schema.source.c.id == source_id))
    return [_segment(row, str(name)) for row in connection.execute(query)]


def _segment(row: Any, source: str) -> Segment:
    return Segment(
        source=source,
        key=row.key,
        ordinal=row.ordinal,
        text=row.text,
        speaker=row.speaker,
        speaker_role=SpeakerRole(row.role) if row.role else None,
        case=row.case,
        record=row.record,
        section=row.section,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        times=tuple((offset, ms) for offset, ms in json.loads(row.times or "[]")),
        overlaps=row.overlaps,
    )


def sync(writer: Writer, intake: SourceIntake, *, records: Mapping[str, int] | None = None,
         question_id: int | None = None) -> Synced:  # fmt: skip
    """Make the store's source equal to the intake. Segments are known by key; codings follow their text."""
    source_id, is_new = _sync_source(writer, intake, question_id)
    speaker_ids = _sync_speakers(writer, source_id, intake)
    rows = [_row(source_id, segment, speaker_ids, records or {}) for segment in intake.segments]
    if is_new:
        for row in rows:
            row["id"] = writer.next_id(schema.segment)
        writer.insert(schema.segment, rows)
        return Synced(added=len(rows), changed=0, gone=0, anchors={})
    return _sync_segments(writer, source_id, rows)


def _sync_source(writer: Writer, intake: SourceIntake, question_id: int | None) -> tuple[int, bool]:
    source = intake.source
    values = {
        "name": source.name,
        "title": source.title,
        "kind": source.kind.value,
        "voice": source.voice.value,
        "file": source.file,
        "sha256": source.sha256,
        "text_sha256": text_sha256(intake.segments),
        "question_id": question_id,
        "recipe": json.dumps(dict(intake.recipe), ensure_ascii=False, sort_keys=True),
        "memo": source.memo,
    }
    found = writer.connection.scalar(select(schema.source.c.id).where(schema.source.c.name == source.name))
    if found is not None:
        writer.update(schema.source, (found,), values)
        return int(found), False
    fresh = writer.next_id(schema.source)
    writer.insert(schema.source, [{"id": fresh, "position": fresh, **values}])
    return fresh, True


def text_sha256(segments: Sequence[Segment]) -> str:
    """A hash of a source's text: two copies of a study hold the same source if it is the same."""
    digest = hashlib.sha256()
    for segment in segments:
        digest.update(
            f"{segment.key}\x1f{segment.speaker or ''}\x1f{segment.text}\x1e".encode("utf-8", "surrogatepass")
        )
    return digest.hexdigest()


def _sync_speakers(writer: Writer, source_id: int, intake: SourceIntake) -> dict[str, int]:
    case_ids = people.ensure_cases(writer, (speaker.case for speaker in intake.speakers if speaker.case))
    known = {row.name: row for row in speakers(writer.connection, source_id)}
    ids: dict[str, int] = {}
    for speaker in intake.speakers:
        values = {"role": speaker.role.value, "case_id": case_ids.get(speaker.case or "")}
        if speaker.name in known:
            ids[speaker.name] = known[speaker.name].id
            writer.update(schema.speaker, (ids[speaker.name],), values)
        else:
            ids[speaker.name] = writer.next_id(schema.speaker)
            row = {"id": ids[speaker.name], "source_id": source_id, "name": speaker.name}
            writer.insert(schema.speaker, [row | values])
    return ids


def speakers(connection: Connection, source_id: int) -> list[Any]:
    """Rows (id, name, role, case_id) of a source's speakers."""
    return list(
        connection.execute(
            select(schema.speaker)
            .where(schema.speaker.c.source_id == source_id)
            .order_by(schema.speaker.c.id)
        )
    )


def speaker_names(connection: Connection) -> list[tuple[str, str]]:
    """(source's name, speaker) of every speaker of the study."""
    query = select(schema.source.c.name, schema.speaker.c.name).join(
        schema.speaker, schema.speaker.c.source_id == schema.source.c.id
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def describe_speaker(writer: Writer, speaker: Any, role: SpeakerRole, case: str | None) -> None:
    """Set the role and the person of a speaker, given as a row of `speakers`."""
    case_id = people.ensure_cases(writer, [case])[case] if case else None
    if (speaker.role, speaker.case_id) != (role.value, case_id):
        writer.update(schema.speaker, (speaker.id,), {"role": role.value, "case_id": case_id})


def _row(
    source_id: int, segment: Segment, speaker_ids: Mapping[str, int], records: Mapping[str, int]
) -> dict[str, Any]:
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


def _sync_segments(writer: Writer, source_id: int, rows: list[dict[str, Any]]) -> Synced:
    query = select(schema.segment).where(schema.segment.c.source_id == source_id)
    old = {row["key"]: dict(row) for row in writer.connection.execute(query).mappings()}
    fresh, changed = [], 0
    anchors: dict[Anchor, int] = {}
    for row in rows:
        known = old.pop(row["key"], None)
        if known is None:
            fresh.append({"id": writer.next_id(schema.segment), **row})
            continue
        if known["text"] != row["text"]:
            _reanchor(writer, known, row["text"], anchors)
        if any(known[name] != value for name, value in row.items()):
            changed += writer.update(schema.segment, (known["id"],), row)
    writer.insert(schema.segment, fresh)
    for row in old.values():
        _let_go(writer, row, anchors)
    return Synced(added=len(fresh), changed=changed, gone=len(old), anchors=anchors)


def _reanchor(writer: Writer, segment: Mapping[str, Any], text: str, anchors: dict[Anchor, int]) -> None:
    alignment = Alignment(segment["text"], text)
    for row in _codings_at(writer.connection, segment["id"]):
        starts, ends = row["segment_id"] == segment["id"], row["end_segment_id"] == segment["id"]
        moved = alignment.move(row["start"] if starts else 0, row["end"] if ends else segment["length"])
        values: dict[str, Any] = {"anchor": moved.anchor.value}
        values |= {"start": moved.start} if starts else {}
        values |= {"end": moved.end} if ends else {}
        if moved.anchor is Anchor.LOST:
            values = {"anchor": moved.anchor.value}
        elif starts and ends:
            values["quote"] = text[moved.start : moved.end]
        if row["anchor"] in (Anchor.CHANGED.value, Anchor.LOST.value) and moved.anchor is not Anchor.LOST:
            values["anchor"] = row["anchor"]
        writer.update(schema.coding, (row["id"],), values)
        anchors[moved.anchor] = anchors.get(moved.anchor, 0) + 1


def _let_go(writer: Writer, segment: Mapping[str, Any], anchors: dict[Anchor, int]) -> None:
    codings = _codings_at(writer.connection, segment["id"])
    for row in codings:
        writer.update(schema.coding, (row["id"],), {"anchor": Anchor.LOST.value})
    if codings:
        anchors[Anchor.LOST] = anchors.get(Anchor.LOST, 0) + len(codings)
        writer.update(schema.segment, (segment["id"],), {"is_gone": True})
        return
    writer.delete(schema.reading, schema.reading.c.segment_id == segment["id"])
    at = or_(schema.proposal.c.segment_id == segment["id"], schema.proposal.c.end_segment_id == segment["id"])
    writer.delete(schema.proposal, at)
    writer.delete(schema.segment, schema.segment.c.id == segment["id"])


def _codings_at(connection: Connection, segment_id: int) -> list[dict[str, Any]]:
    first = schema.segment.alias()
    last = schema.segment.alias()
    inner = schema.segment.alias()
    spans = and_(
        inner.c.source_id == first.c.source_id,
        inner.c.ordinal.between(first.c.ordinal, last.c.ordinal),
    )
    query = (
        select(schema.coding)
        .join(first, first.c.id == schema.coding.c.segment_id)
        .join(last, last.c.id == schema.coding.c.end_segment_id)
        .join(inner, spans)
        .where(inner.c.id == segment_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def remove(writer: Writer, source_id: int) -> None:
    """Take a source out, segments and speakers too; the database refuses while anything hangs on it."""
    writer.delete(schema.segment, schema.segment.c.source_id == source_id)
    writer.delete(schema.speaker, schema.speaker.c.source_id == source_id)
    writer.delete(schema.source, schema.source.c.id == source_id)
