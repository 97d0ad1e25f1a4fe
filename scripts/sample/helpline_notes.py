"""The notes of the helpline: sentences in an order, and where each passage that carries a code stands."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sample.helpline_fit import can_be_said, fits, is_of_another_way, way_shown
from sample.helpline_people import TERSE, Person
from sample.phrases import forms_of

FEWEST, MOST = 20, 80
"""Words in a note."""
WANTED = {False: (26, 32, 38, 44, 50, 56, 64), True: (20, 24, 30, 36, 44)}
"""How long a note is meant to become, in words; true for those who write tersely."""
OPENING = 25
"""Words that the sentence about how a contact began may have."""
ROOM_FOR_ONE = 17
"""Words that a sentence yet to come is left."""
KIN = {"quote": "full", "short": "brisk", "brisk": "short"}
"""Hands that can take over a sentence of another's, where their own are used up or for a change."""
LIMIT = 3
"""Notes that a sentence may stand in."""
_SENTENCE = re.compile(r"\S.*?[.!?][”’]?(?=\s|$)")
_SCHOOL = re.compile(r"teacher|tutor|DSL|school")
"""Whom nobody turns to first while away."""
Codes = tuple[tuple[str, str], ...]
"""Codebook and code, of one passage."""
_Told = tuple[str, Codes]


@dataclass(frozen=True, slots=True)
class Part:
    """What one passage of a note is to say, a sentence of a pool or a text of its own, and its codes."""

    pool: str
    codes: Codes = ()
    """Codebook and code."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A note, and its passages with codes: start, end and the codes."""

    text: str
    passages: tuple[tuple[int, int, Codes], ...] = ()


def sentences_of(text: str) -> list[str]:
    """The sentences of a note."""
    return _SENTENCE.findall(text)


