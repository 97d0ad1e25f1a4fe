"""How far two people agree that a code is in a passage, where both have read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from qualkit.analysis.suggest_judging import Rates

ReadBy = Mapping[str, bool]
"""Coder → whether they gave the code, of everybody who looked for it in one passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAgree:
    """Agreement on one code between people."""

    passages: int
    """That two or more have read, the code having been there to look for."""
    kappa: float | None
    """Cohen's kappa; of several pairs of coders the mean, weighted by their passages. None where a pair of
    people gives nothing to compare: no such passage, or both say the same of all."""


def people_agree(passages: Iterable[ReadBy]) -> PeopleAgree:
    """Cohen's kappa (1960) of every two coders on what both have read."""
    pairs: dict[tuple[str, str], list[tuple[bool, bool]]] = {}
    shared = 0
    for said in passages:
        shared += len(said) > 1
        for one, other in combinations(sorted(said), 2):
            pairs.setdefault((one, other), []).append((said[one], said[other]))
    found = [(len(both), kappa) for both in pairs.values() if (kappa := _rates(both).kappa) is not None]
    total = sum(number for number, _ in found)
    mean = sum(number * kappa for number, kappa in found) / total if total else None
    return PeopleAgree(passages=shared, kappa=mean)


def _rates(both: list[tuple[bool, bool]]) -> Rates:
    return Rates(
        n=len(both),
        examples=sum(one for one, _ in both),
        proposed=sum(other for _, other in both),
        right=sum(one and other for one, other in both),
    )
