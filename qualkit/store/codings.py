"""Codings and proposals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, select, update

from qualkit.model.coding import Anchor, Coding, Decision, Origin
from qualkit.model.place import Place
from qualkit.store import bank, schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer

_FIRST = schema.segment.alias("first_segment")
_LAST = schema.segment.alias("last_segment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A coding that a rule or model suggests; it counts for nothing until a person accepts it.

    Everybody has their own: what one person decided of one says nothing to the others.
    """

    id: str
    source: str
    place: Place
    code: str
    coder: str
    """Who asked for it, and decides."""
    quote: str
    made_by: str
    """"rule", or a model and its version."""
    because: str = ""
    """The pattern of a rule; the words that speak for it, parted by "; "."""
    score: float | None = None
    status: str = Decision.OPEN.value
    created: str = ""


def _with_places(table: Any, *columns: Any) -> Select[Any]:
    return (
        select(
            table,
            schema.source.c.name.label("source"),
            _FIRST.c.key.label("segment"),
            _LAST.c.key.label("end_segment"),
            schema.coder.c.name.label("coder"),
            *columns,
        )
        .join(_FIRST, _FIRST.c.id == table.c.segment_id)
        .join(_LAST, _LAST.c.id == table.c.end_segment_id)
        .join(schema.source, schema.source.c.id == _FIRST.c.source_id)
        .join(schema.coder, schema.coder.c.id == table.c.coder_id)
        .order_by(
            schema.source.c.position,
            _FIRST.c.ordinal,
            table.c.start,
            _LAST.c.ordinal,
            table.c.end,
            table.c.id,
        )
    )


def _place(row: Any) -> Place:
    return Place(segment=row.segment, start=row.start, end_segment=row.end_segment, end=row.end)


def codings(
    connection: Connection,
    *,
    sources: Iterable[int] | None = None,
    keys: Iterable[str] | None = None,
    ids: Iterable[str] | None = None,
) -> list[Coding]:
    """Codings in the order of their sources and places; `keys`: those beginning in these segments only."""
    query = _with_places(schema.coding)
    if sources is not None:
        query = query.where(_FIRST.c.source_id.in_(list(sources)))
    if keys is not None:
        query = query.where(_FIRST.c.key.in_(list(keys)))
    if ids is not None:
        query = query.where(schema.coding.c.id.in_(list(ids)))
    return [
        Coding(
            id=row.id,
            source=row.source,
            place=_place(row),
            code=row.code_id,
            coder=row.coder,
            quote=row.quote,
            memo=row.memo,
            origin=Origin(row.origin),
            created=row.created,
            anchor=Anchor(row.anchor),
        )
        for row in connection.execute(query)
    ]


Standing = tuple[str, str, int, str, int, str, str, str, str]
"""(id, segment's key, start, last segment's key, end, code's id, coder, memo, created) of a coding."""


def standing_in(connection: Connection, source_id: int) -> list[Standing]:
    """The codings of a source in the order of their places, in short: 5,000 in about 15 ms of CPU.

    Those that have lost their place are left out.
    """
    coding = schema.coding.c
    query = (
        select(
            coding.id,
            _FIRST.c.key,
            coding.start,
            _LAST.c.key,
            coding.end,
            coding.code_id,
            schema.coder.c.name,
            coding.memo,
            coding.created,
        )
        .join(_FIRST, _FIRST.c.id == coding.segment_id)
        .join(_LAST, _LAST.c.id == coding.end_segment_id)
        .join(schema.coder, schema.coder.c.id == coding.coder_id)
        .where(_FIRST.c.source_id == source_id, coding.anchor != Anchor.LOST.value)
        .order_by(_FIRST.c.ordinal, coding.start, _LAST.c.ordinal, coding.end, coding.id)
    )
    return [row._tuple() for row in connection.execute(query)]


def proposals(connection: Connection, *, where: Any = None) -> list[Proposal]:
    """Proposals in the order of their sources and places; `where` is a condition on their rows."""
    query = _with_places(schema.proposal)
    return [
        Proposal(
            id=row.id,
            source=row.source,
            place=_place(row),
            code=row.code_id,
            coder=row.coder,
            quote=row.quote,
            made_by=row.made_by,
            because=row.because,
            score=row.score,
            status=row.status,
            created=row.created,
        )
        for row in connection.execute(query if where is None else query.where(where))
    ]


