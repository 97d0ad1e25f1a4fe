"""Caption cues joined to turns: in the order of time, one speaker's consecutive cues as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from qualkit.importers.transcripts.talk import Utterance
from qualkit.model.transcript import Turn


def merge_cues(utterances: Sequence[Utterance], speakers: Mapping[str | None, str | None]) -> list[Turn]:
    """Turns out of cues. `speakers` gives the name for each label.

    Cues without a speaker stay apart, since nobody knows who says them. The start of every cue after the
    first is kept as (offset, milliseconds). A turn overlaps when it begins before an earlier one has ended;
    both are marked.
    """
    cues = _in_order(utterances)
    names = [speakers[cue.label] for cue in cues]
    firsts = [
        place
        for place, (before, name) in enumerate(zip([None, *names], names, strict=False))
        if name is None or name != before
    ]
    runs = pairwise([*firsts, len(cues)])
    turns = [_turn(cues, names[first], first, end) for first, end in runs]
    for place in _overlapping(turns):
        turns[place] = replace(turns[place], overlaps=True)
    return turns


def _turn(cues: Sequence[Utterance], speaker: str | None, first: int, end: int) -> Turn:
    """The turn that the cues from `first` to before `end` are."""
    opening = cues[first]
    if end - first == 1:
        return Turn(text=opening.text, speaker=speaker, start_ms=opening.start_ms, end_ms=opening.end_ms)
    run = cues[first:end]
    return Turn(
        text=" ".join([cue.text for cue in run]),
        speaker=speaker,
        start_ms=opening.start_ms,
        end_ms=max((cue.end_ms for cue in run if cue.end_ms is not None), default=None),
        times=_times(run),
    )


def _times(cues: Sequence[Utterance]) -> tuple[tuple[int, int], ...]:
    """Where in the joined text, and when, every cue after the first begins."""
    times: list[tuple[int, int]] = []
    offset = len(cues[0].text) + 1
    for cue in cues[1:]:
        if cue.start_ms is not None:
            times.append((offset, cue.start_ms))
        offset += len(cue.text) + 1
    return tuple(times)


def _overlapping(turns: Sequence[Turn]) -> set[int]:
    """The turns that begin before an earlier one has ended, and those earlier ones."""
    found: set[int] = set()
    latest, latest_at = -1, -1
    for place, turn in enumerate(turns):
        if turn.start_ms is not None and turn.start_ms < latest:
            found.update((latest_at, place))
        if turn.end_ms is not None and turn.end_ms > latest:
            latest, latest_at = turn.end_ms, place
    return found


def _in_order(utterances: Sequence[Utterance]) -> Sequence[Utterance]:
    """By start, then as in the file; a cue without a time stays behind the one above it."""
    starts: list[int] = []
    last = 0
    is_sorted = True
    for utterance in utterances:
        start = utterance.start_ms
        if start is not None:
            is_sorted = is_sorted and start >= last
            last = start
        starts.append(last)
    if is_sorted:
        return utterances
    order = sorted(range(len(utterances)), key=starts.__getitem__)
    return [utterances[place] for place in order]
