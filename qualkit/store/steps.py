"""Looking at steps of undo without taking them back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from qualkit.store import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingStep:
    """The step that undo would take back."""

    event: int
    """The number of its event."""
    summary: str
    at: str
    """ISO 8601, UTC."""


def next_to_undo(connection: Connection, coder: str) -> PendingStep | None:
    """The coder's newest step that is not taken back; None where there is none."""
    query = (
        select(schema.step.c.event_id, schema.event.c.summary, schema.event.c.at)
        .join(schema.event, schema.event.c.id == schema.step.c.event_id)
        .join(schema.coder, schema.coder.c.id == schema.step.c.coder_id)
        .where(schema.coder.c.name == coder, schema.step.c.state == "done")
        .order_by(schema.step.c.event_id.desc())
    )
    row = connection.execute(query).first()
    return PendingStep(event=row.event_id, summary=row.summary, at=row.at) if row else None