class Places:
    """Segment ids by source name and key: those looked up beforehand, else one whole source at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[str, int]] = {}
        self._few: dict[tuple[str, str], int | None] = {}

    def look_up(self, source: str, keys: Collection[str]) -> None:
        """Find a few segments without reading the whole source; for many, nothing is done."""
        if source in self._known or len(keys) > FEW:
            return
        found = mapping(self._connection, self._query(source).where(schema.segment.c.key.in_(keys)))
        self._few.update({(source, key): found.get(key) for key in keys})

    def id_of(self, source: str, key: str) -> int | None:
        """The segment's id, or None where the study has no such source or segment."""
        if (source, key) in self._few:
            return self._few[source, key]
        if source not in self._known:
            self._known[source] = mapping(self._connection, self._query(source))
        return self._known[source].get(key)

    @staticmethod
    def _query(source: str) -> Select[Any]:
        return (
            select(schema.segment.c.key, schema.segment.c.id)
            .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
            .where(schema.source.c.name == source)
        )


FEW = 400
"""So many are looked up one by one; above that, all at once is faster, and SQLite limits its variables."""


def add_codings(writer: Writer, wanted: Sequence[Coding]) -> int:
    """Add codings by this writer's coder, less those that are there; gives how many came."""
    return len(added_codings(writer, wanted))


def added_codings(writer: Writer, wanted: Sequence[Coding]) -> list[Coding]:
    """Add codings as `add_codings` does; gives those that came."""
    rows, came = [], []
    for number, place in _fresh(writer, schema.coding, wanted):
        coding = wanted[number]
        rows.append(
            {
                "id": coding.id,
                **place,
                "code_id": coding.code,
                "coder_id": writer.coder_id,
                "quote": coding.quote,
                "memo": coding.memo,
                "origin": coding.origin.value,
                "created": coding.created or writer.at,
                "anchor": coding.anchor.value,
            }
        )
        came.append(coding)
    writer.insert(schema.coding, rows)
    return came


def add_proposals(writer: Writer, wanted: Sequence[Proposal]) -> int:
    """Add open proposals by this writer's coder; gives how many came.

    Places already proposed for a code are passed over, and passages for which it is never to be proposed.
    """
    rows = []
    never = _never(writer)
    for number, place in _fresh(writer, schema.proposal, wanted):
        proposal = wanted[number]
        if (proposal.code, place["segment_id"]) in never:
            continue
        rows.append(
            {
                "id": proposal.id,
                **place,
                "code_id": proposal.code,
                "coder_id": writer.coder_id,
                "quote": proposal.quote,
                "made_by": proposal.made_by,
                "because": proposal.because,
                "score": proposal.score,
                "status": proposal.status,
                "created": proposal.created or writer.at,
            }
        )
    writer.insert(schema.proposal, rows)
    return len(rows)


def _never(writer: Writer) -> set[tuple[str, int]]:
    """(code, segment) for which this coder wants no proposal again."""
    table = schema.proposal.c
    mine = and_(table.coder_id == writer.coder_id, table.status == Decision.NEVER.value)
    return {
        (row[0], row[1])
        for row in writer.connection.execute(select(table.code_id, table.segment_id).where(mine))
    }


_AT = ("segment_id", "start", "end_segment_id", "end")


def _fresh(
    writer: Writer, table: Any, wanted: Sequence[Coding | Proposal]
) -> Iterator[tuple[int, dict[str, int]]]:
    """(index, columns of the place) of those whose place and code the table does not have yet."""
    places = Places(writer.connection)
    keys: dict[str, set[str]] = {}
    for one in wanted:
        keys.setdefault(one.source, set()).update((one.place.segment, one.place.end_segment))
    for source, some in keys.items():
        places.look_up(source, some)
    placed = [_place_ids(places, one.source, one.place) for one in wanted]
    known = _known_places(writer.connection, table, {first for first, *_ in placed}, writer.coder_id)
    for number, place in enumerate(placed):
        spot = (wanted[number].code, *place)
        if spot not in known:
            known.add(spot)
            yield number, dict(zip(_AT, place, strict=True))


