"""Passages follow their words when a text is corrected, also into another turn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.model.anchors import Alignment, Moved, opcodes
from qualkit.model.coding import Anchor

Texts = Sequence[tuple[int, str]]
"""(id, text) of a source's segments, in order."""

_LONGEST = 20_000
"""Characters of a stretch of turns up to which words are looked for in the turns around."""
_ENOUGH = 0.6
"""Least share of a passage's words that must be left where it went into another turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A passage by the ids of its first and last segment, half-open."""

    segment: int
    start: int
    end_segment: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Where a passage now stands, with the words there; `anchor` says what became of it."""

    spot: Spot
    anchor: Anchor
    quote: str = ""


class TextChange:
    """A source's text before and after a correction."""

    def __init__(self, before: Texts, after: Texts) -> None:
        self._old, self._new = dict(before), dict(after)
        self._was = {id_: number for number, (id_, _) in enumerate(before)}
        self._order = {id_: number for number, (id_, _) in enumerate(after)}
        self._before, self._after = before, after
        same = {id_ for id_, text in after if self._old.get(id_) == text}
        self.changed = frozenset(set(self._old) - same)
        """Ids of segments whose text is another, or that are gone."""
        self._alignments: dict[int, Alignment] = {}
        self._stretch_of: dict[int, _Stretch] = {
            id_: stretch for stretch in self._stretches(same) for id_ in stretch.old
        }

    def touched(self, spot: Spot) -> frozenset[int]:
        """The ids of the segments that a passage ran over."""
        if spot.segment not in self._was or spot.end_segment not in self._was:
            return frozenset((spot.segment, spot.end_segment))
        first, last = self._was[spot.segment], self._was[spot.end_segment]
        return frozenset(id_ for id_, _ in self._before[first : last + 1])

    def is_untouched(self, spot: Spot) -> bool:
        """Whether all the segments of a passage are as they were, and follow each other as they did."""
        if not self.changed.isdisjoint(self.touched(spot)):
            return False
        if spot.segment == spot.end_segment:
            return spot.segment in self._order
        distance = self._was[spot.end_segment] - self._was[spot.segment]
        return self._order[spot.end_segment] - self._order[spot.segment] == distance

    def follow(self, spot: Spot, quote: str) -> Followed:
        """Where a passage now stands; LOST where its words are gone."""
        lost = Followed(spot=spot, anchor=Anchor.LOST)
        if spot.segment not in self._old or spot.end_segment not in self._old:
            return lost
        if spot.segment == spot.end_segment:
            moved = self._move(spot.segment, spot.start, spot.end)
            return self._found(moved, quote, lost) if moved else lost
        head = self._move(spot.segment, spot.start, len(self._old[spot.segment]))
        tail = self._move(spot.end_segment, 0, spot.end)
        if head is None or tail is None:
            return lost
        whole = Spot(segment=head.segment, start=head.start, end_segment=tail.end_segment, end=tail.end)
        return self._found(whole, quote, lost)

    def _found(self, spot: Spot, quote: str, lost: Followed) -> Followed:
        first, last = self._order[spot.segment], self._order[spot.end_segment]
        if (first, spot.start) >= (last, spot.end):
            return lost
        words = self.words(spot)
        if words.split() == quote.split():
            anchor = Anchor.KEPT if spot == lost.spot else Anchor.MOVED
        else:
            anchor = Anchor.CHANGED
        return Followed(spot=spot, anchor=anchor, quote=words)

    def words(self, spot: Spot) -> str:
        """The words of the corrected text at a place."""
        if spot.segment == spot.end_segment:
            return self._new[spot.segment][spot.start : spot.end]
        inner = self._after[self._order[spot.segment] + 1 : self._order[spot.end_segment]]
        head, tail = self._new[spot.segment][spot.start :], self._new[spot.end_segment][: spot.end]
        return "\n".join([head, *(text for _, text in inner), tail])

    def heir(self, segment: int) -> int | None:
        """The segment into which the words of one that is gone went; None where they are gone too."""
        stretch = self._stretch_of.get(segment)
        moved = stretch.move(segment, 0, len(self._old[segment])) if stretch else None
        return moved.segment if moved else None

    def origin(self, segment: int) -> int | None:
        """The segment of the old text from which a new one's words came; None where they are new."""
        stretch = next((s for s in self._stretch_of.values() if segment in s.new), None)
        return stretch.origin(segment) if stretch else None

    def _move(self, segment: int, start: int, end: int) -> Spot | None:
        if segment in self._stretch_of:
            return self._stretch_of[segment].move(segment, start, end)
        if segment not in self._new:
            return None
        if segment not in self.changed:
            return Spot(segment=segment, start=start, end_segment=segment, end=end)
        if segment not in self._alignments:
            self._alignments[segment] = Alignment(self._old[segment], self._new[segment])
        moved = self._alignments[segment].move(start, end)
        if moved.anchor is Anchor.LOST:
            return None
        return Spot(segment=segment, start=moved.start, end_segment=segment, end=moved.end)

    def _stretches(self, same: set[int]) -> Iterator[_Stretch]:
        """Runs in which turns went or came, with the changed ones beside them: words may have moved over."""
        olds, news = [id_ for id_, _ in self._before], [id_ for id_, _ in self._after]
        for i1, i2, j1, j2 in _hunks(olds, news, same):
            old = {id_: self._old[id_] for id_ in olds[i1:i2] if id_ not in same}
            new = {id_: self._new[id_] for id_ in news[j1:j2] if id_ not in same}
            if old and new and max(_size(old), _size(new)) <= _LONGEST:
                yield _Stretch(old, new)


