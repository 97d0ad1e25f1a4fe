"""What the answers in a column look like: free text, ticked options, numbers, or personal data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_OPTION_MARKS = re.compile(r"[;,|\n]")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@]+\.[^\s@.]{2,}")
_IP = re.compile(r"(\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{0,4}){3,7}")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d+)?|[.,]\d+)%?")
_NOT_ANSWERED = frozenset({"", "na", "n/a", "-", "--", ".", "not selected", "no answer", "none"})
_FEW, _VERY_FEW = 20, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Figures of a sample of answers. Shares are 0..1 of the answers given."""

    answers: int
    distinct: int
    words: float
    """Mean number of words an answer."""
    unfamiliar: float
    """Share of answers with a part, between commas or semicolons, that hardly anybody else gives. It is high
    for free text and low for ticked options, joined ones too."""
    wordy: float
    """Share of answers that are letters for the most part: no numbers, dates or codes."""
    numbers: float
    emails: float
    addresses: float
    """Share of answers that are internet (IP) addresses."""
    has_line_breaks: bool

    @property
    def distinct_share(self) -> float:
        """Different answers among the answers given."""
        return self.distinct / self.answers if self.answers else 0.0


def look_at(column: Sequence[str]) -> Look:
    """The look of a column's answers; empty cells and "not answered" do not count."""
    answers = [text for cell in column if (text := cell.strip()).casefold() not in _NOT_ANSWERED]
    count = len(answers)
    base = max(count, 1)
    return Look(
        answers=count,
        distinct=len({answer.casefold() for answer in answers}),
        words=sum(map(_word_count, answers)) / base,
        unfamiliar=_unfamiliar(answers) / base,
        wordy=sum(map(_is_wordy, answers)) / base,
        numbers=sum(bool(_NUMBER.fullmatch(answer)) for answer in answers) / base,
        emails=sum(bool(_EMAIL.fullmatch(answer)) for answer in answers) / base,
        addresses=sum(bool(_IP.fullmatch(answer)) for answer in answers) / base,
        has_line_breaks=any("\n" in answer for answer in answers),
    )


def is_free_text(look: Look, *, is_asked_for: bool = False) -> bool:
    """Whether the answers read like people's own words rather than like options.

    `is_asked_for` says that the question asks for text, which then needs less proof. The limits were set on
    six public surveys: their joined options stay under 0.2 unfamiliar, their open questions over 0.4.
    """
    if look.wordy < 0.6 or look.words < 1.3:
        return False
    if is_asked_for and (look.has_line_breaks or look.unfamiliar >= 0.2):
        return look.words >= 1.5
    if look.words >= 15 and look.distinct_share >= 0.3 and look.unfamiliar >= 0.2:
        return True
    fewest = 5.0 if look.answers < _VERY_FEW else 3.0 if look.answers < _FEW else 2.0
    return look.unfamiliar >= 0.35 and look.words >= fewest


def _unfamiliar(answers: Sequence[str]) -> int:
    """How many answers have a part that fewer than 1 % of the answers (and at least 2) share."""
    parts = [{part.strip().casefold() for part in _OPTION_MARKS.split(answer)} for answer in answers]
    given = Counter(part for of_one in parts for part in of_one)
    needed = max(2, round(len(answers) * 0.01))
    return sum(any(given[part] < needed for part in of_one) for of_one in parts)


def _word_count(answer: str) -> float:
    """Words; in scripts that write none apart, two characters count as one."""
    return max(len(answer.split()), len(_WIDE.findall(answer)) / 2)


def _is_wordy(answer: str) -> bool:
    letters = sum(map(str.isalpha, answer[:200]))
    return letters * 2 > sum(not character.isspace() for character in answer[:200])
