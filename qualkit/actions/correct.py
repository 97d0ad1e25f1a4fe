"""Correcting texts: the received file stays, and codings follow their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from qualkit.actions.review_places import PlaceView, views_of
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Anchor
from qualkit.model.correction import moved_times
from qualkit.model.edit_text import Block, edit_text, parse_edit_text
from qualkit.model.plural import counted
from qualkit.model.source import Segment, SourceKind, SpeakerRole
from qualkit.model.text import is_boundary
from qualkit.store import corrections, revising, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCorrected:
    """What a correction did."""

    source: str
    changed: int = 0
    """Passages whose words or speaker are others now, or that came or went."""
    codings: Mapping[Anchor, int] = field(default_factory=dict)
    """What became of the codings on them."""
    to_review: tuple[PlaceView, ...] = ()
    """The codings whose words changed or that lost their place."""


def text_to_edit(study: Study, source: str) -> str:
    """The whole text of a source for editing, with the words as they were said: nothing is redacted."""
    with study.database.reading() as connection:
        stored = sources.source(connection, source)
        return edit_text(sources.segments(connection, stored.id), stored.source.kind)


def correct_source(study: Study, source: str, edited_text: str) -> TextCorrected:
    """Take in an edited text: corrected words, turns joined and split, other speakers. One step of undo."""
    return _revise(study, source, lambda segments: parse_edit_text(edited_text, segments))


def correct_segment(study: Study, source: str, key: str, text: str) -> TextCorrected:
    """Correct the words of one passage."""
    if not text.strip():
        raise Refused("There are no words left.", hint="To take a turn out, join it to the one before it.")

    def wanted(segments: Sequence[Segment]) -> list[Block]:
        at = _index(segments, key)
        return [
            *_blocks(segments[:at]),
            replace(_block(segments[at]), text=text),
            *_blocks(segments[at + 1 :]),
        ]

    return _revise(study, source, wanted)


def merge_turns(study: Study, source: str, keys: Sequence[str]) -> TextCorrected:
    """Make turns that follow each other one: of the first one's speaker, with a blank between their words."""

    def wanted(segments: Sequence[Segment]) -> list[Block]:
        first = _index(segments, keys[0])
        run = segments[first : first + len(keys)]
        if len(run) < 2 or [segment.key for segment in run] != list(keys):
            raise Refused(
                "Only turns that follow each other can be joined.", hint="Name them in their order."
            )
        joined = replace(_block(run[0]), text=" ".join(segment.text.strip() for segment in run))
        return [*_blocks(segments[:first]), joined, *_blocks(segments[first + len(run) :])]

    return _revise(study, source, wanted)


def split_turn(study: Study, source: str, key: str, at: int, *, speaker: str = "") -> TextCorrected:
    """Split a turn before the character `at`; the second part is of `speaker`, or of the same one."""

    def wanted(segments: Sequence[Segment]) -> list[Block]:
        index = _index(segments, key)
        turn = segments[index]
        head, tail = turn.text[:at].rstrip(), turn.text[at:].lstrip()
        if not head or not tail or not is_boundary(turn.text, at):
            raise Refused("The turn can't be split here.", hint="Both parts need words.")
        second = Block(key="", text=tail, speaker=speaker or turn.speaker)
        first = replace(_block(turn), text=head)
        return [*_blocks(segments[:index]), first, second, *_blocks(segments[index + 1 :])]

    return _revise(study, source, wanted)


def reassign_turn(
    study: Study, source: str, key: str, speaker: str, *, role: SpeakerRole | None = None
) -> TextCorrected:
    """Say that another speaker said a turn; `role` makes one whom the source does not have yet."""

    def wanted(segments: Sequence[Segment]) -> list[Block]:
        index = _index(segments, key)
        block = replace(_block(segments[index]), speaker=speaker, role=role)
        return [*_blocks(segments[:index]), block, *_blocks(segments[index + 1 :])]

    return _revise(study, source, wanted)


def _block(segment: Segment) -> Block:
    return Block(key=segment.key, text=segment.text, speaker=segment.speaker)


def _blocks(segments: Sequence[Segment]) -> list[Block]:
    return [_block(segment) for segment in segments]


def _index(segments: Sequence[Segment], key: str) -> int:
    found = next((number for number, segment in enumerate(segments) if segment.key == key), None)
    if found is None:
        raise NotFound(f'There is no passage "{key}" in this source as it now is.')
    return found


# ---- making it so


def _revise(
    study: Study, source: str, blocks_of: Callable[[Sequence[Segment]], Sequence[Block]]
) -> TextCorrected:
    with study.step("correct") as writer:
        stored = sources.source(writer.connection, source)
        segments = sources.segments(writer.connection, stored.id)
        blocks = blocks_of(segments)
        _refuse_disorder(stored, segments, blocks)
        voices = {row.name: SpeakerRole(row.role) for row in sources.speakers(writer.connection, stored.id)}
        fresh = _fresh_keys(writer.connection, stored)
        wanted = _wanted(segments, _spoken(blocks, segments, voices), fresh)
        synced = revising.revise(writer, stored, wanted)
        changed = _changed(segments, wanted)
        noun = stored.source.kind.segment_noun
        writer.summary = f"corrected {counted(changed, noun)} of {source}"
        writer.detail = {
            "source": source,
            "passages": changed,
            "codings": {anchor.value: len(ids) for anchor, ids in synced.codings.items()},
        }
        ids = [id_ for anchor in (Anchor.CHANGED, Anchor.LOST) for id_ in synced.codings.get(anchor, ())]
        return TextCorrected(
            source=source,
            changed=changed,
            codings=synced.anchors,
            to_review=views_of(writer.connection, ids),
        )


