"""Text as it stands: finding words in it without changing it, and never cutting a letter in half."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2026": "...",
}  # fmt: skip
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ZWJ = "\u200d"
_JOINING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
"""What joins the letter before it, although its category does not say so."""
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"
)
"""What joins the letter after it."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made ready for searching, and the way back to the places of the original.

    Compatibility forms, typographic quotes and dashes, and invisible characters are folded; case, if asked.
    """

    text: str
    _starts: tuple[int, ...] | None
    """Original offset of each character of `text`; None where nothing was folded."""
    _length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open place in the original text for a half-open place in the folded one."""
        if self._starts is None:
            return start, end
        begin = self._starts[start] if start < len(self._starts) else self._length
        if end <= start:
            return begin, begin
        last = self._starts[end - 1]
        following = bisect_right(self._starts, last)
        return begin, self._starts[following] if following < len(self._starts) else self._length


def fold(text: str, *, ignore_case: bool = False) -> Folded:
    """A text in which ’ is ', – is -, “ is ", ligatures are letters and soft hyphens are gone.

    A letter and its accents are one letter, whether written as one character or as several.
    """
    if text.isascii():
        return Folded(text.casefold() if ignore_case else text, None, len(text))
    pieces: list[str] = []
    starts: list[int] = []
    for start, end in _letters(text):
        folded = _folded_letter(text[start:end])
        folded = folded.casefold() if ignore_case else folded
        pieces.append(folded)
        starts.extend([start] * len(folded))
    return Folded("".join(pieces), tuple(starts), len(text))


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """The places of characters, each with the marks that compose with it."""
    start = 0
    for at in range(1, len(text)):
        if text[at].isascii() or not _composes(text[at - 1], text[at]):
            yield start, at
            start = at
    yield start, len(text)


def _composes(before: str, after: str) -> bool:
    return unicodedata.combining(after) != 0 or _joins_hangul(before, after)


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    plain = "".join(_ALIKE.get(character, character) for character in letter if character not in _INVISIBLE)
    return unicodedata.normalize("NFKC", plain)


def fold_line(text: str) -> str:
    """A text for comparing: folded, blanks collapsed, case ignored."""
    return " ".join(fold(text, ignore_case=True).text.split())


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """A place widened so that it cuts no grapheme cluster (é, 👩🏽‍⚕️, a flag) in half."""
    while 0 < start < len(text) and not is_boundary(text, start):
        start -= 1
    while 0 < end < len(text) and not is_boundary(text, end):
        end += 1
    return start, end


def is_boundary(text: str, at: int) -> bool:  # noqa: PLR0911 - one rule of the annex a line
    """Whether a grapheme cluster ends before offset `at` (after the rules of Unicode UAX #29, in short)."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return False
    if before.isascii() and after.isascii():
        return True
    if _extends(after):
        return before in "\r\n" or unicodedata.category(before) == "Cc"
    if before in _PREPENDED and unicodedata.category(after) not in ("Cc", "Zl", "Zp"):
        return False
    if before == _ZWJ:
        return not (_is_pictograph(after) and _pictograph_stands_before(text, at - 1))
    if _is_regional(before) and _is_regional(after):
        return _regionals_before(text, at) % 2 == 0
    return not _joins_hangul(before, after)


def _extends(character: str) -> bool:
    return (
        character in _JOINING
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_pictograph(character: str) -> bool:
    if character in "©®‼⁉™ℹ":
        return True
    return "\u2190" <= character <= "\u2bff" or "\U0001f000" <= character <= "\U0001faff"


def _pictograph_stands_before(text: str, at: int) -> bool:
    at -= 1
    while at >= 0 and _extends(text[at]):
        at -= 1
    return at >= 0 and _is_pictograph(text[at])


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regionals_before(text: str, at: int) -> int:
    count = 0
    while at - count > 0 and _is_regional(text[at - count - 1]):
        count += 1
    return count


def _joins_hangul(before: str, after: str) -> bool:
    kind, following = _hangul(before), _hangul(after)
    return (
        (kind == "L" and following in ("L", "V", "LV", "LVT"))
        or (kind in ("V", "LV") and following in ("V", "T"))
        or (kind in ("T", "LVT") and following == "T")
    )


def _hangul(character: str) -> str:
    if "\u1100" <= character <= "\u115f":
        return "L"
    if "\u1160" <= character <= "\u11a7":
        return "V"
    if "\u11a8" <= character <= "\u11ff":
        return "T"
    if "\uac00" <= character <= "\ud7a3":
        return "LV" if (ord(character) - 0xAC00) % 28 == 0 else "LVT"
    return ""