def read_patterns(folder: Path) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Pool → voice → tags → patterns, of the files beside this one."""
    pools: dict[str, dict[str, dict[str, list[str]]]] = {}
    for path in sorted(folder.glob("helpline_*.toml")):
        if path.stem not in ("helpline_harm", "helpline_left_out"):
            pools |= tomllib.loads(path.read_text(encoding="utf-8"))
    return pools


@dataclass(slots=True)
class Writer:
    """Writes notes, and remembers what has been said."""

    random: Random
    pools: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    _patterns: Counter[str] = field(default_factory=Counter)
    _sentences: Counter[str] = field(default_factory=Counter)
    _here: set[str] = field(default_factory=set)
    """The patterns that the present note has used."""
    _beginnings: set[str] = field(default_factory=set)
    """With what words the sentences of the present note begin."""
    _unnamed: bool = False
    """Whether the child has yet to be told from the one who is in touch."""
    _way: str = ""
    """`voice` or `typed` once a sentence has shown it."""
    _mentions: int = 0
    """How often the present note has named the one who is in touch."""

    def note(self, person: Person, parts: Sequence[Part], tags: frozenset[str]) -> Said:
        """A note of how the contact came about, of the parts, and of how it went and was left."""
        held = person.tags | tags
        told: list[_Told] = []
        self.begin()
        opening, _ = self._told(Part("open"), person, held, OPENING)
        room = MOST - len(opening.split())
        for at, part in enumerate(parts, start=1):
            later = sum(len(one.text.split()) or ROOM_FOR_ONE for one in parts[at:])
            told.append(self._told(part, person, held, room - _words(told) - later))
        if self._begins_with_matter(person, told):
            told.insert(1, (opening, ()))
        else:
            told.insert(0, (opening, ()))
        self._fill_up(told, person, held)
        return _joined(told)

    def begin(self) -> None:
        """Begin another note."""
        self._mentions = 0
        self._here.clear()
        self._beginnings.clear()
        self._unnamed = False
        self._way = ""

    def say_freely(self, patterns: Sequence[str], then: Sequence[str] = ()) -> str:
        """One sentence of patterns that fit everybody; ValueError when all have been said too often."""
        for some in (patterns, then):
            if said := self._least_said([(one, one) for one in some], self._is_fresh):
                return said
        raise ValueError(f"Nothing is left to say of {len(patterns)} patterns, the first: {patterns[0]}")

    def _told(self, part: Part, person: Person, held: frozenset[str], room: int) -> _Told:
        if part.text:
            return self._remembered(person.filled(part.text)), part.codes
        if said := self._said(part.pool, person, held, room=room):
            return said, part.codes
        raise ValueError(f"Nothing is left to say of {part.pool} by {person.voice} where {sorted(held)}.")

    def _begins_with_matter(self, person: Person, told: Sequence[_Told]) -> bool:
        first = told[0][0] if told else ""
        bare = not re.search(r"\b(?:she|he|they|her|him|his|them|their)\b", first, re.IGNORECASE)
        return person.voice in TERSE and bare and self.random.random() < 0.35

    def _fill_up(self, told: list[_Told], person: Person, held: frozenset[str]) -> None:
        wanted = self.random.choice(WANTED[person.voice in TERSE])
        pools = [one for one, share in (("talk", 0.8), ("left", 0.9)) if self.random.random() < share]
        if self.random.random() < 0.22:
            pools.insert(self.random.choice((0, len(pools))), "manner")
        spare = [one for one in ("talk", "manner", "left", "talk", "left") if one not in pools]
        ending: list[_Told] = []
        for pool in (*pools, *spare):
            count = _words(told) + _words(ending)
            if count >= (wanted if pools else FEWEST) or MOST - count < ROOM_FOR_ONE:
                break
            pools = [one for one in pools if one != pool]
            if sentence := self._said(pool, person, held, room=MOST - count):
                early = pool == "manner" and self.random.random() < 0.4
                at = 1 + bool(told[0][1]) if early else len(told)
                (ending if pool == "left" else told).insert(at, (sentence, ()))
        told += ending

    def _said(self, pool: str, person: Person, held: frozenset[str], *, room: int) -> str:
        hands = [person.voice, KIN.get(person.voice, person.voice)]
        if self.random.random() < 0.33:
            hands.reverse()
        for shy, fresh in ((self._mentions > 1, True), (False, True), (False, False)):

            def fitting(form: str, fresh: bool = fresh) -> bool:
                if len(form.split()) > room or is_of_another_way(form, self._way):
                    return False
                return fits(form, person) and (not fresh or self._is_fresh(form))

            for hand in hands:
                patterns = [
                    (one, person.filled(self._named(one), opening=pool == "open"))
                    for one in self._fitting(pool, hand, person, held)
                    if not (shy and "[caller]" in one.lower())
                ]
                if said := self._least_said(patterns, fitting):
                    self._unnamed = pool == "open" and bool(person.caller) and person.gender != "they"
                    self._unnamed = self._unnamed and person.voice not in TERSE
                    return said
        return ""

    def _named(self, pattern: str) -> str:
        """The pattern with the child's name where `she` could be the caller."""
        if not self._unnamed:
            return pattern
        return re.sub(r"^\[Their\]", "[Yp]'s", re.sub(r"^\[They\]", "[Yp]", pattern))

    def _fitting(self, pool: str, hand: str, person: Person, held: frozenset[str]) -> Iterator[str]:
        for key, patterns in self.pools[pool].get(hand, {}).items():
            tags = key.split("-")
            if held.issuperset(tags) and (pool != "home" or person.in_care == ("care" in tags)):
                away = pool in ("talk", "left") and person.stage == "away"
                yield from (
                    one for one in patterns if can_be_said(one, person) and not (away and _SCHOOL.search(one))
                )

    def _least_said(self, patterns: Sequence[tuple[str, str]], fitting: Callable[[str], bool]) -> str:
        """A form of one of the patterns, each given with its slots filled; empty when nothing is left."""
        order = sorted(patterns, key=lambda one: (self._patterns[one[0]], self.random.random()))
        for limit in (1, 2, LIMIT):
            for pattern, filled in order[: len(order) if limit == LIMIT else 12]:
                if pattern in self._here:
                    continue
                if forms := [
                    one for one in forms_of(filled) if self._most_said(one) < limit and fitting(one)
                ]:
                    form = self.random.choice(forms)
                    self._here.add(pattern)
                    self._patterns[pattern] += 1
                    self._mentions += "[caller]" in pattern.lower()
                    self._beginnings.add(_beginning(form))
                    self._way = self._way or way_shown(form)
                    return self._remembered(form[0].upper() + form[1:])
        return ""

    def _is_fresh(self, form: str) -> bool:
        return _beginning(form) not in self._beginnings

    def _most_said(self, form: str) -> int:
        return max(self._sentences[one] for one in sentences_of(form[0].upper() + form[1:]))

    def _remembered(self, text: str) -> str:
        self._sentences.update(sentences_of(text))
        return text


def _beginning(form: str) -> str:
    return " ".join(form.split()[:3])


def _words(told: Sequence[_Told]) -> int:
    return sum(len(text.split()) for text, _ in told)


def _joined(told: Sequence[_Told]) -> Said:
    return Said(" ".join(text for text, _ in told), tuple(_passages(told)))


def _passages(told: Sequence[_Told]) -> Iterator[tuple[int, int, Codes]]:
    start = 0
    for text, codes in told:
        if codes:
            yield start, start + len(text), codes
        start += len(text) + 1
