"""Versions of the database: made, refused, backed up and brought up to date."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, insert, inspect, select

from qualkit.errors import FileRefused, StoreTooNew
from qualkit.store import schema
from qualkit.store.database import Database
from qualkit.store.migrations.run import VERSIONS, upgrade

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("code") as table:  # SQLite drops and remakes the table
        table.alter_column("name", new_column_name="label")
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
"""

BROKEN = (
    LATER
    + """
    op.execute("delete from codebook")
"""
)


@pytest.fixture
def later(tmp_path):
    return _migration(tmp_path / "later", LATER)


@pytest.fixture
def older(tmp_path):
    """A database of version 0001 with a code in it, closed."""
    path = tmp_path / "study.db"
    with closing(Database(path)) as database, database.writing() as connection:
        connection.execute(insert(schema.codebook).values(id=1, name="book", position=0))
        connection.execute(insert(schema.code).values(id="a", codebook_id=1, position=0, name="Waiting"))
        connection.execute(
            insert(schema.code).values(id="b", codebook_id=1, position=1, name="Long", parent_id="a")
        )
    return path


def _migration(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "0002_later.py").write_text(text, encoding="utf-8")
    return folder


def _rows(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _migrated(path: Path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection)
    return engine


def _created(path: Path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
    return engine


def _statements(path: Path) -> dict[str, list[str]]:
    """What SQLite itself keeps of every table and index, its parts sorted and its spacing evened out."""
    kept = {}
    for name, sql in _rows(path, "select name, sql from sqlite_master where sql is not null"):
        parts = re.split(r",(?![^()]*\))", re.sub(r"\s+", " ", sql).replace('"', ""))
        head, _, first = parts[0].partition("(")
        *middle, last = [first, *parts[1:]]
        body, _, tail = last.rpartition(")")
        kept[name] = [head.strip(), *sorted(part.strip() for part in [*middle, body]), tail.strip()]
    return kept


def test_running_all_migrations_gives_the_tables_that_the_schema_declares(tmp_path):
    _migrated(tmp_path / "migrated.db").dispose()
    _created(tmp_path / "created.db").dispose()

    migrated = _statements(tmp_path / "migrated.db")
    assert migrated == _statements(tmp_path / "created.db")
    assert set(schema.metadata.tables) <= set(migrated)


def test_migrations_and_schema_agree_on_columns_indexes_and_keys(tmp_path):
    engines = _migrated(tmp_path / "migrated.db"), _created(tmp_path / "created.db")

    def shape(engine):
        seen = inspect(engine)
        return {
            table: (
                [(one["name"], str(one["type"]), one["nullable"], one["default"], one["primary_key"])
                 for one in seen.get_columns(table)],
                sorted((one["name"], tuple(one["column_names"]), one["unique"])
                       for one in seen.get_indexes(table)),
                sorted((one["name"], tuple(one["column_names"]))
                       for one in seen.get_unique_constraints(table)),
                sorted((one["name"], one["referred_table"], tuple(one["constrained_columns"]))
                       for one in seen.get_foreign_keys(table)),
                seen.get_check_constraints(table),
            )
            for table in seen.get_table_names()
        }  # fmt: skip

    migrated, created = map(shape, engines)
    assert migrated == created
    for engine in engines:
        engine.dispose()


def test_the_newest_migration_is_the_version_that_new_databases_get(tmp_path):
    _migrated(tmp_path / "migrated.db").dispose()
    assert _rows(tmp_path / "migrated.db", "select * from alembic_version") == [(schema.SCHEMA_VERSION,)]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'study.db'}")

    @event.listens_for(engine, "connect")
    def _plain(connection, _record):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    folder = _migration(tmp_path / "later", LATER + "\n    op.execute('select * from nowhere')\n")
    with pytest.raises(Exception, match="nowhere"), engine.begin() as connection:
        upgrade(connection, folders=(VERSIONS, folder))
    engine.dispose()
    assert _rows(tmp_path / "study.db", "select name from sqlite_master") == []


def test_a_newer_database_is_refused_and_left_as_it_is(older):
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreTooNew, match="newer qualkit"):
        Database(older)
    assert _rows(older, "select * from alembic_version") == [("9999",)]
    assert not list(older.parent.glob("*.before-*"))


def test_an_older_database_is_backed_up_and_then_upgraded(older, later):
    with closing(Database(older, version="0002", later_migrations=(later,))) as database:
        with database.reading() as connection:
            assert connection.exec_driver_sql("select label from code order by id").scalars().all() == [
                "Waiting",
                "Long",
            ]
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert "later" in inspect(database._engine).get_table_names()

    (copy,) = older.parent.glob("study.before-0001-*.db")
    assert _rows(copy, "select id, name from code order by id") == [("a", "Waiting"), ("b", "Long")]
    assert _rows(copy, "select * from alembic_version") == [("0001",)]
    assert _rows(older, "select * from alembic_version") == [("0002",)]


def test_the_backup_holds_what_is_still_in_the_write_ahead_log(older, later):
    with closing(sqlite3.connect(older)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("insert into codebook (name, position) values ('late', 1)")
        writer.commit()
        Database(older, version="0002", later_migrations=(later,)).close()
    (copy,) = older.parent.glob("study.before-0001-*.db")
    assert _rows(copy, "select name from codebook order by name") == [("book",), ("late",)]


def test_an_upgraded_database_is_not_upgraded_again(older, later):
    for _ in range(2):
        Database(older, version="0002", later_migrations=(later,)).close()
    assert len(list(older.parent.glob("study.before-*.db"))) == 1


def test_an_upgrade_that_leaves_loose_ends_is_refused_and_changes_nothing(older, tmp_path):
    folder = _migration(tmp_path / "broken", BROKEN)
    with pytest.raises(FileRefused, match="brought up to date"):
        Database(older, version="0002", later_migrations=(folder,))
    with closing(Database(older)) as database, database.reading() as connection:
        assert connection.execute(select(schema.code.c.name).order_by("id")).scalars().all() == [
            "Waiting",
            "Long",
        ]


def test_opening_a_current_study_is_one_select_and_no_alembic(older):
    script = f"""
import json
import sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
asked = []
event.listen(Engine, "before_cursor_execute", lambda c, k, statement, *_: asked.append(statement))
from qualkit.store.database import Database
Database(Path({str(older)!r})).close()
assert "alembic" not in sys.modules
print(json.dumps([one for one in asked if not one.startswith("BEGIN")]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (asked,) = json.loads(done.stdout)
    assert " ".join(asked.split()) == "SELECT alembic_version.version_num FROM alembic_version"
