"""How often words and phrases are said, and by how many people."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
_SIGNS = str.maketrans(
    dict.fromkeys("‘’‛ʼ′", "'")
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None)
)
_WORD = r"[^\W\d_][^\W_]*(?:['-][^\W_]+)*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said in a passage: stretches of text between what is redacted."""

    source: str
    person: str | None
    texts: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOptions:
    """What is counted."""

    size: int = 1
    """Words in a row: 1 counts words, 2 pairs."""
    stop: frozenset[str] = frozenset()
    by_stems: bool = False
    least: int = 1
    """Said so often, in all."""
    most: int = 50
    """Rows; 0: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far something is spread."""

    times: int
    passages: int
    people: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What was looked through."""

    words: int
    passages: int
    people: int
    sources: int
    has_people: bool
    """Whether it is known of every passage who said it: then shares are of people, else of passages."""

    @property
    def number(self) -> int:
        """What shares are of."""
        return self.people if self.has_people else self.passages

    @property
    def noun(self) -> tuple[str, str]:
        """One and several of what shares are of."""
        return ("person", "people") if self.has_people else ("passage", "passages")

    def of(self, spread: Spread) -> int:
        """How many of these a spread is over."""
        return spread.people if self.has_people else spread.passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrences:
    """Where items (words, or several of them) occur, each item and passage as a number."""

    parts: Numbers
    """Item → the numbers of its words."""
    items: Numbers
    """Of each occurrence, which item."""
    passages: Numbers
    """Of each occurrence, in which passage."""

    @property
    def times(self) -> Numbers:
        """Item → how often it occurs."""
        return np.bincount(self.items, minlength=len(self.parts))

    def where(self, is_in: npt.NDArray[np.bool_]) -> Occurrences:
        """Some of the occurrences."""
        return replace(self, items=self.items[is_in], passages=self.passages[is_in])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """All words of passages in a row, as numbers: a million words are counted in tenths of a second."""

    vocabulary: tuple[str, ...]
    """Number of a word → the word; by stems, the form that is said most."""
    forms: tuple[tuple[str, ...], ...]
    """By stems: number of a word → all its forms, the commonest first."""
    words: Numbers
    stretches: Numbers
    """Of each word, in which stretch of text without a gap."""
    passages: Numbers
    """Of each word, in which passage."""
    people: Numbers
    """Passage → person; -1 where nobody knows."""
    sources: Numbers
    """Passage → source."""

    @classmethod
    def of(cls, said: Sequence[Said], *, by_stems: bool = False) -> Spoken:
        """The words of passages."""
        numbers: dict[str, int] = {}
        words: list[int] = []
        sizes: list[int] = []
        owners: list[int] = []
        for place, one in enumerate(said):
            for text in one.texts:
                found = words_of(text)
                words += [numbers.setdefault(word, len(numbers)) for word in found]
                sizes.append(len(found))
                owners.append(place)
        lengths = np.array(sizes, dtype=np.int64)
        spoken = cls(
            vocabulary=tuple(numbers),
            forms=(),
            words=np.array(words, dtype=np.int64),
            stretches=np.repeat(np.arange(len(sizes)), lengths),
            passages=np.repeat(np.array(owners, dtype=np.int64), lengths),
            people=_numbered([one.person for one in said]),
            sources=_numbered([one.source for one in said]),
        )
        return spoken._by_stems() if by_stems else spoken

    def _by_stems(self) -> Spoken:
        from qualkit.analysis.stems import stem

        times = np.bincount(self.words, minlength=len(self.vocabulary))
        stems: dict[str, list[int]] = {}
        for number in np.argsort(-times, kind="stable"):
            stems.setdefault(stem(self.vocabulary[number]), []).append(int(number))
        fresh = np.empty(len(self.vocabulary), dtype=np.int64)
        for place, some in enumerate(stems.values()):
            fresh[some] = place
        forms = tuple(tuple(self.vocabulary[number] for number in some) for some in stems.values())
        return replace(
            self, vocabulary=tuple(some[0] for some in forms), forms=forms, words=fresh[self.words]
        )

    def only(self, passages: Sequence[int]) -> Spoken:
        """The same words of some passages."""
        is_in = np.zeros(len(self.people), dtype=bool)
        is_in[list(passages)] = True
        here = is_in[self.passages]
        return replace(
            self,
            words=self.words[here],
            stretches=self.stretches[here],
            passages=np.cumsum(is_in)[self.passages[here]] - 1,
            people=self.people[is_in],
            sources=self.sources[is_in],
        )

    def base(self) -> Base:
        """What there is in all."""
        return Base(
            words=len(self.words),
            passages=len(self.people),
            people=len(np.unique(self.people[self.people >= 0])),
            sources=len(np.unique(self.sources)),
            has_people=bool(len(self.people)) and bool((self.people >= 0).all()),
        )

    def rows(self, size: int) -> Occurrences:
        """Every `size` words in a row; a row is in one stretch."""
        last = len(self.words) - size + 1
        starts = np.flatnonzero(self.stretches[: max(last, 0)] == self.stretches[size - 1 :])
        return self._occurrences(starts, [starts + step for step in range(size)])

    def pairs(self, window: int, is_taken: npt.NDArray[np.bool_]) -> Occurrences:
        """Every word with each of those that follow it within the window, where both are taken."""
        here = is_taken[self.words]
        firsts, seconds = [], []
        for distance in range(1, window):
            starts = np.flatnonzero(
                (self.stretches[:-distance] == self.stretches[distance:]) & here[:-distance] & here[distance:]
            )
            firsts.append(starts)
            seconds.append(starts + distance)
        starts = np.concatenate(firsts)
        return self._occurrences(starts, [starts, np.concatenate(seconds)])

    def _occurrences(self, starts: Numbers, places: Sequence[Numbers]) -> Occurrences:
        keys, many = np.zeros(len(starts), dtype=np.int64), max(len(self.vocabulary), 1)
        first = keys
        for where in places:
            _, first, keys = np.unique(
                keys * many + self.words[where],
                return_index=True,
                return_inverse=True,
            )
        parts = np.stack([self.words[where[first]] for where in places], axis=1)
        return Occurrences(parts=parts, items=keys, passages=self.passages[starts])

    def shown(self, parts: Numbers) -> str:
        """An item in words."""
        return " ".join(self.vocabulary[number] for number in parts)

    def listed(self, stop: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Word → whether it is on the stop list."""
        return np.array([word in stop for word in self.vocabulary], dtype=bool)

    def only_stopped(self, found: Occurrences, stop: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Item → whether all its words are on the stop list."""
        stopped: npt.NDArray[np.bool_] = np.asarray(self.listed(stop)[found.parts].all(axis=1))
        return stopped

    def spreads(self, found: Occurrences, items: Sequence[int]) -> list[Spread]:
        """Over how many passages, people and sources items are spread."""
        place = np.full(len(found.parts), -1, dtype=np.int64)
        place[list(items)] = np.arange(len(items))
        here = place[found.items]
        passages = found.passages[here >= 0]
        here = here[here >= 0]
        counts = [
            _different(here, owners[passages], len(items))
            for owners in (np.arange(len(self.people)), self.people, self.sources)
        ]
        times = np.bincount(here, minlength=len(items))
        return [
            Spread(times=int(number), passages=int(p), people=int(who), sources=int(s))
            for number, p, who, s in zip(times, *counts, strict=True)
        ]


def _numbered(names: Sequence[str | None]) -> Numbers:
    known: dict[str, int] = {}
    return np.array(
        [-1 if name is None else known.setdefault(name, len(known)) for name in names], dtype=np.int64
    )


def _different(items: Numbers, owners: Numbers, number: int) -> Numbers:
    """Item → how many different owners (not -1) it has."""
    is_known = owners >= 0
    many = int(owners.max(initial=0)) + 1
    found = np.unique(items[is_known] * many + owners[is_known])
    return np.bincount(found // many, minlength=number)


@cache
def _tokenizer() -> Any:
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(_WORD)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, with the apostrophes and hyphens inside them; numbers are none.

    >>> words_of("I don’t know – the café’s well-known, since 1999.")
    ['i', "don't", 'know', 'the', "café's", 'well-known', 'since']
    """
    found: list[str] = _tokenizer().tokenize(_plain(text))
    return [word for word in found if word[0].isalpha()]  # to nltk's pattern a mark by itself is a letter


def _plain(text: str) -> str:
    """A text with letters composed and apostrophes and hyphens of one sort; places are not needed here."""
    composed = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_SIGNS))
    return composed.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """Items, the commonest first."""

    items: Mapping[str, Spread]
    forms: Mapping[str, tuple[str, ...]]
    base: Base
    different: int
    """How many different items there are, before stop words and rare ones go."""


