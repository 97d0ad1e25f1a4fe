"""Finding a passage again after its text was corrected, and a turn after its file was."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qualkit.model.coding import Anchor
from qualkit.model.text import fold_line, snap

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.5
"""Least likeness (difflib's ratio) of two turns that count as one, corrected."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a passage stands in the corrected text; `anchor` says what became of it."""

    start: int
    end: int
    anchor: Anchor


class Alignment:
    """The way from offsets in an old text to offsets in a new one, by a diff of words."""

    def __init__(self, old: str, new: str) -> None:
        self._new = new
        old_words, new_words = _WORDS.findall(old), _WORDS.findall(new)
        matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
        old_at, new_at = _offsets(old_words), _offsets(new_words)
        self._blocks = [
            (old_at[i1], old_at[i2], new_at[j1], new_at[j2], tag == "equal")
            for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        ]
        self._starts = [block[0] for block in self._blocks]

    def move(self, start: int, end: int) -> Moved:
        """Where the passage [start, end) now stands; LOST if none of it is left."""
        touched = [b for b in self._blocks if b[0] < end and b[1] > start] or self._around(start)
        if not any(equal for *_, equal in touched):
            at = touched[0][2] if touched else 0
            return Moved(at, at, Anchor.LOST)
        new_start, new_end = self._new_start(start, touched), self._new_end(end, touched)
        inserted = any(b[0] == b[1] and start < b[0] < end for b in self._blocks)
        if inserted or not all(equal for *_, equal in touched):
            return Moved(*snap(self._new, new_start, new_end), Anchor.CHANGED)
        return Moved(new_start, new_end, Anchor.KEPT if new_start == start else Anchor.MOVED)

    def _around(self, offset: int) -> list[tuple[int, int, int, int, bool]]:
        at = bisect_right(self._starts, offset) - 1
        return self._blocks[max(at, 0) : at + 1]

    @staticmethod
    def _new_start(start: int, touched: list[tuple[int, int, int, int, bool]]) -> int:
        first = touched[0]
        return first[2] + max(start - first[0], 0) if first[4] else first[2]

    @staticmethod
    def _new_end(end: int, touched: list[tuple[int, int, int, int, bool]]) -> int:
        last = touched[-1]
        return last[2] + min(end, last[1]) - last[0] if last[4] else last[3]


def _offsets(words: list[str]) -> list[int]:
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return offsets


SaidBy = tuple[str | None, str]
"""A turn's speaker and text."""


def match_turns(old: Sequence[SaidBy], new: Sequence[SaidBy]) -> list[int | None]:
    """For each new turn the index of the old turn that it is, or None for a new one.

    Unchanged turns are matched first; between them, in order, those that are alike enough.
    """
    before = [fold_line(text) for _, text in old]
    after = [fold_line(text) for _, text in new]
    matched: list[int | None] = [None] * len(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            matched[j1:j2] = range(i1, i2)
        elif tag == "replace":
            _match_alike(range(i1, i2), range(j1, j2), before, after, matched)
    return matched


def _match_alike(
    old: range, new: range, before: Sequence[str], after: Sequence[str], matched: list[int | None]
) -> None:
    following = old.start
    for j in new:
        best, likeness = None, _ALIKE
        for i in range(following, old.stop):
            ratio = SequenceMatcher(None, before[i], after[j]).ratio()
            if ratio > likeness:
                best, likeness = i, ratio
        if best is None and len(old) == len(new) and (i := old.start + j - new.start) >= following:
            best = i
        if best is not None:
            matched[j], following = best, best + 1