def _size(texts: Mapping[int, str]) -> int:
    return sum(map(len, texts.values()))


def _hunks(olds: Sequence[int], news: Sequence[int], same: set[int]) -> Iterator[tuple[int, int, int, int]]:
    """Where ids went or came, each widened over the changed ones beside it."""
    found: list[tuple[int, int, int, int]] = []
    for i1, i2, j1, j2, is_equal in opcodes(list(map(str, olds)), list(map(str, news))):
        if is_equal:
            continue
        if i1 > 0 and j1 > 0 and olds[i1 - 1] not in same:
            i1, j1 = i1 - 1, j1 - 1  # noqa: PLW2901
        if i2 < len(olds) and j2 < len(news) and olds[i2] not in same:
            i2, j2 = i2 + 1, j2 + 1  # noqa: PLW2901
        if found and (i1 < found[-1][1] or j1 < found[-1][3]):
            i1, _, j1, _ = found.pop()  # noqa: PLW2901
        found.append((i1, i2, j1, j2))
    yield from found


@dataclass(slots=True)
class _Stretch:
    """Some turns before and after, aligned as one text."""

    old: Mapping[int, str]
    new: Mapping[int, str]
    _alignment: Alignment = field(init=False)
    _old_at: dict[int, int] = field(init=False)
    _new_ids: list[int] = field(init=False)
    _new_at: list[int] = field(init=False)
    _text: str = field(init=False)

    def __post_init__(self) -> None:
        self._old_at = dict(zip(self.old, _offsets(self.old), strict=True))
        self._new_ids, self._new_at = list(self.new), _offsets(self.new)
        self._text = "\n".join(self.new.values())
        self._alignment = Alignment("\n".join(self.old.values()), self._text)

    def move(self, segment: int, start: int, end: int) -> Spot | None:
        at = self._old_at[segment]
        moved = self._alignment.move(at + start, at + end)
        if moved.anchor is Anchor.LOST or moved.start >= moved.end:
            return None
        spot = self._placed(moved)
        has_crossed = (spot.segment, spot.end_segment) != (segment, segment)
        if has_crossed and moved.anchor is Anchor.CHANGED:
            words = self.old[segment][start:end].split()
            left = set(self._text[moved.start : moved.end].split())
            if sum(word in left for word in words) < _ENOUGH * len(words):
                return None
        return spot

    def _placed(self, moved: Moved) -> Spot:
        first = bisect_right(self._new_at, moved.start) - 1
        last = bisect_right(self._new_at, moved.end - 1) - 1
        start, end = moved.start - self._new_at[first], moved.end - self._new_at[last]
        if start >= len(self.new[self._new_ids[first]]) and first < last:
            first, start = first + 1, 0
        end = min(end, len(self.new[self._new_ids[last]]))
        return Spot(segment=self._new_ids[first], start=start, end_segment=self._new_ids[last], end=end)

    def origin(self, segment: int) -> int | None:
        best = None
        for id_, text in self.old.items():
            spot = self.move(id_, 0, len(text)) if text else None
            if spot and segment in (spot.segment, spot.end_segment):
                best = id_
        return best


def _offsets(texts: Mapping[int, str]) -> list[int]:
    offsets, at = [], 0
    for text in texts.values():
        offsets.append(at)
        at += len(text) + 1
    return offsets
