"""Two-column queries as mappings, and long lists for queries in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select

_FEW = 400  # SQLite allows 999 variables a statement on old systems
One = TypeVar("One")


def mapping(connection: Connection, query: Select[Any]) -> dict[Any, Any]:
    """First column → second column of a query's rows."""
    return {row[0]: row[1] for row in connection.execute(query)}


def batches(values: Sequence[One]) -> Iterator[Sequence[One]]:
    """The values in order, so many at a time as a statement may name."""
    for start in range(0, len(values), _FEW):
        yield values[start : start + _FEW]
