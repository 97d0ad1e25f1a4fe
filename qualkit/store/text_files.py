"""What the study's text files were at the last save or load, and what waits or clashes."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from qualkit.model.join import Clash
from qualkit.store import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A text file as last seen; size and time are a short cut, the hash decides."""

    path: str
    sha256: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A row of a text file that has no place in the study yet."""

    path: str
    row_id: str
    row: str
    reason: str


def sha256_of(data: bytes) -> str:
    """The hash by which files are compared, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def known_files(connection: Connection) -> dict[str, KnownFile]:
    """Every text file as last seen, by its path in the study folder."""
    table = schema.text_file
    query = select(table.c.path, table.c.sha256, table.c.size, table.c.modified_ns)
    return {row.path: KnownFile(**row._mapping) for row in connection.execute(query)}


def content_of(connection: Connection, path: str) -> bytes:
    """What the file held at the last save or load; empty if it was not there."""
    packed = connection.scalar(select(schema.text_file.c.content).where(schema.text_file.c.path == path))
    return zlib.decompress(packed) if packed else b""


def remember(connection: Connection, path: str, data: bytes, modified_ns: int) -> None:
    """Note what a text file now holds."""
    forget(connection, [path])
    connection.execute(
        insert(schema.text_file).values(
            path=path,
            sha256=sha256_of(data),
            content=zlib.compress(data, 1),
            size=len(data),
            modified_ns=modified_ns,
        )
    )


def forget(connection: Connection, paths: Iterable[str]) -> None:
    """Drop what was known of files that are gone."""
    connection.execute(delete(schema.text_file).where(schema.text_file.c.path.in_(list(paths))))


def waiting(connection: Connection) -> list[Waiting]:
    """Rows that could not be placed, by file."""
    query = select(schema.waiting_row).order_by(schema.waiting_row.c.path, schema.waiting_row.c.row_id)
    return [Waiting(**row._mapping) for row in connection.execute(query)]


def set_waiting(connection: Connection, path: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Replace what waits of one file: (path, row id, row as JSON, reason)."""
    connection.execute(delete(schema.waiting_row).where(schema.waiting_row.c.path == path))
    plain = [dict(zip(("path", "row_id", "row", "reason"), row, strict=True)) for row in rows]
    if plain:
        connection.execute(insert(schema.waiting_row), plain)


def drop_waiting(connection: Connection, path: str, row_ids: Iterable[str]) -> None:
    """Rows of a file that need not wait any longer."""
    table = schema.waiting_row
    connection.execute(delete(table).where(table.c.path == path, table.c.row_id.in_(list(row_ids))))


def conflicts(connection: Connection) -> list[tuple[str, Clash]]:
    """(path, clash) of every row that waits for a person's decision."""
    query = select(schema.conflict).order_by(schema.conflict.c.path, schema.conflict.c.row_id)
    return [
        (row.path, Clash(id=row.row_id, ours=json.loads(row.ours), theirs=json.loads(row.theirs)))
        for row in connection.execute(query)
    ]


def add_conflicts(connection: Connection, path: str, clashes: Iterable[Clash]) -> None:
    """Note rows that both sides changed."""
    for clash in clashes:
        where = (schema.conflict.c.path == path) & (schema.conflict.c.row_id == clash.id)
        connection.execute(delete(schema.conflict).where(where))
        values = {
            "path": path,
            "row_id": clash.id,
            "ours": _plain(clash.ours),
            "theirs": _plain(clash.theirs),
        }
        connection.execute(insert(schema.conflict).values(values))


def clear_conflicts(connection: Connection) -> None:
    """Every conflict has been settled."""
    connection.execute(delete(schema.conflict))


def _plain(row: object) -> str:
    return json.dumps(row, ensure_ascii=False)
