"""Joining two versions of the same rows by their ids, given what both came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One row that both sides changed differently; None where a side removed it."""

    id: str
    ours: Mapping[str, Any] | None
    theirs: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What ours must change to hold both sides' work, and what only a person can settle."""

    take: Mapping[str, Mapping[str, Any] | None]
    """Row id → their row; None where they removed it."""
    clashes: tuple[Clash, ...]


def join_rows(base: Rows, ours: Rows, theirs: Rows) -> Joined:
    """A three-way join, row by row. Where only one side changed a row, that side counts."""
    take: dict[str, Mapping[str, Any] | None] = {}
    clashes = []
    for row_id in dict.fromkeys((*theirs, *ours, *base)):
        was, mine, yours = base.get(row_id), ours.get(row_id), theirs.get(row_id)
        if yours in (mine, was):
            continue
        if mine == was:
            take[row_id] = yours
        else:
            clashes.append(Clash(id=row_id, ours=mine, theirs=yours))
    return Joined(take=take, clashes=tuple(clashes))
