"""Taking back a coder's last step, and doing it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from qualkit.errors import Refused
from qualkit.store import codebooks, schema
from qualkit.store.changes import Change, Deleted, FileChanged, Inserted, Key, Updated, pack, unpack
from qualkit.store.reanchor import misplaced
from qualkit.store.writer import (
    Writer,
    drop_outdated_vectors,
    insert_rows,
    key_columns,
    keys_of,
    last_done,
    record_event,
)

_BATCH = 400  # SQLite allows 999 variables a statement on old systems; keys have up to three parts here


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """Which step was taken back or done again, and what it asks of the study folder."""

    summary: str
    verb: str
    files: tuple[tuple[str, bytes | None], ...]
    """(path in the study folder, what it must now hold; None to remove it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingStep:
    """The step that undo would take back."""

    event: int
    """The number of its event."""
    summary: str
    at: str
    """ISO 8601, UTC."""


def next_to_undo(connection: Connection, coder: str) -> PendingStep | None:
    """The coder's newest step that is not taken back; None where there is none."""
    coder_id = connection.scalar(select(schema.coder.c.id).where(schema.coder.c.name == coder))
    row = _step_to(connection, coder_id, "done", newest=True) if coder_id is not None else None
    return PendingStep(event=row.event_id, summary=row.summary, at=row.at) if row else None


def undo(writer: Writer) -> Undone:
    """Take back the coder's last step. Refused when somebody has built on it, naming who."""
    found = _step_to(writer.connection, writer.coder_id, "done", newest=True)
    if found is None:
        raise Refused("There is nothing to undo.", hint="Undo takes back your own steps, last first.")
    changes = unpack(found.changes)
    _refuse_if_built_on(writer.connection, found, changes)
    texts = _texts_of(writer.connection, changes)
    were = _misplaced(writer.connection, texts)
    try:
        taken = [_take_back(writer.connection, change, found) for change in reversed(changes)]
    except IntegrityError as error:
        raise Refused(f'"{found.summary}" can\'t be undone: the study has changed in between.') from error
    for coding, who in _misplaced(writer.connection, texts).items():
        if coding not in were:
            raise Refused(
                f'"{found.summary}" can\'t be undone: {who} has coded the corrected words since.',
                hint="Take that coding off first, or correct the text once more.",
            )
    return _finish(writer, found, list(reversed(taken)), state="undone")


def _texts_of(connection: Connection, changes: list[Change]) -> list[int]:
    """The sources whose words a step changed."""
    ids = [
        change.key[0]
        for change in changes
        if isinstance(change, Updated) and change.table == schema.segment.name and "text" in change.before
    ]
    found: dict[int, None] = {}
    for keys in _batches([(id_,) for id_ in ids]):
        query = select(schema.segment.c.source_id).where(_among(schema.segment, keys)).distinct()
        found |= dict.fromkeys(connection.scalars(query))
    return list(found)


def _misplaced(connection: Connection, sources: list[int]) -> dict[str, str]:
    return {coding: who for source in sources for coding, who in misplaced(connection, source).items()}


def redo(writer: Writer) -> Undone:
    """Do the coder's last undone step again."""
    found = _step_to(writer.connection, writer.coder_id, "undone", newest=False)
    if found is None:
        raise Refused("There is nothing to redo.")
    changes = unpack(found.changes)
    try:
        done = [_do_again(writer.connection, change, found) for change in changes]
    except IntegrityError as error:
        raise Refused(
            f'"{found.summary}" can\'t be done again: the study has changed in between.',
            hint="Do it anew instead.",
        ) from error
    return _finish(writer, found, done, state="done")


def _step_to(connection: Connection, coder_id: int, state: str, *, newest: bool) -> Row[Any] | None:
    row = schema.step.c
    query = (
        select(schema.step, schema.event.c.verb, schema.event.c.summary, schema.event.c.at)
        .join(schema.event, schema.event.c.id == row.event_id)
        .where(row.coder_id == coder_id, row.state == state)
        .order_by(row.event_id.desc() if newest else row.event_id.asc())
        .limit(1)
    )
    if state == "undone":
        query = query.where(row.event_id > last_done(coder_id))
    return connection.execute(query).first()


def _finish(writer: Writer, found: Row[Any], changes: list[Change], state: str) -> Undone:
    values = {"state": state, "changes": pack(changes)}
    writer.connection.execute(
        update(schema.step).where(schema.step.c.event_id == found.event_id).values(values)
    )
    if any(not isinstance(change, FileChanged) and change.table == schema.code.name for change in changes):
        codebooks.refuse_disorder(writer.connection)
    drop_outdated_vectors(writer.connection, changes)
    verb = "undo" if state == "undone" else "redo"
    writer.summary = f"{verb}: {found.summary}"
    writer.detail = {"step": found.event_id}
    record_event(writer, verb)
    files = tuple(
        (change.path, change.before if state == "undone" else change.after)
        for change in changes
        if isinstance(change, FileChanged)
    )
    return Undone(summary=found.summary, verb=found.verb, files=files)


# ---- taking back


def _take_back(connection: Connection, change: Change, found: Row[Any]) -> Change:
    match change:
        case Inserted():
            return _remove(connection, change)
        case Deleted():
            insert_rows(connection, schema.metadata.tables[change.table], change.rows)
        case Updated():
            _put(connection, change, found, again=False)
    return change


def _remove(connection: Connection, change: Inserted) -> Inserted:
    table = schema.metadata.tables[change.table]
    rows = []
    for keys in _batches(change.keys):
        where = _among(table, keys)
        rows += [dict(row) for row in connection.execute(select(table).where(where)).mappings()]
    for keys in _batches(list(reversed(change.keys))):
        connection.execute(delete(table).where(_among(table, keys)))
    place = {key: number for number, key in enumerate(change.keys)}
    names = key_columns(table)
    rows.sort(key=lambda row: place[tuple([row[name] for name in names])])
    return Inserted(table=change.table, keys=change.keys, rows=rows)


def _put(connection: Connection, change: Updated, found: Row[Any], *, again: bool) -> None:
    values, expected = (change.after, change.before) if again else (change.before, change.after)
    table = schema.metadata.tables[change.table]
    where = _among(table, [change.key])
    row = connection.execute(select(table).where(where)).mappings().first()
    if row is None or any(row[name] != value for name, value in expected.items()):
        who = _who_touched(connection, change.table, {change.key}, after=found.event_id) or "Somebody"
        what = "done again" if again else "undone"
        raise Refused(f'"{found.summary}" can\'t be {what}: {who} has changed it since.')
    connection.execute(update(table).where(where).values(values))


def _do_again(connection: Connection, change: Change, found: Row[Any]) -> Change:
    match change:
        case Inserted():
            if change.rows:
                insert_rows(connection, schema.metadata.tables[change.table], change.rows)
            return Inserted(table=change.table, keys=change.keys)
        case Deleted():
            table = schema.metadata.tables[change.table]
            for batch in _batches(keys_of(table, change.rows)):
                connection.execute(delete(table).where(_among(table, batch)))
        case Updated():
            _put(connection, change, found, again=True)
    return change


# ---- who has built on it


def _refuse_if_built_on(connection: Connection, found: Row[Any], changes: list[Change]) -> None:
    own = {(change.table, key) for change in changes if isinstance(change, Inserted) for key in change.keys}
    own |= {(change.table, change.key) for change in changes if isinstance(change, Updated)}
    for change in changes:
        if not isinstance(change, Inserted):
            continue
        if change.table in _SHARED:
            _refuse_if_touched(connection, found, change)
        for table, column in _references_to(change.table):
            for keys in _batches(change.keys):
                foreign = _first_foreign(connection, table, column, [key[0] for key in keys], own)
                if foreign is not None:
                    who = _who_wrote(connection, table, foreign, after=found.event_id)
                    what = _WORDS.get(table.name, "work")
                    raise Refused(
                        f'"{found.summary}" can\'t be undone: {who} has built on it ({what}).',
                        hint=f"Take the {what} back first, or leave it as it is.",
                    )


def _refuse_if_touched(connection: Connection, found: Row[Any], change: Inserted) -> None:
    """What belongs to everybody, and somebody else has worked on since, is no longer one person's work."""
    who = _who_touched(connection, change.table, set(change.keys), after=found.event_id)
    if who:
        raise Refused(
            f'"{found.summary}" can\'t be undone: {who} has changed it since.',
            hint=_SHARED[change.table],
        )


_WORDS = {
    "coding": "codings",
    "reading": "passages marked read",
    "proposal": "proposals",
    "code": "codes below it",
    "memo": "memos",
    "quote": "chosen quotes",
    "screening": "records included or left out",
    "sample_record": "samples",
}
_SHARED = {
    "quote": "Take the quote out of the bank instead.",
    "screening": "Decide on these records anew instead.",
}
"""Tables of what belongs to everybody → what to do where undo is refused."""
_NOTED_ON = ("coding", "code")
"""Tables whose rows memos name by id."""


@cache
def _references_to(name: str) -> list[tuple[Table, str]]:
    found = [
        (table, key.parent.name)
        for table in schema.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name
    ]
    if name == schema.coding.name:
        found.append((schema.quote, "coding_id"))
    return [*found, (schema.memo, "target")] if name in _NOTED_ON else found


def _first_foreign(
    connection: Connection, table: Table, column: str, ids: list[Any], own: set[tuple[str, Key]]
) -> Key | None:
    keys = select(*(table.c[name] for name in key_columns(table))).where(table.c[column].in_(ids))
    rows = (tuple(row) for row in connection.execute(keys))
    return next((key for key in rows if (table.name, key) not in own), None)


def _who_wrote(connection: Connection, table: Table, key: Key, *, after: int) -> str:
    if "coder_id" in table.c:
        name = select(schema.coder.c.name).join(table, table.c.coder_id == schema.coder.c.id)
        return str(connection.scalar(name.where(_among(table, [key]))))
    return _who_touched(connection, table.name, {key}, after=after) or "somebody"


def _who_touched(connection: Connection, table: str, keys: set[Key], *, after: int) -> str:
    query = (
        select(schema.step.c.changes, schema.coder.c.name)
        .join(schema.coder, schema.coder.c.id == schema.step.c.coder_id)
        .where(schema.step.c.event_id > after, schema.step.c.state == "done")
        .order_by(schema.step.c.event_id.desc())
    )
    for packed, name in connection.execute(query):
        for change in unpack(packed):
            if not isinstance(change, FileChanged) and change.table == table and keys & _keys_of(change):
                return str(name)
    return ""


def _keys_of(change: Inserted | Updated | Deleted) -> set[Key]:
    match change:
        case Inserted():
            return set(change.keys)
        case Updated():
            return {change.key}
        case Deleted():
            names = key_columns(schema.metadata.tables[change.table])
            return {tuple(row[name] for name in names) for row in change.rows}


def _batches(keys: list[Key]) -> list[list[Key]]:
    return [keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH)]


def _among(table: Table, keys: list[Key]) -> Any:
    columns = [table.c[name] for name in key_columns(table)]
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    if len(keys) == 1:
        return and_(*(column == value for column, value in zip(columns, keys[0], strict=True)))
    return tuple_(*columns).in_(keys)
