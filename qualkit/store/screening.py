"""Which records are in the study."""

from __future__ import annotations

from sqlalchemy import Connection, select

from qualkit.model.people import Screening
from qualkit.store import schema


def records_screened(connection: Connection, as_: Screening) -> frozenset[tuple[str, str]]:
    """(data file's name, record) of the records that were screened so."""
    query = (
        select(schema.dataset.c.name, schema.record.c.key)
        .join(schema.record, schema.record.c.dataset_id == schema.dataset.c.id)
        .where(schema.record.c.screening == as_.value)
    )
    return frozenset((name, key) for name, key in connection.execute(query))
