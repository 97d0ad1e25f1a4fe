"""The words of a text as a search sees them: accents, case and typographic signs folded, places kept."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_RUN = re.compile(r"\S+")
_PLAIN_RUN = re.compile(r"[a-z0-9]+")
_MEANT = frozenset((0, 7, 8, 9))
"""Classes of marks that make another letter, not an accent: vowel signs, dots and voicing of some scripts."""


class Token(NamedTuple):
    """A word in its folded form, with its half-open place in the text."""

    form: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order. An ideograph or a pictograph is a word of its own.

    Typographic and plain apostrophes end a word alike: “don’t” is two words, don and t.

    >>> [one.form for one in tokens("The Café’s “fine”, isn’t it?")]
    ['the', 'cafe', 's', 'fine', 'isn', 't', 'it']
    """
    if text.isascii():
        return [Token(run[0], *run.span()) for run in _PLAIN_RUN.finditer(text.lower())]
    pieces, starts = [], []
    for at, character in enumerate(text):
        form = _FORMS[ord(character)]
        pieces.append(form)
        starts += [at] * len(form)
    return [
        Token(run[0], starts[run.start()], _after_marks(text, starts[run.end() - 1] + 1))
        for run in _RUN.finditer("".join(pieces))
    ]


def indexed_form(text: str) -> str:
    """A text of which SQLite's tokenizer `ascii` makes the same words as `tokens`: 200,000 a second.

    That tokenizer ends a word at ASCII signs only, and folds the case of ASCII letters only.
    """
    return text if text.isascii() else text.translate(_FORMS)


def _after_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


class _Forms(dict[int, str]):
    """Code point → what stands for it: folded letters, a blank for a sign, nothing for an accent."""

    def __missing__(self, point: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(point)).casefold()
        form = "".join(_folded(one) for one in unicodedata.normalize("NFKD", plain))
        self[point] = form
        return form


_FORMS = _Forms()


def _folded(character: str) -> str:
    kind = unicodedata.category(character)
    if character == "\u02bc":  # a letter by its category, an apostrophe by its use
        return " "
    if kind == "Cf" or unicodedata.combining(character) not in _MEANT or "\ufe00" <= character <= "\ufe0f":
        return ""
    if _stands_alone(character):
        return f" {character} "
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return ""
    return character if kind[0] in "LNM" else " "


def _stands_alone(character: str) -> bool:
    return (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\U00020000" <= character <= "\U0003ffff"
        or "\u2600" <= character <= "\u27bf"
        or ("\U0001f000" <= character <= "\U0001faff" and not "\U0001f3fb" <= character <= "\U0001f3ff")
    )
