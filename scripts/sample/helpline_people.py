"""Who a note of the helpline is about, who is in touch, and by whose hand it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

VOICES: Mapping[str, int] = {"full": 25, "short": 20, "present": 20, "quote": 17, "brisk": 18}
"""The workers' hands, and how many of a hundred notes are by each."""
STAGES: Mapping[str, str] = {
    "thinking": "Thinking about going missing",
    "away": "Currently missing / away from home",
    "back": "Returned from missing",
}
BANDS: Mapping[str, Sequence[int]] = {
    "10 to 12": (10, 11, 12, 12),
    "13 to 14": (13, 14),
    "15 to 16": (15, 16),
    "17": (17,),
    "Not known": (),
}
TERSE = ("short", "brisk")
HOUSEHOLD = ("mum", "dad", "nan", "foster carer", "residential worker")
_CALLERS = {
    "mum": 34, "dad": 16, "nan": 8, "friend's mum": 11, "friend": 9, "sister": 7, "aunt": 7, "teacher": 8
}  # fmt: skip
_PARENTS = {"mum": 60, "dad": 25, "stepdad": 15}
_OTHER_PARENT = {"mum": "dad", "dad": "mum", "stepdad": "mum", "stepmum": "dad"}
_ABOVE = {"mum": {"dad": 3, "stepdad": 2}, "dad": {"mum": 3, "stepmum": 2}, "nan": {"mum": 3, "dad": 1}}
_WORDS = {
    "she": ("she", "her", "her", "herself", "girl"),
    "he": ("he", "him", "his", "himself", "boy"),
    "they": ("they", "them", "their", "themselves", "young person"),
}
_VERBS = {
    "s": ("s", ""), "es": ("es", ""), "is": ("is", "are"), "was": ("was", "were"), "has": ("has", "have"),
    "has been": ("has been", "have been"), "does": ("does", "do"),
}  # fmt: skip
_PLACES = {
    True: ("friend's", "cousin's flat", "library", "aunt's", "mate's sister's", "shopping centre", "café"),
    False: (
        "a friend's house", "a cousin's flat", "the library", "an aunt's", "a classmate's", "a café",
        "a shopping centre", "a friend's older sister's", "a neighbour's",
    ),
}  # fmt: skip
_SINCE = {
    True: ("since yest", "since Fri", "2 nights", "since last night", "3 days"),
    False: ("since yesterday", "since Friday", "for two nights", "since the day before", "for three days"),
}
_TODAY = {
    True: ("since this am", "since lunchtime"),
    False: ("since this morning", "since lunchtime", "since four"),
}
_SLOT = re.compile(r"\[([A-Za-z0-9 -]+)\]")
_NOUN_VERB = re.compile(r"(\[Yp2?\]|\[yp2\]) \[(is|has|was|does)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A child in one contact, and the one who tells of it."""

    voice: str
    stage: str
    """A key of STAGES."""
    band: str
    age: int | None
    month: str
    """Such as 2025-03."""
    gender: str
    in_care: bool
    caller: str
    """Empty when the child is in touch."""
    words: Mapping[str, str]
    """Slot → what stands in its place; `[They]` and the like are made of the lower-case ones."""

    @property
    def tags(self) -> frozenset[str]:
        """What holds in the note, in the words of the patterns' keys."""
        return frozenset(
            {
                "any",
                self.stage,
                "other" if self.caller else "child",
                "care" if self.in_care else "family",
                *(["household"] if self.caller in HOUSEHOLD else []),
            }
        )

    def filled(self, pattern: str, *, opening: bool = False) -> str:
        """The pattern with its slots filled; raises KeyError where this person has no such word."""
        pattern = _NOUN_VERB.sub(r"\1 \2", pattern)

        def word(match: re.Match[str]) -> str:
            slot = match[1]
            if slot.lower() == "caller" and opening:
                slot += "-first"
            given = self.words[slot[0].lower() + slot[1:]]
            return given[0].upper() + given[1:] if slot[0].isupper() else given

        once = _SLOT.sub(word, pattern)
        return _SLOT.sub(word, once)


def a_person(random: Random, *, voice: str, stage: str, month: str, fixed: Mapping[str, object]) -> Person:
    """Somebody for a note; `fixed` may hold `caller` and `family`, true or false, `age`, and `overnight`."""
    age = _age(random, fixed.get("age"))
    known = age is not None and random.random() > (0 if "age" in fixed else 0.09)
    band = next((name for name, ages in BANDS.items() if known and age in ages), "Not known")
    called = (
        fixed["caller"] if "caller" in fixed else random.random() < (0.16 if stage == "thinking" else 0.3)
    )
    in_care = not fixed.get("family") and random.random() < 0.17
    caller = (
        (_one(random, {"foster carer": 3, "residential worker": 2} if in_care else _CALLERS))
        if called
        else ""
    )
    gender = _one(random, {"she": 52, "he": 33, "they": 15})
    overnight = bool(fixed.get("overnight"))
    words = {**_pronouns(gender, age), **_household(random, caller, in_care)}
    words |= _about(random, voice, age if known else None, month)
    words |= _places(random, voice, overnight)
    words |= _nouns(random, voice, words["kid"])
    words |= _named(caller, voice, words["their"])
    return Person(
        voice=voice, stage=stage, band=band, age=age if known else None, month=month, gender=gender,
        in_care=in_care, caller=caller, words=words,
    )  # fmt: skip


def _age(random: Random, given: object) -> int | None:
    return given if isinstance(given, int) else random.choice(BANDS[_one(random, _BAND_SHARES)])


_BAND_SHARES = {"10 to 12": 10, "13 to 14": 32, "15 to 16": 43, "17": 15}


def _one(random: Random, shares: Mapping[str, int]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]


def _pronouns(gender: str, age: int | None) -> dict[str, str]:
    they, them, their, themself, kid = _WORDS[gender]
    verbs = {slot: forms[gender == "they"] for slot, forms in _VERBS.items()}
    if gender == "they" and age is not None and age < 13:
        kid = "child"
    return {"they": they, "them": them, "their": their, "themself": themself, "kid": kid, **verbs}


def _household(random: Random, caller: str, in_care: bool) -> dict[str, str]:
    if in_care:
        return {}
    parent = _one(random, _ABOVE.get(caller, _PARENTS))
    woman = parent in ("mum", "stepmum")
    return {
        "parent": parent,
        "other": _OTHER_PARENT[parent],
        "them2": "her" if woman else "him",
        "their2": "her" if woman else "his",
    }


def _about(random: Random, voice: str, age: int | None, month: str) -> dict[str, str]:
    if age is None:
        return {}
    article = "an" if age in (11, 18) else "a"
    words = {"age": str(age), "anage": f"{article} {age}"}
    autumn = month[5:] >= "09"
    year = age - 4 if autumn else age - random.choice((4, 5))
    if 5 <= year <= 11 and month[5:] not in ("08",):
        words["yr"] = f"Year {year}"
        words["yr-cap"] = f"Yr {year}"
    return words


def _places(random: Random, voice: str, overnight: bool) -> dict[str, str]:
    terse = voice in TERSE
    since = _SINCE[terse] if overnight or random.random() < 0.6 else _TODAY[terse]
    left = ("yest", "Fri eve", "2 days ago") if overnight else ("yest", "this am", "Sun night", "Thurs")
    return {
        "place": random.choice(_PLACES[terse]),
        "since": random.choice(since),
        "since3": random.choice(left),
    }


def _nouns(random: Random, voice: str, kid: str) -> dict[str, str]:
    if voice in TERSE:
        return {"yp": "YP", "yp2": "YP"} | ({"kid": "YP"} if kid == "young person" else {})
    initial = voice in ("present", "quote") and random.random() < 0.3
    noun = random.choice("BCDEFGHJKLMNRST") if initial else f"the {kid}"
    return {"yp": noun, "yp2": noun}


def _named(caller: str, voice: str, their: str) -> dict[str, str]:
    if not caller:
        return {}
    if voice in TERSE or caller in ("mum", "dad", "nan"):
        return {"caller": caller, "caller-first": caller}
    later = f"{their} {caller}" if caller in ("sister", "aunt") else f"the {caller}"
    first = {"sister": "an older sister", "aunt": "an aunt"}.get(caller, f"a {caller}")
    return {"caller": later, "caller-first": first}
