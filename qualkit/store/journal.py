"""Memos and the log of events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select, and_, func, select, update

from qualkit.model.coding import Event, Memo
from qualkit.store import schema
from qualkit.store.writer import Writer, coder_id, insert_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """An event with its place in the log."""

    number: int
    uid: str
    event: Event


def events(connection: Connection) -> list[LoggedEvent]:
    """The whole log, oldest first."""
    return [_logged(row) for row in connection.execute(_events().order_by(*_IN_ORDER))]


def latest(connection: Connection, number: int) -> list[LoggedEvent]:
    """The newest events, newest first."""
    query = _events().order_by(*(column.desc() for column in _IN_ORDER)).limit(number)
    return [_logged(row) for row in connection.execute(query)]


_IN_ORDER = (schema.event.c.at, schema.event.c.id)


def _events() -> Select[Any]:
    coder = schema.coder
    return select(schema.event, coder.c.name.label("coder")).join(
        coder, coder.c.id == schema.event.c.coder_id
    )


def _logged(row: Any) -> LoggedEvent:
    event = Event(
        at=row.at, coder=row.coder, verb=row.verb, summary=row.summary, detail=json.loads(row.detail)
    )
    return LoggedEvent(number=row.id, uid=row.uid, event=event)


def last_event(connection: Connection) -> int:
    """The number of the newest event; 0 in an empty log."""
    return int(connection.scalar(select(func.max(schema.event.c.id))) or 0)


def last_of(connection: Connection, verb: str) -> Event | None:
    """The newest event with a verb."""
    query = _events().where(schema.event.c.verb == verb).order_by(*(one.desc() for one in _IN_ORDER)).limit(1)
    row = connection.execute(query).first()
    return _logged(row).event if row else None


def unsaved_steps(connection: Connection) -> int:
    """How many steps of work the text files do not have yet. To have handed something over is none."""
    query = select(func.count()).select_from(schema.event)
    return connection.scalar(query.where(~schema.event.c.is_saved, schema.event.c.verb != "export")) or 0


def mark_saved(connection: Connection, last: int) -> None:
    """Note that the text files have every event up to the one numbered `last`."""
    unsaved = and_(~schema.event.c.is_saved, schema.event.c.id <= last)
    connection.execute(update(schema.event).where(unsaved).values(is_saved=True))


def add_logged(connection: Connection, logged: Sequence[tuple[str, Event]]) -> None:
    """Take events of the text files into the log by their uid; those that are there are passed over."""
    known = set(connection.scalars(select(schema.event.c.uid)))
    rows = [
        {
            "uid": uid,
            "at": event.at,
            "coder_id": coder_id(connection, event.coder),
            "verb": event.verb,
            "summary": event.summary,
            "detail": json.dumps(dict(event.detail), ensure_ascii=False, sort_keys=True),
            "is_saved": True,
        }
        for uid, event in dict(logged).items()
        if uid not in known
    ]
    if rows:
        insert_rows(connection, schema.event, rows)


def memos(connection: Connection) -> list[Memo]:
    """Every memo, oldest first."""
    query = (
        select(schema.memo, schema.coder.c.name.label("coder"))
        .join(schema.coder, schema.coder.c.id == schema.memo.c.coder_id)
        .order_by(schema.memo.c.created, schema.memo.c.id)
    )
    return [
        Memo(
            id=row.id, about=row.about, target=row.target, text=row.text, coder=row.coder, created=row.created
        )
        for row in connection.execute(query)
    ]


def add_memo(writer: Writer, about: str, target: str, text: str) -> Memo:
    """Write a memo by this writer's coder."""
    memo = Memo(id=str(uuid4()), about=about, target=target, text=text, coder=writer.coder, created=writer.at)
    writer.insert(
        schema.memo,
        [
            {
                "id": memo.id,
                "about": about,
                "target": target,
                "text": text,
                "coder_id": writer.coder_id,
                "created": memo.created,
            }
        ],
    )
    return memo