def _known_places(
    connection: Connection, table: Any, segment_ids: Collection[int], coder_id: int
) -> set[tuple[Any, ...]]:
    query = select(table.c.code_id, *(table.c[name] for name in _AT)).where(table.c.coder_id == coder_id)
    if len(segment_ids) <= FEW:
        query = query.where(table.c.segment_id.in_(segment_ids))
    return {tuple(row) for row in connection.execute(query)}


def _place_ids(places: Places, source: str, place: Place) -> tuple[int, int, int, int]:
    first, last = places.id_of(source, place.segment), places.id_of(source, place.end_segment)
    if first is None or last is None:
        raise KeyError((source, place))
    return first, place.start, last, place.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Whose a coding is, of which code, in which source."""

    id: str
    coder: str
    code: str
    source: str


def owned(connection: Connection, coding_ids: Collection[str]) -> list[Owned]:
    """Those of these codings that there are."""
    found: list[Owned] = []
    wanted = list(coding_ids)
    for start in range(0, len(wanted), FEW):
        query = (
            select(schema.coding.c.id, schema.coder.c.name, schema.coding.c.code_id, schema.source.c.name)
            .join(schema.coder, schema.coder.c.id == schema.coding.c.coder_id)
            .join(schema.segment, schema.segment.c.id == schema.coding.c.segment_id)
            .join(schema.source, schema.source.c.id == schema.segment.c.source_id)
            .where(schema.coding.c.id.in_(wanted[start : start + FEW]))
        )
        found += [Owned(id=r[0], coder=r[1], code=r[2], source=r[3]) for r in connection.execute(query)]
    return found


def remove_codings(writer: Writer, coding_ids: Sequence[str]) -> int:
    """Remove codings with this coder's memos on them; gives how many codings went.

    A chosen quote stays with a colleague's coding alike, and goes where there is none.
    """
    bank.let_go(writer, coding_ids)
    removed = 0
    for start in range(0, len(coding_ids), FEW):
        ids = coding_ids[start : start + FEW]
        noted = and_(schema.memo.c.about == "coding", schema.memo.c.target.in_(ids))
        writer.delete(schema.memo, and_(noted, schema.memo.c.coder_id == writer.coder_id))
        removed += writer.delete(schema.coding, schema.coding.c.id.in_(ids))
    return removed


def set_coding_memo(writer: Writer, coding_id: str, text: str) -> bool:
    """Put another memo on a coding; gives whether it was another."""
    return writer.update(schema.coding, (coding_id,), {"memo": text})


def coders(connection: Connection) -> list[str]:
    """The names of everybody who ever worked on the study."""
    return list(connection.scalars(select(schema.coder.c.name).order_by(schema.coder.c.name)))


def mark_lost(connection: Connection) -> None:
    """Note which codings have lost their place: their passage is no longer in the text."""
    gone = select(schema.segment.c.id).where(schema.segment.c.is_gone)
    hangs_there = schema.coding.c.segment_id.in_(gone) | schema.coding.c.end_segment_id.in_(gone)
    connection.execute(update(schema.coding).where(hangs_there).values(anchor=Anchor.LOST.value))


def has_coding(connection: Connection, coding_id: str) -> bool:
    """Whether there is such a coding."""
    query = select(schema.coding.c.id).where(schema.coding.c.id == coding_id)
    return connection.scalar(query) is not None


def is_coded(connection: Connection, coding: Coding, place: Place) -> bool:
    """Whether the coder of a coding has put its code on a place already."""
    return any(
        (one.code, one.coder, one.place) == (coding.code, coding.coder, place)
        for one in codings(connection, keys=[place.segment])
        if one.source == coding.source and one.id != coding.id
    )


def move_coding(writer: Writer, coding: Coding, place: Place, quote: str) -> None:
    """Put a coding on another place of its source, with the words there."""
    first, start, last, end = _place_ids(Places(writer.connection), coding.source, place)
    values = {"segment_id": first, "start": start, "end_segment_id": last, "end": end}
    writer.update(schema.coding, (coding.id,), values | {"quote": quote, "anchor": Anchor.MOVED.value})


def accept_anchors(writer: Writer, coding_ids: Sequence[str]) -> int:
    """Note that a person has looked at codings on changed words; gives how many are new."""
    kept = {"anchor": Anchor.KEPT.value}
    return sum(writer.update(schema.coding, (id_,), kept) for id_ in coding_ids)
