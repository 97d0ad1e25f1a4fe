"""What a transcript file gives, and the recipe that reads it the same way again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.model.finding import Finding
from qualkit.model.source import SpeakerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker said without a break. `speaker` is None where the file names nobody."""

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    times: tuple[tuple[int, int], ...] = ()
    """(offset in `text`, milliseconds), for the cues or stamps after the first."""
    section: str | None = None
    overlaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFound:
    """One voice of a transcript, as proposed to the researcher."""

    label: str
    role: SpeakerRole
    turns: int
    words: int
    first_words: str
    variants: tuple[str, ...] = ()
    """Other spellings of the label that were read as this speaker."""
    is_certain: bool = True
    """False for a label seen once: shown as a guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRecipe:
    """What a person settled about a file; stored, and repeated when a corrected file is added."""

    format: str = ""
    """The format's name in the registry; empty to detect it."""
    encoding: str = ""
    roles: Mapping[str, SpeakerRole] = field(default_factory=dict)
    """Speaker (after renaming and merging) → role."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Label in the file → name in the study. Two labels with one name are one speaker."""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Speaker → the keys of the turns that a person gave to them, whatever the file says of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A transcript as read, not yet a source: nothing in it has been decided by a person."""

    format: str
    """The format's name in the registry, such as `teams-vtt`."""
    format_title: str
    """The same for people, such as "Microsoft Teams captions"."""
    turns: tuple[Turn, ...]
    speakers: tuple[SpeakerFound, ...]
    title: str = ""
    memo: str = ""
    """Front matter, dates, attendees: about the talk, never part of it."""
    encoding: str = ""
    findings: tuple[Finding, ...] = ()
