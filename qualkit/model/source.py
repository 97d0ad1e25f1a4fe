"""Sources, and the segments they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is: it decides what its segments are called."""

    TRANSCRIPT = "transcript"
    ANSWERS = "answers"
    RECORDS = "records"
    DOCUMENT = "document"

    @property
    def segment_noun(self) -> str:
        """One segment of such a source, as it is called on screen."""
        return _SEGMENT_NOUNS[self]


_SEGMENT_NOUNS = {
    SourceKind.TRANSCRIPT: "turn",
    SourceKind.ANSWERS: "answer",
    SourceKind.RECORDS: "record",
    SourceKind.DOCUMENT: "paragraph",
}


class Voice(StrEnum):
    """Whose words a source holds. Worker's notes are evidence and never quoted."""

    OWN_WORDS = "own words"
    WORKERS_NOTES = "worker's notes"
    DOCUMENT = "document"


class SpeakerRole(StrEnum):
    """A speaker's part in a talk."""

    PARTICIPANT = "participant"
    MODERATOR = "moderator"
    OBSERVER = "observer"
    GROUP = "group"
    UNKNOWN = "unknown"
    NON_SPEECH = "non-speech"

    @property
    def is_nobody(self) -> bool:
        """Whether such a speaker is no single person ("All", "Unknown", "Audio shared by …")."""
        return self in (SpeakerRole.GROUP, SpeakerRole.UNKNOWN, SpeakerRole.NON_SPEECH)

    @property
    def is_heard(self) -> bool:
        """Whether such a speaker's words count as testimony (a moderator's do not)."""
        return self in (SpeakerRole.PARTICIPANT, SpeakerRole.GROUP, SpeakerRole.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text to be coded. Its name is its file's stem, or `STEM:COLUMN` where a file gives several."""

    name: str
    title: str
    kind: SourceKind
    voice: Voice
    file: str
    """Path inside the study folder, with `/`."""
    sha256: str
    """Of the received file's bytes."""
    memo: str = ""
    """Front matter and the like: about the source, never testimony."""

    @property
    def stem(self) -> str:
        """The part of the name before the column: one stem means all of its sources."""
        return self.name.split(":", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """An ordered piece of a source. `key` is unique in the source and survives corrections and re-adding."""

    source: str
    key: str
    ordinal: int
    """1 for the first segment of the source, as it now is."""
    text: str
    speaker: str | None = None
    speaker_role: SpeakerRole | None = None
    case: str | None = None
    record: str | None = None
    section: str | None = None
    """The moderator's question under which it was said."""
    start_ms: int | None = None
    end_ms: int | None = None
    times: tuple[tuple[int, int], ...] = ()
    """(offset in `text`, milliseconds) inside a long turn."""
    overlaps: bool = False
