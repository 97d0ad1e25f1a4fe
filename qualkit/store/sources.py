"""Sources, their speakers and segments: bringing them in, and again when a corrected file comes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from qualkit.errors import NotFound, Refused
from qualkit.model.correction import corrected
from qualkit.model.intake import SourceIntake, SpeakerIntake, default_case
from qualkit.model.source import Segment, Source, SourceKind, SpeakerRole, Voice
from qualkit.store import corrections, people, schema
from qualkit.store.rows import mapping
from qualkit.store.segment_rows import Synced, delete_segments, segment_row, sync_segments
from qualkit.store.writer import Writer


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
    return [_stored(row) for row in rows]


def source(connection: Connection, name: str) -> Stored:
    """The source of exactly this name; raises NotFound where the study has none."""
    row = connection.execute(select(schema.source).where(schema.source.c.name == name)).first()
    if row is None:
        raise NotFound(f'There is no source called "{name}" in the study any more.')
    return _stored(row)


def _stored(row: Any) -> Stored:
    return Stored(
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


def segments(connection: Connection, source_id: int, *, with_gone: bool = False) -> list[Segment]:
    """A source's segments in order, each with its speaker, case and record."""
    query = _segments(source_id)
    if not with_gone:
        query = query.where(schema.segment.c.is_gone.is_(False))
    return [_segment(row) for row in connection.execute(query)]


def segments_between(
    connection: Connection, source_id: int, stretches: Iterable[tuple[str, str]]
) -> list[Segment]:
    """The segments from a first to a last key, for each pair of them: once each, in the source's order.

    A pair that the source does not have, or has the other way round, gives none.
    """
    seg = schema.segment.c
    found: dict[str, Segment] = {}
    for first, last in dict.fromkeys(stretches):
        begin, end = (
            select(seg.ordinal)
            .where(seg.source_id == source_id, seg.key == key, seg.is_gone.is_(False))
            .scalar_subquery()
            for key in (first, last)
        )
        query = _segments(source_id).where(seg.ordinal.between(begin, end), seg.is_gone.is_(False))
        found |= {row.key: _segment(row) for row in connection.execute(query)}
    return sorted(found.values(), key=lambda segment: segment.ordinal)


def segment_ids(connection: Connection, source_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Key → id of the segments that the source now has among these keys."""
    seg = schema.segment.c
    found: dict[str, int] = {}
    for start in range(0, len(keys), _FEW):
        some = seg.key.in_(keys[start : start + _FEW])
        query = select(seg.key, seg.id).where(seg.source_id == source_id, seg.is_gone.is_(False), some)
        found |= mapping(connection, query)
    return found


def all_segment_ids(connection: Connection, source_ids: Sequence[int]) -> list[int]:
    """The ids of every segment that some sources now have."""
    seg = schema.segment.c
    query = select(seg.id).where(seg.source_id.in_(source_ids), seg.is_gone.is_(False))
    return list(connection.scalars(query.order_by(seg.source_id, seg.ordinal)))


_FEW = 400  # SQLite allows 999 variables a statement on old systems


def _segments(source_id: int) -> Select[Any]:
    case, seg, spk, rec = schema.case, schema.segment, schema.speaker, schema.record
    return (
        select(
            seg,
            spk.c.name.label("speaker"),
            spk.c.role,
            case.c.name.label("case"),
            rec.c.key.label("record"),
            schema.source.c.name.label("source"),
        )
        .join(schema.source, schema.source.c.id == seg.c.source_id)
        .outerjoin(spk, spk.c.id == seg.c.speaker_id)
        .outerjoin(rec, rec.c.id == seg.c.record_id)
        .outerjoin(case, case.c.id == func.coalesce(spk.c.case_id, rec.c.case_id))
        .where(seg.c.source_id == source_id)
        .order_by(seg.c.ordinal)
    )


def _segment(row: Any) -> Segment:
    return Segment(
        source=row.source,
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
        times=tuple((offset, ms) for offset, ms in json.loads(row.times)) if row.times else (),
        overlaps=row.overlaps,
    )


def sections(connection: Connection) -> tuple[str, ...]:
    """The questions and headings that passages stand under, in the order of sources and passages."""
    table = schema.segment.c
    query = (
        select(table.section)
        .where(table.section.is_not(None), table.section != "", table.is_gone.is_(False))
        .group_by(table.section)
        .order_by(func.min(table.source_id), func.min(table.ordinal))
    )
    return tuple(connection.scalars(query))


def sync(writer: Writer, intake: SourceIntake, *, records: Mapping[str, int] | None = None,
         question_id: int | None = None) -> Synced:  # fmt: skip
    """Make the store's source equal to the intake, as corrected since.

    Segments are known by key; codings follow their text.
    """
    had = corrections.corrections(writer.connection, intake.source.name)
    found = corrected(intake.segments, had)
    unfit = tuple(one.segment for one in found.unfit)
    if had:
        intake = _with_voices(replace(intake, segments=found.segments))
        corrections.keep(writer, intake.source.name, found.corrections)
    source_id, is_new = _sync_source(writer, intake, question_id)
    speaker_ids = sync_speakers(writer, source_id, intake.speakers)
    rows = [segment_row(source_id, segment, speaker_ids, records or {}) for segment in intake.segments]
    if is_new:
        for row in rows:
            row["id"] = writer.next_id(schema.segment)
        writer.insert(schema.segment, rows)
        return Synced(added=len(rows), changed=0, gone=0, unfit=unfit)
    return replace(sync_segments(writer, intake.source.name, source_id, rows), unfit=unfit)


def _with_voices(intake: SourceIntake) -> SourceIntake:
    """The intake with the speakers that only corrections name."""
    known = [speaker.name for speaker in intake.speakers]
    return replace(intake, speakers=(*intake.speakers, *voices(intake.source.name, intake.segments, known)))


def voices(source: str, segments: Iterable[Segment], known: Iterable[str]) -> tuple[SpeakerIntake, ...]:
    """The speakers of a text that are not among the known ones."""
    found: dict[str, SpeakerIntake] = {}
    names = set(known)
    for segment in segments:
        if segment.speaker and segment.speaker not in names:
            role = segment.speaker_role or SpeakerRole.PARTICIPANT
            case = default_case(source, segment.speaker, role)
            found.setdefault(segment.speaker, SpeakerIntake(name=segment.speaker, role=role, case=case))
    return tuple(found.values())


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


def sync_speakers(writer: Writer, source_id: int, wanted: Sequence[SpeakerIntake]) -> dict[str, int]:
    """Name → id of speakers, who are made, or given the role and person that is wanted."""
    case_ids = people.ensure_cases(writer, (speaker.case for speaker in wanted if speaker.case))
    known = {row.name: row for row in speakers(writer.connection, source_id)}
    ids: dict[str, int] = {}
    for speaker in wanted:
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


def remove(writer: Writer, stored: Stored) -> None:
    """Take a source out, with its speakers and readings; raises Refused while passages of it are coded."""
    segments = select(schema.segment.c.id).where(schema.segment.c.source_id == stored.id)
    coded = select(schema.coding.c.id).where(schema.coding.c.segment_id.in_(segments))
    if number := len(writer.connection.scalars(coded).all()):
        raise Refused(
            f'"{stored.source.name}" can\'t be taken out: {number} codings are in it.',
            hint="Let it stay an open question, or take the codings back first.",
        )
    delete_segments(writer, schema.segment.c.source_id == stored.id)
    writer.delete(schema.speaker, schema.speaker.c.source_id == stored.id)
    writer.delete(schema.source, schema.source.c.id == stored.id)
