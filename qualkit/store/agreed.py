"""A person's coding as the team's: copied, with what was read, under the name of the consensus coder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from qualkit.model.coding import Coding, Reading
from qualkit.store import codebooks, schema
from qualkit.store.codings import Places
from qualkit.store.writer import Writer, coder_id

_OF_THE_TEAM = UUID("6f0c2f3e-6f2b-4d3b-9c55-1c1f0f8f6a0e")


def adopt(writer: Writer, consensus: str, codings: Sequence[Coding], readings: Sequence[Reading]) -> int:
    """Add copies of codings and readings by the consensus coder; gives how many codings came.

    Two people who adopt the same coding apart write the very same rows, so these can be joined.
    """
    team = coder_id(writer.connection, consensus)
    places = Places(writer.connection)
    rows: list[dict[str, Any]] = [
        {
            "id": str(uuid5(_OF_THE_TEAM, f"{consensus}\x1f{one.id}")),
            "segment_id": places.id_of(one.source, one.place.segment),
            "start": one.place.start,
            "end_segment_id": places.id_of(one.source, one.place.end_segment),
            "end": one.place.end,
            "code_id": one.code,
            "coder_id": team,
            "quote": one.quote,
            "memo": "",
            "origin": one.origin.value,
            "created": one.created,
            "anchor": one.anchor.value,
        }
        for one in codings
    ]
    known = _known(writer.connection, team)
    fresh = [row for row in rows if tuple(row[name] for name in _UNIQUE) not in known]
    writer.insert(schema.coding, fresh)
    books = codebooks.codebook_ids(writer.connection)
    writer.insert(
        schema.reading,
        [
            {
                "coder_id": team,
                "codebook_id": books[one.codebook],
                "segment_id": places.id_of(one.source, one.segment),
                "at": one.at,
                "proposals_shown": one.proposals_shown,
            }
            for one in readings
        ],
    )
    return len(fresh)


_UNIQUE = ("code_id", "segment_id", "start", "end_segment_id", "end")


def _known(connection: Connection, team: int) -> set[tuple[Any, ...]]:
    coding = schema.coding.c
    query = select(*(coding[name] for name in _UNIQUE)).where(coding.coder_id == team)
    return {tuple(row) for row in connection.execute(query)}
