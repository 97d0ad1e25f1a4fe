"""Two-column queries as mappings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select


def mapping(connection: Connection, query: Select[Any]) -> dict[Any, Any]:
    """First column → second column of a query's rows."""
    return {row[0]: row[1] for row in connection.execute(query)}
