"""Flags: what somebody on the team should look at before a passage is used. Never a code, never exported."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """What is to be looked at; what is urgent comes first."""

    SAFEGUARDING = "safeguarding"
    IDENTIFY = "identify"
    """Could identify someone."""
    AUDIO = "audio"
    """Check the recording."""
    QUESTION = "question"
    """For the team."""

    @property
    def shown(self) -> str:
        """What it is called on screen."""
        return _SHOWN[self]


_SHOWN = {
    FlagKind.SAFEGUARDING: "safeguarding",
    FlagKind.IDENTIFY: "could identify someone",
    FlagKind.AUDIO: "check the audio",
    FlagKind.QUESTION: "question for the team",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who was told of a flag, on which day, and who says so."""

    who: str
    on: str
    """ISO 8601."""
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """That a flag is settled: why, by whom and when."""

    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A flag on a turn, answer or record, with all that was said of it since."""

    id: str
    source: str
    segment: str
    """The key of the passage; the flag stays where the passage is gone."""
    kind: FlagKind
    text: str
    coder: str
    created: str
    told: tuple[Told, ...] = ()
    cleared: Cleared | None = None

    @property
    def passage(self) -> str:
        """`SOURCE#17`."""
        return f"{self.source}#{self.segment}"
