"""The workbook of ticks as a colleague filled it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qualkit.errors import FileRefused, NotFound, Where
from qualkit.importers.delimited import NumberedRow
from qualkit.importers.workbook import workbook_rows
from qualkit.model.finding import Finding, Severity
from qualkit.model.ticks import BEFORE, BOOK, PASSAGE, READ, SHEET, TickColumn, TickRow, TickSheet

_YES = frozenset({"x", "1", "yes", "y", "true", "✓", "✔", "✗", "☒", "☑"})
_NO = frozenset({"", "0", "no", "n", "false", "-", "–", "☐"})


def is_tick_workbook(path: Path) -> bool:
    """Whether a file is a workbook of ticks, given out by qualkit."""
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        workbook_rows(path, sheet=BEFORE)
    except NotFound:
        return False
    return True


def read_tick_workbook(path: Path) -> tuple[TickSheet, tuple[Finding, ...]]:
    """(the sheet as it came back, cells that are neither a tick nor empty: these change nothing).

    Rows may be sorted, filtered or deleted, columns moved; a row is known by its passage, a column by its
    heading. Raises FileRefused where headings or sheets are missing.
    """
    books, before = _before(path)
    titles = {_plain(row[0]): row[5] for _, row in _rows(path, BOOK)[1:] if len(row) > 5}
    (first, heading), *rows = _rows(path, SHEET)
    header = [_plain(cell) for cell in heading]
    for title in (PASSAGE, "Read"):
        if title not in header:
            raise FileRefused(
                f'The column "{title}" is missing.', Where(file=path.name, row=first), "Headings must stay."
            )
    ids = titles | {"Read": READ}
    places = {place: ids[title] for place, title in enumerate(header) if title in ids}
    at = header.index(PASSAGE)
    found: list[TickRow] = []
    findings: list[Finding] = []
    for number, row in rows:
        if passage := (row[at].strip() if at < len(row) else ""):
            ticks, wrong = _ticks(row, places, before.get(passage, frozenset()))
            found.append(TickRow(passage=passage, who="", text="", ticks=ticks))
            findings += [_finding(path, number, header[place], row[place]) for place in wrong]
    columns = tuple(
        TickColumn(code_id=one, title=header[place]) for place, one in places.items() if one != READ
    )
    sheet = TickSheet(columns=columns, rows=tuple(found), books=books, before=before)
    return sheet, tuple(findings)


def _rows(path: Path, sheet: str) -> Sequence[NumberedRow]:
    try:
        return workbook_rows(path, sheet=sheet).rows
    except NotFound as error:
        raise FileRefused(
            f'The sheet "{sheet}" is missing.', Where(file=path.name), "Take the file as it was given out."
        ) from error


def _before(path: Path) -> tuple[tuple[str, ...], dict[str, frozenset[str]]]:
    """(codebooks that "Read" is for, passage → what was ticked when the sheet was given out)."""
    (_, books), *rows = _rows(path, BEFORE)
    ticked = {row[0]: frozenset(cell for cell in row[1:] if cell) for _, row in rows}
    return tuple(book for book in books[1:] if book), ticked


def _plain(text: str) -> str:
    return " ".join(text.split())


def _ticks(
    row: Sequence[str], places: Mapping[int, str], before: frozenset[str]
) -> tuple[frozenset[str], list[int]]:
    """(what is ticked, places of cells that are neither a tick nor empty: these stay as they were)."""
    ticks, wrong = set(), []
    for place, key in places.items():
        said = row[place].strip().casefold() if place < len(row) else ""
        if said not in _YES | _NO:
            wrong.append(place)
        if said in _YES or (said not in _NO and key in before):
            ticks.add(key)
    return frozenset(ticks), wrong


def _finding(path: Path, row: int, column: str, said: str) -> Finding:
    return Finding(
        rule="tick",
        severity=Severity.ERROR,
        message=f'"{said.strip()[:40]}" is neither a tick nor empty; it was left as it was.',
        where=Where(file=path.name, row=row, column=column),
        hint="Write x, or leave the cell empty.",
    )
