"""Ordered scales, known by the wording of their levels or by their numbers, in either direction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qualkit.importers.surveys.kinds import kind_of_answer
from qualkit.importers.surveys.scale_words import ANY, ranks_of
from qualkit.model.questionnaire import LevelKind

NUMBERS = "numbers"
_NUMBERED = re.compile(r"\s*([-+]?\d{1,2})(?:\.0+)?(?:\s*$|\s*[-\u2013\u2014.:)=(]\s*\D|\s+[^\W\d])")
_NUMBER_BEFORE = re.compile(r"^\s*[-+]?\d+(\.0+)?\W*")
_MOST_LEVELS, _FEWEST_NUMBERS = 11, 3
_ALONE = frozenset({"frequency", "duration"})
"""Families of which two levels are enough, whatever their degree."""
_NEEDS_DEGREE = frozenset({"certainty", "change", "quantity"})
_NO_COMMON_LEVELS = frozenset({"frequency", "duration", "skill"})
_MIRRORED = (
    ("disagree", "agree"), ("dissatisfied", "satisfied"), ("unsatisfied", "satisfied"),
    ("unlikely", "likely"),
    ("unsafe", "safe"), ("difficult", "easy"), ("uncomfortable", "comfortable"), ("negative", "positive"),
    ("unimportant", "important"), ("uncommon", "common"), ("worse", "better"), ("unhappy", "happy"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Labels from the low to the high end."""

    family: str
    labels: tuple[str, ...]


def scale_of(labels: Collection[str]) -> Scale | None:
    """The scale that all the labels belong to, or None. Answers only: no don't know, no blanks.

    >>> scale_of(["Sometimes", "Always", "Never"])
    Scale(family='frequency', labels=('Never', 'Sometimes', 'Always'))
    """
    if not 2 <= len(labels) <= _MOST_LEVELS:
        return None
    return _numbered(labels) or _worded(labels)


def completed(scale: Scale) -> Scale:
    """The scale with levels that it must have had although nobody chose them.

    Numbers get those between (and 1, if they start at 2); wordings of two poles get the missing counterpart:
    "Strongly agree" promises "Strongly disagree" once anybody disagrees.
    """
    if scale.family == NUMBERS:
        return _with_numbers_between(scale)
    known = {label.casefold() for label in scale.labels}
    for low, high in _MIRRORED:
        lows = [label for label in scale.labels if _has(label, low)]
        highs = [label for label in scale.labels if _has(label, high)]
        if lows and highs:
            more = [_swapped(label, low, high) for label in lows]
            more += [_swapped(label, high, low) for label in highs]
            fresh = [label for label in dict.fromkeys(more) if label.casefold() not in known]
            return scale_of([*scale.labels, *fresh]) or scale
    return scale


def number_of(label: str) -> int | None:
    """The number that a level of a numbered scale starts with: 5 for `5`, `5.0` and `5 - very`."""
    found = _NUMBERED.match(label)
    return int(found[1]) if found else None


def joint_scale(scale: Scale, others: Iterable[Scale]) -> Scale:
    """The longest of `others` that holds all levels of `scale`: the same scale in another column."""
    mine = set(scale.labels)
    fitting = [other for other in others if other.family == scale.family and mine <= set(other.labels)]
    return max(fitting, key=lambda other: len(other.labels), default=scale)


