"""The passages' texts as they are now, for what was found in them before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qualkit.store import codings, sources
from qualkit.store.database import Connection


def present_texts(
    connection: Connection, passages: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """(source, segment's key) → its text; what is gone is not in it. NotFound for a source not there."""
    keys: dict[str, list[tuple[str, str]]] = {}
    for source, key in passages:
        keys.setdefault(source, []).append((key, key))
    found: dict[tuple[str, str], str] = {}
    for source, some in keys.items():
        stored = sources.source(connection, source)
        read = (
            sources.segments_between(connection, stored.id, some)
            if len(some) <= codings.FEW
            else sources.segments(connection, stored.id)
        )
        found |= {(source, segment.key): segment.text for segment in read}
    return found
