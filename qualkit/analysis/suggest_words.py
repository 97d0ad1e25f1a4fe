"""The words of passages as numbers to learn from, and which of them speak for a code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from qualkit.analysis.stop_words import STOP_WORDS
from qualkit.model.text import fold

_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:'\w[\w\u0300-\u036f]*)*")
_NO_WORD = ""
"""What a text without words is learned by, such as one of emoji alone."""
TOLD = 3
"""So many words, at most, are told for a proposal."""
_LEAST_OF_BEST = 0.2
"""Words that speak so much less than the best are not told."""
_UNTOLD = STOP_WORDS | {_NO_WORD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A word, or two that follow each other, that speaks for a code, and where it stands in the text."""

    words: str
    """As they are learned: folded, in small letters."""
    places: tuple[tuple[int, int], ...]
    """Half-open, in code points of the text."""


def word_places(text: str) -> dict[str, list[tuple[int, int]]]:
    """Every word and every two that follow each other → where they stand.

    >>> word_places("We waited; we rang.")["we rang"]
    [(11, 18)]
    """
    folded = fold(text, ignore_case=True)
    words = [(found[0], *folded.original(*found.span())) for found in _WORD.finditer(folded.text)]
    places: dict[str, list[tuple[int, int]]] = {}
    for word, start, end in words:
        places.setdefault(word, []).append((start, end))
    for (first, start, _), (second, _, end) in pairwise(words):
        places.setdefault(f"{first} {second}", []).append((start, end))
    return places


def places_of(text: str, told: str) -> tuple[tuple[int, int], ...]:
    """Where words that were told for a proposal stand in a text, in order; `told` parts them by "; ".

    >>> places_of("We waited; we rang.", "waited; we rang")
    ((3, 9), (11, 18))
    """
    found = word_places(text)
    return tuple(sorted(place for words in told.split("; ") for place in found.get(words, ())))


def _grams(text: str) -> list[str]:
    folded = fold(text, ignore_case=True).text
    words = _WORD.findall(folded) or [_NO_WORD]
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


class TextFeatures:
    """Words, pairs of words and runs of 3 to 5 letters, each weighted by TF-IDF, as learned from texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._words = TfidfVectorizer(analyzer=_grams, sublinear_tf=True)
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, preprocessor=_folded
        )
        self.matrix = self._joined(self._words.fit_transform(texts), self._letters.fit_transform(texts))
        """A row for each text that was learned from."""
        self._names: np.ndarray = self._words.get_feature_names_out()

    def rows(self, texts: Sequence[str]) -> Any:
        """A row for each of other texts."""
        return self._joined(self._words.transform(texts), self._letters.transform(texts))

    @staticmethod
    def _joined(words: Any, letters: Any) -> Any:
        from scipy.sparse import hstack

        return hstack([words, letters]).tocsr()

    def reasons(self, texts: Sequence[str], weights: Sequence[np.ndarray]) -> list[tuple[Reason, ...]]:
        """For each text the words that speak most for a code, the strongest first.

        `weights` are for each text those that were learned for the code, one a column of the matrix.
        """
        rows = self._words.transform(texts)
        found = []
        for text, learned, start, end in zip(texts, weights, rows.indptr, rows.indptr[1:], strict=False):
            columns, values = rows.indices[start:end], rows.data[start:end]
            spoken = dict(
                zip(self._names[columns].tolist(), (values * learned[columns]).tolist(), strict=True)
            )
            places = word_places(text)
            told = _strongest(spoken, TOLD)
            found.append(tuple(Reason(words=one, places=tuple(places[one])) for one in told))
        return found

    def strongest(self, weights: np.ndarray, number: int) -> tuple[str, ...]:
        """The words that speak most for a code in whatever passage."""
        some = np.argsort(-weights[: len(self._names)], kind="stable")[: number * 5]
        return _strongest({str(self._names[column]): float(weights[column]) for column in some}, number)


def _folded(text: str) -> str:
    return fold(text, ignore_case=True).text


def _strongest(spoken: Mapping[str, float], number: int) -> tuple[str, ...]:
    found: list[str] = []
    told: set[str] = set()
    least = max(spoken.values(), default=0) * _LEAST_OF_BEST
    for words, weight in sorted(spoken.items(), key=lambda item: (-item[1], item[0])):
        parts = words.split(" ")
        if weight <= least or len(found) == number:
            break
        if told.isdisjoint(parts) and not all(part in _UNTOLD for part in parts):
            found.append(words)  # "waiting" has said what "waiting room" would
            told.update(parts)
    return tuple(found)
