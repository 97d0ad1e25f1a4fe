"""Corrections and redactions as rows of their text file, and rows of the file as both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from qualkit.model.correction import Change, Correction
from qualkit.model.redaction import Redaction
from qualkit.model.source import Segment, SpeakerRole
from qualkit.store import corrections, redactions, revising, schema, sources
from qualkit.store.writer import Writer, coder_id, now

EDITS = "coding/edits.csv"
FIELDS = (
    "id", "kind", "source", "segment", "original", "text", "original_speaker", "speaker", "speaker_role",
    "follows", "start_ms", "end_ms", "times", "section", "sort", "match_case", "by", "created",
)  # fmt: skip
_REDACTED, _LEFT = "redacted", "left as it is"
_BY = ("by", "created")


def edit_rows(connection: Connection) -> list[dict[str, str]]:
    """The rows of the file: corrections by source and passage, then redactions by their words."""
    rows = [
        _correction_row(one) | {"by": by, "created": at} for one, by, at in corrections.signed(connection)
    ]
    rows += sorted(map(_redaction_row, redactions.redactions(connection)), key=_by_words)
    return [dict.fromkeys(FIELDS, "") | row for row in rows]


def _by_words(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["source"], row["original"].casefold(), row["id"]


def _correction_row(one: Correction) -> dict[str, str]:
    row = {
        "id": corrections.edit_id("correction", one.source, one.segment),
        "kind": one.change.value,
        "source": one.source,
        "segment": one.segment,
        "follows": one.follows,
    }
    if one.received is not None:
        row |= {"original": one.received.text, "original_speaker": one.received.speaker or ""}
    if one.now is not None:
        role = one.now.speaker_role
        row |= {
            "text": one.now.text,
            "speaker": one.now.speaker or "",
            "speaker_role": role.value if role else "",
            "start_ms": _number(one.now.start_ms),
            "end_ms": _number(one.now.end_ms),
            "times": " ".join(f"{at}:{ms}" for at, ms in one.now.times),
            "section": one.now.section or "",
        }
    return row


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _redaction_row(one: Redaction) -> dict[str, str]:
    return {
        "id": one.id,
        "kind": _REDACTED if one.is_hidden else _LEFT,
        "source": one.source,
        "segment": one.segment,
        "original": one.words,
        "text": one.replacement,
        "sort": one.sort,
        "match_case": "yes" if one.match_case else "",
        "by": one.decided_by,
        "created": one.created,
    }


def said_of_edit(row: Mapping[str, Any]) -> dict[str, Any]:
    """What two versions of a row are compared by: not who wrote the same thing first."""
    return {name: value for name, value in row.items() if name not in _BY}


class EditTaker:
    """Puts rows of the file into the store, and makes the texts that are there what they then say."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection = writer.connection
        self.waiting: list[tuple[str, str, str, str]] = []
        """(path, row id, row as JSON, reason)."""

    def take(self, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows: None removes a row. Codings follow their words."""
        received = {
            stored.source.name: (stored, revising.received_segments(self._connection, stored))
            for stored in self._touched(changes)
        }
        for row_id, row in changes.items():
            for table in (schema.correction, schema.redaction):
                self._connection.execute(delete(table).where(table.c.id == row_id))
            if row is None:
                continue
            try:
                table, values = _values(row)
            except ValueError as error:
                reason = f"the row {row_id} can't be read ({error})"
                self.waiting.append((EDITS, row_id, json.dumps(dict(row), ensure_ascii=False), reason))
                continue
            made = {
                "coder_id": coder_id(self._connection, row["by"] or self._writer.coder),
                "created": row["created"] or now(),
            }
            self._connection.execute(insert(table).values(values | made | {"id": row_id}))
        for stored, segments in received.values():
            revising.apply_corrections(self._writer, stored, segments)

    def _touched(self, changes: Mapping[str, Mapping[str, Any] | None]) -> Iterable[sources.Stored]:
        table = schema.correction
        had = select(table.c.id, table.c.source)
        known = {row.id: row.source for row in self._connection.execute(had)}
        names = {known[row_id] for row_id in changes if row_id in known}
        kinds = {change.value for change in Change}
        names |= {row["source"] for row in changes.values() if row is not None and row["kind"] in kinds}
        return [one for one in sources.sources(self._connection) if one.source.name in names]


def _values(row: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    if row["kind"] in (_REDACTED, _LEFT):
        return schema.redaction, redactions.redaction_row(
            Redaction(
                words=row["original"],
                replacement=row["text"],
                source=row["source"],
                segment=row["segment"],
                sort=row["sort"],
                match_case=row["match_case"] == "yes",
                is_hidden=row["kind"] == _REDACTED,
            )
        )
    change = Change(row["kind"])
    received = _segment(row, row["original"], row["original_speaker"])
    said = _segment(row, row["text"], row["speaker"]) if change is not Change.TAKEN_OUT else None
    return schema.correction, corrections.correction_row(
        Correction(
            change=change,
            source=row["source"],
            segment=row["segment"],
            received=None if change is Change.ADDED else received,
            now=said,
            follows=row["follows"],
        )
    )


def _segment(row: Mapping[str, Any], text: str, speaker: str) -> Segment:
    role = row["speaker_role"]
    stamps = (stamp.partition(":") for stamp in row["times"].split())
    return Segment(
        source=row["source"],
        key=row["segment"],
        ordinal=0,
        text=text,
        speaker=speaker or None,
        speaker_role=SpeakerRole(role) if role else None,
        section=row["section"] or None,
        start_ms=int(row["start_ms"]) if row["start_ms"] else None,
        end_ms=int(row["end_ms"]) if row["end_ms"] else None,
        times=tuple((int(at), int(ms)) for at, _, ms in stamps),
    )
