"""A coded transcript to print (`qualkit transcript`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions.provenance import provenance
from qualkit.actions.quote_scope import QuoteScope
from qualkit.actions.quotes import log_export
from qualkit.actions.quoting import spoken_part
from qualkit.actions.redacting import shown_parts, shown_text
from qualkit.actions.selection import check_coder
from qualkit.actions.texts import SourceText
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Coding
from qualkit.model.plural import counted
from qualkit.model.source import Segment
from qualkit.store import sources
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.exports.document import Document
    from qualkit.exports.transcript import CodedStretch


def export_transcript(study: Study, source: str, path: Path, *, coder: str = "", force: bool = False) -> Path:
    """Write a source with its codes in the margin as .docx, .html or .md, with redactions applied.

    Codes are those of the coding of record, or of `coder` (a name, or `any`).
    """
    from qualkit.exports.render import write_document

    document = transcript_of(study, source, coder=coder)
    write_document(document, path, force=force)
    log_export(study, [path.name])
    return path


def transcript_of(study: Study, source: str, *, coder: str = "") -> Document:
    """A source as a document: numbered turns, speakers, times, and codes in the margin."""
    from qualkit.exports.transcript import PrintedTurn, transcript_document

    with study.database.reading() as connection:
        check_coder(study, connection, coder)
        stored = sources.source(connection, source)
        scope = QuoteScope.load(study, connection, [source], coder=coder)
    text = scope.texts[stored.source.name]
    codes = _codes(scope, text, names_coders=coder == "any")
    turns = [
        PrintedTurn(
            number=segment.ordinal,
            text=_words(scope, segment),
            speaker=_speaker(scope, segment),
            start_ms=segment.start_ms,
            section=scope.redact.text(segment.section or "", segment.source),
            codes=tuple(codes.get(segment.key, ())),
        )
        for segment in text.segments
    ]
    noun = stored.source.kind.segment_noun
    notes = [f"{counted(len(turns), noun)}, numbered as in the quote bank."]
    if not scope.redact.is_idle:
        notes.append("Words in [ ] stand for what is not shown.")
    return transcript_document(
        scope.redact.text(stored.source.title, stored.source.name),
        turns,
        provenance=provenance(study, f"transcript {stored.source.name}", coder=coder),
        notes=notes,
    )


def _words(scope: QuoteScope, segment: Segment) -> str:
    return "[left out]" if scope.left_out.has(segment) else shown_text(scope.redact, segment)


def _speaker(scope: QuoteScope, segment: Segment) -> str:
    name = spoken_part(scope.everybody, segment, "").speaker or ""
    return scope.redact.text(name, segment.source)


def _codes(scope: QuoteScope, text: SourceText, *, names_coders: bool) -> dict[str, list[CodedStretch]]:
    """Segment's key → the codes on it; a code alike by several people is there once."""
    from qualkit.exports.transcript import CodedStretch

    paths = {code.id: _path(book, code.id) for book in scope.books for code in book.codes}
    coders: dict[tuple[str, str, str], dict[str, None]] = {}
    for coding in scope.record.codings:
        if coding.source == text.stored.source.name and text.holds(coding.place):
            for segment, words in _touched(scope, text, coding):
                coders.setdefault((segment.key, coding.code, words), {})[coding.coder] = None
    found: dict[str, list[CodedStretch]] = {}
    for (key, code, words), by in coders.items():
        stretch = CodedStretch(code=paths[code], words=words, coders=tuple(by) if names_coders else ())
        found.setdefault(key, []).append(stretch)
    return found


def _touched(scope: QuoteScope, text: SourceText, coding: Coding) -> Iterator[tuple[Segment, str]]:
    """The segments of a coding with the words that are coded in each; none where the whole segment is."""
    place = coding.place
    for segment, words in shown_parts(scope.redact, text, place):
        starts = place.start if segment.key == place.segment else 0
        ends = place.end if segment.key == place.end_segment else len(segment.text)
        is_whole = not segment.text[:starts].strip() and not segment.text[ends:].strip()
        yield segment, "" if is_whole else words


def _path(book: Codebook, code_id: str) -> str:
    return " › ".join(one.name for one in book.lineage(code_id))
