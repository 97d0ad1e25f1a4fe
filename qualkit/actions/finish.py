"""Saying that sources have been read (`qualkit finish`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.actions.selection import find_sources
from qualkit.errors import NotFound, Refused
from qualkit.store import codebooks, readings, sources
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How many passages are newly marked read, in which sources, for which codebooks."""

    passages: int
    sources: tuple[str, ...]
    codebooks: tuple[str, ...]


def finish(study: Study, *, source: Sequence[str] = (), codebook: Sequence[str] = ()) -> Finished:
    """Mark every passage of sources as read by this coder for codebooks (all, where none is named)."""
    with study.step("finish") as writer:
        books = codebooks.codebook_ids(writer.connection)
        if not books:
            raise Refused("There is no codebook yet to have read for.", hint="qualkit codebook import FILE")
        for name in codebook:
            if name not in books:
                near = get_close_matches(name, books, n=3, cutoff=0.4)
                raise NotFound(f'There is no codebook called "{name}".', candidates=near or list(books))
        chosen = list(codebook or books)
        wanted = find_sources(sources.sources(writer.connection), source)
        if not wanted:
            raise Refused("There is nothing in the study to have read yet.", hint="qualkit add FILE")
        count = readings.mark_read(writer, [one.id for one in wanted], [books[name] for name in chosen])
        names = tuple(one.source.name for one in wanted)
        writer.summary = f"read {', '.join(names)} for {', '.join(chosen)}"
        writer.detail = {"sources": list(names), "codebooks": chosen, "passages": count}
    return Finished(passages=count, sources=names, codebooks=tuple(chosen))
