"""What the next key codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qualkit.tui.layout import Spot


class TargetKind(Enum):
    """What the next key codes."""

    SELECTION = "the selection"
    WHOLE = "the whole"
    SENTENCE = "the sentence"


@dataclass(frozen=True, slots=True)
class Target:
    """The place that the next key codes (half-open)."""

    start: Spot
    end: Spot
    kind: TargetKind

    def part_of(self, passage: int, length: int) -> tuple[int, int]:
        """What of a passage belongs to it; (0, 0) if nothing."""
        if not self.start.passage <= passage <= self.end.passage:
            return 0, 0
        start = self.start.offset if passage == self.start.passage else 0
        return start, self.end.offset if passage == self.end.passage else length
