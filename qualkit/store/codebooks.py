"""Codebooks and their codes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, or_, select

from qualkit.errors import Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer


def codebooks(connection: Connection) -> list[Codebook]:
    """Every codebook, in the order in which they came, with its codes in the researcher's order."""
    codes: dict[int, list[Code]] = {}
    for row in connection.execute(select(schema.code).order_by(schema.code.c.position)):
        codes.setdefault(row.codebook_id, []).append(_code(row))
    rows = connection.execute(select(schema.codebook).order_by(schema.codebook.c.position))
    return [Codebook(name=row.name, title=row.title, codes=tuple(codes.get(row.id, ()))) for row in rows]


def codebook_ids(connection: Connection) -> dict[str, int]:
    """Every codebook's id by its name."""
    return mapping(connection, select(schema.codebook.c.name, schema.codebook.c.id))


def _code(row: Any) -> Code:
    return Code(
        id=row.id,
        name=row.name,
        parent=row.parent_id,
        colour=row.colour,
        brief=row.brief,
        definition=row.definition,
        when=row.use_when,
        when_not=row.use_when_not,
        examples=tuple(json.loads(row.examples)),
        status=CodeStatus(row.status),
        version=row.version,
        created=row.created,
        counts_in_any=row.counts_in_any,
        summary=row.summary,
    )


def _values(code: Code, position: int) -> dict[str, Any]:
    return {
        "parent_id": code.parent,
        "position": position,
        "name": code.name,
        "colour": code.colour,
        "brief": code.brief,
        "definition": code.definition,
        "use_when": code.when,
        "use_when_not": code.when_not,
        "examples": json.dumps(list(code.examples), ensure_ascii=False),
        "status": code.status.value,
        "version": code.version,
        "created": code.created,
        "counts_in_any": code.counts_in_any,
        "summary": code.summary,
    }


def sync_codebook(writer: Writer, codebook: Codebook) -> None:
    """Make the store's codebook equal to this one. A code that is gone must not be in use."""
    codebook_id = _sync_book(writer, codebook)
    query = select(schema.code.c.id).where(schema.code.c.codebook_id == codebook_id)
    known = set(writer.connection.scalars(query))
    in_order = [code for _, code in codebook.walk()]  # parents first: children refer to them
    rows = [{"codebook_id": codebook_id, "id": c.id} | _values(c, n) for n, c in enumerate(in_order)]
    writer.insert(schema.code, [row for row in rows if row["id"] not in known])
    for row in rows:
        if row["id"] in known:
            writer.update(schema.code, (row["id"],), row)
    _remove(writer, known - {code.id for code in codebook.codes})


def _sync_book(writer: Writer, codebook: Codebook) -> int:
    found = codebook_ids(writer.connection).get(codebook.name)
    if found is not None:
        writer.update(schema.codebook, (found,), {"title": codebook.title})
        return found
    fresh = writer.next_id(schema.codebook)
    row = {"id": fresh, "name": codebook.name, "title": codebook.title, "position": fresh}
    writer.insert(schema.codebook, [row])
    return fresh


def _remove(writer: Writer, ids: set[str]) -> None:
    used = select(schema.coding.c.code_id).where(schema.coding.c.code_id.in_(ids)).limit(1)
    if ids and (code_id := writer.connection.scalar(used)) is not None:
        name = writer.connection.scalar(select(schema.code.c.name).where(schema.code.c.id == code_id))
        raise Refused(
            f'The code "{name}" can\'t be removed: passages are coded with it.',
            hint="Retire it instead (status: retired), or merge it with another code.",
        )
    if ids:
        writer.delete(schema.proposal, schema.proposal.c.code_id.in_(ids))
        writer.delete(schema.code, or_(schema.code.c.id.in_(ids), schema.code.c.parent_id.in_(ids)))
