"""Which proposals a person sees, what they decide of them, and a model's proposals anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from qualkit.model.codebook import CodeStatus
from qualkit.model.coding import Decision
from qualkit.store import codings, schema
from qualkit.store.codings import FEW, Proposal
from qualkit.store.screening import IS_IN
from qualkit.store.writer import Writer

BY_RULE = "rule"
MODEL = "model "
"""How the maker of proposals learned from codings begins; its version follows."""
MUCH_SURER = 0.1
"""By so much a later model must be surer of what was rejected to propose it again."""
_OPEN = (Decision.OPEN.value, Decision.SEEN.value)
_BY_MODEL = schema.proposal.c.made_by != BY_RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What two people are to code apart, or do: nothing is proposed there.

    Besides what the study names, that is for each person whatever somebody else has read for the codebook.
    """

    samples: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    consensus: tuple[str, ...] = ()
    """Consensus coders: they are nobody who reads apart."""

    def segments(self, connection: Connection) -> frozenset[int]:
        """Ids of the segments of the samples and sources."""
        drawn = select(schema.sample_record.c.record_id).where(
            schema.sample_record.c.sample.in_(self.samples)
        )
        named = select(schema.source.c.id).where(schema.source.c.name.in_(self.sources))
        segment = schema.segment.c
        query = select(segment.id).where(or_(segment.record_id.in_(drawn), segment.source_id.in_(named)))
        return frozenset(connection.scalars(query)) if self.samples or self.sources else frozenset()

    def read_by_others(self, connection: Connection, coder: str) -> frozenset[tuple[int, int]]:
        """(segment, codebook) that somebody else than this person has read."""
        reading = schema.reading.c
        query = (
            select(reading.segment_id, reading.codebook_id)
            .join(schema.coder, schema.coder.c.id == reading.coder_id)
            .where(schema.coder.c.name.not_in((coder, *self.consensus)))
        )
        return frozenset((segment, book) for segment, book in connection.execute(query))

    def keys(self, connection: Connection, codebook: str, coder: str) -> frozenset[tuple[str, str]]:
        """(source's name, segment's key) in which nothing is proposed to a person for a codebook."""
        book = connection.scalar(select(schema.codebook.c.id).where(schema.codebook.c.name == codebook))
        read = {segment for segment, of in self.read_by_others(connection, coder) if of == book}
        ids = list(self.segments(connection) | read)
        segment, found = schema.segment.c, set()
        for start in range(0, len(ids), FEW):
            query = select(schema.source.c.name, segment.key).join(
                schema.source, schema.source.c.id == segment.source_id
            )
            some = query.where(segment.id.in_(ids[start : start + FEW]))
            found |= {(name, key) for name, key in connection.execute(some)}
        return frozenset(found)


def shown(
    connection: Connection, coder: str, aside: SetAside, *, source: str = "", before_reading: bool = False
) -> list[Proposal]:
    """A person's open proposals as far as they may see them, in the order of sources and places.

    Those of a model only in passages that they have read for the codebook, unless `before_reading`, and never
    in what is set aside. Where they have put the code on already, and of retired codes, there is none.
    """
    wanted = and_(open_ones(coder), _is_in(source))
    if not before_reading:
        wanted = and_(wanted, or_(~_BY_MODEL, _is_read()))
    out = _set_aside(connection, coder, aside, wanted)
    return [one for one in codings.proposals(connection, where=wanted) if one.id not in out]


def open_ones(coder: str) -> ColumnElement[bool]:
    """Whether a proposal is this person's, and still to be decided."""
    proposal, coding = schema.proposal.c, schema.coding.c
    retired = select(schema.code.c.id).where(schema.code.c.status == CodeStatus.RETIRED.value)
    has_it = exists().where(
        coding.coder_id == proposal.coder_id,
        coding.code_id == proposal.code_id,
        coding.segment_id == proposal.segment_id,
    )
    me = select(schema.coder.c.id).where(schema.coder.c.name == coder).scalar_subquery()
    return and_(
        proposal.coder_id == me, proposal.status.in_(_OPEN), proposal.code_id.not_in(retired), ~has_it
    )


def _is_in(source: str) -> ColumnElement[bool]:
    segments = select(schema.segment.c.id).where(IS_IN)
    if source:
        segments = segments.join(schema.source, schema.source.c.id == schema.segment.c.source_id).where(
            schema.source.c.name == source
        )
    return schema.proposal.c.segment_id.in_(segments)


def _is_read() -> ColumnElement[bool]:
    """Whether the person has read the passage for the code's codebook."""
    proposal, reading, code = schema.proposal.c, schema.reading.c, schema.code.alias("code_of_reading")
    return exists().where(
        code.c.id == proposal.code_id,
        reading.codebook_id == code.c.codebook_id,
        reading.coder_id == proposal.coder_id,
        reading.segment_id == proposal.segment_id,
    )


