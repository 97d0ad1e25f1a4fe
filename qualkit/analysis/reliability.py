"""Do the items of a scale go together? Cronbach's alpha."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from qualkit.analysis.closed import Item
from qualkit.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Cronbach's alpha, of whom and with which items turned round."""

    value: float | None
    """None where everybody's sum is the same."""
    items: tuple[str, ...]
    n: int
    """People who rated every item; nobody else is in it."""
    left_out: int
    """People who rated some of the items and not all."""
    reversed_items: tuple[str, ...] = ()

    @property
    def keying(self) -> str:
        """Which items were turned round, as a reader has to be told."""
        if not self.reversed_items:
            return "all items as they stand, none reversed"
        return "reversed: " + "; ".join(self.reversed_items)

    @property
    def note(self) -> str:
        """The figure as a sentence."""
        figure = "can't be given (every sum is the same)" if self.value is None else f"{self.value:.3f}"
        return (
            f"Cronbach's alpha of {len(self.items)} items: {figure}; the {self.n:,} who rated all of them, "
            f"{self.left_out:,} who rated only some left out; {self.keying}."
        )


def alpha(items: Sequence[Item], reverse: Collection[str] = ()) -> Alpha:
    """Cronbach's alpha of raw levels 1..k, listwise (Cronbach 1951; agrees with R psych's `raw_alpha`).

    `reverse` names the columns that are worded the other way round; nothing is ever turned round by
    itself, as psych's `check.keys` would. Items with different numbers of levels are refused.
    """
    _check(items, reverse)
    given = np.array([column.codes >= 0 for column in items])
    whole = given.all(axis=0)
    steps = len(items[0].levels) - 1
    levels = np.array(
        [
            steps - column.codes[whole] if column.question.column in reverse else column.codes[whole]
            for column in items
        ],
        dtype=float,
    )
    n, k = int(whole.sum()), len(items)
    spread = float(levels.sum(axis=0).var(ddof=1)) if n > 1 else 0.0
    parts = float(levels.var(axis=1, ddof=1).sum()) if n > 1 else 0.0
    return Alpha(
        value=k / (k - 1) * (1 - parts / spread) if spread > 0 else None,
        items=tuple(column.question.column for column in items),
        n=n,
        left_out=int((given.any(axis=0) & ~whole).sum()),
        reversed_items=tuple(c.question.column for c in items if c.question.column in reverse),
    )


def _check(items: Sequence[Item], reverse: Collection[str]) -> None:
    if len(items) < 2:
        raise Refused("Cronbach's alpha needs at least two items.")
    if len({len(column.levels) for column in items}) > 1:
        raise Refused("Cronbach's alpha needs items with the same number of levels.")
    unknown = sorted(set(reverse) - {column.question.column for column in items})
    if unknown:
        raise Refused(f"Not among the items of the scale: {', '.join(unknown)}.")
