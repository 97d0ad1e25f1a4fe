"""Speakers given to stretches of a talk afterwards, for files that name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.errors import Refused
from qualkit.importers.transcripts.labels import cleaned, guessed_role, key_of
from qualkit.importers.transcripts.questions import with_sections
from qualkit.importers.transcripts.speakers import found_speakers
from qualkit.model.source import SpeakerRole
from qualkit.model.transcript import Transcript, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRange:
    """Who says the turns from `first` to `last`, counted from 1, both included."""

    speaker: str
    first: int
    last: int


def between(turns: Sequence[Turn], speaker: str, start_ms: int, end_ms: int) -> SpeakerRange | None:
    """The range of the turns that begin in a stretch of time (half-open); None where none does."""
    places = [
        place
        for place, turn in enumerate(turns, start=1)
        if turn.start_ms is not None and start_ms <= turn.start_ms < end_ms
    ]
    return SpeakerRange(speaker=speaker, first=places[0], last=places[-1]) if places else None


def with_late_speakers(
    transcript: Transcript, ranges: Sequence[SpeakerRange], roles: Mapping[str, SpeakerRole] | None = None
) -> Transcript:
    """The transcript with these speakers; turns in no range stay whose they were, and none is joined.

    The turns stay as many, so what is coded in them stays where it is. Parts are guessed from the names as
    on reading, unless `roles` says otherwise; where the file has no sections, a question that a moderator
    asks is that of what follows. Raises Refused for a range that is not there, or where two ranges give one
    turn to two people.
    """
    given = by_turn(ranges, len(transcript.turns))
    turns = tuple(
        replace(turn, speaker=given.get(place, turn.speaker))
        for place, turn in enumerate(transcript.turns, start=1)
    )
    known = {speaker.label: speaker.role for speaker in transcript.speakers}
    said = {key_of(name): role for name, role in (roles or {}).items()}
    parts = {
        name: said.get(key_of(name), known.get(name, guessed_role(name)))
        for name in (turn.speaker for turn in turns)
        if name is not None
    }
    if not any(turn.section for turn in turns):
        moderators = {name for name, role in parts.items() if role is SpeakerRole.MODERATOR}
        turns = tuple(with_sections(turns, moderators))
    return replace(transcript, turns=turns, speakers=found_speakers(turns, parts, transcript.speakers))


def by_turn(ranges: Sequence[SpeakerRange], count: int) -> dict[int, str]:
    """Turn (from 1 to `count`) → speaker. One name in several spellings is one speaker, as first written.

    Raises Refused as `with_late_speakers` does.
    """
    names: dict[str, str] = {}
    given: dict[int, str] = {}
    for each in ranges:
        name = names.setdefault(key_of(each.speaker), cleaned(each.speaker))
        if not name:
            raise Refused("A speaker needs a name.", hint="Name who says these turns.")
        if not 1 <= each.first <= each.last <= count:
            raise Refused(
                f"There are no turns {each.first} to {each.last}.", hint=f"The turns are 1 to {count}."
            )
        for place in range(each.first, each.last + 1):
            if given.setdefault(place, name) != name:
                raise Refused(
                    f"Turn {place} is given to {given[place]} and to {name}.",
                    hint="Let one of the two stretches end before it.",
                )
    return given
