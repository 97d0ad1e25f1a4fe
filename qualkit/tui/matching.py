"""How well what was typed fits a name: beginnings and words first, then letters in order."""

from __future__ import annotations

from functools import lru_cache

from qualkit.model.text import fold_line


@lru_cache(maxsize=8192)
def score(typed: str, name: str) -> float:
    """How well `typed` fits `name`: 0 not at all, 1 exactly.

    The whole name beats its beginning, that beats the beginning of a word, that a part of a word, and that
    letters that only stand in this order. Case, blanks and typographic marks do not count.

    >>> score("lt", "Lack of trust") > score("lt", "Felt alone") > 0
    True
    """
    wanted, text = fold_line(typed), fold_line(name)
    if not wanted or wanted == text:
        return 1.0 if wanted else 0.0
    initials = "".join(word[0] for word in text.split())
    kinds = (
        (0.9, text.startswith(wanted)),
        (0.8, f" {wanted}" in text),
        (0.7, initials.startswith(wanted.replace(" ", ""))),
        (0.6, wanted in text),
    )
    nearness = len(wanted) / max(len(text), len(wanted)) / 20
    best = next((worth + nearness for worth, fits in kinds if fits), 0.0)
    return best or _in_order(wanted.replace(" ", ""), text)


def _in_order(wanted: str, text: str) -> float:
    """0.1 to 0.5 where the letters stand in order: more, the fewer pieces they are broken into."""
    at, pieces, last = 0, 0, -2
    for letter in wanted:
        found = text.find(letter, at)
        if found < 0:
            return 0.0
        begins_word = found == 0 or text[found - 1] == " "
        pieces += 0 if found == last + 1 else (1 if begins_word else 2)
        last, at = found, found + 1
    return 0.1 + 0.4 / max(1, pieces)
