"""Taking codings from a file, by place or by source and quote (`qualkit codings --import`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from qualkit.actions.redacting import redactor, shown_parts
from qualkit.actions.selection import find_sources
from qualkit.actions.texts import SourceText
from qualkit.errors import FileRefused, QualkitError, Where
from qualkit.model.codebook import Code, Codebook
from qualkit.model.codepath import find_code
from qualkit.model.coding import Coding, Origin
from qualkit.model.finding import Finding, Severity
from qualkit.model.guard import unguard
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.text import fold
from qualkit.store import codebooks, codings, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCodings:
    """What a file of codings gave: how many are new, how many were there, and each row that did not match."""

    added: int
    known: int
    findings: tuple[Finding, ...]


def import_codings(study: Study, path: Path) -> ImportedCodings:
    """Code as this coder what a file lists, as one step; rows that don't match are reported, not guessed.

    Columns: source, code, and either quote (found wherever its words stand once) or segment, start, end
    (and end_segment); memo is optional. A quote that goes on over several turns has its last turn in
    end_segment, and in `to` the words with which it ends there.
    """
    rows = list(_rows(path))
    wanted: list[Coding] = []
    findings: list[Finding] = []
    with study.step("import codings") as writer:
        matcher = _Matcher(codebooks.codebooks(writer.connection), writer.connection)
        for number, row in rows:
            try:
                wanted.append(matcher.coding(row, study.coder))
            except QualkitError as error:
                where = Where(file=path.name, row=number)
                findings.append(
                    Finding(
                        rule="coding-not-matched",
                        severity=Severity.ERROR,
                        message=error.message,
                        where=where,
                        hint=error.hint,
                    )
                )
        added = codings.add_codings(writer, wanted)
        writer.summary = f"imported {counted(added, 'coding')} from {path.name}"
        writer.detail = {"file": path.name, "passages": added, "not matched": len(findings)}
    return ImportedCodings(added=added, known=len(wanted) - added, findings=tuple(findings))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    from qualkit.importers.cells import read_cells

    cells = read_cells(path)
    if not cells.rows:
        raise FileRefused("This file is empty.", path.name)
    header = [name.strip().casefold().replace(" ", "_") for name in cells.rows[0]]
    for name in ("source", "code"):
        if name not in header:
            raise FileRefused(
                f'The column "{name}" is missing.', Where(file=path.name, row=1),
                "Codings need the columns source, code and quote (or source, code, segment, start, end).",
            )  # fmt: skip
    for number, row in zip(cells.row_numbers[1:], cells.rows[1:], strict=True):
        plain = {name: unguard(value) for name, value in zip(header, row, strict=False)}
        if any(value.strip() for value in plain.values()):
            yield number, plain


class _Matcher:
    """Finds the place and the code that a row means."""

    def __init__(self, books: Sequence[Codebook], connection: Connection) -> None:
        self._books = books
        self._connection = connection
        self._stored = sources.sources(connection)
        self._texts: dict[str, _Whole] = {}
        self._redact = redactor(connection)
        self._ids = {coding.id for coding in codings.codings(connection)}

    def coding(self, row: Mapping[str, str], coder: str) -> Coding:
        """The coding that a row describes; raises QualkitError saying what does not match."""
        code = self._code(row)
        texts = [self._text(name) for name in self._source_names(row["source"])]
        text, place = self._place(row, texts)
        return Coding(
            id=self._own_id(row.get("id", "")),
            source=text.stored.source.name,
            place=place,
            code=code.id,
            coder=coder,
            quote=text.quote(place),
            memo=row.get("memo", ""),
            origin=Origin.IMPORTED,
        )

    def _own_id(self, given: str) -> str:
        """The id of the row, or a new one where it gives none or that of another coding."""
        try:
            found = str(UUID(given))
        except ValueError:
            found = str(uuid4())
        found = str(uuid4()) if found in self._ids else found
        self._ids.add(found)
        return found

    def _code(self, row: Mapping[str, str]) -> Code:
        wanted = row.get("code_id", "")
        known = next((book[wanted] for book in self._books if wanted in book), None) if wanted else None
        return known or find_code(row["code"], self._books)[1]

    def _source_names(self, name: str) -> list[str]:
        return [one.source.name for one in find_sources(self._stored, [name])]

    def _text(self, name: str) -> _Whole:
        if name not in self._texts:
            stored = next(one for one in self._stored if one.source.name == name)
            self._texts[name] = _Whole(SourceText.load(self._connection, stored), self._redact)
        return self._texts[name]

    def _place(self, row: Mapping[str, str], texts: Sequence[_Whole]) -> tuple[SourceText, Place]:
        if row.get("segment", "").strip() and row.get("start", "").strip():
            return self._given_place(row, [whole.text for whole in texts])
        quote = row.get("quote", "")
        if not quote.strip():
            raise QualkitError(
                "The row has neither a quote nor a place.", hint="Give the words in the column quote."
            )
        text, place = self._found(quote, row, texts, row.get("segment", "").strip())
        last, ends = row.get("end_segment", "").strip(), row.get("to", "")
        if last in ("", place.segment) or not ends.strip():
            return text, place
        _, end = self._found(ends, row, texts, last)
        over = replace(place, end_segment=end.end_segment, end=end.end)
        if not text.holds(over):
            raise QualkitError(f"{row['source']} has no passage from {place.segment} to {last}.")
        return text, over

    def _found(
        self, quote: str, row: Mapping[str, str], texts: Sequence[_Whole], within: str
    ) -> tuple[SourceText, Place]:
        """Where the words stand once, in all of it or within one passage."""
        found = [(whole.text, place) for whole in texts for place in whole.places(quote, within)]
        if not found:
            raise QualkitError(
                f'"{_short(quote)}" is not in {row["source"]}.', hint="The words must be as in the text."
            )
        if len(found) > 1:
            keys = ", ".join(place.segment for _, place in found[:5])
            raise QualkitError(
                f'"{_short(quote)}" stands {len(found)} times in {row["source"]} (passages {keys}).',
                hint="Quote more of it, or name the passage in the column segment.",
            )
        return found[0]

    def _given_place(self, row: Mapping[str, str], texts: Sequence[SourceText]) -> tuple[SourceText, Place]:
        segment = row["segment"].strip()
        try:
            start, end = int(row["start"]), int(row.get("end") or "")
        except ValueError as error:
            raise QualkitError("The columns start and end must be whole numbers.") from error
        place = Place(
            segment=segment, start=start, end_segment=row.get("end_segment", "").strip() or segment, end=end
        )
        text = next((text for text in texts if text.holds(place)), None)
        if text is None:
            raise QualkitError(f"{row['source']} has no such place (passage {segment}, {start} to {end}).")
        quote = row.get("quote", "")
        shown = "\n".join(words for _, words in shown_parts(self._redact, text, place))
        if quote and fold(quote).text not in (fold(text.quote(place)).text, fold(shown).text):
            raise QualkitError(
                f'At this place stands "{_short(shown)}", not "{_short(quote)}".',
                hint="Leave start and end empty to have the words looked up.",
            )
        return text, place


class _Whole:
    """A source's whole text, folded once for looking up words in it, as it is and as it is shown."""

    def __init__(self, text: SourceText, redact: Redactor) -> None:
        self.text = text
        self._folded = fold(text.whole, ignore_case=True)
        self._redact = redact

    def places(self, quote: str, within: str) -> Iterator[Place]:
        """Where the words stand; over several turns of a talk, never over two answers or records."""
        found = list(self._as_it_is(quote))
        for place in found or self._as_shown(quote):
            if within in ("", place.segment) and (place.is_in_one_segment or self.text.is_continuous):
                yield place

    def _as_shown(self, quote: str) -> Iterator[Place]:
        """Where the words stand within a passage as it is shown."""
        needle = fold(quote.strip(), ignore_case=True).text
        for segment in self.text.segments if not self._redact.is_idle else ():
            shown = self._redact.shown(segment.text, segment.source, segment.key)
            folded = fold(shown.text, ignore_case=True)
            at = folded.text.find(needle) if shown.spots else -1
            while at >= 0:
                start, end = shown.original(*folded.original(at, at + len(needle)))
                yield Place(segment=segment.key, start=start, end_segment=segment.key, end=end)
                at = folded.text.find(needle, at + len(needle))

    def _as_it_is(self, quote: str) -> Iterator[Place]:
        needle = fold(quote.strip(), ignore_case=True).text
        at = self._folded.text.find(needle)
        while at >= 0:
            yield self.text.place(*self._folded.original(at, at + len(needle)))
            at = self._folded.text.find(needle, at + len(needle))


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else quote[:57] + "…"
