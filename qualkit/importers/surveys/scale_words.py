"""Where the wording of an answer puts it on an ordered scale: a family of wordings and a rank in it.

Ranks are only compared within one column, so their distances mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from qualkit.importers.surveys.kinds import plain_words

ANY = ""
"""The family of wordings that fit several scales: neutral, not at all, very."""

_PLAIN, _NOT_AT_ALL, _NOT_VERY = 4.0, -6.0, -1.0
_DEGREES: Mapping[str, float] = {
    "extremely": 6, "exceptionally": 6, "completely": 5.5, "totally": 5.5, "entirely": 5.5, "absolutely": 5.5,
    "fully": 5.5, "very": 5, "strongly": 5, "highly": 5, "definitely": 5, "much": 5, "a lot": 5,
    "mostly": 4.2, "generally": 4.2, "largely": 4.2, "mainly": 4.2, "quite": 3, "fairly": 3, "moderately": 3,
    "reasonably": 3, "rather": 3, "pretty": 3, "somewhat": 2.5, "partly": 2.5, "partially": 2.5,
    "tend to": 2.5, "a little": 2, "little": 2, "slightly": 2, "mildly": 2, "a bit": 2, "probably": 2,
    "hardly": 1, "barely": 1, "minimally": 1,
}  # fmt: skip
_HEADS: Mapping[str, tuple[str, float]] = {
    word: (family, rank)
    for family, ranks in {
        "agreement": {_PLAIN: "agree agreement", -_PLAIN: "disagree disagreement"},
        "satisfaction": {
            _PLAIN: "satisfied happy pleased", -_PLAIN: "dissatisfied unsatisfied unhappy displeased",
        },
        "likelihood": {_PLAIN: "likely probable", -_PLAIN: "unlikely improbable"},
        "safety": {_PLAIN: "safe secure", -_PLAIN: "unsafe insecure"},
        "importance": {
            6.0: "critical essential crucial vital",
            _PLAIN: "important importance useful relevant valuable significant helpful",
            -_PLAIN: "unimportant irrelevant useless unhelpful insignificant",
        },
        "quality": {
            6.5: "excellent outstanding superb", _PLAIN: "good", 1.0: "satisfactory acceptable adequate",
            0.5: "ok okay", 0.0: "fair average", -_PLAIN: "poor bad inadequate unsatisfactory unacceptable",
            -6.5: "terrible awful appalling",
        },
        "commonness": {6.0: "universal", 4.5: "widespread", _PLAIN: "common", -_PLAIN: "uncommon rare"},
        "ease": {_PLAIN: "easy", -_PLAIN: "difficult hard"},
        "comfort": {_PLAIN: "comfortable", -_PLAIN: "uncomfortable"},
        "confidence": {_PLAIN: "confident", -_PLAIN: "unconfident"},
        "concern": {_PLAIN: "concerned worried", -_PLAIN: "unconcerned"},
        "attitude": {_PLAIN: "positive favourable favorable", -_PLAIN: "negative unfavourable unfavorable"},
        "effect": {_PLAIN: "effective", -_PLAIN: "ineffective"},
        "clarity": {_PLAIN: "clear", -_PLAIN: "unclear"},
        "change": {_PLAIN: "better improved", -_PLAIN: "worse worsened"},
        "amount": {_PLAIN: "high", 0.0: "medium moderate", -_PLAIN: "low"},
        "truth": {_PLAIN: "true", -_PLAIN: "untrue false"},
    }.items()
    for rank, words in ranks.items()
    for word in words.split()
}  # fmt: skip
_PHRASES: Mapping[str, Mapping[str, float]] = {
    family: {phrase: rank for rank, said in ranks.items() for phrase in said.split("|")}
    for family, ranks in {
        ANY: {0.0: "neutral|neither|undecided|neither one nor the other|mixed|in between"},
        "change": {0.0: "about the same|the same|no change|stayed the same|no difference|unchanged"},
        "quantity": {
            6.0: "a great deal|very much|a very great deal", 5.0: "a lot|lots|much",
            4.0: "quite a lot|quite a bit|a fair amount|a good deal",
            3.0: "a moderate amount|moderate amount", 2.5: "some|somewhat",
            2.0: "a little|a little bit|only a little|a bit|a small amount",
            1.0: "not much|not very much|very little|hardly any|hardly at all|only very little",
            _NOT_AT_ALL: "not at all|nothing|nothing at all|none|none at all",
        },
        "certainty": {
            6.0: "yes definitely|definitely|definitely yes|definitely would|definitely will|yes completely",
            4.0: "yes",
            3.0: "yes to some extent|yes probably|probably|probably yes|probably would|yes partly",
            0.0: "maybe|perhaps|possibly|might or might not|it depends", -4.0: "no",
            -3.0: "probably not|no probably not|probably would not|probably wouldnt",
            -6.0: "definitely not|no definitely not|definitely would not|definitely wouldnt",
        },
        "skill": {
            0.0: "none", 1.0: "beginner|novice|basic", 2.0: "intermediate|some experience",
            3.0: "advanced|proficient|experienced", 4.0: "expert",
        },
        "duration": {
            0.0: "seconds", 1.0: "minutes", 2.0: "hours", 3.0: "days", 4.0: "weeks", 5.0: "months",
            6.0: "years",
        },
        "extent": {
            6.0: "to a very great extent|to a very large extent", 5.0: "to a great extent|to a large extent",
            3.0: "to a moderate extent|to a certain extent", 2.5: "to some extent",
            1.5: "to a small extent|to a limited extent|to a little extent",
            _NOT_AT_ALL: "not at all|to no extent",
        },
        "frequency": {
            0.0: "never|not ever", 0.2: "almost never|hardly ever|nearly never|very rarely|very seldom",
            0.6: "rarely|seldom|infrequently|not often", 2.0: "occasionally|once in a while|now and then",
            8.0: "sometimes", 30.0: "about half the time|half the time|half of the time", 45.0: "regularly",
            50.0: "often|frequently|many times", 120.0: "usually|most of the time|mostly|generally",
            130.0: "very often|very frequently", 2000.0: "almost always|nearly always|most always",
            5000.0: "always|all the time|all of the time|constantly|every time",
        },
    }.items()
}  # fmt: skip
_PERIODS: Mapping[str, float] = {
    "hour": 8760, "hourly": 8760, "day": 365, "daily": 365, "week": 52, "weekly": 52, "fortnight": 26,
    "fortnightly": 26, "month": 12, "monthly": 12, "quarter": 4, "quarterly": 4, "year": 1, "yearly": 1,
    "annually": 1,
}  # fmt: skip
_ADVERBS = re.compile(r"\b(\w+b)ly\b")
_OFTEN = re.compile(
    r"\b(hour|day|week|fortnight|month|quarter|year)s?\b"
    r"|\b(hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b"
)
_RATE_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "per",
        "every",
        "each",
        "once",
        "twice",
        "few",
        "several",
        "many",
        "times",
        "time",
        "less",
        "more",
        "than",
        "or",
        "at",
        "least",
        "most",
        "between",
        "and",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "couple",
        "of",
        "about",
        "around",
        "only",
        "least",
        "nearly",
        "almost",
        "in",
    ]
)
_FLUFF = frozenset(
    [
        "to",
        "for",
        "me",
        "my",
        "at",
        "it",
        "this",
        "of",
        "all",
        "in",
        "i",
        "am",
        "feel",
        "is",
        "was",
        "were",
        "that",
        "with",
        "the",
        "a",
        "an",
    ]
)
_MOST_UNKNOWN_WORDS = 1
_DEGREE = re.compile(rf"\b({'|'.join(sorted(_DEGREES, key=len, reverse=True))})\b")
_NOT_AT_ALL_WORDS = re.compile(r"\bnot (at all|in the least|remotely)\b|\bat all un")
_NOT_VERY_WORDS = re.compile(r"\bnot (very|so|too|that|particularly|really|overly|especially)\b")
_REMARK = re.compile(r"\s(?:--|[-\u2013\u2014])\s|[:;,(]|\.\s")


def ranks_of(label: str) -> dict[str, float]:
    """The families a label may belong to, each with its rank there; empty for other wordings.

    What follows a dash, comma, colon or bracket is read only if the whole says nothing.

    >>> ranks_of("Very unsafe"), ranks_of("Never -- I have no need of it")
    ({'safety': -5.0}, {'frequency': 0.0})
    """
    found = _ranks(plain_words(label))
    head, *remark = _REMARK.split(label, maxsplit=1)
    if found or not remark or not head.strip():
        return found
    lower = 0.05 if "not" in plain_words(remark[0]).split() else 0.0  # `Never, but open to it` is above
    return {family: rank - lower for family, rank in _ranks(plain_words(head)).items()}


def _ranks(words: str) -> dict[str, float]:
    found = {family: phrases[words] for family, phrases in _PHRASES.items() if words in phrases}
    if found:
        return _by_degree(words) | found
    if words.startswith("neither ") and " nor " in words:
        return {ANY: 0.0}
    rate = _rate(words)
    if rate is not None:
        return {"frequency": rate}
    stemmed = _ADVERBS.sub(r"\1le", words)
    return _by_head(stemmed) or _by_degree(stemmed)


def _by_head(words: str) -> dict[str, float]:
    split = words.split()
    head = next((word for word in split if word in _HEADS), None)
    if head is None:
        return {}
    family, base = _HEADS[head]
    rest = _DEGREE.sub(" ", " ".join(word for word in split if word not in (head, "not")))
    if len([word for word in rest.split() if word not in _FLUFF]) > _MOST_UNKNOWN_WORDS:
        return {}
    return {family: _rank(words, base)}


def _by_degree(words: str) -> dict[str, float]:
    """For any adjective, told by its degree: `not very masculine` is of the family `~masculine`."""
    is_negated = bool(re.match(r"not\b", words))
    degree = _DEGREE.match(words)
    if not is_negated and degree is None:
        return {}
    tail = _NOT_VERY_WORDS.sub("", _NOT_AT_ALL_WORDS.sub("", words))
    tail = " ".join(_DEGREE.sub(" ", re.sub(r"^\s*not\b", "", tail)).split())
    if len(tail.split()) > 3:
        return {}
    return {f"~{tail}" if tail else ANY: _rank(words, _PLAIN)}


def _rank(words: str, base: float) -> float:
    """The rank of an adjective of rank `base` with the degree and negation that stand around it."""
    if _NOT_AT_ALL_WORDS.search(words):
        return _NOT_AT_ALL
    if _NOT_VERY_WORDS.search(words):
        return _NOT_VERY
    if re.search(r"\bnot\b", words):
        return -base
    degree = _DEGREE.search(words)
    if degree is None:
        return base
    towards = _DEGREES[degree[1]]
    return (base + towards - _PLAIN) if base > 0 else (base - towards + _PLAIN) if base < 0 else towards / 10


def _rate(words: str) -> float | None:
    """Times a year that a wording such as `a few times per week` stands for, roughly."""
    periods = [_PERIODS[found[1] or found[2]] for found in _OFTEN.finditer(words)]
    if not periods or len(periods) > 2:
        return None
    rest = [word for word in _OFTEN.sub(" ", words).split() if not word.isdigit()]
    if any(word not in _RATE_WORDS for word in rest):
        return None
    if not rest and not re.search(r"ly\b", words):
        return None  # `2 years` is how long, not how often
    if re.search(r"\d", words) and not re.search(r"\b(times?|every|per|a|an)\b", words):
        return None
    rate = periods[0] if len(periods) == 1 else (periods[0] * periods[1]) ** 0.5
    if re.search(r"\b(few|several|many|couple|two|three|four|twice|[2-9]|times)\b", words):
        rate *= 2.5
    if re.search(r"\b(less|at most)\b", words):
        rate *= 0.8
    elif re.search(r"\b(more|at least)\b", words):
        rate *= 1.2
    return rate
