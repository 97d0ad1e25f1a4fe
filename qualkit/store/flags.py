"""Flags on passages, who was told, and what is settled: each a row by whoever says it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection, select

from qualkit.model.flag import Cleared, Flag, FlagKind, Told
from qualkit.store import schema
from qualkit.store.writer import Writer

TOLD, CLEARED = "told", "cleared"
"""Kinds of rows that speak of a flag."""
FIELDS = ("id", "source", "segment", "kind", "about", "text", "told", "told_on", "created")


def rows(connection: Connection) -> list[Mapping[str, str]]:
    """Every row with its coder, oldest first."""
    query = (
        select(*(schema.flag.c[name] for name in FIELDS), schema.coder.c.name.label("coder"))
        .join(schema.coder, schema.coder.c.id == schema.flag.c.coder_id)
        .order_by(schema.flag.c.created, schema.flag.c.told_on, schema.flag.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def flags(connection: Connection) -> list[Flag]:
    """Every flag with what was said of it: open ones first, the most urgent first, then the oldest."""
    told: dict[str, list[Told]] = {}
    cleared: dict[str, Cleared] = {}
    everything = rows(connection)
    for row in everything:
        if row["told"]:
            one = Told(who=row["told"], on=row["told_on"], by=row["coder"])
            told.setdefault(row["about"] or row["id"], []).append(one)
        if row["kind"] == CLEARED:
            settled = Cleared(reason=row["text"], by=row["coder"], at=row["created"])
            cleared.setdefault(row["about"], settled)
    found = [
        Flag(
            id=row["id"],
            source=row["source"],
            segment=row["segment"],
            kind=FlagKind(row["kind"]),
            text=row["text"],
            coder=row["coder"],
            created=row["created"],
            told=tuple(told.get(row["id"], ())),
            cleared=cleared.get(row["id"]),
        )
        for row in everything
        if row["kind"] not in (TOLD, CLEARED)
    ]
    urgency = list(FlagKind)
    return sorted(found, key=lambda one: (one.cleared is not None, urgency.index(one.kind), one.created))


def flagged(connection: Connection) -> frozenset[tuple[str, str]]:
    """(source's name, segment's key) of passages with a flag that is not cleared."""
    return frozenset((one.source, one.segment) for one in flags(connection) if one.cleared is None)


def add(writer: Writer, passage: tuple[str, str], kind: str, **said: str) -> str:
    """Write a row by this writer's coder; gives its id."""
    row = {
        **dict.fromkeys(FIELDS, ""),
        **said,
        "id": str(uuid4()),
        "source": passage[0],
        "segment": passage[1],
        "kind": kind,
        "created": writer.at,
    }
    writer.insert(schema.flag, [{**row, "coder_id": writer.coder_id}])
    return row["id"]
