"""Closed answers as arrays: one number a record, in the order of the data file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, func, select

from qualkit.errors import NotFound
from qualkit.model.people import Screening
from qualkit.model.questionnaire import Question, Use
from qualkit.store import datasets, schema

if TYPE_CHECKING:
    from numpy import float64, int32, int64
    from numpy.typing import NDArray

_NO_RECORD = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredAnswers:
    """What every record answered to one question."""

    question: Question
    codes: NDArray[int32]
    """One entry a record: the place of its answer in `labels`, -1 for a blank cell."""
    labels: tuple[str, ...]
    """The answers as they stand in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecords:
    """The records of a data file, in its order: entry by entry those of the answers' arrays."""

    keys: tuple[str, ...]
    cases: tuple[str, ...]
    """The person of each record; empty where the file names none."""
    screening: tuple[str, ...]
    """Included, left out or undecided."""


def stored_records(connection: Connection, name: str) -> StoredRecords:
    """The records of a data file. Raises NotFound for one that the study has not."""
    record, case, said = schema.record, schema.case, schema.screening
    query = (
        select(record.c.key, case.c.name, said.c.screening)
        .join(case, case.c.id == record.c.case_id, isouter=True)
        .join(said, said.c.record_id == record.c.id, isouter=True)
        .where(record.c.dataset_id == _dataset(connection, name).id)
        .order_by(record.c.position)
    )
    rows = list(connection.execute(query))
    return StoredRecords(
        keys=tuple(row[0] for row in rows),
        cases=tuple(row[1] or "" for row in rows),
        screening=tuple(row[2] or Screening.UNDECIDED.value for row in rows),
    )


def closed_answers(
    connection: Connection, name: str, columns: Collection[str] = ()
) -> tuple[StoredAnswers, ...]:
    """The answers to a data file's closed questions (those of `columns`), in the questionnaire's order.

    Raises:
        NotFound: no such data file.
    """
    dataset = _dataset(connection, name)
    questions = {
        question.column: question
        for question in dataset.questionnaire.questions
        if question.use is Use.CLOSED and (not columns or question.column in columns)
    }
    return _answers(connection, dataset, questions)


def weights(connection: Connection, name: str) -> NDArray[float64] | None:
    """The survey weight of every record, NaN where there is none; None for a file without weights."""
    import numpy

    dataset = _dataset(connection, name)
    found = {one.column: one for one in dataset.questionnaire.questions if one.use is Use.WEIGHT}
    for given in _answers(connection, dataset, found):
        values = numpy.array([*map(_number, given.labels), numpy.nan])
        return values[given.codes]  # -1, a blank, is the last: NaN
    return None


def _number(label: str) -> float:
    try:
        return float(label.replace(",", "."))
    except ValueError:
        return float("nan")


def _answers(
    connection: Connection, dataset: datasets.StoredDataset, questions: dict[str, Question]
) -> tuple[StoredAnswers, ...]:
    import numpy

    record = schema.record
    ids = connection.scalars(
        select(record.c.id).where(record.c.dataset_id == dataset.id).order_by(record.c.position)
    ).all()
    size = int(connection.scalar(select(func.max(record.c.id))) or 0) + 1
    places = numpy.full(size, _NO_RECORD, dtype=numpy.int64)
    places[list(ids)] = numpy.arange(len(ids))
    found = []
    for row in _question_rows(connection, dataset, questions):
        labels = _labels(connection, row.id)
        codes = numpy.full(len(ids), -1, dtype=numpy.int32)
        given = _given(connection, row.id)
        given = given[places[given[:, 0]] != _NO_RECORD]
        codes[places[given[:, 0]]] = given[:, 1]
        found.append(StoredAnswers(question=questions[row.column], codes=codes, labels=labels))
    return tuple(found)


def _given(connection: Connection, question_id: int) -> NDArray[int64]:
    """(record's id, level) of every answer to a question; from the driver, as SQLAlchemy's rows are slow."""
    import numpy

    query = f"SELECT record_id, level FROM {schema.answer.name} WHERE question_id = ?"
    rows = connection.exec_driver_sql(query, (question_id,)).cursor
    pairs = rows.fetchall() if rows is not None else []
    return numpy.array(pairs, dtype=numpy.int64).reshape(-1, 2)


def _question_rows(
    connection: Connection, dataset: datasets.StoredDataset, questions: Collection[str]
) -> list[Row[tuple[int, str]]]:
    table = schema.question
    query = (
        select(table.c.id, table.c.column).where(table.c.dataset_id == dataset.id).order_by(table.c.position)
    )
    return [row for row in connection.execute(query) if row.column in questions]


def _labels(connection: Connection, question_id: int) -> tuple[str, ...]:
    level = schema.level
    query = select(level.c.label).where(level.c.question_id == question_id).order_by(level.c.number)
    return tuple(connection.scalars(query))


def _dataset(connection: Connection, name: str) -> datasets.StoredDataset:
    known = datasets.datasets(connection)
    found = next((one for one in known if one.questionnaire.name == name), None)
    if found is None:
        raise NotFound(
            f'There is no data file "{name}".', candidates=[one.questionnaire.name for one in known][:3]
        )
    return found
