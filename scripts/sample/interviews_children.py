"""The children of the return interviews: who they are, and what is found in which of their interviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

SEXUAL = "Exploitation, sexual"
CRIMINAL = "Exploitation, criminal"
UNSPECIFIED = "Exploitation, not specified"
CONFLICT = "Family conflict"
BREAKDOWN = "Relationship breakdown / difficulties, family or carer"
OFFENCES = "Previous criminal activity"
CARE = "Unhappy with care arrangements"

_INTERVIEWS = {1: 78, 2: 45, 3: 28, 4: 15, 5: 12, 6: 8, 7: 4, 8: 4, 9: 2}
"""Interviews with a child → how many children: 498 with 196."""
_IN_CARE = 88
_EXPLOITATION: tuple[tuple[frozenset[str], int], ...] = (
    (frozenset({SEXUAL, CRIMINAL, UNSPECIFIED}), 14),
    (frozenset({SEXUAL, UNSPECIFIED}), 24),
    (frozenset({CRIMINAL, UNSPECIFIED}), 20),
    (frozenset({SEXUAL, CRIMINAL}), 22),
    (frozenset({SEXUAL}), 18),
    (frozenset({UNSPECIFIED}), 12),
    (frozenset({CRIMINAL}), 13),
)
"""123 children: 78 sexual, 69 criminal, 70 not specified."""
_OTHER_RISKS = {CARE: 55, CONFLICT: 83, BREAKDOWN: 65, OFFENCES: 58}
_HARMS = {
    "exploited_criminal_physical": (8, CRIMINAL),
    "exploited_criminal_emotional": (6, CRIMINAL),
    "exploited_criminal_only": (3, CRIMINAL),
    "exploited_sexual": (4, SEXUAL),
    "exploited_sexual_emotional": (2, SEXUAL),
    "exploited_sexual_only": (2, SEXUAL),
    "exploited_unspecified_emotional": (2, UNSPECIFIED),
    "exploited_unspecified_only": (1, UNSPECIFIED),
    "physical": (8, ""),
    "physical_and_emotional": (3, ""),
    "emotional": (5, ""),
    "emotional_and_self_harm": (2, ""),
    "emotional_and_sexual": (1, ""),
    "sexual": (4, ""),
    "self_harm": (5, ""),
    "suicide": (2, ""),
}
"""A way of harm → in how many interviews, and the risk that has to be in the same one: 58 interviews."""
_FIRST_DAY, _LAST_DAY = date(2024, 4, 8), date(2025, 10, 3)
_MOST_IN_A_NOTE = 3
_T = TypeVar("_T")
_FRIENDS = ("Ellie", "Jack", "Mia", "Josh", "Amy", "Sam", "Liam", "Chloe", "Ryan", "Beth", "Adam", "Hannah")
_FAMILIES = (
    ("mum", "stepdad", "dad"),
    ("mum", "mum's partner", "dad"),
    ("dad", "stepmum", "mum"),
    ("nan", "uncle", "mum"),
)
"""The parent or who is in a parent's place, the other adult, and the parent who is not there."""
_HAUNTS = ("retail park", "skate park", "precinct", "bus station", "recreation ground", "market square")
_AWAY = ("the next town", "the city", "the county town", "the port", "the resort")
_INTERESTS = ("football", "boxing", "dance", "drama", "swimming", "athletics", "choir", "karate", "cadets")


@dataclass(slots=True, kw_only=True)
class Interview:
    """One interview, and what has to be found in its note."""

    day: date
    risks: set[str] = field(default_factory=set)
    harm: str = ""
    """A way of harm of interviews_harm.toml; empty for none."""


@dataclass(slots=True, kw_only=True)
class Child:
    """A child, the words that its notes use for it and those around it, and its interviews in order."""

    words: Mapping[str, str]
    is_in_care: bool
    hand: str
    """Whose notes most of its interviews are."""
    interviews: list[Interview]
    risks: set[str] = field(default_factory=set)


def children(random: Random) -> list[Child]:
    """All 196, in the order of their first interviews."""
    found = _people(random)
    _share_out_exploitation(random, found)
    for risk, many in _OTHER_RISKS.items():
        _share_out(random, found, risk, many)
    for child in found:
        _into_interviews(random, child)
    _share_out_harm(random, found)
    return sorted(found, key=lambda child: child.interviews[0].day)


def _people(random: Random) -> list[Child]:
    numbers = [number for number, many in _INTERVIEWS.items() for _ in range(many)]
    in_care = set(_drawn(random, list(enumerate(numbers)), _IN_CARE, lambda one: one[1] ** 0.5))
    found = []
    for one in enumerate(numbers):
        is_in_care = one in in_care
        found.append(
            Child(
                words=_words(random, is_in_care=is_in_care),
                is_in_care=is_in_care,
                hand=random.choices(("plain", "brief", "told", "short", "formal"), (30, 20, 22, 14, 14))[0],
                interviews=[Interview(day=day) for day in _days(random, one[1])],
            )
        )
    random.shuffle(found)
    return found


