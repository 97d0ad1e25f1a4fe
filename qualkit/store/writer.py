"""The one way to change the store: every write is recorded for undo, with its event, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    CursorResult,
    Table,
    and_,
    column,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects import sqlite

from qualkit.store import schema
from qualkit.store.changes import Change, Deleted, FileChanged, Inserted, Key, Updated, pack
from qualkit.store.database import Database

_VARIABLES = 900  # SQLite allows 999 a statement on old systems
_SEQUENCE = table("sqlite_sequence", column("name"), column("seq"))
"""SQLite's own note of the greatest id that each table has ever had."""


def now() -> str:
    """The present moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Writer:
    """Writes rows, and remembers what a step of undo needs to take them back."""

    def __init__(self, connection: Connection, coder: str) -> None:
        self.connection = connection
        self.coder = coder
        self.at = now()
        self.summary = ""
        self.detail: dict[str, object] = {}
        self.changes: list[Change] = []
        self.coder_id = coder_id(connection, coder)
        self._next_ids: dict[str, int] = {}

    def next_id(self, table: Table) -> int:
        """An integer id that no row ever had; the table's rows then need no second query to be known."""
        if table.name not in self._next_ids:
            given = select(_SEQUENCE.c.seq).where(_SEQUENCE.c.name == table.name)
            self._next_ids[table.name] = (self.connection.scalar(given) or 0) + 1
        fresh = self._next_ids[table.name]
        self._next_ids[table.name] = fresh + 1
        return fresh

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows; all of them give the same columns."""
        if not rows:
            return
        insert_rows(self.connection, table, rows)
        self.changes.append(Inserted(table=table.name, keys=keys_of(table, rows)))

    def update(
        self, table: Table, key: Key, values: Mapping[str, Any], *, known: Mapping[str, Any] | None = None
    ) -> bool:
        """Change columns of one row; gives whether anything differed. `known` is the row as it is."""
        old = known or self.connection.execute(select(table).where(_is(table, key))).mappings().one()
        after = {name: value for name, value in values.items() if old[name] != value}
        if not after:
            return False
        self.connection.execute(update(table).where(_is(table, key)).values(after))
        before = {name: old[name] for name in after}
        self.changes.append(Updated(table=table.name, key=key, before=before, after=after))
        return True

    def delete(self, table: Table, where: Any) -> int:
        """Remove the rows that meet a condition; gives how many."""
        rows = [dict(row) for row in self.connection.execute(select(table).where(where)).mappings()]
        if rows:
            self.connection.execute(delete(table).where(where))
            self.changes.append(Deleted(table=table.name, rows=rows))
        return len(rows)

    def file(self, path: str, before: bytes | None, after: bytes | None) -> None:
        """Note a received file that the command puts into the study folder or replaces there."""
        self.changes.append(FileChanged(path=path, before=before, after=after))


@contextmanager
def step(database: Database, coder: str, verb: str) -> Iterator[Writer]:
    """One command: its changes, its event and its step of undo are kept together or not at all."""
    with database.writing() as connection:
        writer = Writer(connection, coder)
        yield writer
        if writer.changes:
            drop_outdated_vectors(connection, writer.changes)
            event_id = record_event(writer, verb)
            _forget_redo(connection, writer.coder_id)
            row = {"event_id": event_id, "coder_id": writer.coder_id, "state": "done"}
            connection.execute(insert(schema.step).values(**row, changes=pack(writer.changes)))


@contextmanager
def unrecorded(database: Database, coder: str) -> Iterator[Writer]:
    """Changes that are no work of anybody's: taking in the study's own text files."""
    with database.writing() as connection:
        yield Writer(connection, coder)
        drop_outdated_vectors(connection)


def drop_outdated_vectors(connection: Connection, changes: Sequence[Change] | None = None) -> None:
    """Let go of what was made of texts that are not said any more, unless these changes touch no text."""
    if changes is None or any(_changes_texts(change) for change in changes):
        from qualkit.store.vectors import drop_outdated  # reads redactions, whose module needs this one

        drop_outdated(connection)


def _changes_texts(change: Change) -> bool:
    if isinstance(change, FileChanged) or change.table not in (schema.segment.name, schema.redaction.name):
        return False
    if isinstance(change, Updated) and change.table == schema.segment.name:
        return "text" in change.before or "is_gone" in change.before
    return True


def record_event(writer: Writer, verb: str) -> int:
    """Append an event to the log and give its id."""
    values = {
        "uid": str(uuid4()),
        "at": writer.at,
        "coder_id": writer.coder_id,
        "verb": verb,
        "summary": writer.summary,
        "detail": json.dumps(writer.detail, ensure_ascii=False, sort_keys=True),
    }
    return _inserted_id(writer.connection.execute(insert(schema.event).values(values)))


def coder_id(connection: Connection, name: str) -> int:
    """The id of a coder, who becomes known by working."""
    found = connection.scalar(select(schema.coder.c.id).where(schema.coder.c.name == name))
    if found is not None:
        return int(found)
    return _inserted_id(connection.execute(insert(schema.coder).values(name=name)))


def _inserted_id(result: CursorResult[Any]) -> int:
    return int((result.inserted_primary_key or (0,))[0])


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, pass_over_known: bool = False
) -> None:
    """Add rows through the driver's own batch call: 100,000 in about 0.2 s.

    `pass_over_known` leaves out rows that the table has under another id.
    """
    names = list(rows[0])
    plain = sqlite.insert(table).on_conflict_do_nothing() if pass_over_known else insert(table)
    statement = plain.compile(dialect=connection.dialect, column_keys=names)
    order = statement.positiontup or names
    values = [tuple([row[name] for name in order]) for row in rows]
    if table is schema.segment:
        _insert_together(connection, str(statement), values)
    else:
        connection.exec_driver_sql(str(statement), values)


def _insert_together(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add many rows with a statement: the index of words writes itself down once each, not once a row."""
    marks = f"({', '.join('?' * len(rows[0]))})"
    many = max(_VARIABLES // len(rows[0]), 1)
    for start in range(0, len(rows), many):
        some = rows[start : start + many]
        several = statement.replace(marks, ", ".join([marks] * len(some)))
        connection.exec_driver_sql(several, tuple([value for row in some for value in row]))


def _forget_redo(connection: Connection, coder: int) -> None:
    row = schema.step.c
    undone = and_(row.coder_id == coder, row.event_id > last_done(coder), row.state == "undone")
    connection.execute(update(schema.step).where(undone).values(state="gone", changes=b""))


def last_done(coder: int) -> Any:
    """The coder's newest step that is not undone (0 for none): what is undone came after it."""
    row = schema.step.c
    done = select(row.event_id).where(row.coder_id == coder, row.state == "done")
    return func.coalesce(done.order_by(row.event_id.desc()).limit(1).scalar_subquery(), 0)


def key_columns(table: Table) -> list[str]:
    """The names of a table's primary key columns."""
    return [column.name for column in table.primary_key.columns]


def keys_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[Key]:
    """The primary key of each row."""
    names = key_columns(table)
    return [tuple([row[name] for name in names]) for row in rows]


def _is(table: Table, key: Key) -> Any:
    return and_(*(table.c[name] == value for name, value in zip(key_columns(table), key, strict=True)))
