"""The codings of the open text, found by passage, each with a stripe of its own in the margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualkit.actions.workspace import CodingView
from qualkit.tui.layout import Spot, TextLayout

STRIPES = 3
"""Stripes side by side; what does not fit is shown by a `+`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a passage that a coding covers (half-open)."""

    start: int
    end: int
    coding: CodingView


class CodedText:
    """What is coded where. Changing it costs only the passages that are touched."""

    def __init__(self, layout: TextLayout, codings: Iterable[CodingView] = ()) -> None:
        self._layout = layout
        self._by_passage: dict[int, dict[str, CodingView]] = {}
        self._rows: dict[str, tuple[int, int]] = {}
        self._stripes: dict[str, int] = {}
        self._revisions: dict[int, int] = {}
        self.codings: dict[str, CodingView] = {}
        self.add(codings)

    def lay_out(self, layout: TextLayout) -> None:
        """Take the rows of another layout."""
        self._layout = layout
        every = list(self.codings.values())
        self.remove(list(self.codings))
        self.add(every)

    def add(self, codings: Iterable[CodingView]) -> None:
        """Add codings, or put new ones in the place of those with the same ids."""
        for coding in sorted(codings, key=_outer_first):
            if coding.id in self.codings:
                self.remove([coding.id])
            self.codings[coding.id] = coding
            self._rows[coding.id] = (
                self._layout.row_of(Spot(coding.first, coding.start)),
                self._layout.row_of(Spot(coding.last, max(0, coding.end - 1))),
            )
            self._stripes[coding.id] = self._free_stripe(coding)
            for passage in _passages(coding):
                self._by_passage.setdefault(passage, {})[coding.id] = coding
                self._touch(passage)

    def remove(self, ids: Iterable[str]) -> None:
        """Take codings away; unknown ones are passed over."""
        for coding_id in ids:
            coding = self.codings.pop(coding_id, None)
            if coding is None:
                continue
            del self._rows[coding_id], self._stripes[coding_id]
            for passage in _passages(coding):
                del self._by_passage[passage][coding_id]
                self._touch(passage)

    def replace(self, codings: Sequence[CodingView], passages: range | None = None) -> None:
        """Make the codings (of some passages) equal to these, touching only what differs."""
        wanted = {coding.id: coding for coding in codings}
        present = self.codings
        if passages is not None:
            present = {one.id: one for number in passages for one in self.of_passage(number)}
        self.remove([one for one in present if one not in wanted])
        self.add([one for one in codings if present.get(one.id) != one])

    def _touch(self, passage: int) -> None:
        self._revisions[passage] = self._revisions.get(passage, 0) + 1

    def _free_stripe(self, coding: CodingView) -> int:
        first, last = self._rows[coding.id]
        taken = {
            self._stripes[other]
            for passage in {coding.first, coding.last, *_passages(coding)}
            for other in self._by_passage.get(passage, ())
            if self._rows[other][0] <= last and self._rows[other][1] >= first
        }
        return next((stripe for stripe in range(STRIPES) if stripe not in taken), STRIPES)

    def revision(self, passage: int) -> int:
        """A number that changes whenever the passage's codings do."""
        return self._revisions.get(passage, 0)

    def stripe(self, coding: CodingView) -> int:
        """In which stripe of the margin a coding is drawn; STRIPES where there is no room."""
        return self._stripes[coding.id]

    def rows(self, coding: CodingView) -> tuple[int, int]:
        """The first and the last row of a coding."""
        return self._rows[coding.id]

    def of_passage(self, passage: int) -> Sequence[CodingView]:
        """The codings that touch a passage, outer ones first."""
        found = self._by_passage.get(passage)
        return sorted(found.values(), key=_outer_first) if found else ()

    def count(self, passage: int) -> int:
        """How many codings touch a passage."""
        return len(self._by_passage.get(passage, ()))

    def stretches(self, passage: int) -> list[Stretch]:
        """The parts of a passage that are coded, outer ones first."""
        length = len(self._layout.texts[passage])
        return [
            Stretch(
                coding.start if coding.first == passage else 0,
                coding.end if coding.last == passage else length,
                coding,
            )
            for coding in self.of_passage(passage)
        ]

    def between(self, start: Spot, end: Spot) -> list[CodingView]:
        """The codings that share words with a place; at a bare spot, those around it."""
        end = max(end, Spot(start.passage, start.offset + 1))
        return [
            coding
            for coding in self._near(start, end)
            if (coding.first, coding.start) < end and (coding.last, coding.end) > start
        ]

    def _near(self, start: Spot, end: Spot) -> list[CodingView]:
        found = {
            one.id: one for number in range(start.passage, end.passage + 1) for one in self.of_passage(number)
        }
        return sorted(found.values(), key=_outer_first)


def _passages(coding: CodingView) -> range:
    return range(coding.first, coding.last + 1)


def _outer_first(coding: CodingView) -> tuple[int, int, int, int, str, str]:
    return coding.first, coding.start, -coding.last, -coding.end, coding.created, coding.id