def _days(random: Random, number: int) -> list[date]:
    """Days of interviews, working days in order, at least eight days apart."""
    gaps = [8 + int(random.expovariate(1 / 34)) for _ in range(number - 1)]
    room = (_LAST_DAY - _FIRST_DAY).days - 3 * number
    if sum(gaps) > room:
        gaps = [max(8, gap * room // sum(gaps)) for gap in gaps]
    days = [_FIRST_DAY + timedelta(days=random.randint(0, max(0, room - sum(gaps))))]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return [_working_day(day) for day in days]


def _working_day(day: date) -> date:
    while day.weekday() > 4 or (day.month, day.day) in ((12, 25), (12, 26), (1, 1)):
        day += timedelta(days=1)
    return day


def _words(random: Random, *, is_in_care: bool) -> dict[str, str]:
    is_girl = random.random() < 0.56
    own = "her" if is_girl else "his"
    pronouns = ("she", "her", "her", "hers", "herself") if is_girl else ("he", "him", "his", "his", "himself")
    parent, other, absent = random.choices(_FAMILIES, (40, 25, 20, 10))[0]
    carer = random.choice(("foster carer", "key worker")) if is_in_care else parent
    relative = random.choice([one for one in ("nan", "aunt", "grandad", "older sister") if one != parent])
    friend = random.choice((f"friend {random.choice(_FRIENDS)}", "best friend", "schoolfriend", "cousin"))
    worker = "social worker" if is_in_care or random.random() < 0.5 else "family worker"
    sibling = random.choice(("younger brother", "younger sister", "little brother", "little sister"))
    of_the_child = {"parent": parent, "other": other, "absent": absent, "carer": carer, "relative": relative}
    of_the_child |= {"friend": friend, "worker": worker, "sibling": sibling}
    return (
        dict(zip(("they", "them", "their", "theirs", "themself"), pronouns, strict=True))
        | {key: f"{own} {noun}" for key, noun in of_the_child.items()}
        | {
            "place": "the placement" if is_in_care else "the house",
            "haunt": f"the {random.choice(_HAUNTS)}",
            "away": random.choice(_AWAY),
            "interest": random.choice(_INTERESTS),
            "school": "college" if random.random() < 0.2 else "school",
        }
    )


def _share_out_exploitation(random: Random, found: Sequence[Child]) -> None:
    """What is only suspected at first becomes clear later: both need more than one interview."""
    for kinds, many in _EXPLOITATION:
        needed = 3 if len(kinds) == 3 else 2 if len(kinds) == 2 and UNSPECIFIED in kinds else 1
        free = [child for child in found if not child.risks and len(child.interviews) >= needed]
        for child in _drawn(random, free, many, lambda one: len(one.interviews) ** 0.3):
            child.risks |= kinds


def _share_out(random: Random, found: Sequence[Child], risk: str, many: int) -> None:
    def weight(child: Child) -> float:
        if risk == CONFLICT and child.is_in_care:
            return 0.3
        return len(child.interviews) ** 0.4

    free = [child for child in found if len(child.risks) < min(3, 1 + len(child.interviews)) + 1]
    free = [child for child in free if len(child.risks) < _MOST_IN_A_NOTE or len(child.interviews) > 1]
    if risk == CARE:
        free = [child for child in free if child.is_in_care]
    for child in _drawn(random, free, many, weight):
        child.risks.add(risk)


def _into_interviews(random: Random, child: Child) -> None:
    number = len(child.interviews)
    turn = random.randint(1, number - 1) if UNSPECIFIED in child.risks and number > 1 else 0
    in_turn = random.sample(sorted(child.risks), len(child.risks))
    for risk in sorted(in_turn, key=lambda one: one != UNSPECIFIED):
        places = list(range(number))
        if turn and child.risks & {SEXUAL, CRIMINAL}:
            places = _part(places, risk, turn)
        open_places = [place for place in places if len(child.interviews[place].risks) < _MOST_IN_A_NOTE]
        random.shuffle(open_places)
        first, *more = sorted(open_places, key=lambda place: len(child.interviews[place].risks))
        child.interviews[first].risks.add(risk)
        for place in more:
            if random.random() < 0.2:
                child.interviews[place].risks.add(risk)


def _part(places: list[int], risk: str, turn: int) -> list[int]:
    if risk == UNSPECIFIED:
        return places[:turn]
    return places[turn:] if risk in (SEXUAL, CRIMINAL) else places


def _share_out_harm(random: Random, found: Sequence[Child]) -> None:
    for harm, (many, risk) in _HARMS.items():
        free = [
            (child, interview)
            for child in found
            for interview in child.interviews
            if sum(bool(one.harm) for one in child.interviews) < 2 and not interview.harm
            if (risk in interview.risks if risk else len(interview.risks) < _MOST_IN_A_NOTE)
        ]
        taken: set[int] = set()
        for child, interview in random.sample(free, len(free)):
            if len(taken) < many and id(child) not in taken:
                taken.add(id(child))
                interview.harm = harm


def _drawn(random: Random, items: Iterable[_T], many: int, weight: Callable[[_T], float]) -> list[_T]:
    """So many of the items, those of more weight more likely."""
    order = sorted(items, key=lambda one: -(random.random() ** (1 / weight(one))))
    return order[:many]
