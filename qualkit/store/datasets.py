"""Data files: their questions, records and closed answers, and the sources of their open ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from qualkit.model.intake import DatasetIntake, RecordIntake
from qualkit.model.questionnaire import DataKind, Question, Questionnaire, Use
from qualkit.model.source import Voice
from qualkit.store import people, question_details, schema, screening, sources
from qualkit.store.rows import mapping
from qualkit.store.segment_rows import Synced
from qualkit.store.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDataset:
    """A data file as the store has it."""

    id: int
    questionnaire: Questionnaire
    file: str
    sha256: str
    received_name: str
    received_sha256: str


def datasets(connection: Connection) -> list[StoredDataset]:
    """Every data file with its questionnaire, in the order in which they came."""
    rows = list(connection.execute(select(schema.dataset).order_by(schema.dataset.c.id)))
    questions: dict[int, list[Question]] = {row.id: [] for row in rows}
    platforms: dict[int, str] = {}
    for row in connection.execute(select(schema.question).order_by(schema.question.c.position)):
        questions[row.dataset_id].append(
            question_details.question(
                Question(
                    column=row.column,
                    wording=row.wording,
                    use=Use(row.use),
                    voice=Voice(row.voice) if row.voice else None,
                    is_guess=row.is_guess,
                ),
                row.type,
                row.details,
            )
        )
        platforms.setdefault(row.dataset_id, question_details.platform(row.details))
    return [
        StoredDataset(
            id=row.id,
            questionnaire=Questionnaire(
                name=row.name,
                kind=DataKind(row.kind),
                questions=tuple(questions[row.id]),
                title=row.title,
                encoding=row.encoding,
                sheet=row.sheet,
                platform=platforms.get(row.id, ""),
            ),
            file=row.file,
            sha256=row.sha256,
            received_name=row.received_name,
            received_sha256=row.received_sha256,
        )
        for row in rows
    ]


def sync_dataset(writer: Writer, intake: DatasetIntake) -> list[Synced]:
    """Make the store's data file equal to the intake, with the sources of its open questions."""
    dataset_id = _sync_dataset_row(writer, intake)
    questions = _sync_questions(writer, dataset_id, intake.questionnaire)
    records = _sync_records(writer, dataset_id, intake.records)
    _sync_answers(writer, questions, records, intake)
    _remove_stale_sources(writer, intake)
    synced = [
        sources.sync(writer, source, records=records, question_id=questions[source.column or ""])
        for source in intake.sources
    ]
    _remove_stale_records(writer, dataset_id, set(records.values()))
    return synced


def _sync_dataset_row(writer: Writer, intake: DatasetIntake) -> int:
    book = intake.questionnaire
    values = {
        "name": book.name,
        "kind": book.kind.value,
        "title": book.title,
        "file": intake.file,
        "sha256": intake.sha256,
        "received_sha256": intake.received_sha256,
        "received_name": intake.received_name,
        "encoding": book.encoding,
        "sheet": book.sheet,
    }
    found = writer.connection.scalar(select(schema.dataset.c.id).where(schema.dataset.c.name == book.name))
    if found is not None:
        writer.update(schema.dataset, (found,), values)
        return int(found)
    fresh = writer.next_id(schema.dataset)
    writer.insert(schema.dataset, [{"id": fresh, **values}])
    return fresh


def _sync_questions(writer: Writer, dataset_id: int, questionnaire: Questionnaire) -> dict[str, int]:
    table = schema.question
    known = {
        column: id_
        for id_, column in writer.connection.execute(
            select(table.c.id, table.c.column).where(table.c.dataset_id == dataset_id)
        )
    }
    fresh = []
    for position, question in enumerate(questionnaire.questions):
        values = {
            "position": position,
            "wording": question.wording,
            "use": question.use.value,
            "voice": question.voice.value if question.voice else "",
            "is_guess": question.is_guess,
            "type": question.type.value if question.type else "",
            "details": question_details.text(question, "" if position else questionnaire.platform),
        }
        if question.column in known:
            writer.update(table, (known[question.column],), values)
        else:
            known[question.column] = writer.next_id(table)
            row = {"id": known[question.column], "dataset_id": dataset_id, "column": question.column}
            fresh.append(row | values)
    writer.insert(table, fresh)
    return known


