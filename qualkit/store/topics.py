"""What people made of topics: their names, and which were joined."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import Connection, select, update

from qualkit.model.text import fold_line
from qualkit.store import schema
from qualkit.store.writer import Writer

BY_TOPIC = "topic"
"""Who makes proposals that come from a topic."""
OF_TOPIC = "code of topic"
"""The verb of the event that tells where such a code came from."""
_OURS = UUID("1c9f1ad0-6d7c-4f0e-9c57-6f5a3f0b8d11")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEdit:
    """What somebody made of a topic."""

    topic: int
    """Its number, from 1, when that was decided."""
    words: tuple[str, ...]
    """Its words then, by which it is known again when the texts have changed."""
    name: str = ""
    into: tuple[str, ...] = ()
    """Words of the topic that it went into; none where it is its own."""


def edit_id(run: str, topic: int) -> str:
    """The same for the same topic, whoever decides on it."""
    return str(uuid5(_OURS, f"{run} {topic}"))


def topic_edits(connection: Connection, run: str) -> list[TopicEdit]:
    """What was made of the topics of a run, by their numbers."""
    table = schema.topic_edit
    query = select(table).where(table.c.run == run).order_by(table.c.topic)
    return [
        TopicEdit(
            topic=row.topic, words=tuple(row.words.split()), name=row.name, into=tuple(row.into.split())
        )
        for row in connection.execute(query)
    ]


def put_topic_edit(writer: Writer, run: str, edit: TopicEdit) -> bool:
    """Keep what was made of a topic, in place of what was before; gives whether it is new or other."""
    table = schema.topic_edit
    here = (table.c.run == run) & (table.c.topic == edit.topic)
    known = writer.connection.execute(select(table).where(here)).mappings().first()
    values = {"words": " ".join(edit.words), "name": edit.name, "into": " ".join(edit.into)}
    if known is not None:
        return writer.update(table, (known["id"],), values, known=dict(known))
    made = {"id": edit_id(run, edit.topic), "run": run, "topic": edit.topic, "coder_id": writer.coder_id}
    writer.insert(table, [made | values | {"created": writer.at}])
    return True


# ---- what must not stay


def forget_words(connection: Connection, still_said: str) -> set[str]:
    """Take words that nobody says any more out of what is kept of topics; gives the names and joins changed.

    `still_said` is all that is said, folded.
    """
    edit, proposal, changed = schema.topic_edit, schema.proposal, set()
    for row in connection.execute(select(edit)).all():
        gone = _gone([*row.words.split(), *row.into.split()], still_said)
        values = {name: " ".join(w for w in getattr(row, name).split() if w not in gone) for name in _WORDED}
        if gone:
            connection.execute(update(edit).where(edit.c.id == row.id).values(values))
            changed.add(str(row.id))
    query = select(proposal.c.because).where(proposal.c.made_by == BY_TOPIC).distinct()
    for because in connection.scalars(query).all():
        said = because.split("; ")
        if gone := _gone(said, still_said):
            values = {"because": "; ".join(word for word in said if word not in gone)}
            connection.execute(update(proposal).where(proposal.c.because == because).values(values))
    _forget_words_in_log(connection, still_said)
    return changed


def _forget_words_in_log(connection: Connection, still_said: str) -> None:
    event = schema.event
    verbs = event.c.verb.in_((OF_TOPIC, "undo", "redo"))
    rows = connection.execute(select(event.c.id, event.c.summary, event.c.detail).where(verbs)).all()
    details = {row.id: json.loads(row.detail) for row in rows}
    gone = _gone({word for detail in details.values() for word in detail.get("words", ())}, still_said)
    for row in rows if gone else ():
        detail = details[row.id]
        if "words" in detail:
            detail["words"] = [word for word in detail["words"] if word not in gone]
        plain = json.dumps(detail, ensure_ascii=False, sort_keys=True)
        values = {"summary": _without(row.summary, gone), "detail": plain}
        connection.execute(update(event).where(event.c.id == row.id).values(values))


_WORDED = ("words", "into")


def _gone(words: Iterable[str], still_said: str) -> set[str]:
    return {word for word in words if fold_line(word) not in still_said}


def _without(text: str, gone: Iterable[str]) -> str:
    """A text in which words of a list are no more."""
    for word in gone:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)(, )?", "", text)
    return text
