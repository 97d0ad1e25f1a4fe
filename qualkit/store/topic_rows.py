"""Names and joins of topics as rows of the team's shared text file, and rows of the file as both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from qualkit.store import schema
from qualkit.store.topics import edit_id
from qualkit.store.writer import coder_id, now

TOPICS = "coding/topics.csv"
FIELDS = ("id", "run", "topic", "words", "name", "into", "by", "at")
_SAID = ("name", "into")


def shared_rows(connection: Connection) -> dict[str, list[dict[str, str]]]:
    """path → rows; nothing where nobody has named or joined a topic."""
    table = schema.topic_edit
    query = (
        select(table, schema.coder.c.name.label("by"))
        .join(schema.coder, schema.coder.c.id == table.c.coder_id)
        .order_by(table.c.run, table.c.topic)
    )
    rows = [
        {
            "id": row.id,
            "run": row.run,
            "topic": str(row.topic),
            "words": row.words,
            "name": row.name,
            "into": row.into,
            "by": row.by,
            "at": row.created,
        }
        for row in connection.execute(query)
    ]
    return {TOPICS: rows} if rows else {}


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What two versions of a row are compared by: the same name given twice is no conflict."""
    return {name: row.get(name, "") for name in _SAID}


class TopicTaker:
    """Puts rows of the file into the store."""

    def __init__(self, connection: Connection, coder: str) -> None:
        self._connection = connection
        self._coder = coder
        self.waiting: list[tuple[str, str, str, str]] = []
        """(path, row id, row as JSON, reason)."""

    def take(self, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows: None removes a row."""
        table = schema.topic_edit
        for row_id, row in changes.items():
            self._connection.execute(delete(table).where(table.c.id == row_id))
            if row is None:
                continue
            if not row["topic"].isdecimal() or edit_id(row["run"], int(row["topic"])) != row_id:
                reason = f"the row {row_id} names no topic"
                self.waiting.append((TOPICS, row_id, json.dumps(dict(row), ensure_ascii=False), reason))
                continue
            by = coder_id(self._connection, row["by"] or self._coder)
            values = {name: row[name] for name in ("run", "words", "name", "into")}
            made = {"id": row_id, "topic": int(row["topic"]), "coder_id": by, "created": row["at"] or now()}
            self._connection.execute(insert(table).values(values | made))
