"""Redactions: which words are not shown, and what is shown instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from qualkit.model.redaction import Redaction
from qualkit.model.text import fold_line
from qualkit.store import schema
from qualkit.store.corrections import edit_id
from qualkit.store.writer import Writer


def redactions(connection: Connection) -> list[Redaction]:
    """Every decision, oldest first."""
    table = schema.redaction
    query = select(table, schema.coder.c.name.label("coder")).join(
        schema.coder, schema.coder.c.id == table.c.coder_id
    )
    return [_redaction(row) for row in connection.execute(query.order_by(table.c.created, table.c.words))]


def _redaction(row: Any) -> Redaction:
    return Redaction(
        id=row.id,
        words=row.words,
        replacement=row.replacement,
        source=row.source,
        segment=row.segment,
        sort=row.sort,
        match_case=row.match_case,
        is_hidden=row.is_hidden,
        decided_by=row.coder,
        created=row.created,
    )


def redaction_id(one: Redaction) -> str:
    """One decision for the same words in the same place, whoever takes it."""
    return edit_id("redaction", fold_line(one.words), one.source, one.segment)


def put(writer: Writer, wanted: Sequence[Redaction]) -> int:
    """Take decisions, instead of what was decided about the same words; gives how many are new or other."""
    table, count = schema.redaction, 0
    for one in wanted:
        values = redaction_row(one)
        known = writer.connection.execute(select(table).where(table.c.id == values["id"])).mappings().first()
        made = {"coder_id": writer.coder_id, "created": writer.at}
        if known is None:
            writer.insert(table, [values | made])
        elif all(known[name] == value for name, value in values.items()):
            continue
        else:
            writer.update(table, (values["id"],), values | made, known=dict(known))
        count += 1
    return count


def redaction_row(one: Redaction) -> dict[str, Any]:
    """A decision as a row of its table, without who took it."""
    return {
        "id": redaction_id(one),
        "words": one.words,
        "replacement": one.replacement,
        "source": one.source,
        "segment": one.segment,
        "sort": one.sort,
        "match_case": one.match_case,
        "is_hidden": one.is_hidden,
    }


def drop(writer: Writer, ids: Sequence[str]) -> int:
    """Take decisions back; gives how many there were."""
    return writer.delete(schema.redaction, schema.redaction.c.id.in_(ids))
