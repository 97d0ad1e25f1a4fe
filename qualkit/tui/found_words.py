"""Words that a search found, to be marked in the open text and gone through there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.actions.search import Hit
from qualkit.model.source import Segment
from qualkit.tui.layout import Spot

Marks = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWords:
    """Where words stand in the passages of one source."""

    source: str = ""
    passages: Mapping[str, tuple[str, Marks]] = field(default_factory=dict)
    """Passage's key → its text when it was found, and where the words stand in it."""

    @classmethod
    def of(cls, source: str, hits: Iterable[Hit]) -> FoundWords:
        """What was found in a source."""
        found = {one.segment: (one.text, one.marks) for one in hits if one.source == source}
        return cls(source=source, passages=found)

    def in_text(self, source: str, segments: Sequence[Segment]) -> dict[int, Marks]:
        """Number of a passage → where the words stand; a text that is another by now has none."""
        if source != self.source or not self.passages:
            return {}
        known = {
            number: self.passages[one.key] for number, one in enumerate(segments) if one.key in self.passages
        }
        return {number: marks for number, (text, marks) in known.items() if segments[number].text == text}


def next_found(found: Mapping[int, Marks], start: Spot, direction: int) -> tuple[Spot, Spot] | None:
    """The next words found after a place, or the last before it, going round at the end."""
    places = [
        (Spot(number, first), Spot(number, last)) for number in sorted(found) for first, last in found[number]
    ]
    if not places:
        return None
    begins = [first for first, _ in places]
    at = bisect_right(begins, start) if direction > 0 else bisect_left(begins, start) - 1
    return places[at % len(places)]
