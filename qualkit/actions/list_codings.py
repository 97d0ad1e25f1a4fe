"""All codings as a table (`qualkit codings`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.left_out import LeftOut
from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor, shown_quote
from qualkit.actions.selection import People, Selection, check_coder, find_sources
from qualkit.actions.texts import SourceText, load_texts
from qualkit.model.codebook import Codebook
from qualkit.model.codepath import find_code
from qualkit.model.coding import Anchor, Coding
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.store import codebooks, codings, sources
from qualkit.study import Study

_COLUMNS = (
    Column(key="id", title="Id", shown=False),
    Column(key="source", title="Source"),
    Column(key="segment", title="Passage"),
    Column(key="start", title="From", unit=Unit.COUNT, shown=False),
    Column(key="end_segment", title="To passage", shown=False),
    Column(key="end", title="To", unit=Unit.COUNT, shown=False),
    Column(key="source_start", title="From in source", unit=Unit.COUNT, shown=False),
    Column(key="source_end", title="To in source", unit=Unit.COUNT, shown=False),
    Column(key="code", title="Code"),
    Column(key="code_id", title="Code id", shown=False),
    Column(key="codebook", title="Codebook", shown=False),
    Column(key="coder", title="Coder"),
    Column(key="quote", title="Words"),
    Column(key="cases", title="People", unit=Unit.LIST, shown=False),
    Column(key="speaker_role", title="Speaker's part", shown=False),
    Column(key="memo", title="Memo", shown=False),
    Column(key="origin", title="Origin", shown=False),
    Column(key="created", title="Made", shown=False),
    Column(key="anchor", title="Place", shown=False),
)


def codings_table(
    study: Study,
    *,
    selection: Selection | None = None,
    code: str = "",
    coder: str = "",
    command: str = "codings",
) -> Table:
    """One row a coding, in the order of sources and places. `code` takes in all codes below it."""
    selection = selection or Selection()
    with study.database.reading() as connection:
        check_coder(study, connection, coder)
        books = codebooks.codebooks(connection)
        book, wanted = find_code(code, books) if code else (None, None)
        under = book.under(wanted.id) if book and wanted else None
        stored = find_sources(sources.sources(connection), selection.sources)
        found = [
            coding
            for coding in codings.codings(connection, sources=[one.id for one in stored])
            if (under is None or coding.code in under) and coder in ("", "any", coding.coder)
        ]
        used = {coding.source for coding in found}
        texts = load_texts(connection, (one for one in stored if one.source.name in used))
        everybody, redact = People.load(connection), redactor(connection)
        counting = LeftOut.load(connection, texts, everybody).split(found, texts)
        meets = everybody.condition(selection.where) if selection.where else None
    paths = {one.id: (b.name, b.path(one.id)) for b in books for one in b.codes}
    rows = []
    for coding in counting.codings:
        text = texts[coding.source]
        first = text.index.get(coding.place.segment)
        if meets and (first is None or not meets(text.segments[first])):
            continue
        row = coding_row(coding, text, paths)
        row |= _as_shown(redact, text, coding, row)
        if selection.speaker_roles and row["speaker_role"] not in selection.speaker_roles:
            continue
        rows.append(row)
    return Table(
        id="codings",
        title=f"Codings in {study.title}",
        columns=_COLUMNS,
        rows=tuple(rows),
        notes=(f"{counted(len(rows), 'coding')}.", *counting.notes()),
        provenance=provenance(study, command, filter=str(selection), coder=coder),
    )


def _as_shown(
    redact: Redactor, text: SourceText, coding: Coding, row: Mapping[str, Value]
) -> dict[str, Value]:
    """What in a coding's row may hold words that are not to be shown."""
    people = row["cases"]
    return {
        "quote": shown_quote(redact, text, coding),
        "memo": redact.text(coding.memo),
        "cases": [redact.text(name) for name in people] if isinstance(people, list) else people,
    }


def coding_row(coding: Coding, text: SourceText, paths: Mapping[str, tuple[str, str]]) -> dict[str, Value]:
    """One coding as a row of the table; a coding that lost its place keeps its words."""
    place = coding.place
    row: dict[str, Value] = {
        "id": coding.id,
        "source": coding.source,
        "segment": place.segment,
        "start": place.start,
        "end_segment": place.end_segment,
        "end": place.end,
        "source_start": None,
        "source_end": None,
        "codebook": paths[coding.code][0],
        "code": paths[coding.code][1],
        "code_id": coding.code,
        "coder": coding.coder,
        "quote": coding.quote,
        "cases": [],
        "speaker_role": None,
        "memo": coding.memo,
        "origin": coding.origin.value,
        "created": coding.created,
        "anchor": coding.anchor.value,
    }
    if coding.anchor is Anchor.LOST or not text.holds(place):
        return row
    segments = text.within(place)
    role = segments[0].speaker_role
    return row | {
        "source_start": text.offset(place.segment, place.start),
        "source_end": text.offset(place.end_segment, place.end),
        "cases": list(dict.fromkeys(segment.case for segment in segments if segment.case)),
        "speaker_role": role.value if role else None,
    }


def used_codes(study: Study, books: Sequence[Codebook]) -> set[str]:
    """The ids of codes that at least one coding uses."""
    known = {code.id for book in books for code in book.codes}
    with study.database.reading() as connection:
        return {coding.code for coding in codings.codings(connection)} & known
