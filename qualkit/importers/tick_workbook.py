"""The workbook of ticks as a colleague filled it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qualkit.errors import FileRefused, NotFound, Where
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
    before = _before(path)
    titles = {row[0]: row[5] for row in _cells(path, BOOK) if len(row) > 5 and row[0]}
    rows = _cells(path, SHEET)
    header = [" ".join(cell.split()) for cell in rows[0]]
    for title in (PASSAGE, "Read"):
        if title not in header:
            raise FileRefused(
                f'The column "{title}" is missing.', Where(file=path.name, row=1), "Headings must stay."
            )
    ids = {" ".join(title.split()): code_id for title, code_id in titles.items()} | {"Read": READ}
    places = {place: ids[title] for place, title in enumerate(header) if title in ids}
    at = header.index(PASSAGE)
    found: list[TickRow] = []
    findings: list[Finding] = []
    for number, row in enumerate(rows[1:], start=2):
        if passage := row[at].strip():
            ticks, wrong = _ticks(row, places, before["books"], before["ticks"].get(passage, frozenset()))
            found.append(TickRow(passage=passage, who="", text="", ticks=ticks))
            findings += [_finding(path, number, header[place], row[place]) for place in wrong]
    columns = tuple(TickColumn(code_id=one, title=header[place]) for place, one in places.items() if one != READ)
    sheet = TickSheet(columns=columns, rows=tuple(found), books=before["books"], before=before["ticks"])
    return sheet, tuple(findings)


class _Before(dict[str, object]):
    """What the hidden sheet says."""


def _ticks(
    row: Sequence[str], places: Mapping[int, str], books: Sequence[str], before: frozenset[str]
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
