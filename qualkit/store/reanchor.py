"""Codings and proposals follow their words when a corrected text comes in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, select

from qualkit.model.anchors import Alignment, Moved
from qualkit.model.coding import Anchor
from qualkit.store import schema
from qualkit.store.writer import Writer

Row = Mapping[str, Any]
_PLACE = ("segment_id", "start", "end_segment_id", "end")
_BEYOND = 2**30
_PINNED = (Anchor.CHANGED.value, Anchor.LOST.value)
"""What a person has to look at stays so, however often the text is corrected after."""


@dataclass(slots=True, kw_only=True)
class Correction:
    """A source's text before and after: rows of segments in order, known by their ids in the store."""

    before: Sequence[Row]
    after: Sequence[Row]
    _alignments: dict[int, Alignment] = field(default_factory=dict)
    _old: dict[int, Row] = field(init=False)
    _new: dict[int, Row] = field(init=False)
    _order: dict[int, int] = field(init=False)
    _present: list[int] = field(init=False)
    _was: dict[int, int] = field(init=False)
    """Id → where it stood among those that were in the text."""
    changed: frozenset[int] = field(init=False)
    """Ids of segments whose text is another, or that are gone."""

    def __post_init__(self) -> None:
        self._old = {row["id"]: row for row in self.before}
        self._new = {row["id"]: row for row in self.after}
        self._order = {row["id"]: number for number, row in enumerate(self.after)}
        self._present = [row["id"] for row in self.before if not row["is_gone"]]
        self._was = {id_: number for number, id_ in enumerate(self._present)}
        same = {
            id_
            for id_, row in self._new.items()
            if id_ in self._old and self._old[id_]["text"] == row["text"]
        }
        self.changed = frozenset(set(self._old) - same)

    def touched(self, row: Row) -> list[int]:
        """The ids of the segments that a passage ran over."""
        first, last = row["segment_id"], row["end_segment_id"]
        if first not in self._was or last not in self._was:
            return [first, last]
        return self._present[self._was[first] : self._was[last] + 1]

    def follow(self, row: Row, touched: Sequence[int]) -> tuple[Moved, str]:
        """Where a passage now stands, and its words there; LOST if a segment of it is gone."""
        first, last = row["segment_id"], row["end_segment_id"]
        if any(id_ not in self._new for id_ in touched) or self._order[first] > self._order[last]:
            return Moved(row["start"], row["end"], Anchor.LOST), ""
        if first == last:
            moved = self._move(first, row["start"], row["end"])
            return moved, self._new[first]["text"][moved.start : moved.end]
        head = self._move(first, row["start"], len(self._old[first]["text"]))
        tail = self._move(last, 0, row["end"])
        quote = self._between(first, head.start, last, tail.end)
        anchors = {head.anchor, tail.anchor}
        if Anchor.LOST in anchors:
            return Moved(row["start"], row["end"], Anchor.LOST), ""
        anchor = Anchor.CHANGED if quote != row["quote"] else head.anchor
        return Moved(head.start, tail.end, anchor), quote

    def _move(self, segment: int, start: int, end: int) -> Moved:
        if segment not in self.changed:
            return Moved(start, end, Anchor.KEPT)
        if segment not in self._alignments:
            texts = (self._old[segment]["text"], self._new[segment]["text"])
            self._alignments[segment] = Alignment(*texts)
        return self._alignments[segment].move(start, end)

    def _between(self, first: int, start: int, last: int, end: int) -> str:
        inner = self.after[self._order[first] + 1 : self._order[last]]
        head, tail = self._new[first]["text"][start:], self._new[last]["text"][:end]
        return "\n".join([head, *(row["text"] for row in inner), tail])


