"""Numbers and articles with their nouns."""

from __future__ import annotations

import re

_VOWEL = re.compile(r"[aeio]|u(?!ni|se|su)|hour|honest|heir", re.IGNORECASE)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "quote"), counted(1200, "quote"), counted(2, "person", "people")
    ('1 quote', '1,200 quotes', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def with_article(noun: str) -> str:
    """A noun with "a" or "an", by how it sounds; made for English.

    >>> with_article("contact"), with_article("interview"), with_article("user"), with_article("uncle")
    ('a contact', 'an interview', 'a user', 'an uncle')
    """
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"
