"""Sentences from patterns with alternatives, none of them used too often."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

_CHOICE = re.compile(r"\{([^{}]*)\}")


class Phrases:
    """Says sentences of patterns such as `"{He|She} left {before tea|after school}."`, none too often."""

    def __init__(self, random: Random, *, limit: int = 2) -> None:
        self._random = random
        self._limit = limit
        self._used: Counter[str] = Counter()

    def say(self, patterns: Sequence[str]) -> str:
        """One sentence: of the pattern least used so far, in the form least used so far.

        Raises ValueError when every form of every pattern has been said as often as it may be.
        """
        order = sorted(patterns, key=lambda pattern: (self._used[pattern], self._random.random()))
        for pattern in order:
            forms = [form for form in forms_of(pattern) if self._used[form] < self._limit]
            if forms:
                form = min(forms, key=lambda one: (self._used[one], self._random.random()))
                self._used[pattern] += form != pattern
                self._used[form] += 1
                return form
        raise ValueError(f"Nothing is left to say of {len(patterns)} patterns, the first: {patterns[0]}")


def forms_of(pattern: str) -> Iterator[str]:
    """Every sentence that a pattern can give."""
    parts = _CHOICE.split(pattern)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return ("".join(words) for words in itertools.product(*choices))
