"""What remains of a data file and its questionnaire when some of its records are forgotten."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from qualkit.actions import bring_in
from qualkit.model.questionnaire import DataFile, Question, Questionnaire, QuestionType, Use
from qualkit.store.datasets import StoredDataset
from qualkit.store.text_files import sha256_of
from qualkit.study import Study

_KEY_COLUMN = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingData:
    """A data file as it shall be, with its questionnaire."""

    file: str
    data: bytes
    sha256: str
    questionnaire: Questionnaire
    levels: int
    """How many answers only the forgotten records gave, and are no longer in the questionnaire."""


def remaining_data(
    study: Study, stored: StoredDataset, gone: Collection[str], column: str = ""
) -> RemainingData:
    """A data file without some records, or without one column; always delimited text.

    Records that are known by their row get a column with what they are known by, so that they stay the same.
    """
    from qualkit.importers.cells import read_cells
    from qualkit.importers.surveys.data_file import read_data_file

    path, book = study.path(stored.file), stored.questionnaire
    read = read_data_file(path, encoding=book.encoding, sheet=book.sheet)
    cells = read_cells(path, encoding=book.encoding, sheet=book.sheet)
    keys = dict(zip(read.row_numbers, _keys(book, read), strict=True))
    has_keys = book.column_for(Use.RECORD) in read.columns
    suffix = ".tsv" if path.suffix.lower() == ".tsv" else ".csv"
    place = read.columns.index(column) if column in read.columns else -1
    rows = [
        _row(row, place, None if has_keys else keys.get(number, _KEY_COLUMN if at == 0 else ""))
        for at, (number, row) in enumerate(zip(cells.row_numbers, cells.rows, strict=True))
        if keys.get(number) not in gone
    ]
    left = [row for number, row in zip(read.row_numbers, read.rows, strict=True) if keys[number] not in gone]
    went = [row for number, row in zip(read.row_numbers, read.rows, strict=True) if keys[number] in gone]
    asked = [_less(question, read, left, went) for question in book.questions if question.column != column]
    removed = sum(len(q.levels) for q in book.questions if q.column != column) - sum(
        len(q.levels) for q in asked
    )
    if not has_keys:
        asked.append(
            Question(column=_KEY_COLUMN, wording="Number of the row", use=Use.RECORD, is_guess=False)
        )
    data = _text(rows, "\t" if suffix == ".tsv" else ",").encode("utf-8", "surrogatepass")
    return RemainingData(
        file=PurePosixPath(stored.file).with_suffix(suffix).as_posix(),
        data=data,
        sha256=sha256_of(data),
        questionnaire=replace(book, questions=tuple(asked), encoding="utf-8", sheet=""),
        levels=removed,
    )


def _keys(book: Questionnaire, read: DataFile) -> list[str]:
    return bring_in.record_keys(book, read)


def _row(row: Sequence[str], place: int, key: str | None) -> list[str]:
    kept = [cell for number, cell in enumerate(row) if number != place]
    return kept if key is None else [*kept, key]


def _less(
    question: Question, read: DataFile, left: Sequence[Sequence[str]], went: Sequence[Sequence[str]]
) -> Question:
    """A question without the answers that only those who go gave; a scale keeps all its levels."""
    if question.type is QuestionType.LIKERT or question.column not in read.columns:
        return question
    at = read.columns.index(question.column)
    theirs, others = (_given(question, [row[at] for row in rows]) for rows in (went, left))
    kept = tuple(level for level in question.levels if level.label not in theirs - others)
    return replace(question, levels=kept) if len(kept) < len(question.levels) else question


def _given(question: Question, cells: Sequence[str]) -> set[str]:
    found = {cell.strip() for cell in cells}
    if question.separator:
        found |= {part.strip() for cell in cells for part in cell.split(question.separator)}
    return found


def _text(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def is_read_alike(study: Study, stored: StoredDataset, found: RemainingData, gone: Collection[str]) -> bool:
    """Whether the file is read as the records that were not forgotten."""
    from qualkit.importers.surveys.data_file import read_data_file

    book = stored.questionnaire
    before = read_data_file(study.path(stored.file), encoding=book.encoding, sheet=book.sheet)
    if len(before.rows) == len(gone):
        return True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(found.file).name
        path.write_bytes(found.data)
        after = read_data_file(path, encoding="utf-8")
    wanted = {
        (key, column): cell
        for key, row in zip(_keys(book, before), before.rows, strict=True)
        if key not in gone
        for column, cell in zip(before.columns, row, strict=True)
        if column in after.columns
    }
    read = {
        (key, column): cell
        for key, row in zip(_keys(found.questionnaire, after), after.rows, strict=True)
        for column, cell in zip(after.columns, row, strict=True)
        if column in before.columns
    }
    return {place: cell for place, cell in wanted.items() if cell} == {
        place: cell for place, cell in read.items() if cell
    }
