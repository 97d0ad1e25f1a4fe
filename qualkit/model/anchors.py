"""Finding a passage again after its text was corrected, and a turn after its file was."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qualkit.model.coding import Anchor
from qualkit.model.text import fold_line, snap

Block = tuple[int, int, int, int, bool]
"""(old start, old end, new start, new end, whether the words are the same)."""

_WORDS = re.compile(r"\w+|[^\w\s.,;:!?'\"’‘“”()\[\]…–—-]")
"""What is matched: words and symbols. Blanks and punctuation stand everywhere and would match anything."""
_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")
_ALIKE = 0.55
"""Least likeness of two turns that count as one, corrected."""
_SURELY = 0.9
_MANY = 30
"""Sentences in a stretch from which on they are taken one by one: difflib would need minutes."""
_SHORT = 60
"""Characters up to which turns are compared letter by letter."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a passage stands in the corrected text; `anchor` says what became of it."""

    start: int
    end: int
    anchor: Anchor


class Alignment:
    """The way from offsets in an old text to offsets in a new one, by a diff of words."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._blocks = list(_blocks(old, new))
        self._starts = [block[0] for block in self._blocks]

    def move(self, start: int, end: int) -> Moved:
        """Where the passage [start, end) now stands; LOST if none of it is left."""
        touched = [b for b in self._blocks if b[0] < end and b[1] > start] or self._around(start)
        if not self._has_words_left(start, end, touched):
            return self._corrected(touched)
        new_start, new_end = self._new_start(start, touched), self._new_end(end, touched)
        inserted = any(b[0] == b[1] and start < b[0] < end for b in self._blocks)
        if inserted or not all(equal for *_, equal in touched):
            new_start, new_end = _trimmed(self._new, new_start, new_end)
            if new_start == new_end:
                return Moved(new_start, new_end, Anchor.LOST)
            return Moved(*snap(self._new, new_start, new_end), Anchor.CHANGED)
        return Moved(new_start, new_end, Anchor.KEPT if new_start == start else Anchor.MOVED)

    def _has_words_left(self, start: int, end: int, touched: list[Block]) -> bool:
        """Whether some of the passage's words are the same; of one without words, whether any sign is."""
        same = [self._old[max(b[0], start) : min(b[1], end)] for b in touched if b[4]]
        if not _WORDS.search(self._old[start:end]):
            return bool(same)
        return any(_WORDS.search(part) for part in same)

    def _corrected(self, touched: list[Block]) -> Moved:
        """The words that stand instead of a passage's, where they are nearly those: a slip was corrected."""
        if not touched:
            return Moved(0, 0, Anchor.LOST)
        first, last = touched[0], touched[-1]
        start, end = _trimmed(self._new, first[2], last[3])
        instead, was = self._new[start:end], self._old[first[0] : last[1]].strip()
        if not instead or SequenceMatcher(None, was, instead, autojunk=False).ratio() <= _ALIKE:
            return Moved(first[2], first[2], Anchor.LOST)
        return Moved(*snap(self._new, start, end), Anchor.CHANGED)

    def _around(self, offset: int) -> list[Block]:
        at = bisect_right(self._starts, offset) - 1
        return self._blocks[max(at, 0) : at + 1]

    @staticmethod
    def _new_start(start: int, touched: list[Block]) -> int:
        first = touched[0]
        return first[2] + max(start - first[0], 0) if first[4] else first[2]

    @staticmethod
    def _new_end(end: int, touched: list[Block]) -> int:
        last = touched[-1]
        return last[2] + min(end, last[1]) - last[0] if last[4] else last[3]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place less what belongs to the words around it: blanks, and the comma or full stop before it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and (text[start].isspace() or text[start] in ".,;:!?"):
        start += 1
    return start, end


def _blocks(old: str, new: str) -> Iterator[Block]:
    """What is the same and what is not: sentences first, since a long turn has the same words all over."""
    olds, news = _SENTENCES.findall(old), _SENTENCES.findall(new)
    old_at, new_at = _offsets(olds), _offsets(news)
    for i1, i2, j1, j2, is_same in opcodes(olds, news):
        if is_same:
            yield old_at[i1], old_at[i2], new_at[j1], new_at[j2], True
        elif _are_pairs(olds[i1:i2], news[j1:j2]):
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield from _word_blocks(olds[i], news[j], old_at[i], new_at[j])
        else:
            texts = old[old_at[i1] : old_at[i2]], new[new_at[j1] : new_at[j2]]
            yield from _word_blocks(*texts, old_at[i1], new_at[j1])


def _are_pairs(olds: Sequence[str], news: Sequence[str]) -> bool:
    """Whether sentences were corrected one by one."""
    if len(olds) != len(news) or len(olds) < _MANY:
        return False
    pairs = zip(olds, news, strict=True)
    return all(_likeness(_Turn.of(one), _Turn.of(other)) > _ALIKE for one, other in pairs)


