"""Statistics of a share and of a scale, from counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


def wilson(count: float, base: float, z: float = Z95) -> tuple[float, float] | None:
    """Wilson's score interval of a share, without continuity correction; None for an empty base.

    Wilson 1927, JASA 22, 209-212; agrees with R's `prop.test(correct = FALSE)`. For weighted shares `base`
    is the effective n and `count` the share of it.

    >>> [round(end, 4) for end in wilson(25, 30)]
    [0.6644, 0.9266]
    """
    if base <= 0:
        return None
    share, square = count / base, z * z
    middle = share + square / (2 * base)
    half = z * math.sqrt(max(share * (1 - share), 0.0) / base + square / (4 * base * base))
    scale = 1 + square / base
    low = 0.0 if count <= 0 else max(0.0, (middle - half) / scale)
    high = 1.0 if count >= base else min(1.0, (middle + half) / scale)
    return low, high


def level_median(counts: Sequence[float]) -> float | None:
    """The median number of the level, 1..k; halfway between two where they split the answers evenly."""
    total = math.fsum(counts)
    if total <= 0:
        return None
    half, so_far = total / 2, 0.0
    for number, count in enumerate(counts, start=1):
        so_far += count
        if math.isclose(so_far, half, rel_tol=1e-12):
            after = next(n for n, c in enumerate(counts, start=1) if n > number and c > 0)
            return (number + after) / 2
        if so_far > half:
            return float(number)
    return float(len(counts))


def level_mean(counts: Sequence[float]) -> float | None:
    """The mean number of the level, 1..k, as if the steps between levels were equal."""
    total = math.fsum(counts)
    return math.fsum(n * c for n, c in enumerate(counts, start=1)) / total if total > 0 else None


def level_sd(counts: Sequence[float], n: float) -> float | None:
    """The standard deviation of the number of the level with n - 1 below; None for fewer than two.

    `n` is the number of people, or their effective number where `counts` are sums of weights.
    """
    mean, total = level_mean(counts), math.fsum(counts)
    if mean is None or n <= 1 + 1e-9:
        return None
    spread = math.fsum(c * (number - mean) ** 2 for number, c in enumerate(counts, start=1)) / total
    return math.sqrt(spread * n / (n - 1))


def normal_tail(z: float) -> float:
    """The chance of a standard normal value of at least `z`."""
    return math.erfc(z / math.sqrt(2)) / 2


def chi2_tail(x: float, df: int) -> float:
    """The chance of a chi-squared value of at least `x`, for whole degrees of freedom.

    Closed forms (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5).

    >>> round(chi2_tail(3.841458820694124, 1), 12), round(chi2_tail(5.991464547107979, 2), 12)
    (0.05, 0.05)
    """
    if x <= 0:
        return 1.0
    half = x / 2
    if df % 2:
        terms = math.fsum(_term(half, i - 0.5) for i in range(1, (df - 1) // 2 + 1))
        return min(1.0, math.erfc(math.sqrt(half)) + terms)
    return min(1.0, math.fsum(_term(half, float(i)) for i in range(df // 2)))


def _term(half: float, power: float) -> float:
    return math.exp(power * math.log(half) - half - math.lgamma(power + 1))
