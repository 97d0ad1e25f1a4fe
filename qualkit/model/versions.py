"""Which of two versions of a shared row is the newer one, when no common ancestor is at hand.

Every change of a row that was handed on leaves a mark of its own with the row. A version whose marks hold all
of another's came after it; where neither does, two people changed the row apart (as version vectors tell it:
Parker et al. 1983).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from qualkit.model.join import Clash, Joined, Rows

Edits = Mapping[str, frozenset[str]]
"""Row id → marks of its changes."""
Said = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def join_versions(ours: Rows, theirs: Rows, our_edits: Edits, their_edits: Edits, *, said: Said) -> Joined:
    """What ours must take of theirs; `said`: what two versions of a row are compared by.

    A row that only one side has, and that nobody took away, is new there.
    """
    take: dict[str, Mapping[str, Any] | None] = {}
    clashes = []
    for row_id in dict.fromkeys((*theirs, *ours)):
        mine, yours = ours.get(row_id), theirs.get(row_id)
        if (mine and said(mine)) == (yours and said(yours)):
            if mine and yours and _first(mine, yours) is yours:  # who said it first is noted on both sides
                take[row_id] = yours
            continue
        had, has = our_edits.get(row_id, frozenset()), their_edits.get(row_id, frozenset())
        if had < has or (had == has and mine is None):
            take[row_id] = yours
        elif not (has < had or (had == has and yours is None)):
            clashes.append(Clash(id=row_id, ours=mine, theirs=yours))
    return Joined(take=take, clashes=tuple(clashes))


def _first(mine: Mapping[str, Any], yours: Mapping[str, Any]) -> Mapping[str, Any]:
    return min(mine, yours, key=lambda row: [str(row.get(name, "")) for name in _WHO])


_WHO = ("at", "created", "by", "chosen_by")


def joined_edits(*some: Mapping[tuple[str, str], frozenset[str]]) -> dict[tuple[str, str], frozenset[str]]:
    """All marks of several copies together."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for one in some:
        for key, marks in one.items():
            found[key] = found.get(key, frozenset()) | marks
    return found


def join_all(ours: Rows, theirs: Rows, *, newer: Callable[[Any, Any], Any] | None = None) -> Joined:
    """What ours must take where nobody can say which side is older: everything that it has not.

    `newer` decides between two versions of a row; without it they clash.
    """
    take: dict[str, Mapping[str, Any] | None] = {}
    clashes = []
    for row_id, yours in theirs.items():
        mine = ours.get(row_id)
        if mine == yours:
            continue
        if mine is None or (newer is not None and newer(mine, yours) == yours):
            take[row_id] = yours
        elif newer is None:
            clashes.append(Clash(id=row_id, ours=mine, theirs=yours))
    return Joined(take=take, clashes=tuple(clashes))


def joined_order(ours: Iterable[str], theirs: Iterable[str], ages: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of `ages`, each behind those that it stands behind in either order; else the older one first.

    Where the two orders contradict each other, age decides, so that everybody comes to the same order.

    >>> joined_order("abd", "acd", {"a": "1", "b": "3", "c": "2", "d": "1"})
    ('a', 'c', 'b', 'd')
    """
    before: dict[str, set[str]] = {id_: set() for id_ in ages}
    for order in (ours, theirs):
        known = [id_ for id_ in order if id_ in ages]
        for first, second in pairwise(known):
            before[second].add(first)
    found: dict[str, None] = {}
    while len(found) < len(ages):
        left = [id_ for id_ in ages if id_ not in found]
        free = [id_ for id_ in left if before[id_] <= found.keys()] or left
        found[min(free, key=lambda id_: (ages[id_], id_))] = None
    return tuple(found)
