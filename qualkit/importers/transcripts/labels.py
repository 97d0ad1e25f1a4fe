"""Speaker labels: what one looks like, which of them are speakers, and what part they play."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qualkit.importers.transcripts.label_words import (
    ABOUT_THE_FILE,
    NAME_CONNECTORS,
    ROLES,
    SENTENCE_OPENERS,
)
from qualkit.model.source import SpeakerRole

TIME = r"(?:\d{1,2}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?"
MAX_LETTERS, MAX_WORDS = 63, 6
"""63 is also MAXQDA's limit for a speaker's name."""

_LABELLED = re.compile(
    rf"^[ \t\u00a0]*(?:[\[(]?(?P<time>{TIME})[\])]?[ \t]+)?(?:\*\*)?"
    r"(?P<label>[@\[]?[^\s:：\[\]*][^:：\n\t]{0,62}?\]?)[ \t\u00a0]*(?:\*\*)?"
    r"(?P<colon>[:：](?:\*\*)?)(?P<gap>[ \t\u00a0]*)(?P<text>.*)$"
)
_ASKED = re.compile(r"^\s*(?P<label>[QA])[ \t]+[-–—][ \t]+(?P<text>\S.*)$")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INITIALS = re.compile(r"^(?P<name>.+\S)[ ]*\((?P<initials>[A-Z][A-Z.]{0,5})\)$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]|Mrs|Rev|Prof)\.(?=\s|$)")
_SENTENCE = re.compile(r"[!?;\"“”«»…]|\.(?:\s|$)|,\s+[a-z]")
_SPACED_NUMBER = re.compile(r"^([^\W\d_]+)[ ._-]+(\d+)$")
_PHONE = re.compile(r"^\+?[\d ()-]{7,}$")
_NEVER = 1_000_000


class Label(NamedTuple):
    """A line that begins with a label, taken apart."""

    name: str
    text: str
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The labels that are speakers, by their keys, and which of them are only a guess."""

    keys: frozenset[str]
    uncertain: frozenset[str]
    named: frozenset[str]
    """Those that are known from elsewhere, or name a part."""
    lines: int
    """How many lines begin with one of them."""


def cleaned(label: str) -> str:
    """A label as shown: no stars, brackets or colon around it, blanks collapsed, no invisible characters."""
    return " ".join(_INVISIBLE.sub("", label).strip(" \t\u00a0*@[]:：").split())


@lru_cache(maxsize=4096)
def key_of(label: str) -> str:
    """What the spellings of one label have in common.

    >>> key_of("Speaker\\u00a0 2:") == key_of("SPEAKER 2") == key_of("Speaker2")
    True
    """
    key = _DASHES.sub("-", cleaned(label).casefold())
    return _SPACED_NUMBER.sub(r"\1\2", key)


def full_and_initials(label: str) -> tuple[str, str] | None:
    """The name and the initials of a label that introduces both, such as `Michael Folkson (MF)`."""
    found = _INITIALS.match(cleaned(label))
    return (found["name"], found["initials"]) if found else None


def guessed_role(label: str) -> SpeakerRole:
    """The part that a label names; participant where it names none."""
    return _named_role(label) or SpeakerRole.PARTICIPANT


def names_a_part(label: str) -> bool:
    """Whether a label is one of the usual words for a speaker's part (INT, P1, Speaker 2, All)."""
    return _named_role(label) is not None


def is_candidate(label: str) -> bool:
    """Whether what stands before a colon could be a speaker's name at all."""
    shown = cleaned(label)
    key = shown.casefold()
    if not shown or len(shown) > MAX_LETTERS or len(shown.split()) > MAX_WORDS:
        return False
    if names_a_part(shown) or _PHONE.match(shown):
        return True
    if key in ABOUT_THE_FILE or "://" in key or key.startswith("www.") or not any(map(str.isalpha, shown)):
        return False
    return not _SENTENCE.search(_ABBREVIATION.sub("", shown))


def accept(counts: Mapping[str, int], units: int, known: Iterable[str] = ()) -> Accepted:
    """Which labels are speakers. `counts` are labels as found at the start of lines, `units` all the lines.

    A label is one when it is known, names a part, or comes back; where such labels begin over 30 % of the
    lines, a name seen once is taken too, as a guess.
    """
    known_keys = frozenset(map(key_of, known))
    by_key: dict[str, int] = {}
    shapes: dict[str, str] = {}
    for label, count in counts.items():
        key = key_of(label)
        if key in known_keys or is_candidate(label):
            by_key[key] = by_key.get(key, 0) + count
            shapes.setdefault(key, cleaned(label))
    named = {key for key in by_key if key in known_keys or names_a_part(key)}
    sure = named | {key for key, count in by_key.items() if count >= _times_needed(shapes[key])}
    lines = sum(by_key[key] for key in sure)
    guesses: set[str] = set()
    if lines > 0.3 * units:
        most_words = MAX_WORDS if lines > 0.9 * units else 3
        guesses = {key for key in by_key.keys() - sure if _could_be_a_name(shapes[key], most_words)}
    return Accepted(
        keys=frozenset(sure | guesses),
        uncertain=frozenset(guesses),
        named=frozenset(named),
        lines=lines + sum(by_key[key] for key in guesses),
    )


def split_label(line: str) -> Label | None:
    """A line that begins with something like a label, taken apart; None without one."""
    found = _LABELLED.match(line)
    if found is None:
        return _asked(line)
    is_spaced = found["gap"] or not found["text"] or found["colon"] != ":"
    return Label(found["label"], found["text"].rstrip(), found["time"]) if is_spaced else None


def split_known(line: str, keys: frozenset[str]) -> Label | None:
    """As `split_label`, for labels known to be speakers: `P2:Yeah.` needs no blank then."""
    found = _LABELLED.match(line)
    if found and key_of(found["label"]) in keys:
        return Label(found["label"], found["text"].rstrip(), found["time"])
    asked = _asked(line)
    return asked if asked and key_of(asked.name) in keys else None


def _asked(line: str) -> Label | None:
    """`Q - Are you hiring?`, as some published panels have it."""
    found = _ASKED.match(line)
    return Label(found["label"], found["text"].rstrip()) if found else None


def _named_role(label: str) -> SpeakerRole | None:
    key = key_of(label)
    return next((role for role, pattern in ROLES if pattern.fullmatch(key)), None)


def _times_needed(shown: str) -> int:
    """How often a label must come back: twice for a name, three times for words that prose begins with."""
    words = shown.split()
    if _opens_a_sentence(words):
        return _NEVER
    return 2 if _is_capitalised(words) else 3


def _could_be_a_name(shown: str, most_words: int) -> bool:
    words = shown.split()
    return len(words) <= most_words and not _opens_a_sentence(words) and _is_capitalised(words)


def _opens_a_sentence(words: list[str]) -> bool:
    return words[0].casefold().strip(",'’") in SENTENCE_OPENERS


def _is_capitalised(words: list[str]) -> bool:
    return not words[0][0].islower() and all(
        not word[0].islower() or word.casefold() in NAME_CONNECTORS for word in words
    )
