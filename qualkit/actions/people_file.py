"""participants.csv: who the speakers are, what they agreed to, and their attributes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from sqlalchemy import select

from qualkit.actions.received import PARTICIPANTS_FILE
from qualkit.model.participant import ParticipantRow
from qualkit.model.people import Consent
from qualkit.model.text import fold_line
from qualkit.store import people, schema, sources
from qualkit.store.writer import Writer
from qualkit.study import Study


def rows_in(study: Study) -> tuple[ParticipantRow, ...]:
    """The rows of the study's participants.csv; none where it has none."""
    from qualkit.importers.participants import read_participants

    path = study.path(PARTICIPANTS_FILE)
    return read_participants(path).items if path.is_file() else ()


def apply_rows(writer: Writer, rows: Sequence[ParticipantRow]) -> int:
    """Make speakers and cases agree with the list; gives how many rows met a speaker or a case."""
    by_stem: dict[str, list[sources.Stored]] = {}
    for stored in sources.sources(writer.connection):
        by_stem.setdefault(fold_line(stored.source.stem), []).append(stored)
    met = 0
    for row in rows:
        stem = fold_line(PurePosixPath(row.source).stem if "." in row.source else row.source)
        speakers = [
            (stored, speaker)
            for stored in by_stem.get(stem, [])
            for speaker in sources.speakers(writer.connection, stored.id)
            if fold_line(speaker.name) == fold_line(row.speaker)
        ]
        case_id = _case_for(writer, row, [stored.source.name for stored, _ in speakers])
        for _, speaker in speakers:
            values: dict[str, object] = {"role": row.speaker_role.value} if row.speaker_role else {}
            values |= {"case_id": case_id} if case_id is not None else {}
            writer.update(schema.speaker, (speaker.id,), values)
        met += bool(speakers) or case_id is not None
    return met


def _case_for(writer: Writer, row: ParticipantRow, names: list[str]) -> int | None:
    name = row.case or (f"{names[0]}:{row.speaker}" if names and _says_anything(row) else "")
    known = people.case_ids(writer.connection)
    if not name or (not names and name not in known):
        return None
    case_id = people.ensure_cases(writer, [name])[name]
    values = {
        "pseudonym": row.pseudonym,
        "analysis": row.analysis,
        "quotation": row.quotation,
        "archive": row.archive,
    }
    people.describe_case(writer, case_id, {key: str(value) for key, value in values.items()}, row.attributes)
    return case_id


def _says_anything(row: ParticipantRow) -> bool:
    consents = (row.analysis, row.quotation, row.archive)
    said = bool(row.pseudonym or row.attributes) or any(
        consent is not Consent.NOT_RECORDED for consent in consents
    )
    return said and (row.speaker_role is None or not row.speaker_role.is_nobody)


def unmatched(writer_connection: object, rows: Sequence[ParticipantRow]) -> list[ParticipantRow]:
    """Rows that name a speaker whom no source has."""
    connection = writer_connection
    known = {
        (fold_line(name.split(":", 1)[0]), fold_line(speaker))
        for name, speaker in connection.execute(  # type: ignore[attr-defined]
            select(schema.source.c.name, schema.speaker.c.name).join(
                schema.speaker, schema.speaker.c.source_id == schema.source.c.id
            )
        )
    }
    return [
        row
        for row in rows
        if row.speaker and (fold_line(PurePosixPath(row.source).stem), fold_line(row.speaker)) not in known
    ]
