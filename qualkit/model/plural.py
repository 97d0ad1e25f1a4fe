"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "quote"), counted(1200, "quote"), counted(2, "person", "people")
    ('1 quote', '1,200 quotes', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
