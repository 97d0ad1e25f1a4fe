"""Words as the pieces that BERT's uncased models know: text in, numbers of the vocabulary out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_LONGEST = 100
"""Letters of a word that is still looked up in pieces; longer ones are unknown, as in BERT."""
_CJK = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip
"""Chinese characters, each of which is a word."""


class _Signs(dict[int, str]):
    """What becomes of each character: itself, nothing, a blank, or itself between blanks."""

    def __missing__(self, number: int) -> str:
        self[number] = _becomes(chr(number))
        return self[number]


def _becomes(sign: str) -> str:
    sort = unicodedata.category(sign)
    if sign in "\t\n\r" or sort == "Zs":
        return " "
    if sort in ("Cc", "Cf", "Co", "Mn") or sign == "\N{REPLACEMENT CHARACTER}":
        return ""
    is_ascii_sign = sign.isascii() and not sign.isalnum()
    is_chinese = any(first <= ord(sign) <= last for first, last in _CJK)
    return f" {sign} " if sort[0] == "P" or is_ascii_sign or is_chinese else sign


class WordPieces:
    """Texts as numbers of the vocabulary: lower case, without accents, signs apart (Devlin et al. 2019).

    >>> pieces = english_pieces()
    >>> pieces.ids("Hello, world!")
    [7592, 1010, 2088, 999]
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids: Mapping[str, int] = {piece: number for number, piece in enumerate(vocabulary)}
        self._signs = _Signs()
        self._known: dict[str, list[int]] = {}
        self.unknown = self._ids["[UNK]"]
        self.first = self._ids["[CLS]"]
        self.last = self._ids["[SEP]"]

    def ids(self, text: str) -> list[int]:
        """The pieces of a text by number, without marks of beginning and end."""
        found: list[int] = []
        for word in unicodedata.normalize("NFD", text.lower()).translate(self._signs).split():
            pieces = self._known.get(word)
            if pieces is None:
                pieces = self._known[word] = self._pieces(word)
            found += pieces
        return found

    def _pieces(self, word: str) -> list[int]:
        """The longest pieces from the left; a word of which any rest is not known is unknown as a whole."""
        if len(word) > _LONGEST:
            return [self.unknown]
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._ids.get(word[start:end] if start == 0 else f"##{word[start:end]}")
                if piece is not None:
                    found.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


@cache
def english_pieces() -> WordPieces:
    """The vocabulary of bert-base-uncased, which is shipped with qualkit (data/NOTICE)."""
    text = files("qualkit.analysis").joinpath("data/vocab.txt").read_text(encoding="utf-8")
    return WordPieces(text.split("\n")[:-1])
