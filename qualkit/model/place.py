"""Where a passage stands: half-open, in Unicode code points of the segments' text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """(segment, start) to (end_segment, end) of one source; segments are given by their keys."""

    segment: str
    start: int
    end_segment: str
    end: int

    @property
    def is_in_one_segment(self) -> bool:
        """Whether it starts and ends in the same segment."""
        return self.segment == self.end_segment