def frequencies(said: Sequence[Said], options: WordOptions) -> Frequencies:
    """How often words, or so many words in a row, are said, and by how many people.

    Words in a row stand in one passage, with nothing redacted between them. What is all stop words is left
    out, but counts among the words. Ties stand in the order of the alphabet.
    """
    spoken = Spoken.of(said, by_stems=options.by_stems)
    found = spoken.rows(options.size)
    times = found.times
    is_wanted = (times >= options.least) & ~spoken.only_stopped(found, options.stop)
    kept = _first(spoken, found, is_wanted, options.most)
    names = [spoken.shown(found.parts[item]) for item in kept]
    forms = {
        name: spoken.forms[found.parts[item][0]]
        for name, item in zip(names, kept, strict=True)
        if spoken.forms and options.size == 1
    }
    return Frequencies(
        items=dict(zip(names, spoken.spreads(found, kept), strict=True)),
        forms=forms,
        base=spoken.base(),
        different=len(found.parts),
    )


def _first(spoken: Spoken, found: Occurrences, is_wanted: npt.NDArray[np.bool_], most: int) -> list[int]:
    """The commonest of the wanted items, alike ones by the alphabet."""
    times, wanted = found.times, np.flatnonzero(is_wanted)
    if most and len(wanted) > most:
        least = np.partition(times[wanted], -most)[-most]
        wanted = wanted[times[wanted] >= least]
    ranked = sorted(wanted, key=lambda item: (-times[item], spoken.shown(found.parts[item])))
    return [int(item) for item in ranked[: most or None]]
