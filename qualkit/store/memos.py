"""Single memos, and the notes that are kept with codings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from qualkit.model.coding import Memo
from qualkit.store import schema
from qualkit.store.writer import Writer

NotedCoding = tuple[str, str, str, int, str, str, str, str, str]
"""(id, source, segment's key, its ordinal, code's id, coder, memo, quote, created) of a coding."""


def memo(connection: Connection, memo_id: str) -> Memo | None:
    """A memo by its id, or None where there is none."""
    query = (
        select(schema.memo, schema.coder.c.name.label("coder"))
        .join(schema.coder, schema.coder.c.id == schema.memo.c.coder_id)
        .where(schema.memo.c.id == memo_id)
    )
    row: Any = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Memo(
        id=row.id, about=row.about, target=row.target, text=row.text, coder=row.coder, created=row.created
    )


def change_memo(writer: Writer, memo_id: str, text: str) -> bool:
    """Give a memo another text; gives whether it was another."""
    return writer.update(schema.memo, (memo_id,), {"text": text})


def remove_memo(writer: Writer, memo_id: str) -> None:
    """Remove a memo."""
    writer.delete(schema.memo, schema.memo.c.id == memo_id)


def noted_codings(connection: Connection) -> list[NotedCoding]:
    """The codings that hold a note, and those that a memo is on, oldest first."""
    coding, segment = schema.coding.c, schema.segment.c
    on_codings = select(schema.memo.c.target).where(schema.memo.c.about == "coding")
    query = (
        select(
            coding.id,
            schema.source.c.name,
            segment.key,
            segment.ordinal,
            coding.code_id,
            schema.coder.c.name,
            coding.memo,
            coding.quote,
            coding.created,
        )
        .join(schema.segment, segment.id == coding.segment_id)
        .join(schema.source, schema.source.c.id == segment.source_id)
        .join(schema.coder, schema.coder.c.id == coding.coder_id)
        .where(or_(coding.memo != "", coding.id.in_(on_codings)))
        .order_by(coding.created, coding.id)
    )
    return [row._tuple() for row in connection.execute(query)]


def noted_passages(connection: Connection) -> dict[str, tuple[int, str]]:
    """`SOURCE#KEY` → (ordinal, text) of the passages that a memo is on, those still there."""
    segment = schema.segment.c
    target = schema.source.c.name + "#" + segment.key
    noted = select(schema.memo.c.target).where(schema.memo.c.about == "passage")
    query = (
        select(target, segment.ordinal, segment.text)
        .join(schema.source, schema.source.c.id == segment.source_id)
        .where(segment.is_gone.is_(False), target.in_(noted))
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
