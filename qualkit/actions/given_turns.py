"""Turns that a person gives to speakers, in files that name nobody or the wrong one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions.add_plans import Stretch
from qualkit.errors import Refused
from qualkit.model.source import SpeakerRole
from qualkit.model.transcript import Transcript, TranscriptRecipe

if TYPE_CHECKING:
    from qualkit.importers.transcripts import SpeakerRange

Given = Mapping[str, tuple[str, ...]]
"""Speaker → keys of turns, as in a recipe."""


def read_received(path: Path, recipe: TranscriptRecipe) -> Transcript:
    """A transcript by its recipe, its turns still with the speakers that the file gives them."""
    from qualkit.importers.transcripts import read_transcript

    return read_transcript(path, replace(recipe, roles=without(recipe.roles, recipe.given)))


def without(roles: Mapping[str, SpeakerRole], names: Iterable[str]) -> dict[str, SpeakerRole]:
    """The parts of speakers, less these speakers, in whichever spelling."""
    from qualkit.importers.transcripts.labels import key_of

    keys = {key_of(name) for name in names}
    return {name: role for name, role in roles.items() if key_of(name) not in keys}


def with_given(transcript: Transcript, keys: Sequence[str], recipe: TranscriptRecipe) -> Transcript:
    """The transcript, of whose turns these are the keys, with the speakers whom its recipe gives them."""
    from qualkit.importers.transcripts import SpeakerRange, with_late_speakers

    if not recipe.given:
        return transcript
    places = {key: place for place, key in enumerate(keys, start=1)}
    ranges = [
        SpeakerRange(speaker=name, first=places[key], last=places[key])
        for name, turns in recipe.given.items()
        for key in turns
        if key in places
    ]
    return with_late_speakers(transcript, ranges, recipe.roles)


def given_now(
    transcript: Transcript,
    keys: Sequence[str],
    stretches: Sequence[Stretch],
    *,
    earlier: Given,
    known: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """Who is given which turns: as `earlier`, and where a stretch says otherwise, as it says.

    A turn that is not `known` from before is theirs whose turns stand before and behind it. Raises Refused
    for a stretch without a turn, or where two stretches give one turn to two people.
    """
    from qualkit.importers.transcripts import by_turn
    from qualkit.importers.transcripts.labels import cleaned, key_of

    owner = {key: name for name, turns in earlier.items() for key in turns}
    _fill(owner, keys, known)
    said = by_turn([_range(transcript, one) for one in stretches], len(keys))
    names = {key_of(one.label): one.label for one in transcript.speakers}
    owner |= {keys[place - 1]: name for place, name in said.items()}
    given: dict[str, list[str]] = {}
    for key in keys:
        if key in owner:
            name = names.setdefault(key_of(owner[key]), cleaned(owner[key]))
            given.setdefault(name, []).append(key)
    return {name: tuple(turns) for name, turns in given.items()}


def checked(transcript: Transcript, stretch: Stretch) -> Stretch:
    """The stretch, if the transcript has it; raises Refused where it has not."""
    from qualkit.importers.transcripts import by_turn

    by_turn([_range(transcript, stretch)], len(transcript.turns))
    return stretch


def _fill(owner: dict[str, str], keys: Sequence[str], known: Collection[str]) -> None:
    """Give new turns inside somebody's stretch to them."""
    before: str | None = None
    waiting: list[str] = []
    for key in keys:
        if key not in known:
            waiting.append(key)
            continue
        if before is not None and owner.get(key) == before:
            owner |= dict.fromkeys(waiting, before)
        before, waiting = owner.get(key), []


def _range(transcript: Transcript, stretch: Stretch) -> SpeakerRange:
    from qualkit.importers.transcripts import SpeakerRange, between

    if not stretch.is_time:
        return SpeakerRange(speaker=stretch.speaker, first=stretch.first, last=stretch.last)
    found = between(transcript.turns, stretch.speaker, stretch.first, stretch.last)
    if found is None:
        raise Refused(
            f"No turn begins in the time that is given to {stretch.speaker}.",
            hint="Write it as FROM-TO, such as 00:00-02:10, or count by turns, such as 1-12.",
        )
    return found
