"""Saying that sources have been read (`qualkit finish`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.actions.selection import Selection, find_sources, select_segments
from qualkit.errors import NotFound, Refused
from qualkit.store import codebooks, readings, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study

Stretch = tuple[str, str]
"""The first and the last passage, included, by the turn's number or the record's id; empty: no end."""
WHOLE: Stretch = ("", "")
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How many passages are newly marked read, in which sources, for which codebooks."""

    passages: int
    sources: tuple[str, ...]
    codebooks: tuple[str, ...]


def finish(
    study: Study,
    *,
    source: Sequence[str] = (),
    codebook: Sequence[str] = (),
    where: Sequence[str] = (),
    stretch: Stretch = WHOLE,
) -> Finished:
    """Mark every passage of sources as read by this coder for codebooks (all, where none is named).

    With conditions, the passages of those people and records that meet them; with a stretch, those from its
    first to its last, of one source. Records that were left out are never among them.
    """
    return _mark(study, _Wanted(source=source, codebook=codebook, where=where, stretch=stretch), is_read=True)


def unfinish(
    study: Study,
    *,
    source: Sequence[str] = (),
    codebook: Sequence[str] = (),
    where: Sequence[str] = (),
    stretch: Stretch = WHOLE,
) -> Finished:
    """Say that this coder has not read sources after all; gives how many passages that changed."""
    return _mark(
        study, _Wanted(source=source, codebook=codebook, where=where, stretch=stretch), is_read=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    source: Sequence[str]
    codebook: Sequence[str]
    where: Sequence[str]
    stretch: Stretch

    @property
    def is_part(self) -> bool:
        return bool(self.where) or any(self.stretch)

    def __str__(self) -> str:
        first, last = self.stretch
        said = [*self.where, *([f"from {first}"] if first else []), *([f"to {last}"] if last else [])]
        return f" ({'; '.join(said)})" if said else ""


def _mark(study: Study, asked: _Wanted, *, is_read: bool) -> Finished:
    with study.step("finish" if is_read else "unfinish") as writer:
        books = codebooks.codebook_ids(writer.connection)
        chosen = _chosen(books, asked.codebook)
        wanted = find_sources(sources.sources(writer.connection), asked.source)
        if not wanted:
            raise Refused("There is nothing in the study to have read yet.", hint="qualkit add FILE")
        book_ids = [books[name] for name in chosen]
        first = study.manifest.proposals.show_before_reading
        if is_read and not asked.is_part:
            ids = [one.id for one in wanted]
            count = readings.mark_read(writer, ids, book_ids, proposals_first=first)
        elif is_read:
            ids = _segment_ids(writer.connection, wanted, asked)
            count = readings.mark_segments_read(writer, ids, book_ids, proposals_first=first)
        else:
            ids = _segment_ids(writer.connection, wanted, asked)
            count = readings.unmark_read(writer, ids, book_ids)
        names = tuple(one.source.name for one in wanted)
        did = "read" if is_read else "has not read after all:"
        writer.summary = f"{did} {', '.join(names)}{asked} for {', '.join(chosen)}"
        writer.detail = {"sources": list(names), "codebooks": chosen, "passages": count}
    return Finished(passages=count, sources=names, codebooks=tuple(chosen))


def _chosen(books: Collection[str], wanted: Sequence[str]) -> list[str]:
    if not books:
        raise Refused("There is no codebook yet to have read for.", hint="qualkit codebook import FILE")
    for name in wanted:
        if name not in books:
            near = get_close_matches(name, books, n=3, cutoff=0.4)
            raise NotFound(f'There is no codebook called "{name}".', candidates=near or list(books))
    return list(wanted or books)


def _segment_ids(connection: Connection, stored: Sequence[Stored], asked: _Wanted) -> list[int]:
    """The passages of sources, as far as they are in the stretch and meet the conditions."""
    if not asked.is_part:
        return sources.all_segment_ids(connection, [one.id for one in stored])
    within = _keys_between(connection, stored, asked.stretch) if any(asked.stretch) else None
    selection = Selection(sources=tuple(one.source.name for one in stored), where=tuple(asked.where))
    return [
        id_
        for one in select_segments(connection, selection)
        for id_ in sources.segment_ids(
            connection, one.stored.id, [s.key for s in one.segments if within is None or s.key in within]
        ).values()
    ]


def _keys_between(connection: Connection, stored: Sequence[Stored], stretch: Stretch) -> set[str]:
    """The passages of a stretch. Raises Refused unless there is one source, NotFound for an unknown end."""
    if len(stored) != 1:
        raise Refused(
            "A stretch is of one source.",
            hint=f"Name one of: {', '.join(one.source.name for one in stored[:_SHOWN])}.",
        )
    (one,) = stored
    noun = one.source.kind.segment_noun
    keys = [segment.key for segment in sources.segments(connection, one.id)]
    for key in filter(None, stretch):
        if key not in keys:
            raise NotFound(f'"{one.source.name}" has no {noun} {key}.')
    first, last = stretch
    begin = keys.index(first) if first else 0
    end = keys.index(last) + 1 if last else len(keys)
    if begin >= end:
        raise Refused(f"In {one.source.name}, {noun} {last} comes before {noun} {first}.")
    return set(keys[begin:end])
