"""A data file as columns and rows: what is a header, and what is an answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.cells import Cells, read_cells
from qualkit.importers.surveys.header import Columns, columns_of
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import DataFile

_EMPTY_MARKS = ("NA", "NULL", "NaN", "#NULL!")
_COLUMNS_WITH_A_MARK = 3


def read_data_file(path: Path, *, encoding: str = "", sheet: str = "") -> DataFile:
    """The columns and rows of a .csv, .tsv or .xlsx file, one row a record.

    `NA` and the like count as empty where a program wrote them for empty cells throughout the file; a note
    says so, as for names that were made up, doubled names and blank rows.

    Raises:
        FileRefused: it can't be read, or has no row under its header.
        NotFound: no sheet of that name.
    """
    cells = read_cells(path, encoding=encoding, sheet=sheet)
    columns = columns_of(cells.rows)
    answers = cells.rows[columns.header.rows :]
    if not answers:
        raise FileRefused(
            "The file has a header and no rows under it.",
            Where(file=path.name, row=cells.row_numbers[-1]),
            "Export the answers themselves, with one row for each respondent or record.",
        )
    rows, emptied = _without_empty_marks(answers)
    findings = (*cells.findings, *_said_of_columns(columns, cells, path.name), *_notes(emptied, path.name))
    return DataFile(
        columns=columns.names,
        wordings=columns.wordings,
        rows=rows,
        row_numbers=cells.row_numbers[columns.header.rows :],
        encoding=cells.encoding,
        sheet=cells.sheet,
        findings=findings,
    )


def _without_empty_marks(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """(the rows with empty cells where a program wrote a mark for them, what was emptied in words)."""
    said: list[str] = []
    marks: set[str] = set()
    by_column = [set(column) for column in zip(*rows, strict=True)]
    for mark in _EMPTY_MARKS:
        columns = sum(mark in values for values in by_column)
        if columns >= _COLUMNS_WITH_A_MARK:
            marks.add(mark)
            said.append(f'"{mark}" stands for an empty cell in {columns} columns and was read as one.')
    if not marks:
        return rows, said
    return tuple(tuple("" if cell in marks else cell for cell in row) for row in rows), said


def _said_of_columns(columns: Columns, cells: Cells, file: str) -> list[Finding]:
    row = cells.row_numbers[0]
    said = [
        _note(f'A column without a name is called "{name}".', Where(file=file, row=row, column=name))
        for name in columns.unnamed
    ]
    said += [
        _note(f'A second column of the same name is called "{name}".', Where(file=file, row=row, column=name))
        for name in columns.doubled
    ]
    if columns.header.platform:
        message = (
            f"The first {columns.header.rows} rows are the header of a {columns.header.platform} export."
        )
        said.append(_note(message, Where(file=file)))
    return said


def _notes(messages: Iterable[str], file: str) -> list[Finding]:
    return [_note(message, Where(file=file)) for message in messages]


def _note(message: str, where: Where) -> Finding:
    return Finding(rule="data-file", severity=Severity.NOTE, message=message, where=where)
