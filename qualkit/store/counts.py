"""How much of everything there is, by source."""

from __future__ import annotations

from sqlalchemy import Connection, distinct, func, select

from qualkit.model.coding import Anchor
from qualkit.store import schema
from qualkit.store.rows import mapping

_SEGMENT = schema.segment
_IS_PRESENT = _SEGMENT.c.is_gone.is_(False)


def codings(connection: Connection) -> dict[int, int]:
    """Source id → how many codings start in it."""
    query = select(_SEGMENT.c.source_id, func.count()).join(
        schema.coding, schema.coding.c.segment_id == _SEGMENT.c.id
    )
    return mapping(connection, query.group_by(_SEGMENT.c.source_id))


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


def lost_codings(connection: Connection) -> int:
    """How many codings have lost their place."""
    lost = schema.coding.c.anchor == Anchor.LOST.value
    return connection.scalar(select(func.count()).select_from(schema.coding).where(lost)) or 0
