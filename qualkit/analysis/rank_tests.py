"""Do groups answer a scale differently? Rank tests from counts, with Holm's correction over the items."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualkit.analysis.stats import chi2_tail, normal_tail
from qualkit.errors import Refused

SMALLEST = 5
"""Fewer in a group say nothing in a rank test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTest:
    """One item's test. `p_holm` is corrected for all items of the run."""

    item: str
    test: str
    """`Mann-Whitney U` (two groups) or `Kruskal-Wallis H` (three or more)."""
    groups: tuple[str, ...]
    """The groups that were compared; those without an answer are not among them."""
    statistic: float
    """U of the first group, or H corrected for ties."""
    df: int | None
    p: float
    p_holm: float


def rank_test(item: str, groups: Sequence[str], counts: NDArray[np.int64]) -> RankTest:
    """Compare the groups' answers to one item; `p_holm` is still `p`.

    `counts` is shaped (groups, levels), lowest level first; everybody in a level is tied. Two groups:
    Mann-Whitney 1947, two-sided, normal approximation with corrections for ties and continuity, as R's
    `wilcox.test` does with ties. More: Kruskal and Wallis 1952, as R's `kruskal.test`. Groups of 1 to 4
    answers, or fewer than two groups with answers, are refused.
    """
    kept = [place for place, row in enumerate(counts) if row.sum() > 0]
    names, table = tuple(groups[place] for place in kept), counts[kept].astype(float)
    _check(item, names, table)
    if len(names) == 2:
        test, statistic, df, p = "Mann-Whitney U", *_mann_whitney(table)
    else:
        test, statistic, df, p = "Kruskal-Wallis H", *_kruskal_wallis(table)
    return RankTest(item=item, test=test, groups=names, statistic=statistic, df=df, p=p, p_holm=p)


def holm(values: Sequence[float]) -> list[float]:
    """P values corrected for there being several (Holm 1979), in the order given.

    >>> [round(p, 10) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    corrected, highest = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = highest
    return corrected


def _check(item: str, names: Sequence[str], table: NDArray[np.float64]) -> None:
    if len(names) < 2:
        raise Refused(
            f"“{item}” has answers in {'one group' if names else 'no group'}: there is nothing to compare.",
            hint="Take a split with at least two groups of people who answered, or leave --test out.",
        )
    small = [f"{name} ({n:.0f})" for name, n in zip(names, table.sum(axis=1), strict=True) if n < SMALLEST]
    if small:
        raise Refused(
            f"Too few answers to “{item}” for a test: {', '.join(small)}; each group needs {SMALLEST}.",
            hint="Join groups, leave the small ones out with --where, or leave --test out.",
        )


def _midranks(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rank that everybody in a level shares."""
    return np.cumsum(totals) - totals + (totals + 1) / 2


def _ties(totals: NDArray[np.float64]) -> float:
    return float((totals**3 - totals).sum())


def _mann_whitney(table: NDArray[np.float64]) -> tuple[float, None, float]:
    totals = table.sum(axis=0)
    n1, n2 = table.sum(axis=1)
    n = float(n1 + n2)
    u = float((table[0] * _midranks(totals)).sum() - n1 * (n1 + 1) / 2)
    variance = n1 * n2 / 12 * ((n + 1) - _ties(totals) / (n * (n - 1)))
    gap = abs(u - n1 * n2 / 2) - 0.5
    p = 1.0 if variance <= 0 or gap <= 0 else min(1.0, 2 * normal_tail(gap / math.sqrt(variance)))
    return u, None, p


def _kruskal_wallis(table: NDArray[np.float64]) -> tuple[float, int, float]:
    totals, sizes = table.sum(axis=0), table.sum(axis=1)
    n, df = float(totals.sum()), len(table) - 1
    sums = (table * _midranks(totals)).sum(axis=1)
    ties = 1 - _ties(totals) / (n**3 - n)
    if ties <= 0:
        return 0.0, df, 1.0
    h = float((12 / (n * (n + 1)) * (sums**2 / sizes).sum() - 3 * (n + 1)) / ties)
    return h, df, chi2_tail(h, df)
