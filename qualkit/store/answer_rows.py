"""Answers and records as a list: their ids in order, what is known of each, and the few rows in view.

A list of 100,000 is kept as integers. Texts are read for rows in view only, or streamed past for a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Select, distinct, func, select

from qualkit.model.coding import Anchor
from qualkit.model.questionnaire import QuestionType, Use
from qualkit.store import schema
from qualkit.store.codings import FEW
from qualkit.store.rows import mapping

_SEG = schema.segment.c
_IS_PRESENT = _SEG.is_gone.is_(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something known of an answer: what else was answered in its record, or an attribute of the person."""

    name: str
    wording: str = ""
    question_id: int | None = None
    """None for an attribute."""
    has_scale: bool = False
    """Whether its levels stand in the order of a scale."""
    widest: int = 0
    """Characters of its longest answer; 0 where nobody has counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An answer as the store has it."""

    id: int
    key: str
    ordinal: int
    text: str
    record: str | None
    case: str | None
    facts: Mapping[str, str]
    """Field → what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A code on an answer, or on words in it."""

    segment_id: int
    code_id: str
    coder: str


def lengths(connection: Connection, source_id: int) -> dict[int, int]:
    """Segment id → characters of its text, in the order of the file, less what a corrected file lost."""
    query = select(_SEG.id, _SEG.length).where(_SEG.source_id == source_id, _IS_PRESENT)
    return _pairs(connection, query.order_by(_SEG.ordinal))


def _pairs(connection: Connection, query: Select[Any]) -> dict[Any, Any]:
    """Two columns as a mapping, past the rows of SQLAlchemy: 100,000 in a third of the time."""
    compiled = query.compile(dialect=connection.dialect)
    values = compiled.construct_params()
    given = tuple(values[name] for name in compiled.positiontup or ())
    return dict(_plain_rows(connection, str(compiled), given))


