"""Whole passages that a search found, as quotes for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.copying import QuoteRow, quotes_at
from qualkit.actions.search import Hit
from qualkit.model.place import Place
from qualkit.store import sources
from qualkit.study import Study


def quote_hits(study: Study, hits: Sequence[Hit]) -> tuple[QuoteRow, ...]:
    """The passages of hits as the quote bank prints them, by source; those that are gone are left out."""
    rows: list[QuoteRow] = []
    for source in dict.fromkeys(hit.source for hit in hits):
        keys = [hit.segment for hit in hits if hit.source == source]
        with study.database.reading() as connection:
            stored = sources.source(connection, source)
            texts = {one.key: one.text for one in sources.segments(connection, stored.id)}
        places = [
            Place(segment=key, start=0, end_segment=key, end=len(texts[key])) for key in keys if key in texts
        ]
        rows += quotes_at(study, source, places)
    return tuple(rows)