def _refuse_disorder(stored: Stored, segments: Sequence[Segment], blocks: Sequence[Block]) -> None:
    order = {segment.key: number for number, segment in enumerate(segments)}
    kept = [block for block in blocks if block.key]
    for before, after in pairwise(kept):
        if order[before.key] > order[after.key]:
            raise Refused(
                f"[{after.key}] stands behind [{before.key}].", hint="Put it back where it was said."
            )
    noun = stored.source.kind.segment_noun
    if not kept:
        raise Refused(
            "Nothing would be left of this source.", hint="Take the text back from where you had it."
        )
    if stored.source.kind not in (SourceKind.TRANSCRIPT, SourceKind.DOCUMENT) and (
        len(kept) != len(blocks) or len(kept) != len(segments)
    ):
        raise Refused(
            f"Each {noun} stays one {noun}: none can be split, joined or taken out.",
            hint="Correct the words only.",
        )


def _spoken(
    blocks: Sequence[Block], segments: Sequence[Segment], voices: Mapping[str, SpeakerRole]
) -> list[Block]:
    """The blocks with the role of each speaker. A name that is new needs one to be given."""
    was = {segment.key: segment.speaker for segment in segments}
    roles = dict(voices)
    spoken = []
    for block in blocks:
        name = block.speaker
        if name is None and was.get(block.key) is not None:
            raise Refused(f"[{block.key}] has lost its speaker.", hint="Write the name behind the number.")
        if name is not None and name not in roles:
            if block.role is None:
                raise NotFound(
                    f'There is no speaker "{name}" in this source.'
                    f" Write the name as it stands elsewhere, or for somebody new: {name} (participant).",
                    candidates=_near(name, list(roles)),
                )
            roles[name] = block.role
        spoken.append(replace(block, role=roles.get(name or "")))
    return spoken


def _near(name: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, known, n=3)


def _fresh_keys(connection: Connection, stored: Stored) -> Callable[[str], str]:
    """Gives a key that the source never had, for what is split off a turn."""
    ever = {segment.key for segment in sources.segments(connection, stored.id, with_gone=True)}
    ever |= {one.segment for one in corrections.corrections(connection, stored.source.name)}

    def fresh(key: str) -> str:
        root = key.split(".", 1)[0] or "0"
        free = next(name for number in count(1) if (name := f"{root}.{number}") not in ever)
        ever.add(free)
        return free

    return fresh


def _wanted(
    segments: Sequence[Segment], blocks: Sequence[Block], fresh: Callable[[str], str]
) -> list[Segment]:
    """The passages that blocks make of a text: each with its own words, and the times of those words."""
    at = {segment.key: number for number, segment in enumerate(segments)}
    starts = [number for number, block in enumerate(blocks) if block.key]
    runs = list(zip(starts, [*starts[1:], len(blocks)], strict=True))
    wanted: list[Segment] = []
    for number, (start, end) in enumerate(runs):
        first = at[blocks[start].key]
        until = at[blocks[runs[number + 1][0]].key] if number + 1 < len(runs) else len(segments)
        old = segments[0 if number == 0 else first : until]
        new = blocks[0 if number == 0 else start : end]
        wanted += _run(old, segments[first], new, fresh)
    return [replace(segment, ordinal=number) for number, segment in enumerate(wanted, start=1)]


def _run(
    old: Sequence[Segment], kept: Segment, new: Sequence[Block], fresh: Callable[[str], str]
) -> list[Segment]:
    """One turn with those that went into it, as one turn with those that were split off it."""
    if len(old) == len(new) == 1 and (new[0].text, new[0].speaker) == (kept.text, kept.speaker):
        return [kept]
    text = "\n".join(block.text for block in new)
    stamps = moved_times(_stamps(old), "\n".join(segment.text for segment in old), text)
    found, begin = [], 0
    for block in new:
        end = begin + len(block.text)
        is_kept = block.key == kept.key
        before = [ms for at, ms in stamps if at <= begin]
        start_ms = kept.start_ms if is_kept else (before[-1] if before else None)
        found.append(
            replace(
                kept,
                key=block.key or fresh(kept.key),
                text=block.text,
                speaker=block.speaker,
                speaker_role=block.role,
                start_ms=start_ms,
                end_ms=old[-1].end_ms if block is new[-1] else None,
                times=tuple((at - begin, ms) for at, ms in stamps if begin < at < end),
            )
        )
        begin = end + 1
    return found


def _stamps(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """All times of several turns, as offsets in their joined text."""
    found, begin = [], 0
    for segment in segments:
        found += [(begin, segment.start_ms)] if segment.start_ms is not None else []
        found += [(begin + at, ms) for at, ms in segment.times]
        begin += len(segment.text) + 1
    return found


def _changed(before: Sequence[Segment], after: Sequence[Segment]) -> int:
    was = {segment.key: (segment.text, segment.speaker) for segment in before}
    now = {segment.key: (segment.text, segment.speaker) for segment in after}
    return sum(was.get(key) != now.get(key) for key in was | now)