def _plain_rows(connection: Connection, statement: str, given: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """The driver's own rows, one after the other: none is kept."""
    cursor = connection.exec_driver_sql(statement, given).cursor
    return cast("Iterator[tuple[Any, Any]]", cursor)


def fields(connection: Connection, question_id: int | None) -> list[Field]:
    """What is known of answers to an open question: closed questions of its data file, then attributes."""
    question, attribute, record = schema.question.c, schema.case_attribute.c, schema.record.c
    dataset = select(question.dataset_id).where(question.id == question_id).scalar_subquery()
    longest = select(func.max(func.length(schema.level.c.label)))
    closed = (
        select(
            question.id, question.column, question.wording, question.type,
            longest.where(schema.level.c.question_id == question.id).scalar_subquery().label("widest"),
        )
        .where(question.dataset_id == dataset, question.use == Use.CLOSED.value)
        .order_by(question.position)
    )  # fmt: skip
    found = [
        Field(
            name=row.column,
            wording=row.wording,
            question_id=row.id,
            has_scale=row.type == QuestionType.LIKERT.value,
            widest=row.widest or 0,
        )
        for row in connection.execute(closed)
    ]
    people = select(record.case_id).where(record.dataset_id == dataset)
    named = select(distinct(attribute.name)).where(attribute.case_id.in_(people)).order_by(attribute.name)
    known = {field.name for field in found}
    return found + [Field(name=name) for name in connection.scalars(named) if name not in known]


def levels(connection: Connection, source_id: int, question_id: int) -> tuple[dict[int, int], dict[int, str]]:
    """Segment id → number of what was answered; and the number's label, in the order of the scale."""
    answer, level = schema.answer.c, schema.level.c
    given = (
        select(_SEG.id, answer.level)
        .join(schema.answer, answer.record_id == _SEG.record_id)
        .where(answer.question_id == question_id, _SEG.source_id == source_id, _IS_PRESENT)
    )
    labels = select(level.number, level.label).where(level.question_id == question_id)
    return _pairs(connection, given), mapping(connection, labels.order_by(level.number))


def attributes(connection: Connection, source_id: int, name: str) -> dict[int, str]:
    """Segment id → an attribute of the person."""
    attribute, record = schema.case_attribute.c, schema.record.c
    query = (
        select(_SEG.id, attribute.value)
        .join(schema.record, record.id == _SEG.record_id)
        .join(schema.case_attribute, attribute.case_id == record.case_id)
        .where(attribute.name == name, _SEG.source_id == source_id, _IS_PRESENT)
    )
    return _pairs(connection, query)


def read(connection: Connection, source_id: int, coder: str, codebook: str) -> set[int]:
    """Ids of the segments that a coder has read for a codebook."""
    reading = schema.reading.c
    who = select(schema.coder.c.id).where(schema.coder.c.name == coder).scalar_subquery()
    book = select(schema.codebook.c.id).where(schema.codebook.c.name == codebook).scalar_subquery()
    query = (
        select(reading.segment_id, reading.codebook_id)
        .join(schema.segment, _SEG.id == reading.segment_id)
        .where(reading.coder_id == who, reading.codebook_id == book, _SEG.source_id == source_id, _IS_PRESENT)
    )
    return set(_pairs(connection, query))


def coded(
    connection: Connection, source_id: int, *, coder: str = "", codes: Sequence[str] | None = None
) -> set[int]:
    """Ids of the segments with a code: of anybody or one coder, any code or one of these."""
    coding = schema.coding.c
    query = (
        select(coding.segment_id)
        .join(schema.segment, _SEG.id == coding.segment_id)
        .where(_SEG.source_id == source_id, coding.anchor != Anchor.LOST.value)
    )
    if coder:
        who = select(schema.coder.c.id).where(schema.coder.c.name == coder).scalar_subquery()
        query = query.where(coding.coder_id == who)
    if codes is not None:
        query = query.where(coding.code_id.in_(codes))
    return set(connection.scalars(query))


def texts(connection: Connection, source_id: int) -> Iterator[tuple[int, str]]:
    """(segment id, text) of every answer, one after the other."""
    query = "SELECT id, text FROM segment WHERE source_id = ? AND is_gone = 0"
    return _plain_rows(connection, query, (source_id,))


def rows(connection: Connection, ids: Sequence[int]) -> list[Row]:
    """Some answers with what is known of them, in the order of the ids; those that are gone are left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), FEW):
        found |= {row.id: row for row in _some_rows(connection, ids[start : start + FEW])}
    return [found[id_] for id_ in ids if id_ in found]


def _some_rows(connection: Connection, ids: Sequence[int]) -> Iterator[Row]:
    record, case = schema.record.c, schema.case.c
    query = (
        select(
            _SEG.id, _SEG.key, _SEG.ordinal, _SEG.text, _SEG.record_id, record.case_id,
            record.key.label("record"), case.name.label("case"),
        )
        .outerjoin(schema.record, record.id == _SEG.record_id)
        .outerjoin(schema.case, case.id == record.case_id)
        .where(_SEG.id.in_(ids), _IS_PRESENT)
    )  # fmt: skip
    stored = connection.execute(query).all()
    of_people = _attributes_of(connection, [row.case_id for row in stored if row.case_id is not None])
    answered = _answers_of(connection, [row.record_id for row in stored if row.record_id is not None])
    for row in stored:
        facts = of_people.get(row.case_id, {}) | answered.get(row.record_id, {})
        yield Row(
            id=row.id,
            key=row.key,
            ordinal=row.ordinal,
            text=row.text,
            record=row.record,
            case=row.case,
            facts=facts,
        )


def _attributes_of(connection: Connection, case_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    attribute = schema.case_attribute.c
    query = select(attribute.case_id, attribute.name, attribute.value)
    return _by_first(connection, query.where(attribute.case_id.in_(case_ids)))


def _answers_of(connection: Connection, record_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    answer, level, question = schema.answer.c, schema.level.c, schema.question.c
    query = (
        select(answer.record_id, question.column, level.label)
        .join(schema.question, question.id == answer.question_id)
        .join(schema.level, (level.question_id == answer.question_id) & (level.number == answer.level))
        .where(answer.record_id.in_(record_ids), question.use == Use.CLOSED.value)
        .order_by(question.position)
    )
    return _by_first(connection, query)


def _by_first(connection: Connection, query: Select[Any]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for first, name, value in connection.execute(query):
        found.setdefault(first, {})[name] = value
    return found


def given_codes(connection: Connection, ids: Sequence[int]) -> list[Given]:
    """The codes on some answers, in the order in which they were given."""
    coding = schema.coding.c
    found: list[Given] = []
    for start in range(0, len(ids), FEW):
        query = (
            select(coding.segment_id, coding.code_id, schema.coder.c.name)
            .join(schema.coder, schema.coder.c.id == coding.coder_id)
            .where(coding.segment_id.in_(ids[start : start + FEW]), coding.anchor != Anchor.LOST.value)
            .order_by(coding.created, coding.id)
        )
        found += [Given(segment_id=r[0], code_id=r[1], coder=r[2]) for r in connection.execute(query)]
    return found


def keys(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Segment id → key of those of these that there are."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), FEW):
        some = _SEG.id.in_(ids[start : start + FEW])
        found |= mapping(connection, select(_SEG.id, _SEG.key).where(some, _IS_PRESENT))
    return found


def codings_by(connection: Connection, ids: Sequence[int], coder: str) -> list[tuple[str, str]]:
    """(coding's id, code's id) of a coder's codings on some answers."""
    coding = schema.coding.c
    who = select(schema.coder.c.id).where(schema.coder.c.name == coder).scalar_subquery()
    found: list[tuple[str, str]] = []
    for start in range(0, len(ids), FEW):
        query = select(coding.id, coding.code_id).where(
            coding.segment_id.in_(ids[start : start + FEW]),
            coding.coder_id == who,
            coding.anchor != Anchor.LOST.value,
        )
        found += [(row[0], row[1]) for row in connection.execute(query)]
    return found
