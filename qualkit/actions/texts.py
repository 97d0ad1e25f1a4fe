"""The texts of sources with what stands where: segments in order, their offsets, who said them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualkit.model.place import Place
from qualkit.model.source import Segment, SourceKind
from qualkit.store import sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored

BETWEEN = 1
"""Characters between two segments in the whole text of a source: one line end."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """One source's segments, found by key, with their offsets in the whole text."""

    stored: Stored
    segments: Sequence[Segment]
    index: Mapping[str, int]
    offsets: Sequence[int]

    @classmethod
    def load(cls, connection: Connection, stored: Stored) -> SourceText:
        """Read a source's segments."""
        segments = sources.segments(connection, stored.id)
        offsets, at = [], 0
        for segment in segments:
            offsets.append(at)
            at += len(segment.text) + BETWEEN
        return cls(stored, segments, _index(segments), offsets)

    @classmethod
    def around(cls, connection: Connection, stored: Stored, places: Iterable[Place]) -> SourceText:
        """Read only what places touch: enough for their words, but offsets in the whole are not known."""
        stretches = ((place.segment, place.end_segment) for place in places)
        segments = sources.segments_between(connection, stored.id, stretches)
        return cls(stored, segments, _index(segments), ())

    def holds(self, place: Place) -> bool:
        """Whether the place lies inside this source as it now is."""
        first, last = self.index.get(place.segment), self.index.get(place.end_segment)
        if first is None or last is None or first > last:
            return False
        ordered = first < last or place.start < place.end
        return (
            ordered
            and 0 <= place.start <= len(self.segments[first].text)
            and 0 <= place.end <= len(self.segments[last].text)
        )

    def within(self, place: Place) -> Sequence[Segment]:
        """The segments that a place touches, in order."""
        return self.segments[self.index[place.segment] : self.index[place.end_segment] + 1]

    def parts(self, place: Place) -> list[tuple[Segment, str]]:
        """Each touched segment with the words of it that belong to the place."""
        found = []
        for segment in self.within(place):
            start = place.start if segment.key == place.segment else 0
            end = place.end if segment.key == place.end_segment else len(segment.text)
            found.append((segment, segment.text[start:end]))
        return found

    def quote(self, place: Place) -> str:
        """The exact words at a place; turns are joined by a line end."""
        return "\n".join(text for _, text in self.parts(place))

    @property
    def whole(self) -> str:
        """The whole text of the source, its segments joined by line ends."""
        return "\n".join(segment.text for segment in self.segments)

    @property
    def is_continuous(self) -> bool:
        """Whether a passage may run over several segments: turns and paragraphs, not answers."""
        return self.stored.source.kind in (SourceKind.TRANSCRIPT, SourceKind.DOCUMENT)

    def place(self, start: int, end: int) -> Place:
        """The place of a stretch of the whole text."""
        first = max(bisect_right(self.offsets, start) - 1, 0)
        last = max(bisect_right(self.offsets, end - 1) - 1, first)
        return Place(
            segment=self.segments[first].key,
            start=start - self.offsets[first],
            end_segment=self.segments[last].key,
            end=end - self.offsets[last],
        )

    def offset(self, segment: str, within: int) -> int:
        """An offset in the whole text, from one in a segment."""
        return self.offsets[self.index[segment]] + within


def _index(segments: Sequence[Segment]) -> dict[str, int]:
    return {segment.key: number for number, segment in enumerate(segments)}


def load_texts(connection: Connection, stored: Iterable[Stored]) -> dict[str, SourceText]:
    """The texts of several sources by name."""
    return {one.source.name: SourceText.load(connection, one) for one in stored}
