"""What may be done to a quote's words: leave some out, put some in, each in square brackets; a capital."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualkit.errors import Refused
from qualkit.model.display import display_safe

ALLOWED = (
    "Leave words out where you put [...], add words in [square brackets], add [sic], "
    "and begin with a capital, within the quote as [I]f; nothing else."
)
_ALIKE = str.maketrans({**dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("“”„‟″", '"')})
_OMISSIONS = frozenset({"...", "…"})
_PAIRS = frozenset({"“”", '""', "„“", "‘’", "''"})
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_SHOWN = 5
"""So many words and marks are quoted to say what stands there."""
_CAPITAL_WITHIN = re.compile(r"((?:\[(?:\.\.\.|…)\]|[.?!…][\"'’”]?)\s+)\[(\w)\](?=\w)")
"""A sentence of ours that begins behind words left out, or behind another sentence: `[...] [I]f`."""
_BRACKETED_CAPITAL = re.compile(r"((?:\[[^\[\]]*\]|[^\w\[\]])*)\[(\w)\]")


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first word of a wording that can't stand, or the first words that it leaves out at its end."""

    word: str
    said: str = ""
    """What was said instead; empty where that is not certain."""
    is_left_out: bool = False


def checked_wording(verbatim: str, wording: str, speakers: Collection[str] = ()) -> str:
    """The wording, tidied; empty where it is just what was said. Raises Refused for changes not allowed.

    Where several speak, `speakers` are their names, each before their words as `Name: `.

    >>> checked_wording("and I was, you know, scared", "[...] I was [...]  scared")
    '[...] I was [...] scared'
    """
    tidy = _tidied(verbatim, wording)
    if not tidy or [word.key for word in _words(tidy)] == [word.key for word in _words(verbatim)]:
        return ""
    if not re.search(r"\w", _IN_BRACKETS.sub(" ", tidy)):
        raise Refused("Nothing of what was said would be left of this quote.", hint=ALLOWED)
    found = misfit(verbatim, tidy, speakers)
    if found is None:
        return tidy
    if found.is_left_out:
        raise Refused(f'"{found.word}" was left out without [...] in its place.', hint=ALLOWED)
    instead = f': it says "{found.said}" there.' if found.said else " there."
    raise Refused(f'"{found.word}" is not what was said{instead}', hint=ALLOWED)


def fits(verbatim: str, wording: str, speakers: Collection[str] = ()) -> bool:
    """Whether a wording differs from what was said only by what is allowed."""
    return misfit(verbatim, wording, speakers) is None


def misfit(verbatim: str, wording: str, speakers: Collection[str] = ()) -> Misfit | None:
    """The first word of a wording that is not allowed; None where everything is.

    What stands in brackets may have been said (`[laughs]`) or be ours. Straight and curly quotation marks
    are alike, and so is any white space. Nobody's name can be left out without all of their words: these
    would be somebody else's.
    """
    said = _words(verbatim)
    turns = _turns(verbatim, speakers)
    wording = _CAPITAL_WITHIN.sub(_as_said, wording)
    found = _Match(said, _words(wording), turns).misfit
    opening = _BRACKETED_CAPITAL.match(wording)
    if found is None or opening is None or not opening[2].isupper():
        return found
    plain = f"{opening[1]}{opening[2]}{wording[opening.end() :]}"
    return found if _Match(said, _words(plain), turns).misfit else None


def _as_said(found: re.Match[str]) -> str:
    before, letter = found.groups()
    return f"{before}{letter.lower()}" if letter.isupper() else found[0]


