"""Codebooks in a table, one row a code: .csv, .tsv and .xlsx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.cells import Cells, read_cells
from qualkit.importers.codebooks.fields import (
    TITLES,
    Said,
    distinct,
    draft_of,
    field_named,
    finding,
    nearest_key,
)
from qualkit.importers.codebooks.parents import CodeRow, placed
from qualkit.model.draft import CodebookDraft, CodeDraft
from qualkit.model.finding import Finding
from qualkit.model.guard import unguard

_HEADER_WITHIN = 10
_SHOWN = 8
_COLUMNS = frozenset(TITLES) - {"codes"}
_NUMBERED = re.compile(r"(.*\D)[\s_.-]*\d+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The table below its header."""

    file: str
    is_xlsx: bool
    fields: Mapping[int, str]
    """Column index → field."""
    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]

    def where(self, number: int, column: str = "") -> Where:
        if self.is_xlsx:
            return Where(file=self.file, row=number, column=column)
        return Where(file=self.file, line=number, column=column)


def read_sheet(path: Path) -> tuple[CodebookDraft, tuple[Finding, ...]]:
    """The codebook of a table. Headers may be spelled in many ways; an empty cell says nothing of its field.

    Raises:
        FileRefused: no table, or none with a column of names.
    """
    cells = read_cells(path)
    sheet, problems = _below_header(cells, path)
    rows = []
    for number, texts in sheet.rows:
        row = _code_row(sheet, number, texts)
        if row.name:
            rows.append(row)
        else:
            problems.append(
                finding("codebook-shape", "A row without a name is left out.", sheet.where(number))
            )
    paths, misplaced = placed(rows, has_parents="parent" in sheet.fields.values())
    drafts: list[CodeDraft] = []
    for row, names in paths.items():
        draft, senseless = draft_of(names, row.said, row.where)
        drafts.append(draft)
        problems += senseless
    kept, doubles = distinct(drafts)
    draft_book = CodebookDraft(name=path.stem, codes=kept)
    return draft_book, (*cells.findings, *problems, *misplaced, *doubles)


def _below_header(cells: Cells, path: Path) -> tuple[_Sheet, list[Finding]]:
    """The table from its header on: the first row of the file, or of a few, that has a name column."""
    first_rows = enumerate(cells.rows[:_HEADER_WITHIN])
    at = next((at for at, texts in first_rows if "name" in map(_field_of, texts)), None)
    if at is None:
        texts = [f'"{" ".join(text.split())[:40]}"' for text in cells.rows[0] if text.strip()]
        shown = ", ".join(texts[:_SHOWN]) + (
            f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
        )
        raise FileRefused(
            "The table has no column of code names.",
            Where(file=path.name, row=cells.row_numbers[0]),
            f'Name a column "name" or "code". Its first row is: {shown}.',
        )
    headers = cells.rows[at]
    sheet = _Sheet(
        file=path.name,
        is_xlsx=path.suffix.lower() == ".xlsx",
        fields=_columns(headers),
        headers=headers,
        rows=tuple(zip(cells.row_numbers[at + 1 :], cells.rows[at + 1 :], strict=True)),
    )
    return sheet, list(_unread(sheet, sheet.where(cells.row_numbers[at])))


def _columns(headers: Sequence[str]) -> dict[int, str]:
    """Column → field. Only examples may have several columns; of others the first counts."""
    fields: dict[int, str] = {}
    for column, header in enumerate(headers):
        known = _field_of(header)
        if known in _COLUMNS and (known == "examples" or known not in fields.values()):
            fields[column] = str(known)
    return fields


def _field_of(header: str) -> str | None:
    numbered = _NUMBERED.fullmatch(header)
    known = field_named(header)
    return known or (
        field_named(numbered[1]) if numbered and field_named(numbered[1]) == "examples" else None
    )


def _unread(sheet: _Sheet, where: Where) -> Iterator[Finding]:
    for column, header in enumerate(sheet.headers):
        if column in sheet.fields or not any(texts[column].strip() for _, texts in sheet.rows):
            continue
        known = _field_of(header)
        near = nearest_key(header, _COLUMNS - set(sheet.fields.values()))
        if known in _COLUMNS:
            message = f'There are two columns for "{TITLES[str(known)]}"; "{header}" was left out.'
        else:
            message = f'The column "{header}" is not known and was left out.'
        hint = f'Did you mean "{near}"?' if near and known is None else ""
        yield finding("codebook-column", message, where, is_error=False, hint=hint)


def _code_row(sheet: _Sheet, number: int, texts: Sequence[str]) -> CodeRow:
    said = []
    plain = {"name": "", "parent": ""}
    for column, known in sheet.fields.items():
        text = (texts[column] if sheet.is_xlsx else unguard(texts[column])).strip()
        if known in plain:
            plain[known] = " ".join(text.split("\n"))
        elif text:
            where = sheet.where(number, sheet.headers[column])
            is_list = known == "examples" and _is_plural(sheet.headers[column])
            lines = tuple(line.strip() for line in text.split("\n") if line.strip()) if is_list else (text,)
            said.append(Said(field=known, texts=lines, where=where))
    return CodeRow(name=plain["name"], parent=plain["parent"], said=tuple(said), where=sheet.where(number))


def _is_plural(header: str) -> bool:
    return header.strip().casefold().endswith("s")
