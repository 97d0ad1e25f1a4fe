"""Copies of the database, and putting one back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, select

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


def last_event_before(connection: Connection, moment: str) -> str:
    """Names the newest event before a moment (ISO 8601, UTC): another one says that the study has changed.

    Empty where there was none.
    """
    event = schema.event.c
    newest = select(event.uid).where(event.at < moment).order_by(event.at.desc(), event.id.desc())
    return connection.scalar(newest.limit(1)) or ""
