"""Saying that sources have been read (`qualkit finish`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.actions.selection import Selection, find_sources, select_segments
from qualkit.errors import NotFound, Refused
from qualkit.store import codebooks, readings, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How many passages are newly marked read, in which sources, for which codebooks."""

    passages: int
    sources: tuple[str, ...]
    codebooks: tuple[str, ...]


def finish(
    study: Study, *, source: Sequence[str] = (), codebook: Sequence[str] = (), where: Sequence[str] = ()
) -> Finished:
    """Mark every passage of sources as read by this coder for codebooks (all, where none is named).

    With conditions, the passages of those people and records that meet them. Records that were left out
    are never among them.
    """
    return _mark(study, source, codebook, where, is_read=True)


def unfinish(
    study: Study, *, source: Sequence[str] = (), codebook: Sequence[str] = (), where: Sequence[str] = ()
) -> Finished:
    """Say that this coder has not read sources after all; gives how many passages that changed."""
    return _mark(study, source, codebook, where, is_read=False)


def _mark(
    study: Study, source: Sequence[str], codebook: Sequence[str], where: Sequence[str], *, is_read: bool
) -> Finished:
    with study.step("finish" if is_read else "unfinish") as writer:
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
        book_ids = [books[name] for name in chosen]
        first = study.manifest.proposals.show_before_reading
        if is_read and not where:
            ids = [one.id for one in wanted]
            count = readings.mark_read(writer, ids, book_ids, proposals_first=first)
        elif is_read:
            ids = _segment_ids(writer.connection, wanted, where)
            count = readings.mark_segments_read(writer, ids, book_ids, proposals_first=first)
        else:
            ids = _segment_ids(writer.connection, wanted, where)
            count = readings.unmark_read(writer, ids, book_ids)
        names = tuple(one.source.name for one in wanted)
        some = f" ({'; '.join(where)})" if where else ""
        did = "read" if is_read else "has not read after all:"
        writer.summary = f"{did} {', '.join(names)}{some} for {', '.join(chosen)}"
        writer.detail = {"sources": list(names), "codebooks": chosen, "passages": count}
    return Finished(passages=count, sources=names, codebooks=tuple(chosen))


def _segment_ids(connection: Connection, stored: Sequence[Stored], where: Sequence[str]) -> list[int]:
    """The passages of sources, as far as people and records meet the conditions."""
    if not where:
        return sources.all_segment_ids(connection, [one.id for one in stored])
    selection = Selection(sources=tuple(one.source.name for one in stored), where=tuple(where))
    return [
        id_
        for one in select_segments(connection, selection)
        for id_ in sources.segment_ids(connection, one.stored.id, [s.key for s in one.segments]).values()
    ]