def _set_aside(connection: Connection, coder: str, aside: SetAside, wanted: ColumnElement[bool]) -> set[str]:
    """Ids of a model's proposals in what is set aside."""
    proposal = schema.proposal.c
    query = (
        select(proposal.id, proposal.segment_id, schema.code.c.codebook_id)
        .join(schema.code, schema.code.c.id == proposal.code_id)
        .where(wanted, _BY_MODEL)
    )
    rows = list(connection.execute(query))
    if not rows:
        return set()
    apart, others = aside.segments(connection), aside.read_by_others(connection, coder)
    return {row.id for row in rows if row.segment_id in apart or (row.segment_id, row.codebook_id) in others}


def of_ids(connection: Connection, ids: Collection[str]) -> list[Proposal]:
    """Those of these proposals that there are."""
    wanted, found = list(ids), []
    for start in range(0, len(wanted), FEW):
        some = schema.proposal.c.id.in_(wanted[start : start + FEW])
        found += codings.proposals(connection, where=some)
    return found


def decide(writer: Writer, ids: Sequence[str], decision: Decision) -> int:
    """Note what was decided of proposals; gives of how many that was news."""
    values = {"status": decision.value}
    return sum(writer.update(schema.proposal, (id_,), values) for id_ in ids)


# ---- a model's proposals anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """How many of a model's proposals came, stayed and went."""

    came: int
    stayed: int
    went: int


def renew(writer: Writer, wanted: Sequence[Proposal], code_ids: Collection[str]) -> Renewed:
    """Put a model's proposals in the place of this person's earlier ones for these codes.

    What was accepted, and what is never to be proposed here, stays decided; what was rejected comes back only
    from a model that is a good deal surer of it. What a rule or a topic proposes stays.
    """
    proposal = schema.proposal.c
    mine = and_(proposal.coder_id == writer.coder_id, proposal.code_id.in_(list(code_ids)))
    known = {one.id: one for one in codings.proposals(writer.connection, where=mine)}
    there = {_spot(one): one for one in known.values()}
    came, kept = [], set()
    stayed = 0
    for one in wanted:
        old = there.get(_spot(one))
        if old is None:
            came.append(one)
            continue
        kept.add(old.id)
        if not _may_change(old, one):
            continue
        stayed += old.status != Decision.REJECTED.value
        values: dict[str, Any] = {"made_by": one.made_by, "because": one.because, "score": one.score}
        is_back = old.status == Decision.REJECTED.value
        writer.update(
            schema.proposal, (old.id,), values | ({"status": Decision.OPEN.value} if is_back else {})
        )
    gone = [
        one.id
        for one in known.values()
        if one.id not in kept and one.status in _OPEN and one.made_by.startswith(MODEL)
    ]
    for start in range(0, len(gone), FEW):
        writer.delete(schema.proposal, proposal.id.in_(gone[start : start + FEW]))
    return Renewed(came=codings.add_proposals(writer, came), stayed=stayed, went=len(gone))


def _spot(one: Proposal) -> tuple[Any, ...]:
    return one.code, one.source, one.place


def _may_change(old: Proposal, new: Proposal) -> bool:
    if not old.made_by.startswith(MODEL):
        return False
    if old.status == Decision.REJECTED.value:
        return (new.score or 0.0) >= (old.score or 0.0) + MUCH_SURER
    return old.status in _OPEN


# ---- what was shown before a passage was read


def seen_segments(
    writer: Writer, codebook_id: int, *, read_before: Collection[int], before_reading: bool
) -> frozenset[int]:
    """Segments whose proposals for a codebook this person could see before marking them as read now.

    Those on which something was decided or seen, those of rules, and those of a model where they are shown
    before reading, or where the passage had been read once (`read_before`) already.
    """
    proposal = schema.proposal.c
    query = (
        select(proposal.segment_id, proposal.status, proposal.made_by)
        .join(schema.code, schema.code.c.id == proposal.code_id)
        .where(proposal.coder_id == writer.coder_id, schema.code.c.codebook_id == codebook_id)
    )
    return frozenset(
        segment
        for segment, status, made_by in writer.connection.execute(query)
        if before_reading or made_by == BY_RULE or status != Decision.OPEN.value or segment in read_before
    )


def note_seen(writer: Writer, segment_ids: Collection[int], codebook_ids: Collection[int]) -> None:
    """Keep that open proposals were shown in passages that are marked as not read after all."""
    proposal = schema.proposal.c
    of_books = select(schema.code.c.id).where(schema.code.c.codebook_id.in_(list(codebook_ids)))
    for start in range(0, len(ids := list(segment_ids)), FEW):
        query = select(proposal.id).where(
            proposal.coder_id == writer.coder_id,
            proposal.status == Decision.OPEN.value,
            proposal.code_id.in_(of_books),
            proposal.segment_id.in_(ids[start : start + FEW]),
        )
        decide(writer, list(writer.connection.scalars(query)), Decision.SEEN)
