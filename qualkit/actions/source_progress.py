"""How far each source is read: by everybody together, and by each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualkit.model.source import Source
from qualkit.store import counts, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProgress:
    """How far one source is read."""

    source: Source
    total: int
    """Turns, answers, records or paragraphs."""
    codings: int
    read: Mapping[str, Mapping[str, int]]
    """Codebook → coder → how many of them this coder has read for it."""
    read_by_any: Mapping[str, int]
    """Codebook → how many of them anybody has read for it: two people may have read a half each."""


def sources_progress(study: Study) -> tuple[SourceProgress, ...]:
    """Every source in the order in which they came, with how far each is read."""
    with study.database.reading() as connection:
        return tuple(progress_of(connection, sources.sources(connection), counts.read_by(connection)))


def progress_of(
    connection: Connection, stored: Sequence[Stored], read_by: Sequence[counts.ReadBy]
) -> list[SourceProgress]:
    """The same for sources and readings that are at hand."""
    totals, coded = counts.segments(connection), counts.codings(connection)
    read: dict[int, dict[str, dict[str, int]]] = {}
    for one in read_by:
        read.setdefault(one.source_id, {}).setdefault(one.codebook, {})[one.coder] = one.segments
    together = counts.read_by_any(connection)
    return [
        SourceProgress(
            source=one.source,
            total=totals.get(one.id, 0),
            codings=coded.get(one.id, 0),
            read=read.get(one.id, {}),
            read_by_any=together.get(one.id, {}),
        )
        for one in stored
    ]
