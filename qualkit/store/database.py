"""Opening the database: one place that knows about versions, backups, locks and durability."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError

from qualkit.errors import FileRefused, StoreTooNew, StudyBusy
from qualkit.model.words import indexed_form
from qualkit.store.schema import SCHEMA_VERSION, metadata, schema_version

__all__ = ["APPLICATION_ID", "Connection", "Database"]

APPLICATION_ID = 0x516B6974  # "Qkit": lets `file` and backups recognise the database
BUSY_SECONDS = 5.0


class Database:
    """An open study.db. Readers never wait for a writer; a second writer waits up to five seconds."""

    def __init__(
        self, path: Path, *, version: str = SCHEMA_VERSION, later_migrations: tuple[Path, ...] = ()
    ) -> None:
        self.path = path
        self._version = version
        self._later_migrations = later_migrations
        self.is_new = not path.exists() or path.stat().st_size == 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = _engine_for(path)
        try:
            if self.is_new:
                self._create()
            else:
                self._check_version()
        except DatabaseError as error:
            self.close()
            raise _refusal(error, path) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with self._translating(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept or all dropped; raises StudyBusy if another writes."""
        with self._translating(), self._engine.connect() as plain:
            connection = plain.execution_options(qualkit_begin="IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            refusal = _refusal(error, self.path)
            if refusal is error:
                raise
            raise refusal from error

    def _create(self) -> None:
        with self.writing() as connection:
            metadata.create_all(connection)
            if connection.scalar(select(schema_version.c.version_num)) is None:
                connection.execute(insert(schema_version).values(version_num=SCHEMA_VERSION))
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def _check_version(self) -> None:
        found = self._found_version()
        if found == self._version:
            return
        if found is None or found > self._version:
            raise StoreTooNew(
                "This study was written by a newer qualkit.",
                self.path.name,
                "Update qualkit, then open it again.",
            )
        self._upgrade(self._back_up(found))

    def _found_version(self) -> str | None:
        try:
            with self._engine.connect() as connection:
                return connection.scalar(select(schema_version.c.version_num))
        except OperationalError:
            if not self._is_empty():
                raise
        self.is_new = True  # another process has just begun to make it, or was killed while it did
        self._create()
        return self._version

    def _is_empty(self) -> bool:
        with self.reading() as connection:
            return not inspect(connection).get_table_names()

    def _back_up(self, version: str) -> Path:
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        copy = self.path.with_name(f"{self.path.stem}.before-{version}-{stamp}.db")
        with closing(sqlite3.connect(self.path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        return copy

    def _upgrade(self, copy: Path) -> None:
        from qualkit.store.migrations.run import VERSIONS, upgrade  # Alembic is slow to import: only here

        with self._translating(), self._engine.connect() as plain:
            # SQLite alters a table by dropping and remaking it, which foreign keys would forbid.
            plain.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            connection = plain.execution_options(qualkit_begin="IMMEDIATE")
            with connection.begin():
                upgrade(connection, folders=(VERSIONS, *self._later_migrations))
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise FileRefused(
                        "The study can't be brought up to date: parts of it point to what is not there.",
                        self.path.name,
                        f"Nothing was changed; a copy is in {copy.name}.",
                    )
        self._engine.dispose()  # the next connection has foreign keys on again


def _engine_for(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, below; sqlite3 must not
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("indexed_form", 1, indexed_form, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("qualkit_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def _refusal(error: DatabaseError, path: Path) -> Exception:
    text = str(error.orig)
    if "locked" in text or "busy" in text:
        return StudyBusy(
            "Somebody else is writing to this study and did not finish in time; nothing was changed.",
            path.name,
            "Try again in a moment. If nobody is, close other windows of qualkit on this study.",
        )
    if "no such table: alembic_version" in text or "not a database" in text or "malformed" in text:
        return FileRefused(
            "This file is not a qualkit database, or it is damaged.",
            path.name,
            f"Move {path.name} away and open the study again: it is made anew from the study's text files.",
        )
    if "readonly" in text or "unable to open" in text or "disk" in text:
        return FileRefused(
            f"The database can't be opened or written ({text}).",
            str(path),
            "See whether the disk is full or the folder can only be read; a copy elsewhere can be opened.",
        )
    return error
