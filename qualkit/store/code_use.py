"""Where a code is used: how much, on which passages, by whom, and what was done to it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, distinct, func, or_, select

from qualkit.model.coding import Anchor, Event
from qualkit.model.place import Place
from qualkit.store import schema
from qualkit.store.codings import FEW
from qualkit.store.journal import LoggedEvent
from qualkit.store.rows import mapping

_CODING = schema.coding
_FIRST = schema.segment.alias("first_segment")
_LAST = schema.segment.alias("last_segment")
_PLACE = ("segment_id", "start", "end_segment_id", "end")
_STANDS = _CODING.c.anchor != Anchor.LOST.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeUse:
    """How much a code is used. A passage coded alike by two people is one passage."""

    codings: int
    passages: int
    people: int
    """Who is heard or spoken of in these passages."""


def use_of(connection: Connection, code_id: str, *, coder: str = "") -> CodeUse:
    """How much a code is used by everybody, or by one coder."""
    mine = select(_CODING).where(_CODING.c.code_id == code_id)
    if coder:
        who = schema.coder.c.id == _CODING.c.coder_id
        mine = mine.join(schema.coder, who).where(schema.coder.c.name == coder)
    used = mine.subquery()
    places = select(*(used.c[name] for name in _PLACE)).distinct().subquery()
    return CodeUse(
        codings=connection.scalar(select(func.count()).select_from(used)) or 0,
        passages=connection.scalar(select(func.count()).select_from(places)) or 0,
        people=connection.scalar(_people(used)) or 0,
    )


def _people(used: Any) -> Any:
    segment, speaker, record = schema.segment, schema.speaker, schema.record
    touched = and_(
        segment.c.source_id == _FIRST.c.source_id,
        segment.c.ordinal.between(_FIRST.c.ordinal, _LAST.c.ordinal),
    )
    return (
        select(func.count(distinct(func.coalesce(speaker.c.case_id, record.c.case_id))))
        .select_from(used)
        .join(_FIRST, _FIRST.c.id == used.c.segment_id)
        .join(_LAST, _LAST.c.id == used.c.end_segment_id)
        .join(segment, touched)
        .outerjoin(speaker, speaker.c.id == segment.c.speaker_id)
        .outerjoin(record, record.c.id == segment.c.record_id)
    )


def joined_by(connection: Connection, from_id: str, into_id: str) -> int:
    """How many codings stand where the same coder has the other code too."""
    other = _CODING.alias("other")
    same = and_(
        other.c.code_id == into_id,
        other.c.coder_id == _CODING.c.coder_id,
        *(other.c[name] == _CODING.c[name] for name in _PLACE),
    )
    query = select(func.count()).select_from(_CODING).join(other, same).where(_CODING.c.code_id == from_id)
    return connection.scalar(query) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A coding in short: whose, which code, where."""

    id: str
    code: str
    coder: str
    source: str
    place: Place


def placed(connection: Connection, code_ids: Collection[str], *, coder: str = "") -> list[Placed]:
    """The codings of some codes in the order of sources and places, less those that lost their place."""
    query = (
        select(
            _CODING.c.id,
            _CODING.c.code_id,
            schema.coder.c.name,
            schema.source.c.name,
            _FIRST.c.key,
            _CODING.c.start,
            _LAST.c.key,
            _CODING.c.end,
        )
        .join(_FIRST, _FIRST.c.id == _CODING.c.segment_id)
        .join(_LAST, _LAST.c.id == _CODING.c.end_segment_id)
        .join(schema.source, schema.source.c.id == _FIRST.c.source_id)
        .join(schema.coder, schema.coder.c.id == _CODING.c.coder_id)
        .where(_CODING.c.code_id.in_(code_ids), _STANDS)
        .order_by(schema.source.c.position, _FIRST.c.ordinal, _CODING.c.start, _LAST.c.ordinal, _CODING.c.end)
    )
    if coder:
        query = query.where(schema.coder.c.name == coder)
    return [
        Placed(
            id=row[0],
            code=row[1],
            coder=row[2],
            source=row[3],
            place=Place(segment=row[4], start=row[5], end_segment=row[6], end=row[7]),
        )
        for row in connection.execute(query)
    ]


def lengths(connection: Connection, source: str, keys: Sequence[str]) -> dict[str, int]:
    """Key → how long the text of a segment is, for some segments of a source."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), FEW):
        query = (
            select(schema.segment.c.key, schema.segment.c.length)
            .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
            .where(schema.source.c.name == source, schema.segment.c.key.in_(keys[start : start + FEW]))
        )
        found |= mapping(connection, query)
    return found


def keys_around(connection: Connection, source_id: int, place: Place, number: int) -> tuple[str, str]:
    """Keys of the segments that stand so many before and after a place, as far as there are any."""
    segment = schema.segment.c
    here = and_(segment.source_id == source_id, segment.is_gone.is_(False))
    ordinal = select(segment.ordinal).where(here)
    first = connection.scalar(ordinal.where(segment.key == place.segment)) or 0
    last = connection.scalar(ordinal.where(segment.key == place.end_segment)) or first
    around = select(segment.key).where(here, segment.ordinal.between(first - number, last + number))
    keys = list(connection.scalars(around.order_by(segment.ordinal)))
    return (keys[0], keys[-1]) if keys else (place.segment, place.end_segment)


def events_about(connection: Connection, code_id: str) -> list[LoggedEvent]:
    """What was done to a code itself, oldest first, with what was taken back and done again of it.

    What was taken back is known by its words: the numbers of events are others once a study is rebuilt.
    """
    event, coder = schema.event, schema.coder
    query = (
        select(event, coder.c.name.label("coder"))
        .join(coder, coder.c.id == event.c.coder_id)
        .where(or_(event.c.detail.contains(code_id), event.c.verb.in_(("undo", "redo"))))
        .order_by(event.c.at, event.c.id)
    )
    found: list[LoggedEvent] = []
    summaries: set[str] = set()
    for row in connection.execute(query):
        detail = json.loads(row.detail)
        is_about = detail.get("code_id") == code_id or code_id in detail.get("into_ids", ())
        if is_about or (row.verb in ("undo", "redo") and row.summary.partition(": ")[2] in summaries):
            summaries.add(row.summary)
            event_ = Event(at=row.at, coder=row.coder, verb=row.verb, summary=row.summary, detail=detail)
            found.append(LoggedEvent(number=row.id, uid=row.uid, event=event_))
    return found
