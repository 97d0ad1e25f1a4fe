"""Corrections of a received text: what each corrected passage was, and what it is to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qualkit.model.anchors import Alignment, merged_text
from qualkit.model.coding import Anchor
from qualkit.model.source import Segment


class Change(StrEnum):
    """What a correction does to a passage."""

    CORRECTED = "corrected"
    ADDED = "added"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One passage of a source, as received and as it is to be. There is one for each changed passage."""

    change: Change
    source: str
    segment: str
    """The passage's key; `12.1` for a turn that was split off turn 12."""
    received: Segment | None = None
    """None for a passage that the received file does not have."""
    now: Segment | None = None
    """None for a passage that was taken out, or went into the one before it."""
    follows: str = ""
    """Key of the passage that an added one follows, and that one taken out followed; empty for none."""
    is_applied: bool = True
    """False where the received file now says something else, so that the correction waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A received text with its corrections."""

    segments: tuple[Segment, ...]
    corrections: tuple[Correction, ...]
    """Those given, each with what the text received now has, and whether it could be applied."""

    @property
    def unfit(self) -> tuple[Correction, ...]:
        """Those that no longer fit what was received."""
        return tuple(one for one in self.corrections if not one.is_applied)


def corrected(received: Sequence[Segment], corrections: Iterable[Correction]) -> Corrected:
    """A received text as corrected. A correction of words that were received otherwise since is merged in.

    What can't be merged is left as received, and its correction is not applied.
    """
    by_key = {segment.key: segment for segment in received}
    fitted = [_fitted(one, by_key.get(one.segment)) for one in corrections]
    now: dict[str, Segment | None] = dict(by_key)
    now |= {one.segment: one.now for one in fitted if one.is_applied and one.change is not Change.ADDED}
    order = list(by_key)
    waiting = {one.segment: one for one in fitted if one.change is Change.ADDED and one.is_applied}
    order = _with_added(order, waiting.values())
    placed = set(order)
    now |= {key: one.now for key, one in waiting.items() if key in placed}
    present = [segment for key in order if (segment := now[key]) is not None]
    return Corrected(
        segments=_numbered(present),
        corrections=tuple(
            replace(one, is_applied=False)
            if one.change is Change.ADDED and one.segment not in placed
            else one
            for one in fitted
        ),
    )


def _numbered(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(
        segment if segment.ordinal == number else replace(segment, ordinal=number)
        for number, segment in enumerate(segments, start=1)
    )


def _with_added(order: list[str], added: Iterable[Correction]) -> list[str]:
    """Keys in order with those of added passages, each behind the one that it follows."""
    following: dict[str, list[str]] = {}
    known = set(order)
    for one in sorted(added, key=lambda one: one.segment):
        if one.segment not in known:
            following.setdefault(one.follows, []).append(one.segment)
    found: list[str] = []
    waiting = [*reversed(order), ""]
    while waiting:
        key = waiting.pop()
        if key:
            found.append(key)
        waiting += reversed(following.pop(key, []))
    return found


def _fitted(one: Correction, received: Segment | None) -> Correction:
    """A correction of what is received now."""
    if one.change is Change.ADDED:
        return replace(one, is_applied=received is None)
    if received is None or one.received is None:
        return replace(one, is_applied=False)
    if one.change is Change.TAKEN_OUT:
        is_same = one.received.text == received.text
        return replace(one, received=received if is_same else one.received, is_applied=is_same)
    assert one.now is not None
    text = merged_text(one.received.text, one.now.text, received.text)
    if text is None:
        return replace(one, is_applied=False)
    speaker = received if one.now.speaker == one.received.speaker else one.now
    now = replace(
        one.now,
        source=received.source,
        ordinal=received.ordinal,
        text=text,
        speaker=speaker.speaker,
        speaker_role=speaker.speaker_role,
        case=received.case,
        record=received.record,
        times=one.now.times if text == one.now.text else moved_times(one.now.times, one.now.text, text),
        overlaps=received.overlaps,
    )
    return replace(one, received=received, now=now, is_applied=True)


def corrections_between(received: Sequence[Segment], now: Sequence[Segment]) -> tuple[Correction, ...]:
    """What makes a received text another one; its passages keep their order and keys."""
    wanted = {segment.key: segment for segment in now}
    known = {segment.key for segment in received}
    before = _before(received)
    found = []
    for segment in received:
        after = wanted.get(segment.key)
        if after is None:
            found.append(_correction(Change.TAKEN_OUT, segment, None, before[segment.key]))
        elif said(segment) != said(after):
            found.append(_correction(Change.CORRECTED, segment, after, ""))
    before = _before(now)
    found += [
        _correction(Change.ADDED, None, segment, before[segment.key])
        for segment in now
        if segment.key not in known
    ]
    return tuple(found)


def _before(segments: Sequence[Segment]) -> Mapping[str, str]:
    keys = [segment.key for segment in segments]
    return dict(zip(keys, ["", *keys], strict=False))


def _correction(change: Change, received: Segment | None, now: Segment | None, follows: str) -> Correction:
    segment = received or now
    assert segment is not None
    return Correction(
        change=change,
        source=segment.source,
        segment=segment.key,
        received=received,
        now=now,
        follows=follows,
    )


def said(segment: Segment) -> tuple[object, ...]:
    """What a correction may change of a passage."""
    return (
        segment.text,
        segment.speaker,
        segment.section,
        segment.start_ms,
        segment.end_ms,
        segment.times,
    )


def as_received(now: Sequence[Segment], corrections: Sequence[Correction]) -> tuple[Segment, ...]:
    """The received text of a corrected one: the way back from `corrected`."""
    applied = {one.segment: one for one in corrections if one.is_applied}
    found: list[Segment] = []
    for segment in now:
        one = applied.get(segment.key)
        if one is None:
            found.append(segment)
        elif one.received is not None:
            found.append(one.received)
    out = [one for one in applied.values() if one.change is Change.TAKEN_OUT and one.received]
    for one in sorted(out, key=lambda one: one.received.ordinal if one.received else 0):
        assert one.received is not None
        at = next((i for i, segment in enumerate(found, start=1) if segment.key == one.follows), 0)
        found.insert(at, one.received)
    return _numbered(found)


def moved_times(times: Sequence[tuple[int, int]], old: str, new: str) -> tuple[tuple[int, int], ...]:
    """Stamps (offset, milliseconds) where their words now stand; those whose words are gone are dropped."""
    if not times:
        return ()
    alignment = Alignment(old, new)
    moved = ((alignment.move(at, min(at + 1, len(old))), ms) for at, ms in times)
    return tuple((place.start, ms) for place, ms in moved if place.anchor is not Anchor.LOST)
