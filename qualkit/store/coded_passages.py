"""What is coded on one passage."""

from __future__ import annotations

from sqlalchemy import Connection, select

from qualkit.model.coding import Anchor
from qualkit.store import schema

_FIRST = schema.segment.alias("first_segment")
_LAST = schema.segment.alias("last_segment")


def codes_on(connection: Connection, segment_id: int) -> list[tuple[str, str]]:
    """(code's id, coder) of every coding that touches a passage, also one that only runs through it."""
    here = schema.segment.alias("here")
    coding = schema.coding.c
    query = (
        select(coding.code_id, schema.coder.c.name)
        .select_from(here)
        .join(_FIRST, _FIRST.c.source_id == here.c.source_id)
        .join(schema.coding, coding.segment_id == _FIRST.c.id)
        .join(_LAST, _LAST.c.id == coding.end_segment_id)
        .join(schema.coder, schema.coder.c.id == coding.coder_id)
        .where(
            here.c.id == segment_id,
            _FIRST.c.ordinal <= here.c.ordinal,
            _LAST.c.ordinal >= here.c.ordinal,
            coding.anchor != Anchor.LOST.value,
        )
        .order_by(_FIRST.c.ordinal, coding.start, coding.id)
    )
    return [row._tuple() for row in connection.execute(query)]
