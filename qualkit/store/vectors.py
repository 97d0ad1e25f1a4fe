"""What a model has made of texts, kept by the texts' hashes: never logged, and never the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from qualkit.model.redaction import Redactor
from qualkit.store import redactions, schema
from qualkit.store.rows import batches, mapping
from qualkit.store.writer import insert_rows

_MANY = 4_000
"""From so many texts on, reading all is faster than asking for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a model made of one text."""

    sha256: str
    within: str
    """Hash of the passage, as it is shown, that the text is or is a part of."""
    numbers: bytes


def hash_of(text: str) -> str:
    """What a text is known by."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def kept(connection: Connection, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """Hash of a text → what this model made of it, for those that are kept."""
    table = schema.vector.c
    query = select(table.sha256, table.numbers).where(table.model == model)
    if len(hashes) > _MANY:
        wanted = set(hashes)
        return {key: numbers for key, numbers in connection.execute(query) if key in wanted}
    found: dict[str, bytes] = {}
    for some in batches(hashes):
        found |= mapping(connection, query.where(table.sha256.in_(some)))
    return found


def keep(connection: Connection, model: str, made: Iterable[Kept]) -> None:
    """Keep what a model made of texts; what is kept already stays."""
    rows = [
        {"sha256": one.sha256, "model": model, "within": one.within, "numbers": one.numbers} for one in made
    ]
    if rows:
        insert_rows(connection, schema.vector, rows, pass_over_known=True)


def drop_outdated(connection: Connection) -> int:
    """Let go of what belongs to no passage as it is now shown; gives how many passages that were."""
    table = schema.vector
    had = set(connection.scalars(select(table.c.within).distinct()))
    gone = had - _standing(connection) if had else had
    for some in batches(sorted(gone)):
        connection.execute(delete(table).where(table.c.within.in_(some)))
    return len(gone)


def _standing(connection: Connection) -> set[str]:
    """Hashes of all passages as they are shown."""
    redact = Redactor(redactions.redactions(connection))
    seg = schema.segment.c
    query = (
        select(schema.source.c.name, seg.key, seg.text)
        .join(schema.source, schema.source.c.id == seg.source_id)
        .where(seg.is_gone.is_(False))
    )
    return {hash_of(redact.text(text, source, key)) for source, key, text in connection.execute(query)}
