"""Labels that may be one person's: proposed to the researcher, and joined only when told to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from qualkit.errors import Where
from qualkit.importers.transcripts.labels import full_and_initials, key_of, names_a_part
from qualkit.model.finding import Finding, Severity
from qualkit.model.plural import counted
from qualkit.model.transcript import SpeakerFound

_MOST_SPEAKERS = 200
"""Beyond it every pair would be too many to look at."""
_INITIALS = re.compile(r"[A-Z][A-Z.]{1,5}")
_WORDS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "rev", "sir"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """That one label may be another's voice. `{label: same_as}` is the rename that joins them."""

    label: str
    same_as: str
    why: str
    """As people are told, such as "a letter differs"."""


def suggestions(speakers: Sequence[SpeakerFound]) -> tuple[Suggestion, ...]:
    """Which speakers may be one: a letter's typo, initials, or a first name of somebody who is there in full.

    The rarer label is the one to be renamed; a label is suggested for one speaker at most, and for none
    where two would do.
    """
    if len(speakers) > _MOST_SPEAKERS:
        return ()
    found: dict[str, list[Suggestion]] = {}
    for one, other in combinations(speakers, 2):
        for suggestion in (_suggestion(one, other), _suggestion(other, one)):
            if suggestion is not None:
                found.setdefault(suggestion.label, []).append(suggestion)
    return tuple(several[0] for several in found.values() if len(several) == 1)


def speaker_notes(speakers: Sequence[SpeakerFound], labels: Iterable[str], file: str) -> tuple[Finding, ...]:
    """Notes on labels that may be one speaker's, and on those of the file that were read as one."""
    in_file = {key_of(label) for label in labels}
    turns = {speaker.label: speaker.turns for speaker in speakers}
    proposed = (
        Finding(
            rule="speaker-variant",
            severity=Severity.WARNING,
            message=f"“{each.label}” ({counted(turns[each.label], 'turn')}) "
            f"may be “{each.same_as}”: {each.why}.",
            where=Where(file=file),
            hint=f'If so, join them: --merge "{each.label}={each.same_as}".',
        )
        for each in suggestions(speakers)
    )
    return (*proposed, *(_joined(speaker, file) for speaker in speakers if _is_joined(speaker, in_file)))


def _is_joined(speaker: SpeakerFound, in_file: Set[str]) -> bool:
    """Whether the file has several labels for the speaker; one that was renamed is no joining."""
    keys = {key_of(label) for label in (speaker.label, *speaker.variants)} & in_file
    return len(keys) > 1 and bool(_other_labels(speaker))


def _other_labels(speaker: SpeakerFound) -> tuple[str, ...]:
    """The labels of a speaker that are more than another spelling of the name."""
    keys = {key_of(speaker.label)}
    return tuple(
        label for label in speaker.variants if key_of(label) not in keys and full_and_initials(label) is None
    )


def _joined(speaker: SpeakerFound, file: str) -> Finding:
    labels = ", ".join(f"“{label}”" for label in _other_labels(speaker))
    return Finding(
        rule="speaker-joined",
        severity=Severity.NOTE,
        message=f"{labels} and “{speaker.label}” were read as one speaker.",
        where=Where(file=file),
    )


def _suggestion(one: SpeakerFound, other: SpeakerFound) -> Suggestion | None:
    """That `one` may be `other`; None where nothing speaks for it."""
    if _is_typo(one, other):
        why = "a letter differs"
    elif (
        _INITIALS.fullmatch(one.label)
        and not names_a_part(one.label)
        and _initials(other.label) == (one.label.replace(".", ""))
    ):
        why = "these are the initials"
    elif _is_first_name(one.label, other.label):
        why = "the name is given in full there"
    else:
        return None
    return Suggestion(label=one.label, same_as=other.label, why=why)


def _is_typo(one: SpeakerFound, other: SpeakerFound) -> bool:
    """Whether the labels differ by a letter, and `one` is the rarer of the two."""
    if (one.turns, other.label) >= (other.turns, one.label):
        return False
    first, second = key_of(one.label), key_of(other.label)
    return (
        min(len(first), len(second)) >= 4 and _digits(first) == _digits(second) and _one_letter(first, second)
    )


def _digits(text: str) -> list[str]:
    return [each for each in text if each.isdigit()]


def _one_letter(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, changed, or swapped with its neighbour.

    >>> _one_letter("particpant", "participant"), _one_letter("dana", "dnaa"), _one_letter("ann", "bob")
    (True, True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    first, second = one[start:], other[start:]
    if len(first) == len(second):
        is_swap = len(first) > 1 and first[:2] == second[1::-1] and first[2:] == second[2:]
        return first[1:] == second[1:] or is_swap
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return longer[1:] == shorter


def _initials(name: str) -> str:
    words = _name_words(name)
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""


def _is_first_name(short: str, full: str) -> bool:
    words = _name_words(full)
    return (
        len(words) in (2, 3)
        and not names_a_part(short)
        and len(short) > 2
        and _name_words(short) == words[:1]
        and all(word[0].isupper() for word in words)
        and not any(each.isdigit() for each in short + full)
    )


def _name_words(name: str) -> Sequence[str]:
    return [word for word in _words(name) if word.casefold() not in _TITLES]


def _words(name: str) -> Iterable[str]:
    return _WORDS.findall(name.partition("(")[0])
