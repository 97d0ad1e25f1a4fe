"""The quotes chosen for the bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from qualkit.model.quote import Quote
from qualkit.store import schema
from qualkit.store.writer import Writer

_FEW = 400
_AT = ("code_id", "segment_id", "start", "end_segment_id", "end")

Spot = tuple[str, int, int, int, int]
"""(code's id, segment, start, last segment, end): codings alike in it are one quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A chosen quote with its spot."""

    quote: Quote
    spot: Spot


def quotes(connection: Connection) -> list[Quote]:
    """Every row of a chosen quote, in order."""
    query = _query().order_by(schema.quote.c.position, schema.quote.c.created, schema.quote.c.id)
    return [_quote(row) for row in connection.execute(query)]


def chosen(connection: Connection) -> list[Chosen]:
    """The chosen quotes in order; a spot that two people chose apart, on two computers, is there twice."""
    query = (
        _query()
        .add_columns(*(schema.coding.c[name] for name in _AT))
        .join(schema.coding, schema.coding.c.id == schema.quote.c.coding_id)
        .order_by(schema.quote.c.position, schema.quote.c.created, schema.quote.c.id)
    )
    return [Chosen(quote=_quote(row), spot=_spot(row)) for row in connection.execute(query)]


def spots(connection: Connection, coding_ids: Iterable[str]) -> dict[str, Spot]:
    """Coding → its spot, of those codings that there are."""
    wanted = list(dict.fromkeys(coding_ids))
    query = select(schema.coding.c.id, *(schema.coding.c[name] for name in _AT))
    return {
        row.id: _spot(row)
        for start in range(0, len(wanted), _FEW)
        for row in connection.execute(query.where(schema.coding.c.id.in_(wanted[start : start + _FEW])))
    }


def _query() -> Any:
    return select(schema.quote, schema.coder.c.name.label("coder")).join(
        schema.coder, schema.coder.c.id == schema.quote.c.coder_id
    )


def _spot(row: Any) -> Spot:
    return (row.code_id, row.segment_id, row.start, row.end_segment_id, row.end)


def _quote(row: Any) -> Quote:
    return Quote(
        id=row.id,
        coding=row.coding_id,
        position=row.position,
        wording=row.wording,
        attribution=row.attribution,
        is_display=row.is_display,
        chosen_by=row.coder,
        created=row.created,
    )


def add_quotes(writer: Writer, wanted: Sequence[Quote]) -> None:
    """Add quotes, as chosen by this writer's coder."""
    rows = [
        {
            "id": one.id,
            "coding_id": one.coding,
            "position": one.position,
            "wording": one.wording,
            "attribution": one.attribution,
            "is_display": one.is_display,
            "coder_id": writer.coder_id,
            "created": one.created or writer.at,
        }
        for one in wanted
    ]
    writer.insert(schema.quote, rows)


def change_quote(writer: Writer, quote_id: str, **values: object) -> bool:
    """Change columns of a quote (position, wording, attribution, is_display); gives whether any differed."""
    return writer.update(schema.quote, (quote_id,), values)


def remove_quotes(writer: Writer, ids: Sequence[str]) -> None:
    """Take quotes out of the bank."""
    for start in range(0, len(ids), _FEW):
        writer.delete(schema.quote, schema.quote.c.id.in_(ids[start : start + _FEW]))


def let_go(writer: Writer, coding_ids: Sequence[str]) -> None:
    """Before codings are removed: their quotes pass on to codings alike that stay, or go with them."""
    for start in range(0, len(coding_ids), _FEW):
        some = coding_ids[start : start + _FEW]
        query = select(schema.quote.c.id, schema.quote.c.coding_id).where(schema.quote.c.coding_id.in_(some))
        gone = []
        for quote_id, coding_id in writer.connection.execute(query).all():
            heir = _alike(writer.connection, coding_id, but=coding_ids)
            if heir is None:
                gone.append(quote_id)
            else:
                writer.update(schema.quote, (quote_id,), {"coding_id": heir})
        remove_quotes(writer, gone)


def pass_on(writer: Writer, from_coding: str, to_coding: str) -> None:
    """Let the quotes of one coding be those of another."""
    query = select(schema.quote.c.id).where(schema.quote.c.coding_id == from_coding)
    for quote_id in list(writer.connection.scalars(query)):
        writer.update(schema.quote, (quote_id,), {"coding_id": to_coding})


def _alike(connection: Connection, coding_id: str, *, but: Collection[str]) -> str | None:
    spot = spots(connection, [coding_id])[coding_id]
    same = [schema.coding.c[name] == value for name, value in zip(_AT, spot, strict=True)]
    query = select(schema.coding.c.id).where(*same).order_by(schema.coding.c.created, schema.coding.c.id)
    return next((id_ for id_ in connection.scalars(query) if id_ not in but), None)
