"""How codes are told apart: two letters and a colour each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.cells import cell_len

from qualkit.model.codebook import Code, Codebook

_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"]
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_COLOURS = (
    "#d7875f", "#87af5f", "#5f87d7", "#d7af5f", "#af87d7", "#5fafaf",
    "#d75f87", "#afaf5f", "#5fafd7", "#d787af", "#5faf87", "#8787d7",
)  # fmt: skip
"""For codes without a colour of their own: told apart on dark and on light, and in 256 colours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMark:
    """What stands for a code in the margin. The letters alone are enough."""

    letters: str
    """Two cells wide."""
    colour: str
    """`#rrggbb`."""


def code_marks(codebooks: Iterable[Codebook]) -> Mapping[str, CodeMark]:
    """Code id → mark, no two with the same letters, in the order of the books."""
    marks: dict[str, CodeMark] = {}
    taken: set[str] = set()
    for book in codebooks:
        for number, (_, code) in enumerate(book.walk()):
            letters = next(one for one in _letters(code) if one not in taken)
            taken.add(letters)
            own = code.colour if _COLOUR.fullmatch(code.colour) else ""
            marks[code.id] = CodeMark(letters=letters, colour=own or _COLOURS[number % len(_COLOURS)])
    return marks


def _letters(code: Code) -> Iterator[str]:
    words = ["".join(filter(_is_plain, word)) for word in code.name.split()]
    words = [word for word in words if word]
    words = [word for word in words if word.casefold() not in _SMALL_WORDS] or words or ["code"]
    first, rest = words[0][0].upper(), [word[0].upper() for word in words[1:]]
    yield from (first + letter for letter in rest[:1])
    yield from (first + letter.upper() for letter in words[0][1:])
    yield from (first + letter.upper() for word in words[1:] for letter in word)
    yield from (first + digit for digit in "23456789")
    yield from (one + other for one in _LETTERS for other in _LETTERS)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _is_plain(character: str) -> bool:
    return character.isalnum() and cell_len(character) == 1 and len(character.upper()) == 1
