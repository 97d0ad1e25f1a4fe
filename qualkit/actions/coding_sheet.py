"""The sheet of 0 and 1: passages that were read or coded, by the codes in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    touched: dict[tuple[str, str], set[str]] = {}
    for coding in record.codings:
        text = texts[coding.source]
        if text.holds(coding.place):
            for segment in text.within(coding.place):
                touched.setdefault((coding.source, segment.key), set()).add(coding.code)
    known = {spot for spot, state in record.standing.items() if state is not Standing.AWAITING}
    used = {code for codes in touched.values() for code in codes}
    several = len(books) > 1
    made = {code.id: code.created for book in books for code in book.codes}
    columns = [
        (code.id, book.name, f"{book.name}: {book.path(code.id)}" if several else book.path(code.id))
        for book in books
        for _, code in book.walk()
        if code.id in used
    ]
    rows: list[Mapping[str, Value]] = []
    for source, text in texts.items():
        for segment in text.segments:
            if left_out.has(segment):
                continue
            codes = touched.get((source, segment.key), set())
            read_for = {book.name for book in books if (source, segment.key, book.name) in known}
            if not codes and not read_for:
                continue
            row: dict[str, Value] = {
                "source": source,
                "segment": segment.key,
                "speaker": segment.speaker,
                "person": segment.case,
            }
            row |= {
                code_id: int(code_id in codes)
                if code_id in codes
                or (book in read_for and made[code_id] <= read_at.get((source, segment.key, book), "~"))
                else None
                for code_id, book, _ in columns
            }
            rows.append(row)
    return Table(
        id="coding",
        title="Coding",
        columns=(
            Column(key="source", title="Source"),
            Column(key="segment", title="Passage"),
            Column(key="speaker", title="Speaker"),
            Column(key="person", title="Person"),
            *(Column(key=code_id, title=title, unit=Unit.COUNT) for code_id, _, title in columns),
        ),
        rows=tuple(rows),
        notes=("1: coded with it; 0: looked at and not coded with it; empty: not looked at.",),
    )