class _Match:
    """A wording followed through what was said.

    `behind[k]` is a set of numbers as bits: n is in it where the first k words of the wording can stand for
    the first n words of what was said.
    """

    def __init__(self, said: Sequence[_Word], ours: Sequence[_Word], turns: Sequence[_Turn]) -> None:
        self._said, self._ours, self._turns = said, ours, turns
        self._behind = [0] * (len(ours) + 1)
        self._behind[0] = 1
        self._follow()

    def _follow(self) -> None:
        places: dict[str, int] = {}
        for number, word in enumerate(self._said):
            places[word.key] = places.get(word.key, 0) | 1 << number
        closing, behind = _closings(self._ours), self._behind
        opening = _opening(self._ours, closing)
        for number, word in enumerate(self._ours):
            here = behind[number]
            if here and number in closing:
                behind[closing[number] + 1] |= self._bracketed(here, number, closing[number])
            meets = places.get(word.key, 0)
            if number == opening and word.key[0].isupper():
                meets |= places.get(word.key[0].lower() + word.key[1:], 0)
            behind[number + 1] |= (here & meets) << 1

    def _bracketed(self, here: int, first: int, last: int) -> int:
        """Where brackets of ours lead: an omission over words of a turn or whole turns, others nowhere."""
        inside = "".join(word.key for word in self._ours[first + 1 : last])
        if inside not in _OMISSIONS:
            return here
        reached = self._borders & -(here & -here)
        for turn in self._turns:
            left = here & turn.words
            reached |= turn.words & -(left & -left)
        return reached

    @property
    def _borders(self) -> int:
        """Where turns begin, and the end of everything."""
        return sum(1 << turn.start for turn in self._turns) | 1 << len(self._said)

    @property
    def misfit(self) -> Misfit | None:
        """The first word that can't stand."""
        said, behind = self._said, self._behind
        if behind[-1] >> len(said):
            return None
        if behind[-1]:
            return Misfit(self._said_from(behind[-1].bit_length() - 1), is_left_out=True)
        last = max(number for number, here in enumerate(behind) if here)
        is_certain = behind[last] & (behind[last] - 1) == 0
        at = behind[last].bit_length() - 1
        return Misfit(self._ours[last].text, self._said_from(at) if is_certain else "")

    def _said_from(self, at: int) -> str:
        """The next few words that were said."""
        few = self._said[at : at + _SHOWN]
        return "".join(word.before + word.text for word in few).strip()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a mark: as it is compared, and as it stands."""

    key: str
    text: str
    before: str = ""
    """The white space before it."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One speaker's turn: the number of its first word, and as bits the places after the speaker's name."""

    start: int
    words: int


def _turns(verbatim: str, speakers: Collection[str]) -> list[_Turn]:
    """The turns of a passage: one, where nobody is named in it."""
    labels: list[tuple[int, int]] = []
    count = 0
    for line in verbatim.split("\n"):
        name = next((f"{one}:" for one in speakers if line.startswith(f"{one}:")), "")
        if name or not labels:
            labels.append((count, len(_words(name))))
        count += len(_words(line))
    ends = [*(start - 1 for start, _ in labels[1:]), count]
    return [
        _Turn(start, (1 << end + 1) - (1 << start + named))
        for (start, named), end in zip(labels, ends, strict=True)
    ]


def _words(text: str) -> list[_Word]:
    """The words and marks of a text; accents and vowel signs belong to their word."""
    shown = unicodedata.normalize("NFC", display_safe(text))
    marks = re.escape("".join(sorted({sign for sign in shown if unicodedata.category(sign)[0] == "M"})))
    letter = rf"[\w{marks}]"
    found = re.finditer(rf"(\s*)({letter}+(?:['’‘]{letter}+)*|\S)", shown)
    return [_Word(word.translate(_ALIKE), word, before) for before, word in (each.groups() for each in found)]


def _closings(words: Sequence[_Word]) -> Mapping[int, int]:
    """Opening bracket → the bracket that closes it, where no other opens between."""
    found: dict[int, int] = {}
    opened: int | None = None
    for number, word in enumerate(words):
        if word.key == "[":
            opened = number
        elif word.key == "]" and opened is not None:
            found[opened] = number
            opened = None
    return found


def _opening(words: Sequence[_Word], closing: Mapping[int, int]) -> int:
    """The first word outside brackets."""
    until = -1
    for number, word in enumerate(words):
        until = closing.get(number, until)
        if number > until and word.key[0].isalnum():
            return number
    return len(words)


def _tidied(verbatim: str, wording: str) -> str:
    lines = (" ".join(line.split()) for line in display_safe(wording).split("\n"))
    tidy = "\n".join(line for line in lines if line)
    is_quoted = len(tidy) > 1 and tidy[0] + tidy[-1] in _PAIRS
    if is_quoted and verbatim.strip()[:1].translate(_ALIKE) != tidy[0].translate(_ALIKE):
        return tidy[1:-1].strip()
    return tidy
