"""Bringing an older database up to date inside the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, select

from qualkit.store.schema import schema_version

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"


def upgrade(connection: Connection, target: str = "head", *, folders: tuple[Path, ...] = (VERSIONS,)) -> None:
    """Run every migration from the database's version to `target`; without a version, from nothing.

    Alembic's own runner would begin and end transactions; here all of it is kept with the caller's, or none.
    """
    scripts = ScriptDirectory(str(HERE), version_locations=[str(folder) for folder in folders])
    schema_version.create(connection, checkfirst=True)
    found = connection.scalar(select(schema_version.c.version_num))
    steps = list(scripts.iterate_revisions(target, found or "base"))
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(steps):
            step.module.upgrade()
    if steps:
        connection.execute(delete(schema_version))
        connection.execute(insert(schema_version).values(version_num=steps[0].revision))
