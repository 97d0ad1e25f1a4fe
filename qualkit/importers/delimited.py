"""Rows of a csv or tsv text, each with the line where it starts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from qualkit.errors import FileRefused, Where

NumberedRow = tuple[int, list[str]]

_DELIMITERS = (",", ";", "\t")
_ROWS_LOOKED_AT, _LOOKED_AT = 50, 500_000
_EVEN = 0.8


def delimited_rows(text: str, *, file: str, suffix: str) -> list[NumberedRow]:
    """(line where the row starts, its cells) for every row, blank ones too. Lines count from 1.

    `text` has LF line ends. A stray quotation mark in a tsv is taken as a character.

    Raises:
        FileRefused: a quotation mark opens and never closes, or a cell is longer than a book chapter.
    """
    first_line, text = _without_separator_line(text)
    delimiter = _delimiter(text, told=first_line, suffix=suffix)
    skipped = 1 if first_line else 0
    rows = _rows(text, delimiter, file=file, skipped=skipped)
    unclosed = _unclosed_row(rows, text, delimiter, skipped)
    if unclosed is None:
        return rows
    if delimiter == "\t":
        return [(number, line.split("\t") if line else []) for number, line in _lines(text, skipped)]
    raise FileRefused(
        "A quotation mark opens in this row and never closes, so the rest of the file would be one answer.",
        Where(file=file, line=unclosed),
        'Close the quotation (") in that row, or double it ("") where it is part of an answer.',
    )


def _without_separator_line(text: str) -> tuple[str, str]:
    """(the delimiter that a first line `sep=;` names, the rest). Excel writes such a line for itself."""
    first, _, rest = text.partition("\n")
    if first[:4].casefold() == "sep=" and len(first) == 5:
        return first[4], rest
    return "", text


def _delimiter(text: str, *, told: str, suffix: str) -> str:
    """The told one; else the suffix's if it divides the rows; else the one that divides best."""
    if told:
        return told
    promised = "\t" if suffix == ".tsv" else ","
    evenness = {mark: _evenness(text[:_LOOKED_AT], mark) for mark in _DELIMITERS}
    if suffix == ".tsv" and evenness["\t"] > (0.0, 0):
        return promised
    best = max(_DELIMITERS, key=lambda mark: (evenness[mark], mark == promised))
    return best if best == promised or evenness[best] > (_EVEN, 0) else promised


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """(share of the first rows that have the commonest number of cells, that number); 0 for one cell."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, _ROWS_LOOKED_AT) if row)
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, rows = widths.most_common(1)[0]
    return (rows / widths.total(), width) if width > 1 else (0.0, 0)


def _rows(text: str, delimiter: str, *, file: str, skipped: int) -> list[NumberedRow]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[NumberedRow] = []
    started = 0
    try:
        for row in reader:
            rows.append((started + skipped + 1, row))
            started = reader.line_num
    except csv.Error as error:
        raise FileRefused(
            f"An answer that starts in this row is longer than {csv.field_size_limit():,} characters.",
            Where(file=file, line=started + skipped + 1),
            'Look for a quotation mark (") that opens there and is never closed.',
        ) from error
    return rows


def _unclosed_row(rows: list[NumberedRow], text: str, delimiter: str, skipped: int) -> int | None:
    """The line of the last row, if the file ends inside a quotation there."""
    if not rows or '"' not in text:
        return None
    line = rows[-1][0]
    tail = text.split("\n", line - skipped - 1)[-1]
    try:
        list(csv.reader(io.StringIO(tail), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return line if "unexpected end of data" in str(error) else None
    return None


def _lines(text: str, skipped: int) -> list[tuple[int, str]]:
    return list(enumerate(text.removesuffix("\n").split("\n"), start=skipped + 1))
