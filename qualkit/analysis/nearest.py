"""Which texts are nearest in meaning to something."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualkit.analysis.embedding import Vectors

_CLOSEST = 3


def nearness(rows: Vectors, wanted: Vectors) -> list[float]:
    """How near each row is to what is wanted, from -1 to 1: its mean cosine to the three nearest of those.

    What is wanted may be of several sorts, as the passages of a code are: near to some of them will do.
    """
    import numpy as np

    cosines = rows @ wanted.T
    few = min(_CLOSEST, cosines.shape[1])
    return [float(one) for one in np.sort(cosines, axis=1)[:, -few:].mean(axis=1)]


def nearest(near: list[float], most: int) -> list[int]:
    """The places of the nearest, the nearest first; of those equally near, the first."""
    return sorted(range(len(near)), key=lambda number: (-round(near[number], 6), number))[:most]
