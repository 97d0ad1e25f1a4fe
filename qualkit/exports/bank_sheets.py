"""The quote bank as sheets: quotes, coding, codebook, and notes with where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from qualkit.exports.bank_layout import NOT_FOR_QUOTATION, bank_table
from qualkit.exports.render.xlsx import Sheet, notes_sheet
from qualkit.model.bank import Bank
from qualkit.model.codebook import Codebook
from qualkit.model.table import Column, Provenance, Table, Value

_FOR_PROGRAMS = frozenset({"code_id", "segment", "voice", "chosen"})
_CODEBOOK = (
    Column(key="path", title="Code"),
    Column(key="definition", title="Definition"),
    Column(key="when", title="When to use"),
    Column(key="when_not", title="When not to use"),
    Column(key="examples", title="Examples"),
    Column(key="status", title="Status"),
    Column(key="colour", title="Colour"),
)


def bank_sheets(bank: Bank, coding: Table | None, provenance: Provenance) -> tuple[Sheet, ...]:
    """The sheets of a bank's workbook, in order. `coding` is the sheet of 0 and 1, where there is one."""
    quotes = bank_table(bank, provenance)
    columns = tuple(replace(column, shown=column.key not in _FOR_PROGRAMS) for column in quotes.columns)
    return (
        Sheet("Quotes" if bank.is_for_quotation else "Not for quotation", replace(quotes, columns=columns)),
        *((Sheet("Coding", coding),) if coding else ()),
        Sheet("Codebook", _codebook_table(bank)),
        notes_sheet(_notes(bank), provenance),
    )


def _notes(bank: Bank) -> tuple[str, ...]:
    return bank.notes if bank.is_for_quotation else (NOT_FOR_QUOTATION, *bank.notes)


def _codebook_table(bank: Bank) -> Table:
    rows = tuple(
        row for book in bank.codebooks for row in _codebook_rows(book, with_name=len(bank.codebooks) > 1)
    )
    return Table(id="codebook", title="Codebook", columns=_CODEBOOK, rows=rows)


def _codebook_rows(book: Codebook, *, with_name: bool) -> Iterator[Mapping[str, Value]]:
    for _, code in book.walk():
        yield {
            "path": f"{book.name}:{book.path(code.id)}" if with_name else book.path(code.id),
            "definition": code.meaning,
            "when": code.when,
            "when_not": code.when_not,
            "examples": "\n".join(code.examples),
            "status": str(code.status),
            "colour": code.colour,
        }
