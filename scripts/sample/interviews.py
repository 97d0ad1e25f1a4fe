"""The return interviews of the sample study: 498 workers' notes on 196 children. Everything is invented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sample.interviews_children import (
    BREAKDOWN,
    CARE,
    CONFLICT,
    CRIMINAL,
    SEXUAL,
    UNSPECIFIED,
    Child,
    Interview,
    children,
)
from sample.interviews_words import Sayings, Sentence, Teller
from sample.records import Found, RecordFile

Patterns = Mapping[str, Mapping[str, list[str]]]

_FAMILY = (CONFLICT, BREAKDOWN, CARE)
_EXPLOITED = (SEXUAL, CRIMINAL, UNSPECIFIED)
_FEWEST, _MOST = 20, 80
_TELLS_WHEN = re.compile(
    r"\b(?:night|overnight|morning|hours|days?|midday|noon|breakfast|weekend|midnight|evening|dark|light|"
    r"buses|bus|taxi|train|police|came back|got back|brought|collected|fetched|found|returned|rang)\b"
    r"|\d\d:\d\d",
    re.IGNORECASE,
)
"""A note says only once when a child went, and how it came back: its sentences don't know of each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in a note, for a sentence of these patterns."""

    kind: str
    patterns: Sequence[str]
    codes: tuple[str, ...] = ()


def make(random: Random) -> RecordFile:
    """The data file, and what is found in it."""
    written = list(_notes(random, children(random)))
    written.sort(key=lambda one: (one[1].day, one[0]))
    people: dict[int, str] = {}
    rows, found = [], {}
    for ordinal, (child, interview, sentences) in enumerate(written, start=1):
        record = f"R{ordinal:03}"
        person = people.setdefault(child, f"C{len(people) + 1:03}")
        rows.append((record, person, interview.day.isoformat(), " ".join(one.text for one in sentences)))
        if passages := tuple(_found(sentences)):
            found[record] = passages
    ids = tuple(row[0] for row in rows)
    return RecordFile(
        stem="return_interviews",
        header=("id", "person", "date", "note"),
        rows=tuple(rows),
        found=found,
        read_for={"harm": ids, "risk": ids},
    )


def _found(sentences: Sequence[Sentence]) -> Iterator[Found]:
    start = 0
    for sentence in sentences:
        end = start + len(sentence.text)
        for path in sentence.codes:
            book, _, code = path.partition(":")
            yield Found(book=book, code=code, start=start, end=end)
        start = end + 1


def _notes(random: Random, found: Sequence[Child]) -> Iterator[tuple[int, Interview, list[Sentence]]]:
    writer = _Writer(random)
    for number, child in enumerate(found):
        writer.begin(child)
        for place in range(len(child.interviews)):
            yield number, child.interviews[place], writer.note(place)


