"""Traces that erased words leave in a database: in notes, the log, steps of undo, and on its pages."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, String, Table, Text, and_, delete, select, update

from qualkit.model.forgetting import OwnWords
from qualkit.store import schema, search, text_files
from qualkit.store.changes import Change, Deleted, FileChanged, Inserted, Updated, unpack
from qualkit.store.forgetting import Erased
from qualkit.store.writer import key_columns

_LEFT_ALONE = frozenset(
    {"segment", "step", "event", "text_file", "waiting_row", "conflict", "alembic_version", "coder", "level"}
    | {"vector"}
)
"""Tables whose texts are others' words, or are looked through in ways of their own."""
_NAMES = frozenset({"name", "key", "quote", "file", "path", "uid", "column"})
"""Columns by which things are known, and what others said."""


def erase_traces(connection: Connection, erased: Erased, own: OwnWords, files: Collection[str]) -> None:
    """Take words and names out of notes, the log and steps of undo. `files`: whose old bytes held them."""
    for table in schema.metadata.sorted_tables:
        if table.name not in _LEFT_ALONE:
            _clean(connection, table, own)
    _clean_log(connection, own)
    erased.counts["step"] += _drop_steps(connection, erased, own, files)
    _drop_waiting(connection, own)
    _drop_old_texts(connection, own)
    search.rebuild(connection)


def _clean(connection: Connection, table: Table, own: OwnWords) -> None:
    columns = [
        column
        for column in table.columns
        if isinstance(column.type, Text | String)
        and column.name not in _NAMES
        and not (column.primary_key or column.foreign_keys)
    ]
    if not columns:
        return
    keys = key_columns(table)
    for row in connection.execute(select(table)).mappings().all():
        news = {
            column.name: clean
            for column in columns
            if (had := row[column.name]) and (clean := _cleaned(column.name, had, own)) != had
        }
        if news:
            where = and_(*(table.c[name] == row[name] for name in keys))
            connection.execute(update(table).where(where).values(news))


def _cleaned(column: str, text: str, own: OwnWords) -> str:
    if column in ("details", "examples", "recipe", "received", "now") and text[:1] in "[{":
        return json.dumps(_without(json.loads(text), own, names=False), ensure_ascii=False)
    return own.without(text)


def _without(plain: Any, own: OwnWords, *, names: bool) -> Any:
    if isinstance(plain, str):
        return own.without(plain, names=names)
    if isinstance(plain, list):
        return [_without(one, own, names=names) for one in plain]
    if isinstance(plain, dict):
        return {key: _without(value, own, names=names) for key, value in plain.items()}
    return plain


def _clean_log(connection: Connection, own: OwnWords) -> None:
    event = schema.event
    for row in connection.execute(select(event.c.id, event.c.summary, event.c.detail)).all():
        plain = json.loads(row.detail)
        clean = _without(plain, own, names=True)
        summary = own.without(row.summary, names=True)
        if summary != row.summary or clean != plain:
            detail = json.dumps(clean, ensure_ascii=False, sort_keys=True)
            values = {"summary": summary, "detail": detail}
            connection.execute(update(event).where(event.c.id == row.id).values(values))


def _drop_steps(connection: Connection, erased: Erased, own: OwnWords, files: Collection[str]) -> int:
    step, gone = schema.step, []
    query = select(step.c.event_id, step.c.changes).where(step.c.state != "gone")
    for event_id, packed in connection.execute(query):
        if any(_touches(change, erased, own, files) for change in unpack(packed)):
            gone.append(event_id)
    for event_id in gone:
        connection.execute(update(step).where(step.c.event_id == event_id).values(state="gone", changes=b""))
    return len(gone)


def _touches(change: Change, erased: Erased, own: OwnWords, files: Collection[str]) -> bool:
    if isinstance(change, FileChanged):
        return change.path in files
    keys = erased.keys.get(change.table, set())
    match change:
        case Inserted():
            named = [key[0] if len(key) == 1 else key for key in change.keys]
            rows: list[Mapping[str, Any]] = list(change.rows)
        case Updated():
            named = [change.key[0] if len(change.key) == 1 else change.key]
            rows = [change.before, change.after]
        case Deleted():
            names = key_columns(schema.metadata.tables[change.table])
            ids = [tuple(row[name] for name in names) for row in change.rows]
            named = [id_[0] if len(id_) == 1 else id_ for id_ in ids]
            rows = list(change.rows)
    if keys & set(named):
        return True
    segments = erased.keys.get(schema.segment.name, set())
    return any(
        row.get("segment_id") in segments or any(own.are_in(text) for text in _strings(row)) for row in rows
    )


def _strings(row: Mapping[str, Any]) -> Iterator[str]:
    return (value for value in row.values() if isinstance(value, str))


def _drop_waiting(connection: Connection, own: OwnWords) -> None:
    for table in (schema.waiting_row, schema.conflict):
        for row in connection.execute(select(table)).mappings().all():
            if any(own.are_in(" ".join(_strings_in(value))) for value in _json_of(dict(row))):
                where = and_(table.c.path == row["path"], table.c.row_id == row["row_id"])
                connection.execute(delete(table).where(where))


def _json_of(row: Mapping[str, Any]) -> Iterator[Any]:
    return (json.loads(row[name]) for name in ("row", "ours", "theirs") if name in row)


def _strings_in(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from _strings_in(value)


def _drop_old_texts(connection: Connection, own: OwnWords) -> None:
    """Old versions of text files that hold the words; those of coding/ keep their other rows."""
    table = schema.text_file.c
    held = [
        path
        for path, packed in connection.execute(select(table.path, table.content))
        if own.are_in(zlib.decompress(packed).decode("utf-8", "replace"))
    ]
    text_files.forget(connection, held)


def rewrite_pages(path: Path) -> bool:
    """Write the database anew, without pages of what is gone; False where another window is in it."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return not busy
