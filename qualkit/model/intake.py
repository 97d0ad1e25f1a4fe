"""What is about to become part of the study: sources with their segments, data files with their records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.model.questionnaire import Questionnaire
from qualkit.model.source import Segment, Source, SpeakerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerIntake:
    """A voice of a transcript, and the person it is (None for "All", "Unknown" and the like)."""

    name: str
    role: SpeakerRole
    case: str | None


def default_case(source: str, speaker: str, role: SpeakerRole) -> str | None:
    """`SOURCE:NAME` for a participant; nobody for a moderator, "All" or "Unknown"."""
    return f"{source}:{speaker}" if role is SpeakerRole.PARTICIPANT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceIntake:
    """A source as it shall be: its segments in order, with the keys they keep."""

    source: Source
    segments: tuple[Segment, ...]
    speakers: tuple[SpeakerIntake, ...] = ()
    recipe: Mapping[str, object] = field(default_factory=dict)
    column: str | None = None
    """The question's column, for the sources of a data file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIntake:
    """A row of a data file: its id, the person it speaks of, and its closed answers by column."""

    key: str
    case: str | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetIntake:
    """A data file as it shall be."""

    questionnaire: Questionnaire
    file: str
    sha256: str
    received_name: str
    received_sha256: str
    records: tuple[RecordIntake, ...]
    sources: tuple[SourceIntake, ...]
