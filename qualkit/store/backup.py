"""Copies of the database, and putting one back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, select

from qualkit.errors import FileRefused
from qualkit.store import schema
from qualkit.store.database import APPLICATION_ID


def copy_database(path: Path, copy: Path) -> None:
    """Copy a database as it now is, while others may be working in it."""
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file


def put_back(copy: Path, path: Path) -> None:
    """Make a database what a copy of it was. Raises FileRefused where the copy is no database of qualkit."""
    with closing(sqlite3.connect(copy)) as old:
        try:
            (found,) = old.execute("PRAGMA application_id").fetchone()
            sound = old.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            found, sound = 0, False
        if found != APPLICATION_ID or not sound:
            raise FileRefused("This backup is damaged.", copy.name, "Take an older one.")
        with closing(sqlite3.connect(path, timeout=5)) as new:
            old.backup(new)


def last_event_uid(connection: Connection) -> str:
    """Names the newest event: another one says that the study has changed. Empty in an empty log."""
    newest = select(func.max(schema.event.c.id)).scalar_subquery()
    return connection.scalar(select(schema.event.c.uid).where(schema.event.c.id == newest)) or ""
