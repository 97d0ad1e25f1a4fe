"""What the study holds, how far it is read and coded, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualkit.actions import people_file
from qualkit.actions.drift import Drift, drift
from qualkit.actions.keeping import past_date
from qualkit.actions.provenance import provenance
from qualkit.model.codebook import Codebook
from qualkit.model.finding import Finding
from qualkit.model.join import Clash
from qualkit.model.people import Screening
from qualkit.model.plural import counted
from qualkit.model.source import SourceKind, Voice
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.store import codebooks, counts, datasets, screening, sources, text_files
from qualkit.store.database import Connection
from qualkit.study import Study

_COLUMNS = (
    Column(key="source", title="Source"),
    Column(key="kind", title="Kind"),
    Column(key="voice", title="Whose words"),
    Column(key="segments", title="Passages", unit=Unit.COUNT),
    Column(key="cases", title="People", unit=Unit.COUNT),
    Column(key="codings", title="Codings", unit=Unit.COUNT),
    Column(key="read", title="Read", unit=Unit.COUNT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The study at a glance."""

    table: Table
    codebooks: tuple[tuple[str, int], ...]
    """(name, number of codes)."""
    drift: Drift
    conflicts: tuple[tuple[str, Clash], ...]
    waiting: tuple[text_files.Waiting, ...]
    lost: int
    changed_files: tuple[str, ...]
    """Received files that are no longer what was brought in."""
    unmatched: tuple[Finding, ...]
    """Rows of participants.csv that hold for nobody."""
    next_steps: tuple[str, ...]
    past_date: str = ""
    """A sentence where the material should have been destroyed by now."""


def status(study: Study) -> Status:
    """Count everything once. A passage is read when at least one coder has read it for one codebook."""
    with study.database.reading() as connection:
        books = codebooks.codebooks(connection)
        stored = sources.sources(connection)
        rows = _rows(connection, stored)
        waiting = tuple(text_files.waiting(connection))
        conflicts = tuple(text_files.conflicts(connection))
        lost = counts.lost_codings(connection)
        files = {one.source.file: one.source.sha256 for one in stored if one.question_id is None}
        files |= {one.file: one.sha256 for one in datasets.datasets(connection)}
        left_out = len(screening.records_screened(connection, Screening.LEFT_OUT))
        unmatched = people_file.unmatched(people_file.rows(study), sources.speaker_names(connection))
    table = Table(
        id="status",
        title=study.title,
        columns=_COLUMNS,
        rows=rows,
        notes=(*_notes(stored), *_left_out(left_out)),
        provenance=provenance(study, "status", coder="any"),
    )
    return Status(
        table=table,
        codebooks=tuple((book.name, len(book.codes)) for book in books),
        drift=drift(study),
        conflicts=conflicts,
        waiting=waiting,
        lost=lost,
        changed_files=tuple(_changed(study, files)),
        unmatched=unmatched,
        next_steps=tuple(_next_steps(rows, books)),
        past_date=past_date(study),
    )


def _rows(connection: Connection, stored: Sequence[sources.Stored]) -> tuple[Mapping[str, Value], ...]:
    segments, read = counts.segments(connection), counts.read_segments(connection)
    people, coded = counts.people(connection), counts.codings(connection)
    return tuple(
        {
            "source": one.source.name,
            "kind": one.source.kind.value,
            "voice": one.source.voice.value,
            "segments": segments.get(one.id, 0),
            "cases": people.get(one.id, 0),
            "codings": coded.get(one.id, 0),
            "read": read.get(one.id, 0),
        }
        for one in stored
    )


def _notes(stored: list[sources.Stored]) -> tuple[str, ...]:
    kinds = {one.source.kind for one in stored}
    nouns = {
        SourceKind.TRANSCRIPT: "transcripts count turns",
        SourceKind.ANSWERS: "open questions count answers",
        SourceKind.RECORDS: "record files count records",
        SourceKind.DOCUMENT: "documents count paragraphs",
    }
    notes = (
        ["Passages: " + "; ".join(text for kind, text in nouns.items() if kind in kinds) + "."]
        if kinds
        else []
    )
    if any(one.source.voice is Voice.WORKERS_NOTES for one in stored):
        notes.append("Worker's notes are evidence and never quoted.")
    return tuple(notes)


def _left_out(records: int) -> tuple[str, ...]:
    return (
        (f"Left out by screening, and in no number here: {counted(records, 'record')}.",) if records else ()
    )


def _changed(study: Study, files: dict[str, str]) -> list[str]:
    found = []
    for file, sha256 in files.items():
        path = study.path(file)
        if not path.is_file():
            found.append(f"{file} is missing")
        elif text_files.sha256_of(path.read_bytes()) != sha256:
            found.append(f'{file} was changed in the folder; "qualkit add {file}" takes the change in')
    return found


def _next_steps(rows: Sequence[Mapping[str, Value]], books: Sequence[Codebook]) -> list[str]:
    if not rows:
        return ["qualkit add FILE …                 bring in transcripts, survey answers, case records"]
    if not books:
        return ["qualkit codebook import FILE       bring in the codebook (.yaml, .csv, .xlsx)"]
    steps = []
    if not any(row["codings"] for row in rows):
        steps.append(
            'qualkit code CODE --match WORDS    find passages and code them; see "qualkit code --help"'
        )
    if any(row["read"] != row["segments"] for row in rows):
        steps.append("qualkit finish NAME                say that you have read a source")
    if any(row["codings"] for row in rows):
        steps.append("qualkit quotes -o bank.docx        hand over the quote bank")
    return steps
