"""Bringing an older database up to date inside the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from qualkit.store.schema import metadata

SCRIPTS = ScriptDirectory(str(Path(__file__).parent))


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run every migration from the database's version to `target`."""
    head = (SCRIPTS.get_current_head() or "") if target == "head" else target
    context = MigrationContext.configure(
        connection,
        opts={
            "target_metadata": metadata,
            "fn": lambda revision, _context: SCRIPTS._upgrade_revs(head, revision),
        },
    )
    with Operations.context(context):
        context.run_migrations()