def without_leftovers(counts: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """(the labels that may form a scale, those that say "not for me" or are a few people's own words)."""
    labels = list(counts)
    if scale_of(labels):
        return counts, []
    known = [label for label in labels if ranks_of(label) or number_of(label) is not None]
    left = [label for label in labels if label not in known]
    given = sum(counts[label] for label in left)
    few = len(left) <= 3 and given <= 0.02 * sum(counts.values())
    if not left or len(known) < 3 or not (few or all(map(_is_not_for_me, left))):
        return counts, []
    return {label: counts[label] for label in known}, left


def _is_not_for_me(label: str) -> bool:
    return bool(re.match(r"(i|we)\s+(do|have|did|am|are|was)(n.?t|\s+not)\b", label.strip().casefold()))


def _numbered(labels: Collection[str]) -> Scale | None:
    by_number = {number: label for label in labels if (number := number_of(label)) is not None}
    if len(by_number) != len(labels) or len(labels) < _FEWEST_NUMBERS:
        return None
    low, high = min(by_number), max(by_number)
    rests = [rest for label in labels if (rest := _NUMBER_BEFORE.sub("", label))]
    if len(set(rests)) < len(rests):
        return None  # a unit, as in `2 years`
    if low not in (0, 1, 2, -1, -2, -3) or high > 10 or high - low > 10:
        return None
    if worded := _by_their_words(by_number):
        return worded
    return Scale(family=NUMBERS, labels=tuple(by_number[number] for number in sorted(by_number)))


def _by_their_words(by_number: dict[int, str]) -> Scale | None:
    """Where every number has its words and they run the other way (1 = strongly agree), the words hold."""
    texts = {_NUMBER_BEFORE.sub("", label).rstrip(") "): label for label in by_number.values()}
    if "" in texts or len(texts) != len(by_number):
        return None
    worded = _worded(list(texts))
    return (
        Scale(family=worded.family, labels=tuple(texts[text] for text in worded.labels)) if worded else None
    )


def _worded(labels: Collection[str]) -> Scale | None:
    ranks = {label: ranks_of(label) for label in labels}
    if not all(ranks.values()):
        return None
    families = list(dict.fromkeys(family for found in ranks.values() for family in found))
    for family in sorted(families, key=lambda name: (name == ANY, name.startswith("~"))):
        any_family = ANY if family not in _NO_COMMON_LEVELS else family
        placed = {label: found.get(family, found.get(any_family)) for label, found in ranks.items()}
        values = {value for value in placed.values() if value is not None}
        if len(values) == len(labels) and _is_enough(family, labels):
            ordered = sorted(labels, key=lambda label: placed[label] or 0.0)
            return Scale(family=family, labels=tuple(ordered))
    return None


def _is_enough(family: str, labels: Collection[str]) -> bool:
    degrees = sum(len(label.split()) > 1 for label in labels)
    if family in _NEEDS_DEGREE:
        return len(labels) >= 3 and degrees >= 1
    if len(labels) == 2:
        return family in _ALONE or (degrees >= 1 and not family.startswith("~"))
    return True


def _with_numbers_between(scale: Scale) -> Scale:
    by_number = {number_of(label): label for label in scale.labels}
    numbers = [number for number in by_number if number is not None]
    low, high = min(numbers), max(numbers)
    low = 1 if low == 2 else low
    is_decimal = all(re.fullmatch(r"\s*[-+]?\d+\.0+\s*", label) for label in scale.labels)
    fresh = [
        by_number.get(number, f"{number}.0" if is_decimal else str(number)) for number in range(low, high + 1)
    ]
    return Scale(family=scale.family, labels=tuple(fresh))


def _has(label: str, word: str) -> bool:
    return bool(re.search(rf"\b{word}\b", label, re.IGNORECASE)) and " nor " not in label


def _swapped(label: str, word: str, other: str) -> str:
    def with_its_case(found: re.Match[str]) -> str:
        said = found[0]
        return other.upper() if said.isupper() else other.capitalize() if said[0].isupper() else other

    return re.sub(rf"\b{word}\b", with_its_case, label, flags=re.IGNORECASE)


def ends_in_wording(wording: str) -> dict[int, str]:
    """What a question says of its numbers: `(1 = not at all, 5 = very)` is {1: "not at all", 5: "very"}."""
    inside = re.findall(
        r"\b(\d{1,2})\s*(?:=|is|means|being)\s*[\"'\u201c\u2018]?([^,;()\d\"\u201d]{2,40})", wording
    )
    said = {int(number): re.sub(r"\s+(and|to|or)$", "", words.strip(" .'\u2019")) for number, words in inside}
    return said if len(said) >= 2 else {}


def answers_only(labels: Sequence[str]) -> list[str]:
    """The labels that are answers."""
    return [label for label in labels if kind_of_answer(label) is LevelKind.ANSWER]
