"""The sheet of 0 and 1: passages that were read or coded, by the codes in use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualkit.actions.left_out import LeftOut
from qualkit.actions.texts import SourceText
from qualkit.analysis.coding_of_record import RecordOfCoding, Spot, Standing
from qualkit.model.codebook import Codebook
from qualkit.model.table import Column, Table, Unit, Value


def coding_sheet(
    texts: Mapping[str, SourceText],
    record: RecordOfCoding,
    books: Sequence[Codebook],
    left_out: LeftOut,
    read_at: Mapping[Spot, str],
) -> Table:
    """One row a passage, one column a used code; empty where nobody has looked for the code in the passage.

    That is where it was not read for the codebook, or last read (`read_at`) before there was this code.
    """
    touched = _codes_of_passages(texts, record)
    columns = _columns(books, {code for codes in touched.values() for code in codes})
    looked_at = _LookedAt(books, record, read_at)
    rows: list[Mapping[str, Value]] = []
    for source, text in texts.items():
        for segment in text.segments:
            codes = touched.get((source, segment.key), set())
            read_for = looked_at.books(source, segment.key)
            if left_out.has(segment) or not (codes or read_for):
                continue
            row: dict[str, Value] = {
                "source": source,
                "segment": segment.key,
                "speaker": segment.speaker,
                "person": segment.case,
            }
            for column in columns:
                is_known = column.code in codes or looked_at.has(source, segment.key, column)
                row[column.code] = int(column.code in codes) if is_known else None
            rows.append(row)
    return Table(
        id="coding",
        title="Coding",
        columns=(
            Column(key="source", title="Source"),
            Column(key="segment", title="Passage"),
            Column(key="speaker", title="Speaker"),
            Column(key="person", title="Person"),
            *(Column(key=column.code, title=column.title, unit=Unit.COUNT) for column in columns),
        ),
        rows=tuple(rows),
        notes=("1: coded with it; 0: looked at and not coded with it; empty: not looked at.",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _CodeColumn:
    code: str
    """Its id."""
    book: str
    title: str
    created: str


def _codes_of_passages(
    texts: Mapping[str, SourceText], record: RecordOfCoding
) -> Mapping[tuple[str, str], set[str]]:
    """(source, segment's key) → ids of the codes on it."""
    touched: dict[tuple[str, str], set[str]] = {}
    for coding in record.codings:
        text = texts[coding.source]
        if text.holds(coding.place):
            for segment in text.within(coding.place):
                touched.setdefault((coding.source, segment.key), set()).add(coding.code)
    return touched


def _columns(books: Sequence[Codebook], used: Collection[str]) -> list[_CodeColumn]:
    """The used codes, in the order of their books."""
    several = len(books) > 1
    return [
        _CodeColumn(
            code=code.id,
            book=book.name,
            title=f"{book.name}: {book.path(code.id)}" if several else book.path(code.id),
            created=code.created,
        )
        for book in books
        for _, code in book.walk()
        if code.id in used
    ]


class _LookedAt:
    """Where somebody has looked for a code: in what was read for its codebook since there was the code."""

    def __init__(
        self, books: Sequence[Codebook], record: RecordOfCoding, read_at: Mapping[Spot, str]
    ) -> None:
        self._books = [book.name for book in books]
        self._known = {spot for spot, state in record.standing.items() if state is not Standing.AWAITING}
        self._read_at = read_at

    def books(self, source: str, key: str) -> list[str]:
        """The codebooks that a passage was read for."""
        return [book for book in self._books if (source, key, book) in self._known]

    def has(self, source: str, key: str, column: _CodeColumn) -> bool:
        """Whether that is so of a passage and a code."""
        spot = (source, key, column.book)
        return spot in self._known and column.created <= self._read_at.get(spot, "~")
