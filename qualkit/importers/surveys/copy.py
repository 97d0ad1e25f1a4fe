"""The copy of a data file that goes into the study, less the columns of personal data."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from qualkit.errors import NotFound, Where
from qualkit.importers.cells import read_cells
from qualkit.importers.spss import read_spss
from qualkit.importers.surveys.header import columns_of


def copy_without(
    path: Path, columns: Collection[str], *, encoding: str = "", sheet: str = ""
) -> tuple[bytes, str]:
    """(the copy, its suffix): byte for byte if no column is left out.

    Else csv and tsv keep their suffix, as UTF-8 divided by commas or tabs, and xlsx becomes csv. An SPSS file
    becomes csv in any case, with its codes; the questionnaire keeps what they mean. Columns keep the names
    that they have in the study, also those that were made up or numbered.

    Raises:
        FileRefused: the file can't be read.
        NotFound: a column that the file has not.
    """
    suffix = path.suffix.lower()
    if not columns and suffix != ".sav":
        return path.read_bytes(), suffix
    rows = _rows_without(path, columns, encoding, sheet)
    suffix = ".tsv" if suffix == ".tsv" else ".csv"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n").writerows(rows)
    return out.getvalue().encode(), suffix


def _rows_without(path: Path, columns: Collection[str], encoding: str, sheet: str) -> Iterable[list[str]]:
    names, rows = _named_rows(path, encoding, sheet)
    unknown = [column for column in columns if column not in names]
    if unknown:
        near = get_close_matches(unknown[0], names, n=3)
        raise NotFound(f"There is no column {unknown[0]!r}.", Where(file=path.name), candidates=near)
    kept = [place for place, name in enumerate(names) if name not in columns]
    return ([row[place] for place in kept] for row in (names, *rows))


def _named_rows(path: Path, encoding: str, sheet: str) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    """The names of the columns, and the rows that belong under them."""
    if path.suffix.lower() == ".sav":
        found = read_spss(path)
        return found.names, found.rows
    cells = read_cells(path, encoding=encoding, sheet=sheet)
    columns = columns_of(cells.rows)
    header = columns.header
    return columns.names, (*cells.rows[1 : 1 + header.rows_kept_under_names], *cells.rows[header.rows :])
