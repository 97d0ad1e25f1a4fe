"""Codebooks and their codes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, or_, select

from qualkit.errors import Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus, join_path
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer


def codebooks(connection: Connection) -> list[Codebook]:
    """Every codebook, in the order in which they came, with its codes in the researcher's order."""
    codes: dict[int, list[Code]] = {}
    for row in connection.execute(select(schema.code).order_by(schema.code.c.position)):
        codes.setdefault(row.codebook_id, []).append(_code(row))
    rows = connection.execute(select(schema.codebook).order_by(schema.codebook.c.position))
    return [_in_order(Codebook(name=r.name, title=r.title, codes=tuple(codes.get(r.id, ())))) for r in rows]


def _in_order(book: Codebook) -> Codebook:
    """The book with its codes as the tree has them: positions are in order among siblings only."""
    return replace(book, codes=tuple(code for _, code in book.walk()))


def codebook_ids(connection: Connection) -> dict[str, int]:
    """Every codebook's id by its name."""
    return mapping(connection, select(schema.codebook.c.name, schema.codebook.c.id))


def lineage(connection: Connection, code_id: str) -> tuple[Code, ...]:
    """From the theme down to the code itself, without reading the whole book; empty where there is none."""
    found: list[Code] = []
    above: str | None = code_id
    while above is not None:
        row = connection.execute(select(schema.code).where(schema.code.c.id == above)).first()
        if row is None:
            break
        found.insert(0, _code(row))
        above = row.parent_id
    return tuple(found)


def path_of(lineage: Sequence[Code]) -> str:
    """The path of a code from its lineage: `Parent/Child`."""
    return join_path(code.name for code in lineage)


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


def add_codebook(writer: Writer, name: str, title: str = "") -> None:
    """Make an empty codebook."""
    _sync_book(writer, Codebook(name=name, title=title))


def add_code(writer: Writer, codebook: str, code: Code) -> None:
    """Add a code to a book, as the last below its parent."""
    book_id = codebook_ids(writer.connection)[codebook]
    row = {"codebook_id": book_id, "id": code.id} | _values(code, _last_position(writer, book_id) + 1)
    writer.insert(schema.code, [row])


def change_code(writer: Writer, code: Code) -> bool:
    """Make the store's code of this id equal to `code`, where it stands; gives whether it was another."""
    values = _values(code, 0)
    del values["position"]
    return writer.update(schema.code, (code.id,), values)


def order_codes(writer: Writer, codebook: str, code_ids: Sequence[str]) -> None:
    """Let siblings stand in this order, after all others that share their parent."""
    last = _last_position(writer, codebook_ids(writer.connection)[codebook])
    for number, code_id in enumerate(code_ids, start=last + 1):
        writer.update(schema.code, (code_id,), {"position": number})


def remove_code(writer: Writer, code_id: str) -> None:
    """Take a code out; raises Refused while passages are coded with it."""
    _remove(writer, {code_id})


def _last_position(writer: Writer, book_id: int) -> int:
    query = select(func.max(schema.code.c.position)).where(schema.code.c.codebook_id == book_id)
    return int(writer.connection.scalar(query) or 0)


def refuse_disorder(connection: Connection) -> None:
    """Refuse a state that no single change may bring about: doubles under one parent, codes in a circle."""
    for row in connection.execute(select(schema.codebook)):
        codes = [
            _code(one)
            for one in connection.execute(select(schema.code).where(schema.code.c.codebook_id == row.id))
        ]
        book = Codebook(name=row.name, codes=tuple(codes))
        if len(list(book.walk())) < len(codes):
            raise Refused("A code would stand below itself.", hint="Somebody has moved codes in between.")
        seen: set[tuple[str | None, str]] = set()
        for code in codes:
            if (code.parent, code.name) in seen:
                raise Refused(
                    f'There would be two codes called "{book.path(code.id)}".',
                    hint="Give the one that is there another name first.",
                )
            seen.add((code.parent, code.name))


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
