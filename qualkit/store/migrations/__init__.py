"""Schema upgrades, one file a version, run by Alembic on a backed-up database."""
