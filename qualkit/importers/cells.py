"""The cells of a table file as text: .csv, .tsv and .xlsx alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.delimited import NumberedRow, delimited_rows
from qualkit.importers.encoding import decode
from qualkit.importers.workbook import workbook_rows
from qualkit.model.finding import Finding, Severity

TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx")

_NAMED_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A table as text: rows of equal length, blank rows and trailing empty columns left out."""

    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    """The row (xlsx) or line (csv, tsv) of the file where each row starts, counted from 1."""
    encoding: str
    sheet: str
    findings: tuple[Finding, ...]


def read_cells(path: Path, *, encoding: str = "", sheet: str = "") -> Cells:
    """The cells of a table file. `encoding` is for csv and tsv, `sheet` for xlsx; empty means find out.

    Line ends inside a cell are LF; nothing else of a text is changed.

    Raises:
        FileRefused: it can't be read, is empty, or is no table.
        NotFound: no sheet of that name; the candidates are those there are.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise FileRefused(
            "Not a table that qualkit can read.",
            Where(file=path.name),
            "Save it as .csv, .tsv or .xlsx and try again.",
        )
    if suffix == ".xlsx":
        found = workbook_rows(path, sheet=sheet)
        return _squared(found.rows, path.name, sheet=found.sheet, findings=found.findings)
    decoded = decode(_bytes(path), file=path.name, encoding=encoding)
    rows = delimited_rows(decoded.text, file=path.name, suffix=suffix)
    findings = (*decoded.findings, *_ragged(rows, path.name))
    return _squared(rows, path.name, encoding=decoded.encoding, findings=findings)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = (
            "There is no such file." if isinstance(error, FileNotFoundError) else "The file can't be opened."
        )
        hint = "Check its name and folder, and whether another program holds it open."
        raise FileRefused(why, Where(file=str(path)), hint) from error
    if not data.strip():
        raise FileRefused("The file is empty.", Where(file=path.name), "Export it again and check its size.")
    return data


def _squared(
    rows: Sequence[NumberedRow],
    file: str,
    *,
    encoding: str = "",
    sheet: str = "",
    findings: Sequence[Finding],
) -> Cells:
    kept = [row for row in rows if any(map(str.strip, row[1]))]
    if not kept:
        raise FileRefused("The file holds no cell with anything in it.", Where(file=file))
    width = max(_filled_width(cells) for _, cells in kept)
    return Cells(
        rows=tuple(_of_width(cells, width) for _, cells in kept),
        row_numbers=tuple(number for number, _ in kept),
        encoding=encoding,
        sheet=sheet,
        findings=(*findings, *_blank(rows, kept, file)),
    )


def _filled_width(cells: list[str]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _of_width(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple(cells) if len(cells) == width else tuple(cells[:width] + [""] * (width - len(cells)))


def _ragged(rows: Sequence[NumberedRow], file: str) -> list[Finding]:
    """A finding for each row with more or fewer cells than most rows have."""
    widths = Counter(len(cells) for _, cells in rows if cells)
    if len(widths) < 2:
        return []
    usual = widths.most_common(1)[0][0]
    odd = [(number, cells) for number, cells in rows if len(cells) != usual and any(map(str.strip, cells))]
    findings = [_ragged_row(number, cells, usual, file) for number, cells in odd[:_NAMED_ONE_BY_ONE]]
    if len(odd) > _NAMED_ONE_BY_ONE:
        more = f"{len(odd) - _NAMED_ONE_BY_ONE} more rows do not have {usual} cells."
        findings.append(
            Finding(rule="ragged-row", severity=Severity.WARNING, message=more, where=Where(file=file))
        )
    return findings


def _ragged_row(number: int, cells: list[str], usual: int, file: str) -> Finding:
    return Finding(
        rule="ragged-row",
        severity=Severity.WARNING,
        message=f"This row has {len(cells)} cells where most rows have {usual}.",
        where=Where(file=file, line=number),
        hint='A comma or a quotation mark (") inside an answer may have moved its cells: compare it.',
    )


def _blank(rows: Sequence[NumberedRow], kept: Sequence[NumberedRow], file: str) -> list[Finding]:
    """One note for blank rows between others; those at the end are nothing to speak of."""
    first, last = kept[0][0], kept[-1][0]
    inside = sum(first < number < last for number, _ in rows) - max(len(kept) - 2, 0)
    if inside <= 0:
        return []
    message = f"{inside} blank row{'s were' if inside > 1 else ' was'} skipped."
    return [Finding(rule="blank-row", severity=Severity.NOTE, message=message, where=Where(file=file))]
