"""Which words one group says more than another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log2

import numpy as np

from qualkit.analysis.word_counts import Base, Said, Spoken, Spread, WordOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A word (or several in a row) in two groups."""

    item: str
    spreads: tuple[Spread, Spread]
    g2: float
    log_ratio: float
    """Above 0 where the first group says it more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyness:
    """Words by how surely two groups differ in them."""

    groups: tuple[str, str]
    bases: tuple[Base, Base]
    keys: tuple[Key, ...]


def g2(first: int, second: int, words: tuple[int, int]) -> float:
    """The log-likelihood of a word's frequency in two bodies of text of so many words.

    Rayson & Garside (2000): expected by the sizes alone; a frequency of 0 adds nothing.
    https://ucrel.lancs.ac.uk/llwizard.html

    >>> round(g2(52, 57, (50_000, 75_000)), 2)
    2.65
    """
    total = sum(words)
    found = 0.0
    for times, size in ((first, words[0]), (second, words[1])):
        expected = size * (first + second) / total if total else 0
        found += times * log(times / expected) if times else 0
    return 2 * found


def log_ratio(first: int, second: int, words: tuple[int, int]) -> float:
    """How many times more often, as a power of 2: 1 is twice as often, -1 half as often (Hardie 2014).

    A frequency of 0 counts as a half, so that there is a ratio.

    >>> log_ratio(40, 10, (1000, 1000)), log_ratio(0, 8, (1000, 1000))
    (2.0, -4.0)
    """
    return log2(((first or 0.5) / words[0]) / ((second or 0.5) / words[1]))


def keyness(said: Sequence[Said], groups: tuple[str, str], options: WordOptions) -> Keyness:
    """Words by G2, the surest first, in two groups (`Said.group`); both have to have said something."""
    spoken = Spoken.of(said, by_stems=options.by_stems)
    found = spoken.rows(options.size)
    belongs = np.array([groups.index(one.group) if one.group in groups else -1 for one in said])
    parts = [spoken.only(np.flatnonzero(belongs == number).tolist()) for number in (0, 1)]
    bases = (parts[0].base(), parts[1].base())
    sizes = (bases[0].words, bases[1].words)
    of = belongs[found.passages]
    first, second = (np.bincount(found.items[of == number], minlength=len(found.parts)) for number in (0, 1))
    is_wanted = (first + second >= options.least) & ~spoken.only_stopped(found, options.stop)
    scores = {int(item): g2(int(first[item]), int(second[item]), sizes) for item in np.flatnonzero(is_wanted)}
    kept = sorted(scores, key=lambda item: (-scores[item], spoken.shown(found.parts[item])))
    kept = kept[: options.most or None]
    spreads = [spoken.spreads(found.where(of == number), kept) for number in (0, 1)]
    keys = tuple(
        Key(
            item=spoken.shown(found.parts[item]),
            spreads=(one, other),
            g2=scores[item],
            log_ratio=log_ratio(one.times, other.times, sizes),
        )
        for item, one, other in zip(kept, *spreads, strict=True)
    )
    return Keyness(groups=groups, bases=bases, keys=keys)
