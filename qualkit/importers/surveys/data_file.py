"""A data file as columns and rows: what is a header, and what is an answer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.cells import Cells, read_cells
from qualkit.importers.spss import read_spss
from qualkit.importers.surveys.header import Columns, columns_of
from qualkit.importers.surveys.keys import Key, key_beside, refuse_key
from qualkit.importers.surveys.kinds import kind_of_answer
from qualkit.importers.surveys.platforms import SPSS, platform_of
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import DataFile, LevelKind

_EMPTY_MARKS = ("NA", "NULL", "NaN", "#NULL!")
_COLUMNS_WITH_A_MARK = 3
_MOST_LEVELS = 40
_NO_ANSWER = (LevelKind.NOT_SELECTED, LevelKind.MISSING)


def read_data_file(path: Path, *, encoding: str = "", sheet: str = "") -> DataFile:
    """The columns and rows of a .csv, .tsv, .xlsx or .sav file, one row a record.

    The platform that it was exported from is recognised, and a key that lies beside it is read with it. `NA`
    and the like count as empty where a program wrote them for empty cells throughout the file; a note says
    so, as for names that were made up, doubled names and blank rows.

    Raises:
        FileRefused: it can't be read, has no row under its header, or is the key of another file.
        NotFound: no sheet of that name.
    """
    if path.suffix.lower() == ".sav":
        return _spss_file(path)
    cells = read_cells(path, encoding=encoding, sheet=sheet)
    refuse_key(cells.rows, path.name)
    columns = columns_of(cells.rows)
    answers = cells.rows[columns.header.rows :]
    if not answers:
        raise FileRefused(
            "The file has a header and no rows under it.",
            Where(file=path.name, row=cells.row_numbers[-1]),
            "Export the answers themselves, with one row for each respondent or record.",
        )
    rows, emptied = _without_empty_marks(answers)
    platform = columns.header.platform or platform_of(columns.names, answers)
    key = key_beside(path, platform, columns.names)
    findings = (
        *cells.findings,
        *_said_of_columns(columns, cells, path.name),
        *_notes([*_said_of_platform(platform, columns.header.rows), *_said_of_key(key), *emptied], path.name),
    )
    return DataFile(
        columns=columns.names,
        wordings=tuple(
            key.wordings.get(name, said) for name, said in zip(columns.names, columns.wordings, strict=True)
        ),
        rows=rows,
        row_numbers=cells.row_numbers[columns.header.rows :],
        encoding=cells.encoding,
        sheet=cells.sheet,
        findings=findings,
        platform=platform,
        facts=key.facts,
    )


def _spss_file(path: Path) -> DataFile:
    """An SPSS file as a data file; Jisc's have its names of variables."""
    found = read_spss(path)
    exported_from = platform_of(found.names, found.rows)
    coded = sum(bool(fact.levels) for fact in found.facts.values())
    said = [
        f"The file is an SPSS file; {coded} of its {len(found.names)} columns have labels for their codes."
    ]
    return DataFile(
        columns=found.names,
        wordings=found.wordings,
        rows=found.rows,
        row_numbers=tuple(range(1, len(found.rows) + 1)),
        findings=tuple(_notes(said, path.name)),
        platform=f"{exported_from} (SPSS)" if exported_from else SPSS,
        facts=found.facts,
    )


def _said_of_platform(platform: str, header_rows: int) -> list[str]:
    if not platform:
        return []
    if header_rows > 1:
        return [f"The first {header_rows} rows are the header of a {platform} export."]
    return [f"The file is an export of {platform}."]


def _said_of_key(key: Key) -> list[str]:
    return [f"What its codes mean was read from {key.file}."] if key.file and key.facts else []


def _without_empty_marks(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """(the rows with empty cells where a program wrote a mark for them, what was emptied in words).

    A column with a word of its own for no answer keeps its `NA`: there it says that nobody asked.
    """
    said: list[str] = []
    by_column = [set(column) for column in zip(*rows, strict=True)]
    emptied: list[set[str]] = [set() for _ in by_column]
    for mark in _EMPTY_MARKS:
        places = [place for place, values in enumerate(by_column) if mark in values]
        if len(places) < _COLUMNS_WITH_A_MARK:
            continue
        kept = [place for place in places if mark == "NA" and _has_word_for_no_answer(by_column[place])]
        for place in set(places) - set(kept):
            emptied[place].add(mark)
        if len(places) > len(kept):
            count = len(places) - len(kept)
            in_columns = f"{count} column{'s' if count > 1 else ''}"
            said.append(f'"{mark}" stands for an empty cell in {in_columns} and was read as one.')
        if kept:
            said.append(
                f'"{mark}" stands for a question that was not asked in {len(kept)} columns, '
                "which have another word for no answer."
            )
    if not any(emptied):
        return rows, said
    return tuple(
        tuple("" if cell in marks else cell for cell, marks in zip(row, emptied, strict=True)) for row in rows
    ), said


def _has_word_for_no_answer(values: set[str]) -> bool:
    if len(values) > _MOST_LEVELS:
        return False
    return any(kind_of_answer(value) in _NO_ANSWER for value in values if value.strip())


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
    return said


def _notes(messages: Iterable[str], file: str) -> list[Finding]:
    return [_note(message, Where(file=file)) for message in messages]


def _note(message: str, where: Where) -> Finding:
    return Finding(rule="data-file", severity=Severity.NOTE, message=message, where=where)
