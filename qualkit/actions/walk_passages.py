"""Passages to be looked at one after the other: those of a code, or those read before it was made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualkit.actions.redacting import redactor
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.place import Place
from qualkit.model.source import Source, SourceKind
from qualkit.store import code_use, codebooks, readings, sources
from qualkit.study import Study

_RUNNING = (SourceKind.TRANSCRIPT, SourceKind.DOCUMENT)
"""What has a before and an after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A passage on the way."""

    source: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLine:
    """A turn, answer, record or paragraph around a passage; `start` to `end` of its text is the passage."""

    speaker: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def is_in_passage(self) -> bool:
        """Whether some of it belongs to the passage."""
        return self.end > self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class InContext:
    """A passage with what stands around it."""

    source: Source
    ordinal: int
    """Of the first turn, answer, record or paragraph of the passage."""
    lines: tuple[ContextLine, ...]


def stops_with_code(study: Study, code_id: str) -> tuple[Stop, ...]:
    """The passages that this coder coded with a code, in the order of the sources."""
    with study.database.reading() as connection:
        mine = code_use.placed(connection, [code_id], coder=study.coder)
    return tuple(Stop(source=one.source, place=one.place) for one in mine)


def stops_not_looked_for(study: Study, code_id: str) -> tuple[Stop, ...]:
    """The turns, answers or records that this coder read before a code was made, whole."""
    with study.database.reading() as connection:
        found = readings.keys_read_before_made(connection, study.coder, code_id)
        by_source: dict[str, list[str]] = {}
        for source, key in found:
            by_source.setdefault(source, []).append(key)
        lengths = {source: code_use.lengths(connection, source, keys) for source, keys in by_source.items()}
    return tuple(
        Stop(source=source, place=Place(segment=key, start=0, end_segment=key, end=lengths[source][key]))
        for source, key in found
    )


def late_codes(study: Study, code_id: str) -> tuple[Code, ...]:
    """A code and the other codes of its book that were made after this coder had begun to read for it.

    To mark a passage as read again says of all of them that they have been looked for.
    """
    with study.database.reading() as connection:
        late = readings.read_before_made(connection, study.coder)
        book = _book_of(codebooks.codebooks(connection), code_id)
    if book is None:
        return ()
    others = [code for code in book.codes if code.id in late and code.id != code_id]
    return (book[code_id], *(code for code in others if code.status is not CodeStatus.RETIRED))


def _book_of(books: Sequence[Codebook], code_id: str) -> Codebook | None:
    return next((book for book in books if code_id in book), None)


def given(study: Study, stops: Collection[Stop], code_ids: Sequence[str]) -> Mapping[Stop, Mapping[str, str]]:
    """Which of some codes this coder has on exactly these passages: code id → the coding's id."""
    wanted = frozenset(stops)
    found: dict[Stop, dict[str, str]] = {stop: {} for stop in wanted}
    with study.database.reading() as connection:
        for one in code_use.placed(connection, code_ids, coder=study.coder):
            stop = Stop(source=one.source, place=one.place)
            if stop in wanted:
                found[stop][one.code] = one.id
    return found


def in_context(study: Study, stop: Stop, *, around: int = 2) -> InContext:
    """A passage with so many turns before and after it; answers and records of others are no context.

    Raises NotFound for a source that is gone.
    """
    place = stop.place
    with study.database.reading() as connection:
        stored = sources.source(connection, stop.source)
        number = around if stored.source.kind in _RUNNING else 0
        stretch = code_use.keys_around(connection, stored.id, place, number)
        segments = sources.segments_between(connection, stored.id, [stretch])
        redact = redactor(connection)
    keys = [segment.key for segment in segments]
    if place.segment not in keys or place.end_segment not in keys:
        return InContext(source=stored.source, ordinal=0, lines=())
    first, last = keys.index(place.segment), keys.index(place.end_segment)
    lines = []
    for at, segment in enumerate(segments):
        start = place.start if at == first else 0
        end = place.end if at == last else len(segment.text)
        is_in = first <= at <= last
        start, end = redact.widened(segment.text, (start, end), segment.source, segment.key)
        before, within, after = (
            redact.part(segment.text, part, segment.source, segment.key)
            for part in ((0, start), (start, end), (end, len(segment.text)))
        )
        lines.append(
            ContextLine(
                speaker=redact.text(segment.speaker or "", segment.source),
                text=before + within + after,
                start=len(before) * is_in,
                end=len(before + within) * is_in,
            )
        )
    return InContext(source=stored.source, ordinal=segments[first].ordinal, lines=tuple(lines))
