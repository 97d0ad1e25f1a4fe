"""What is in no table and no bank: records left out by screening, and words of who refused analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText
from qualkit.model.coding import Coding, Reading
from qualkit.model.people import Consent
from qualkit.model.plural import counted
from qualkit.model.source import Segment
from qualkit.store import screening
from qualkit.store.database import Connection

Key = tuple[str, str]
"""(source's name, segment's key)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Turns, answers and notes that don't count, by why."""

    screened: frozenset[Key] = frozenset()
    refused: Mapping[Key, str] = field(default_factory=dict)
    """With the person who refused that their words be analysed."""

    @classmethod
    def load(cls, connection: Connection, texts: Mapping[str, SourceText], everybody: People) -> LeftOut:
        """Of these sources."""
        no = {case.name for case in everybody.cases.values() if case.analysis is Consent.NO}
        segments = (segment for text in texts.values() for segment in text.segments) if no else ()
        return cls(
            screened=screening.left_out_segments(connection),
            refused={(one.source, one.key): one.case for one in segments if one.case and one.case in no},
        )

    def has(self, segment: Segment) -> bool:
        """Whether a segment is among them."""
        key = (segment.source, segment.key)
        return key in self.screened or key in self.refused

    def is_screened(self, coding: Coding) -> bool:
        """Whether a coding begins in a record that was left out."""
        return (coding.source, coding.place.segment) in self.screened

    def touches_refused(self, coding: Coding, text: SourceText) -> bool:
        """Whether somebody who refused analysis speaks in a passage: it is left out whole."""
        if not self.refused or not text.holds(coding.place):
            return False
        return any((one.source, one.key) in self.refused for one in text.within(coding.place))

    def readings(self, readings: Iterable[Reading]) -> list[Reading]:
        """The readings of what counts."""
        out = self.screened | self.refused.keys()
        return [one for one in readings if (one.source, one.segment) not in out]

    def split(self, codings: Iterable[Coding], texts: Mapping[str, SourceText]) -> Split:
        """The codings that count, and how many passages don't."""
        kept, screened, refused = [], set(), set()
        for one in codings:
            spot = (one.source, one.place, one.code)
            if self.is_screened(one):
                screened.add(spot)
            elif one.source in texts and self.touches_refused(one, texts[one.source]):
                refused.add(spot)
            else:
                kept.append(one)
        return Split(codings=tuple(kept), screened=len(screened), refused=len(refused))


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Codings that count, and how many passages are left out."""

    codings: tuple[Coding, ...]
    screened: int
    refused: int

    def notes(self) -> list[str]:
        """What is said of it beside a list of passages."""
        told = []
        if self.refused:
            passages = counted(self.refused, "passage")
            told.append(f"Left out: {passages} of people who refused that their words be analysed.")
        if self.screened:
            told.append(f"Left out by screening: {counted(self.screened, 'passage')}.")
        return told