def follow_codings(writer: Writer, correction: Correction) -> dict[Anchor, int]:
    """Move the codings of a source with their words; gives what became of those on changed text."""
    counts: dict[Anchor, int] = {}
    moves: dict[str, tuple[Row, dict[str, Any]]] = {}
    rows = _rows_at(writer.connection, schema.coding, correction.before)
    for row in rows:
        touched = correction.touched(row)
        if correction.changed.isdisjoint(touched) and len(touched) == 1:
            continue
        moved, quote = correction.follow(row, touched)
        if correction.changed.isdisjoint(touched) and moved.anchor is Anchor.KEPT:
            continue
        if row["anchor"] == Anchor.LOST.value:
            continue  # its offsets are those of an older text
        counts[moved.anchor] = counts.get(moved.anchor, 0) + 1
        pinned = row["anchor"] if row["anchor"] in _PINNED and moved.anchor is not Anchor.LOST else None
        values = {"start": moved.start, "end": moved.end, "anchor": pinned or moved.anchor.value}
        moves[row["id"]] = row, values | ({} if moved.anchor is Anchor.LOST else {"quote": quote})
    _apply(writer, rows, moves)
    return counts


def _apply(writer: Writer, rows: Sequence[Row], moves: Mapping[str, tuple[Row, dict[str, Any]]]) -> None:
    """Give codings their new places; one that would fall together with another has lost its own."""
    wanted: dict[tuple[Any, ...], str] = {_identity(row): row["id"] for row in rows if row["id"] not in moves}
    for id_, (row, values) in sorted(moves.items(), key=_least_changed_first):
        if _identity({**row, **values}) in wanted:
            values.update(_nowhere(row, wanted))
        wanted[_identity({**row, **values})] = id_
    aside: dict[str, dict[str, Any]] = {}
    for number, (id_, (row, _)) in enumerate(moves.items(), start=1):
        if wanted.get(_identity(row), id_) != id_:  # it stands where another is to come
            aside[id_] = {"start": -number, "end": -number}
            writer.update(schema.coding, (id_,), aside[id_], known=row)
    for id_, (row, values) in moves.items():
        writer.update(schema.coding, (id_,), values, known={**row, **aside.get(id_, {})})


def _least_changed_first(move: tuple[str, tuple[Row, dict[str, Any]]]) -> tuple[bool, str]:
    id_, (_, values) = move
    return values["anchor"] in _PINNED, id_


def _nowhere(row: Row, taken: Collection[tuple[Any, ...]]) -> dict[str, Any]:
    """A place of its own beyond the end of every text, for a coding that keeps its words only."""
    offsets = ({"start": offset, "end": offset} for offset in count(_BEYOND))
    free = next(place for place in offsets if _identity({**row, **place}) not in taken)
    return free | {"anchor": Anchor.LOST.value, "quote": row["quote"]}


def _identity(row: Row) -> tuple[Any, ...]:
    return (row["coder_id"], row["code_id"], *(row[name] for name in _PLACE))


def follow_proposals(writer: Writer, correction: Correction) -> None:
    """Move the proposals of a source with their words; what has lost its words is proposed no more."""
    rows = _rows_at(writer.connection, schema.proposal, correction.before)
    places = {(row["code_id"], *(row[name] for name in _PLACE)) for row in rows}
    for row in rows:
        touched = correction.touched(row)
        if correction.changed.isdisjoint(touched):
            continue
        moved, quote = correction.follow(row, touched)
        place = (row["code_id"], row["segment_id"], moved.start, row["end_segment_id"], moved.end)
        stays = (moved.start, moved.end) == (row["start"], row["end"])
        if moved.anchor is Anchor.LOST or (place in places and not stays):
            writer.delete(schema.proposal, schema.proposal.c.id == row["id"])
        else:
            places.add(place)
            values = {"start": moved.start, "end": moved.end, "quote": quote}
            writer.update(schema.proposal, (row["id"],), values)


def _rows_at(connection: Connection, table: Table, segments: Collection[Row]) -> list[Row]:
    """Rows whose passages begin in these segments of one source, in the order of their ids."""
    if not segments:
        return []
    source_id = next(iter(segments))["source_id"]
    query = (
        select(table)
        .join(schema.segment, schema.segment.c.id == table.c.segment_id)
        .where(schema.segment.c.source_id == source_id)
        .order_by(table.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
