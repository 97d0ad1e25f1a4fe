"""The copy of a data file that goes into the study, less the columns of personal data."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from qualkit.errors import NotFound, Where
from qualkit.importers.cells import read_cells
from qualkit.importers.surveys.atomic import written_at_once
from qualkit.importers.surveys.header import columns_of


def copy_without(
    path: Path, columns: Collection[str], target: Path, *, encoding: str = "", sheet: str = ""
) -> Path:
    """Writes the copy and gives its path: byte for byte if no column is left out.

    Else csv and tsv keep their suffix, as UTF-8 divided by commas or tabs, and xlsx becomes csv. Columns keep
    the names that they have in the study, also those that were made up or numbered.

    Raises:
        FileRefused: the file can't be read.
        NotFound: a column that the file has not.
        Refused: the copy can't be written.
    """
    suffix = path.suffix.lower()
    if not columns:
        return _copied(path, _named(target, suffix))
    rows = _rows_without(path, columns, encoding, sheet)
    suffix = ".tsv" if suffix == ".tsv" else ".csv"
    written = _named(target, suffix)
    with written_at_once(written) as temporary, temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n")
        writer.writerows(rows)
    return written


def _copied(path: Path, target: Path) -> Path:
    with written_at_once(target) as temporary:
        shutil.copyfile(path, temporary)
    return target


def _named(target: Path, suffix: str) -> Path:
    """The target with the suffix of what is written; a dot in its stem stays."""
    return target if target.suffix.lower() == suffix else target.with_suffix(suffix)


def _rows_without(path: Path, columns: Collection[str], encoding: str, sheet: str) -> Iterable[list[str]]:
    cells = read_cells(path, encoding=encoding, sheet=sheet)
    found = columns_of(cells.rows)
    unknown = [column for column in columns if column not in found.names]
    if unknown:
        near = get_close_matches(unknown[0], found.names, n=3)
        raise NotFound(f"There is no column {unknown[0]!r}.", Where(file=path.name), candidates=near)
    kept = [place for place, name in enumerate(found.names) if name not in columns]
    header = found.header
    rows = (found.names, *cells.rows[1 : 1 + header.rows_kept_under_names], *cells.rows[header.rows :])
    return ([row[place] for place in kept] for row in rows)
