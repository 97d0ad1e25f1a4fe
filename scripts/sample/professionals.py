"""The survey of professionals: what each of the 31 wrote, and the ticks that go with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

SEED = 31
FACTORS: Mapping[str, int] = {
    "Factors linked to living in care": 26,
    "Where the young person was living": 23,
    "Arguments / relationship breakdown in the family": 19,
    "Mental health": 23,
    "Criminal exploitation": 24,
    "Sexual exploitation": 18,
    "Suicidal thoughts or ideation": 13,
    "Self-harm": 11,
}
"""Factor → how many of them chose 4 or 5."""
HARMS: Mapping[str, tuple[int, int]] = {
    "Emotional harm": (21, 28),
    "Psychological harm": (18, 30),
    "Sexual harm by someone else": (13, 26),
    "Physical harm by someone else": (14, 29),
    "Accidental physical harm": (5, 25),
}
"""Harm → (how many chose very or fairly frequently, how many rated it at all)."""
FRIEND = "A friend"
TOLD: Mapping[str, int] = {
    FRIEND: 25,
    "Return home interview worker": 12,
    "Another professional": 12,
    "A family member": 9,
    "The police": 1,
}
"""Whom children would tell → how many ticked it."""
SKIPPED = "R20"
"""Who left the multi-select empty."""
TOLD_POLICE = "R11"
"""Who thinks that children would tell the police: an officer, who writes of those they know by sight."""
_WORRY = {"Very unsafe": 1.5, "Fairly unsafe": 0.5, "Neither safe nor unsafe": -0.3, "Fairly safe": -1.5}
_INTERVIEWERS = ("Third sector staff or volunteer", "Local authority staff")

HEADER = (
    "respondent_id",
    "role",
    "experience",
    *(f"factor_common [{factor}]" for factor in FACTORS),
    "factors",
    "perceived_safety",
    *(f"harm_frequency [{harm}]" for harm in HARMS),
    "disclosure_frequency",
    "would_disclose_to",
    "barriers",
    "help",
)
"""In the order of the questionnaire. Each row of a grid is a column, named as Google Forms names it."""


def rows() -> list[tuple[str, ...]]:
    """The rows of professionals.csv, below HEADER."""
    closed = closed_answers(Random(SEED))
    both = [{**one, **answers} for one, answers in zip(people(), closed, strict=True)]
    return [tuple(row.get(column, "") for column in HEADER) for row in both]


def people() -> list[dict[str, Any]]:
    """The 31 as they stand in professionals_answers.toml."""
    path = Path(__file__).with_name("professionals_answers.toml")
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["person"]
    return found


def closed_answers(random: Random) -> list[dict[str, str]]:
    """Column → answer of the closed questions, one a person: the counts are fixed, who gives which is drawn.

    Whoever thinks children unsafe, or has written about a factor, rates it higher than others do.
    """
    asked = people()
    everybody = [one["respondent_id"] for one in asked]
    worry = {one["respondent_id"]: _WORRY[one["perceived_safety"]] + random.gauss(0, 0.6) for one in asked}
    new = {one["respondent_id"] for one in asked if one["experience"] == "Under 2 years"}
    columns: dict[str, dict[str, str]] = {}
    for factor, many in FACTORS.items():
        lean = {one["respondent_id"]: 3.0 * (factor in one["writes_of"]) for one in asked}
        ranked = _ranked(everybody, {key: lean[key] + worry[key] for key in everybody}, random)
        columns[f"factor_common [{factor}]"] = _rating(ranked, many, random)
    for harm, (often, known) in HARMS.items():
        knowing = _ranked(everybody, {key: -1.5 * (key in new) for key in everybody}, random)
        ranked = _ranked(sorted(knowing[:known]), worry, random)
        columns[f"harm_frequency [{harm}]"] = {
            **_frequency(ranked, often, random),
            **dict.fromkeys(knowing[known:], "Don't know"),
        }
    columns["would_disclose_to"] = _told(asked, random)
    kept = ("respondent_id", "role", "experience", "perceived_safety", "disclosure_frequency")
    return [
        {
            **{column: one[column] for column in kept},
            **{column: given.get(one["respondent_id"], "") for column, given in columns.items()},
        }
        for one in asked
    ]


def _ranked(keys: Sequence[str], lean: Mapping[str, float], random: Random) -> list[str]:
    """Those who lean that way the most, first; chance has its part."""
    score = {key: lean[key] + random.gauss(0, 1) for key in keys}
    return sorted(keys, key=lambda key: -score[key])


def _rating(ranked: Sequence[str], many: int, random: Random) -> dict[str, str]:
    """4 or 5 for the first `many`, and the rest below."""
    rest = len(ranked) - many
    ends = {
        "5": round(many * random.uniform(0.35, 0.6)),
        "4": many,
        "3": many + round(rest * random.uniform(0.4, 0.6)),
        "2": len(ranked) - round(rest * random.uniform(0, 0.25)),
    }
    return _in_steps(ranked, {**ends, "1": len(ranked)})


def _frequency(ranked: Sequence[str], often: int, random: Random) -> dict[str, str]:
    """Very or fairly frequently for the first `often`, and the rest below."""
    rest = len(ranked) - often
    ends = {
        "Very frequently": round(often * random.uniform(0.2, 0.5)),
        "Fairly frequently": often,
        "Not very frequently": len(ranked) - round(rest * random.uniform(0.1, 0.3)),
    }
    return _in_steps(ranked, {**ends, "Not at all": len(ranked)})


def _in_steps(ranked: Sequence[str], ends: Mapping[str, int]) -> dict[str, str]:
    """Each of them with the first answer whose end lies behind their place."""
    return {key: next(said for said, end in ends.items() if place < end) for place, key in enumerate(ranked)}


def _told(asked: Sequence[Mapping[str, Any]], random: Random) -> dict[str, str]:
    """The ticks of the multi-select, joined in one cell; everybody but one has at least one."""
    answering = [one["respondent_id"] for one in asked if one["respondent_id"] != SKIPPED]
    lean = {
        "Return home interview worker": {
            one["respondent_id"]: 1.5 * (one["role"] in _INTERVIEWERS) for one in asked
        },
        "The police": {one["respondent_id"]: 9.0 * (one["respondent_id"] == TOLD_POLICE) for one in asked},
    }
    nobody = dict.fromkeys(answering, 0.0)
    ticks = {
        option: set(_ranked(answering, lean.get(option, nobody), random)[:many])
        for option, many in TOLD.items()
        if option != FRIEND
    }
    alone = {key: 9.0 * (not any(key in chosen for chosen in ticks.values())) for key in answering}
    ticks[FRIEND] = set(_ranked(answering, alone, random)[: TOLD[FRIEND]])
    return {key: ";".join(option for option in TOLD if key in ticks[option]) for key in answering}