def _word_blocks(old: str, new: str, old_start: int, new_start: int) -> Iterator[Block]:
    """The same words, each run with what stands between them where that is the same too."""
    at, new_at = 0, 0
    for start, end, new_from, new_to in (*_same_words(old, new), (len(old), len(old), len(new), len(new))):
        gap = _gap_blocks(old[at:start], new[new_at:new_from])
        yield from _shifted(gap, old_start + at, new_start + new_at)
        if end > start:
            yield old_start + start, old_start + end, new_start + new_from, new_start + new_to, True
        at, new_at = end, new_to


def _gap_blocks(old: str, new: str) -> Iterator[Block]:
    """What stands between two words that are the same: blanks and signs at its ends may be the same too."""
    head = _common_signs(old, new)
    tail = _common_signs(old[head:][::-1], new[head:][::-1])
    if head:
        yield 0, head, 0, head, True
    if head + tail < max(len(old), len(new)):
        yield head, len(old) - tail, head, len(new) - tail, False
    if tail:
        yield len(old) - tail, len(old), len(new) - tail, len(new), True


def _common_signs(one: str, other: str) -> int:
    alike = _common(one, other)
    word = _WORDS.search(one[:alike])
    return word.start() if word else alike


def _shifted(blocks: Iterable[Block], old: int, new: int) -> Iterator[Block]:
    for old_start, old_end, new_start, new_end, is_same in blocks:
        yield old + old_start, old + old_end, new + new_start, new + new_end, is_same


def _same_words(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    olds, news = list(_WORDS.finditer(old)), list(_WORDS.finditer(new))
    for i1, i2, j1, _, is_same in opcodes([word[0] for word in olds], [word[0] for word in news]):
        if is_same:
            for one, other in zip(olds[i1:i2], news[j1 : j1 + i2 - i1], strict=True):
                yield *one.span(), *other.span()


def opcodes(olds: Sequence[str], news: Sequence[str]) -> Iterator[Block]:
    """difflib's opcodes; what both begin and end with is set aside first, since difflib is quadratic."""
    head = _common(olds, news)
    tail = _common(olds[head:][::-1], news[head:][::-1])
    middle = SequenceMatcher(
        None, olds[head : len(olds) - tail], news[head : len(news) - tail], autojunk=False
    )
    if head:
        yield 0, head, 0, head, True
    for tag, i1, i2, j1, j2 in middle.get_opcodes():
        yield head + i1, head + i2, head + j1, head + j2, tag == "equal"
    if tail:
        yield len(olds) - tail, len(olds), len(news) - tail, len(news), True


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _offsets(words: Sequence[str]) -> list[int]:
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return offsets


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """One text with the changes that two others made to what they came from; None where they meet."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    changes = sorted({*_changes(base, mine), *_changes(base, theirs)})
    pieces, at = [], 0
    for number, (start, end, text) in enumerate(changes):
        meets_insertion = number > 0 and changes[number - 1][:2] == (start, start)
        if start < at or meets_insertion:
            return None
        pieces += [base[at:start], text]
        at = end
    return "".join([*pieces, base[at:]])


def _changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, text instead) of what differs."""
    for start, end, new_start, new_end, is_same in _blocks(old, new):
        if not is_same:
            yield start, end, new[new_start:new_end]


@dataclass(frozen=True, slots=True)
class _Turn:
    text: str
    words: Counter[str]

    @classmethod
    def of(cls, text: str) -> _Turn:
        folded = fold_line(text)
        return cls(folded, Counter(folded.split()))


def _likeness(one: _Turn, other: _Turn) -> float:
    """0 to 1: by letters for short turns, else by the words that they share, in any order."""
    if max(len(one.text), len(other.text)) <= _SHORT:
        return SequenceMatcher(None, one.text, other.text, autojunk=False).ratio()
    shared = (one.words & other.words).total()
    return 2 * shared / max(one.words.total() + other.words.total(), 1)


def match_turns(
    old: Sequence[tuple[str | None, str]], new: Sequence[tuple[str | None, str]]
) -> list[int | None]:
    """For each new turn (speaker, text) the index of the old turn that it is, or None for a new one.

    Unchanged turns are matched first; between them, in order, those that are alike enough.
    """
    before = [_Turn.of(text) for _, text in old]
    after = [_Turn.of(text) for _, text in new]
    matched: list[int | None] = [None] * len(new)
    for i1, i2, j1, j2, is_same in opcodes([turn.text for turn in before], [turn.text for turn in after]):
        if is_same:
            matched[j1:j2] = range(i1, i2)
        else:
            _match_alike(range(i1, i2), range(j1, j2), (before, after), matched)
    return matched


def _match_alike(
    old: range, new: range, turns: tuple[Sequence[_Turn], Sequence[_Turn]], matched: list[int | None]
) -> None:
    following = old.start
    for j in new:
        best, likeness = None, _ALIKE
        for i in range(following, old.stop):
            found = _likeness(turns[0][i], turns[1][j])
            if found > likeness:
                best, likeness = i, found
            if likeness > _SURELY:
                break
        if best is None and len(old) == len(new) and (i := old.start + j - new.start) >= following:
            best = i
        if best is not None:
            matched[j], following = best, best + 1
