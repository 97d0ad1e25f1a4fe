"""What people answered in the columns of a data file that hold their consent."""

from __future__ import annotations

from sqlalchemy import Connection, select

from qualkit.store import schema


def given(connection: Connection, dataset_id: int, column: str) -> list[tuple[str, str]]:
    """(person, answer) of every record with a person; the answer is empty where the cell is."""
    record, question, answer, level = schema.record, schema.question, schema.answer, schema.level
    asked = select(question.c.id).where(question.c.dataset_id == dataset_id, question.c.column == column)
    query = (
        select(schema.case.c.name, level.c.label)
        .select_from(record)
        .join(schema.case, schema.case.c.id == record.c.case_id)
        .outerjoin(
            answer,
            (answer.c.record_id == record.c.id) & (answer.c.question_id == asked.scalar_subquery()),
        )
        .outerjoin(level, (level.c.question_id == answer.c.question_id) & (level.c.number == answer.c.level))
        .where(record.c.dataset_id == dataset_id)
        .order_by(record.c.position)
    )
    return [(name, label or "") for name, label in connection.execute(query)]
