"""How good proposals are, judged on passages of people whom the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FOLDS = 5
LEAST_EXAMPLES = 15
LEAST_PEOPLE = 3
LEAST_PROPOSED = 5
"""A precision is believed of so many proposals at least."""
MOST_A_PASSAGE = 3
_Z = 0.8416
"""The 80th percentile of the normal distribution."""


def grouped_folds(groups: Sequence[str], given: np.ndarray, folds: int = FOLDS) -> np.ndarray:
    """The number of its fold for each passage: a person's are all in one, rare codes are spread.

    People are dealt out by the rarest code that they have, each to the fold with the fewest examples of it,
    then with the fewest passages (iterative stratification: Sechidis, Tsoumakas and Vlahavas 2011). There are
    never more folds than people. The same passages give the same folds, in whatever order they come.
    """
    names = sorted(set(groups))
    folds = max(1, min(folds, len(names)))
    number = {name: at for at, name in enumerate(names)}
    of = np.array([number[group] for group in groups], dtype=int)
    has = np.zeros((len(names), given.shape[1]))
    np.add.at(has, of, given)
    sizes, totals = np.bincount(of, minlength=len(names)), has.sum(axis=0)
    rarity = np.where(has > 0, totals, np.inf)
    rarest = rarity.argmin(axis=1) if given.shape[1] else np.zeros(len(names), dtype=int)
    lowest = rarity.min(axis=1) if given.shape[1] else np.full(len(names), np.inf)
    put = np.zeros(len(names), dtype=int)
    filled, dealt = np.zeros(folds), np.zeros((folds, given.shape[1]))
    for person in sorted(range(len(names)), key=lambda at: (lowest[at], rarest[at], -sizes[at], at)):
        examples = dealt[:, rarest[person]] if np.isfinite(lowest[person]) else np.zeros(folds)
        put[person] = fold = min(range(folds), key=lambda at: (examples[at], filled[at], at))
        filled[fold] += sizes[person]
        dealt[fold] += has[person]
    folded: np.ndarray = put[of]
    return folded


def best_threshold(scores: np.ndarray, given: np.ndarray, precision: float) -> float | None:
    """The score above which the precision asked for is met with the best F1; None where there is none.

    So a code that is told easily is not proposed ever more until one in five is wrong. A tiny number that
    happens to be right proves little: what has to meet the precision is the lower end of an interval for that
    of the proposals above (`sure_precision`), and there must be five of them.
    """
    ranked, right, sure = _ranked(scores, given)
    meets = (sure >= precision) & (ranked > 0)
    if not meets.any():
        return None
    f1 = 2 * right / (np.arange(1, len(ranked) + 1) + given.sum())
    return float(ranked[np.where(meets, f1, -1).argmax()])


def sure_precision(right: np.ndarray, n: np.ndarray, z: float = _Z) -> np.ndarray:
    """The precision that `right` of n proposals show: the lower end of a one-sided 80% interval.

    By Wilson (1927). 5 of 5 show 0.88, 15 of 18 show 0.75, 150 of 180 show 0.81.
    """
    share, z2 = right / n, z * z
    spread = z * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    lower: np.ndarray = (share + z2 / (2 * n) - spread) / (1 + z2 / n)
    return lower


def _ranked(scores: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores from the highest; down to each, how many are right and the sure precision.

    That is 0 within ties, and of too few.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, right = scores[order], np.cumsum(given[order])
    if not len(ranked):
        return ranked, right, ranked
    n = np.arange(1, len(ranked) + 1)
    is_whole = np.append(ranked[1:] < ranked[:-1], True) & (n >= LEAST_PROPOSED)
    return ranked, right, np.where(is_whole, sure_precision(right, n), 0.0)


def passing(scores: np.ndarray, thresholds: Sequence[float | None]) -> np.ndarray:
    """Which codes are proposed for which passages: those at or above their threshold, three at most."""
    bars = np.array([np.inf if bar is None else bar for bar in thresholds])
    passed = scores >= bars
    if passed.shape[1] > MOST_A_PASSAGE:
        ranked = np.argsort(np.argsort(-np.where(passed, scores, -np.inf), axis=1, kind="stable"), axis=1)
        passed &= ranked < MOST_A_PASSAGE
    return passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How decisions of a model compare with a person's."""

    n: int
    """Passages on which both are known."""
    examples: int
    """Those that the person gave the code."""
    proposed: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of what was proposed, the share that the person had coded so."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """Of what the person had coded so, the share that was proposed."""
        return self.right / self.examples if self.examples else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.examples + self.proposed) if self.examples + self.proposed else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (1960) of model and person; None where either says the same of all."""
        if not self.n:
            return None
        neither = self.n - self.examples - self.proposed + self.right
        observed = (self.right + neither) / self.n
        yes, no = self.examples * self.proposed, (self.n - self.examples) * (self.n - self.proposed)
        expected = (yes + no) / self.n**2
        return (observed - expected) / (1 - expected) if expected < 1 else None


def rates(proposed: np.ndarray, given: np.ndarray, where: np.ndarray | None = None) -> Rates:
    """Compare decisions; `where`: only on these."""
    if where is not None:
        proposed, given = proposed[where], given[where]
    return Rates(
        n=int(given.size),
        examples=int(given.sum()),
        proposed=int(proposed.sum()),
        right=int((proposed & given).sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfFold:
    """Each passage's scores by a model that has seen nothing of its person."""

    scores: np.ndarray
    """Passages × codes."""
    folds: np.ndarray
    given: np.ndarray
    judged: np.ndarray
    """Where it is known whether a person, unaided, gave the code."""

    def threshold(self, code: int, precision: float, *, less_fold: int = -1) -> float | None:
        """The code's best threshold that meets a precision; `less_fold`: without this fold's passages."""
        here = self.judged[:, code] & (self.folds != less_fold)
        return best_threshold(self.scores[here, code], self.given[here, code], precision)

    def thresholds(
        self, speaking: Sequence[int], precision: float, *, less_fold: int = -1
    ) -> list[float | None]:
        """Of all codes; None for those that are not to speak."""
        wanted = set(speaking)
        return [
            self.threshold(code, precision, less_fold=less_fold) if code in wanted else None
            for code in range(self.scores.shape[1])
        ]

    def proposed(self, speaking: Sequence[int], precision: float) -> np.ndarray:
        """What would be proposed where each fold's thresholds come from the other folds alone."""
        decided = np.zeros(self.scores.shape, dtype=bool)
        for fold in np.unique(self.folds):
            here = self.folds == fold
            bars = self.thresholds(speaking, precision, less_fold=int(fold))
            decided[here] = passing(self.scores[here], bars)
        return decided

    def best_precision(self, code: int) -> float:
        """The greatest precision that any threshold shows, as `best_threshold` takes it."""
        here = self.judged[:, code]
        return float(_ranked(self.scores[here, code], self.given[here, code])[2].max(initial=0.0))
