"""Words that stand near each other more often than by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qualkit.analysis.word_counts import Base, Numbers, Occurrences, Said, Spoken, Spread, WordOptions

Measure = Literal["log-likelihood", "pmi"]
WINDOW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two words, the second within the window behind the first."""

    first: str
    second: str
    spread: Spread
    log_likelihood: float
    pmi: float
    """Bits: by how many doublings they meet more often than if words stood anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collocations:
    """Pairs, those that belong together most first."""

    pairs: tuple[Pair, ...]
    base: Base
    window: int


def collocations(
    said: Sequence[Said],
    options: WordOptions,
    *,
    measure: Measure = "log-likelihood",
    window: int = WINDOW,
) -> Collocations:
    """Pairs of words of which the second stands within `window` words, the first among them.

    Dunning's log-likelihood (1993) or pointwise mutual information (Church & Hanks 1990), as nltk counts
    them: with a wider window, a pair counts by 1 / (window - 1). Pairs that meet more rarely than by chance
    are left out.
    """
    spoken = Spoken.of(said, by_stems=options.by_stems)
    words = np.bincount(spoken.words, minlength=len(spoken.vocabulary))
    found = spoken.pairs(window, (words >= options.least) & ~spoken.listed(options.stop))
    scores = _scores(words, found, np.flatnonzero(found.times >= options.least), window)
    ranked = sorted(
        (item for item, (_, pmi) in scores.items() if pmi > 0),
        key=lambda item: (-scores[item][measure == "pmi"], spoken.shown(found.parts[item])),
    )[: options.most or None]
    pairs = tuple(
        Pair(
            first=spoken.shown(found.parts[item][:1]),
            second=spoken.shown(found.parts[item][1:]),
            spread=spread,
            log_likelihood=scores[item][0],
            pmi=scores[item][1],
        )
        for item, spread in zip(ranked, spoken.spreads(found, ranked), strict=True)
    )
    return Collocations(pairs=pairs, base=spoken.base(), window=window)


def _scores(
    words: Numbers, found: Occurrences, items: Numbers, window: int
) -> dict[int, tuple[float, float]]:
    """Item → (log-likelihood, PMI), by nltk."""
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures
    from nltk.probability import FreqDist

    times = found.times
    pairs = {tuple(found.parts[item].tolist()): int(item) for item in items}
    often = FreqDist({pair: int(times[item]) for pair, item in pairs.items()})
    finder = BigramCollocationFinder(FreqDist(dict(enumerate(words.tolist()))), often, window_size=window)
    pmi = dict(finder.score_ngrams(BigramAssocMeasures.pmi))
    likelihood = dict(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))
    return {item: (float(likelihood[pair]), float(pmi[pair])) for pair, item in pairs.items()}