class _Writer:
    """Writes the notes on one child after another."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._sayings = Sayings(random)
        self._of_risk = _patterns("exploitation", "family", "care")
        self._of_harm = _patterns("harm")
        self._fillers = _patterns("fillers", "frame")

    def begin(self, child: Child) -> None:
        self._child = child
        self._told: set[str] = set()
        self._patterns: set[str] = set()
        self._last_hand = ""

    def note(self, place: int) -> list[Sentence]:
        """The note of the child's interview at this place, as its sentences."""
        interview = self._child.interviews[place]
        hand = self._child.hand
        if self._random.random() < 0.22:
            hand = self._random.choice(("plain", "brief", "told", "short", "formal"))
        for _ in range(400):
            slots = list(self._slots(interview, hand, place))
            sentences = self._said(slots, hand)
            words = sum(len(one.text.split()) for one in sentences)
            if _FEWEST + 3 <= words <= _MOST - 2 and _agrees(slots, sentences):
                break
        else:
            raise ValueError(f"No note of {_FEWEST} to {_MOST} words can be made of {interview}")
        self._sayings.keep(sentences)
        self._patterns |= {one.pattern for one in sentences}
        self._told |= interview.risks
        self._last_hand = hand
        return sentences

    def _said(self, slots: Sequence[Slot], hand: str) -> list[Sentence]:
        said: list[Sentence] = []
        for slot in slots:
            teller = Teller(
                words=self._child.words, hand=hand, said=tuple(said), avoided=frozenset(self._patterns)
            )
            said.append(self._sayings.say(slot.patterns, slot.codes, teller))
        return said

    def _slots(self, interview: Interview, hand: str, place: int) -> Iterator[Slot]:
        """What a note says, in order: setting, reason, where, harm, what else is known, what follows."""
        coded = list(self._coded(interview))
        is_grave = bool(interview.harm) or any(slot.kind == "where" for slot in coded)
        plain = [*self._reasons(coded, hand, is_grave=is_grave), *self._more(interview, coded, hand, place)]
        order = ["opening", "why", "where", "harm", "known", "condition", "talk", "follow"]
        if hand in ("brief", "formal") and self._random.random() < 0.4:
            order = ["opening", "condition", "why", "where", "harm", "known", "talk", "follow"]
        yield from sorted([*coded, *plain], key=lambda slot: order.index(slot.kind))

    def _coded(self, interview: Interview) -> Iterator[Slot]:
        carried: set[str] = set()
        if interview.harm:
            group = self._of_harm[interview.harm]
            carried = set(group["codes"])
            yield Slot(kind="harm", patterns=group["say"], codes=tuple(group["codes"]))
        risks = [risk for risk in sorted(interview.risks) if f"risk:{risk}" not in carried]
        self._random.shuffle(risks)
        free = {"why", "where"} if not any("xploitation" in code for code in carried) else {"why"}
        for risk in risks:
            kind = "why" if risk in _FAMILY else "where" if risk in _EXPLOITED else "known"
            if kind not in free or self._random.random() > (0.7 if kind == "why" else 0.5):
                kind = "known"
            free.discard(kind)
            yield Slot(kind=kind, patterns=self._risk_patterns(risk, kind), codes=(f"risk:{risk}",))

    def _risk_patterns(self, risk: str, kind: str) -> Sequence[str]:
        if kind == "known" and risk in self._told and self._random.random() < 0.45:
            return self._of_risk[risk]["again"]
        keys = (kind,) if kind != "known" else ("concern", "background")
        suffixes = ("", "_care" if self._child.is_in_care else "_home")
        return [
            pattern
            for key in keys
            for suffix in suffixes
            for pattern in self._of_risk[risk].get(key + suffix, ())
        ]

    def _reasons(self, coded: Sequence[Slot], hand: str, *, is_grave: bool) -> Iterator[Slot]:
        """Why and where, as far as no code says it."""
        chance = self._random.random()
        if any(slot.kind == "why" for slot in coded):
            if not is_grave and chance < 0.6:
                yield self._filler("where", "where", hand)
        elif is_grave:
            if chance < 0.35:
                yield Slot(kind="why", patterns=self._fillers["why"]["neutral"])
        elif chance < 0.55:
            yield self._filler("why", "story", hand)
        else:
            if chance < 0.9 or not coded:
                yield self._filler("why", "why", hand)
            yield self._filler("where", "where", hand)

    def _filler(self, kind: str, name: str, hand: str) -> Slot:
        lists = self._fillers[name]
        key = "brief" if hand == "brief" and "brief" in lists and self._random.random() < 0.6 else "any"
        return Slot(kind=kind, patterns=lists[key])

    def _more(self, interview: Interview, coded: Sequence[Slot], hand: str, place: int) -> Iterator[Slot]:
        """Setting, how the child was, what else was said, what follows: fewer where there is much to tell."""
        room = 4 - len(coded)
        chances = {
            "opening": 0.2 + 0.12 * room,
            "condition": 0.0 if interview.harm else 0.14 * room,
            "talk": 0.0 if interview.harm else 0.14 * room,
            "follow": 0.9 if interview.harm else 0.15 + 0.12 * room,
        }
        fullness = self._random.uniform(0.5, 1.2)
        for kind, chance in chances.items():
            if self._random.random() < chance * fullness:
                yield Slot(kind=kind, patterns=self._more_patterns(kind, interview, hand, place))

    def _more_patterns(self, kind: str, interview: Interview, hand: str, place: int) -> Sequence[str]:
        own = hand if hand in ("brief", "told") else "plain"
        lists = self._fillers[kind]
        if kind == "opening":
            if place and hand == self._last_hand and self._random.random() < 0.6:
                return lists["later" if own == "plain" else f"{own}_later"]
            return [*lists[own], *(lists[_first(own)] if not place else [])]
        if kind == "follow":
            return lists["grave"] if interview.harm else lists[own]
        ending = "_brief" if own == "brief" else ""
        if kind == "condition":
            is_well = not interview.harm and not interview.risks & set(_EXPLOITED)
            return (
                lists[f"well{ending}"]
                if is_well and self._random.random() < 0.75
                else lists[f"guarded{ending}"]
            )
        return self._talk(interview, own, place)

    def _talk(self, interview: Interview, own: str, place: int) -> Sequence[str]:
        lists = self._fillers["talk"]
        patterns = [*(lists["brief"] if own == "brief" else lists["any"])]
        if place:
            patterns += lists["later"]
        if not self._child.risks & set(_FAMILY) and not interview.harm:
            patterns += lists["care" if self._child.is_in_care else "home"]
        if BREAKDOWN in interview.risks:
            patterns = [one for one in patterns if "<relative>" not in one]
        return patterns


def _first(own: str) -> str:
    return "first" if own == "plain" else f"{own}_first"


def _agrees(slots: Sequence[Slot], sentences: Sequence[Sentence]) -> bool:
    """Whether at most one of setting and telling says when, where the setting does."""
    pairs = list(zip(slots, sentences, strict=True))
    opening = [one.text for slot, one in pairs if slot.kind == "opening"]
    rest = [one.text for slot, one in pairs if slot.kind in ("why", "where", "harm", "condition")]
    return not (any(map(_TELLS_WHEN.search, opening)) and any(map(_TELLS_WHEN.search, rest)))


def _patterns(*names: str) -> Patterns:
    """What stands in `interviews_NAME.toml`, of all names."""
    found: dict[str, Mapping[str, list[str]]] = {}
    for name in names:
        path = Path(__file__).with_name(f"interviews_{name}.toml")
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found