def _sync_records(writer: Writer, dataset_id: int, records: Sequence[RecordIntake]) -> dict[str, int]:
    case_ids = people.ensure_cases(writer, (record.case for record in records if record.case))
    table = schema.record
    query = select(table.c.key, table.c.id, table.c.position, table.c.case_id).where(
        table.c.dataset_id == dataset_id
    )
    known = {row.key: row for row in writer.connection.execute(query)}
    ids, fresh = {}, []
    for position, record in enumerate(records, start=1):
        case_id = case_ids.get(record.case or "")
        old = known.get(record.key)
        if old is None:
            ids[record.key] = writer.next_id(table)
            row = {"id": ids[record.key], "dataset_id": dataset_id, "key": record.key}
            fresh.append(row | {"position": position, "case_id": case_id})
            continue
        ids[record.key] = old.id
        if (old.position, old.case_id) != (position, case_id):
            writer.update(table, (old.id,), {"position": position, "case_id": case_id})
    writer.insert(table, fresh)
    return ids


def _sync_answers(
    writer: Writer, questions: Mapping[str, int], records: Mapping[str, int], intake: DatasetIntake
) -> None:
    closed = {q.column for q in intake.questionnaire.questions if q.use in (Use.CLOSED, Use.WEIGHT)}
    answers = [(records[record.key], record.answers) for record in intake.records]
    for column, question_id in questions.items():
        given = answers if column in closed else []
        before = _answers(writer.connection, question_id)
        wanted = {record_id: label for record_id, said in given if (label := said.get(column))}
        if before == wanted:
            continue
        writer.delete(schema.answer, schema.answer.c.question_id == question_id)
        numbers = _sync_levels(writer, question_id, wanted.values())
        writer.insert(
            schema.answer,
            [{"question_id": question_id, "record_id": r, "level": numbers[v]} for r, v in wanted.items()],
        )


def _answers(connection: Connection, question_id: int) -> dict[int, str]:
    answer, level = schema.answer, schema.level
    query = (
        select(answer.c.record_id, level.c.label)
        .join(level, (level.c.question_id == answer.c.question_id) & (level.c.number == answer.c.level))
        .where(answer.c.question_id == question_id)
    )
    return mapping(connection, query)


def _sync_levels(writer: Writer, question_id: int, labels: Any) -> dict[str, int]:
    query = select(schema.level.c.label, schema.level.c.number).where(
        schema.level.c.question_id == question_id
    )
    known = mapping(writer.connection, query)
    fresh = [label for label in dict.fromkeys(labels) if label not in known]
    rows = [
        {"question_id": question_id, "number": number, "label": label}
        for number, label in enumerate(fresh, start=len(known))
    ]
    writer.insert(schema.level, rows)
    return known | {str(row["label"]): int(str(row["number"])) for row in rows}


def _remove_stale_sources(writer: Writer, intake: DatasetIntake) -> None:
    wanted = {source.source.name for source in intake.sources}
    name = intake.questionnaire.name
    for stored in sources.sources(writer.connection):
        if stored.question_id is not None and stored.source.stem == name and stored.source.name not in wanted:
            sources.remove(writer, stored)


def _remove_stale_records(writer: Writer, dataset_id: int, wanted: set[int]) -> None:
    used = select(schema.segment.c.record_id).where(schema.segment.c.record_id == schema.record.c.id)
    query = select(schema.record.c.id).where(schema.record.c.dataset_id == dataset_id, ~used.exists())
    for (record_id,) in writer.connection.execute(query).all():
        if record_id not in wanted:
            writer.delete(schema.answer, schema.answer.c.record_id == record_id)
            screening.let_go(writer, record_id)
            writer.delete(schema.record, schema.record.c.id == record_id)


def record_answers(connection: Connection) -> dict[tuple[str, str], dict[str, str]]:
    """The closed answers of every record: (data file's name, record key) → column → answer."""
    rec, data = schema.record, schema.dataset
    query = select(rec.c.id, data.c.name, rec.c.key).join(data, data.c.id == rec.c.dataset_id)
    given: dict[tuple[str, str], dict[str, str]] = {}
    by_id: dict[int, dict[str, str]] = {}
    for id_, name, key in connection.execute(query):
        given[name, key] = by_id[id_] = {}
    answer, level, question = schema.answer, schema.level, schema.question
    answers = (
        select(answer.c.record_id, question.c.column, level.c.label)
        .join(question, question.c.id == answer.c.question_id)
        .join(level, (level.c.question_id == answer.c.question_id) & (level.c.number == answer.c.level))
    )
    for record_id, column, label in connection.execute(answers):
        by_id[record_id][column] = label
    return given
