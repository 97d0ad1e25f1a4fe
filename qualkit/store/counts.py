"""How much of everything there is, by source."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, distinct, func, select

from qualkit.model.coding import Anchor
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.screening import IS_IN

_SEGMENT = schema.segment
_IS_PRESENT = and_(_SEGMENT.c.is_gone.is_(False), IS_IN)
"""In the text as it is, and of no record that was left out."""


def codings(connection: Connection) -> dict[int, int]:
    """Source id → how many codings start in it."""
    query = select(_SEGMENT.c.source_id, func.count()).join(
        schema.coding, schema.coding.c.segment_id == _SEGMENT.c.id
    )
    return mapping(connection, query.where(IS_IN).group_by(_SEGMENT.c.source_id))


def segments(connection: Connection) -> dict[int, int]:
    """Source id → how many segments it has."""
    query = select(_SEGMENT.c.source_id, func.count()).where(_IS_PRESENT)
    return mapping(connection, query.group_by(_SEGMENT.c.source_id))


def read_segments(connection: Connection) -> dict[int, int]:
    """Source id → how many of its segments at least one coder has read for at least one codebook."""
    query = (
        select(_SEGMENT.c.source_id, func.count(distinct(_SEGMENT.c.id)))
        .join(schema.reading, schema.reading.c.segment_id == _SEGMENT.c.id)
        .where(_IS_PRESENT)
    )
    return mapping(connection, query.group_by(_SEGMENT.c.source_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """How many segments of a source one coder has read for one codebook."""

    source_id: int
    codebook: str
    coder: str
    segments: int


def read_by(connection: Connection) -> list[ReadBy]:
    """Who has read how much of which source, for which codebook."""
    book, who = schema.codebook.c, schema.coder.c
    query = (
        select(_SEGMENT.c.source_id, book.name.label("codebook"), who.name.label("coder"), func.count())
        .join(schema.reading, schema.reading.c.segment_id == _SEGMENT.c.id)
        .join(schema.codebook, book.id == schema.reading.c.codebook_id)
        .join(schema.coder, who.id == schema.reading.c.coder_id)
        .where(_IS_PRESENT)
        .group_by(_SEGMENT.c.source_id, book.position, book.name, who.name)
        .order_by(_SEGMENT.c.source_id, book.position, who.name)
    )
    return [
        ReadBy(source_id=row[0], codebook=row[1], coder=row[2], segments=row[3])
        for row in connection.execute(query)
    ]


def read_by_any(connection: Connection) -> dict[int, dict[str, int]]:
    """Source id → codebook → how many of its segments at least one coder has read for it."""
    book = schema.codebook.c
    query = (
        select(_SEGMENT.c.source_id, book.name, func.count(distinct(_SEGMENT.c.id)))
        .join(schema.reading, schema.reading.c.segment_id == _SEGMENT.c.id)
        .join(schema.codebook, book.id == schema.reading.c.codebook_id)
        .where(_IS_PRESENT)
        .group_by(_SEGMENT.c.source_id, book.name)
    )
    found: dict[int, dict[str, int]] = {}
    for source_id, name, number in connection.execute(query):
        found.setdefault(source_id, {})[name] = number
    return found


def codings_by_code(connection: Connection, *, coder: str = "") -> dict[str, int]:
    """Code id → how many codings it has, of everybody or of one coder."""
    query = (
        select(schema.coding.c.code_id, func.count())
        .join(_SEGMENT, _SEGMENT.c.id == schema.coding.c.segment_id)
        .where(IS_IN)
        .group_by(schema.coding.c.code_id)
    )
    if coder:
        mine = schema.coder.c.id == schema.coding.c.coder_id
        query = query.join(schema.coder, mine).where(schema.coder.c.name == coder)
    return mapping(connection, query)


def people(connection: Connection) -> dict[int, int]:
    """Source id → how many people are heard or spoken of in it."""
    case_id = func.coalesce(schema.speaker.c.case_id, schema.record.c.case_id)
    query = (
        select(_SEGMENT.c.source_id, func.count(distinct(case_id)))
        .outerjoin(schema.speaker, schema.speaker.c.id == _SEGMENT.c.speaker_id)
        .outerjoin(schema.record, schema.record.c.id == _SEGMENT.c.record_id)
        .where(_IS_PRESENT)
    )
    return mapping(connection, query.group_by(_SEGMENT.c.source_id))


def lost_codings(connection: Connection, source_id: int | None = None) -> int:
    """How many codings have lost their place, in the study or in one source."""
    lost = schema.coding.c.anchor == Anchor.LOST.value
    query = select(func.count()).select_from(schema.coding).where(lost)
    if source_id is not None:
        query = query.join(_SEGMENT, _SEGMENT.c.id == schema.coding.c.segment_id)
        query = query.where(_SEGMENT.c.source_id == source_id)
    return connection.scalar(query) or 0


def sources_worked_on(connection: Connection, codebook: str) -> set[int]:
    """Ids of the sources that somebody has read for a codebook, or coded with it."""
    read = (
        select(_SEGMENT.c.source_id)
        .join(schema.reading, schema.reading.c.segment_id == _SEGMENT.c.id)
        .join(schema.codebook, schema.codebook.c.id == schema.reading.c.codebook_id)
        .where(schema.codebook.c.name == codebook, _IS_PRESENT)
    )
    coded = (
        select(_SEGMENT.c.source_id)
        .join(schema.coding, schema.coding.c.segment_id == _SEGMENT.c.id)
        .join(schema.code, schema.code.c.id == schema.coding.c.code_id)
        .join(schema.codebook, schema.codebook.c.id == schema.code.c.codebook_id)
        .where(schema.codebook.c.name == codebook, _IS_PRESENT)
    )
    return set(connection.scalars(read.union(coded)))
