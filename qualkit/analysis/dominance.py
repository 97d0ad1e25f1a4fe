"""Whether one person speaks for many: who gives more than a quarter of a theme's quotes."""

from __future__ import annotations

from collections.abc import Mapping

DOMINANT_FROM_QUOTES = 8
"""Below this, one person with a few quotes says nothing."""


def dominant(by_person: Mapping[str, int], quotes: int) -> tuple[tuple[str, int], ...]:
    """The people with more than a quarter of at least eight quotes, with how many, most first.

    >>> dominant({"P1": 2, "P3": 4}, 11)
    (('P3', 4),)
    """
    if quotes < DOMINANT_FROM_QUOTES:
        return ()
    found = [(person, number) for person, number in by_person.items() if number * 4 > quotes]
    return tuple(sorted(found, key=lambda one: -one[1]))
