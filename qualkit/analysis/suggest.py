"""Codes for passages, learned from what people have coded.

Words and letters (TF-IDF) and, where an embedding model is at hand, what passages mean: for each code a
logistic regression of either, whose probabilities are averaged. What a codebook says of a code (its name,
definition and examples) is one more example of it, which counts for much while there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np

from qualkit.analysis.suggest_judging import (
    FOLDS,
    LEAST_EXAMPLES,
    LEAST_PEOPLE,
    OutOfFold,
    Rates,
    grouped_folds,
    passing,
    rates,
)
from qualkit.analysis.suggest_words import Reason, TextFeatures
from qualkit.errors import Stopped

ALGORITHM = "1"
"""Changes with anything that would make the same study's model give other scores."""
_C_WORDS = 2.0
_C_MEANING = 5.0
_BATCH = 2_000
_MOST_TEXT = 20_000
"""Characters of a passage that are learned from."""

Progress = Callable[[int, int], object]
IsStopped = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Passages with what people gave them. Arrays of bool are passages × codes."""

    texts: Sequence[str]
    groups: Sequence[str]
    """Who speaks, or is spoken of."""
    codes: Sequence[str]
    """Ids."""
    given: np.ndarray
    known: np.ndarray
    """Where a person has looked for the code."""
    judged: np.ndarray
    """Where a person has decided unaided: what began as a rule or proposal is learned from, not judged by."""
    hints: Sequence[str] = ()
    """What the codebook says of each code, as one text; empty where it says nothing."""
    vectors: np.ndarray | None = None
    hint_vectors: np.ndarray | None = None
    means: str = ""
    """What the vectors were made by."""

    def examples(self, code: int) -> int:
        """How many passages a person has given the code, unaided."""
        return int((self.given[:, code] & self.judged[:, code]).sum())

    def people(self, code: int) -> int:
        """Of how many people these are."""
        rows = np.flatnonzero(self.given[:, code] & self.judged[:, code])
        return len({self.groups[int(row)] for row in rows})


class Scorer:
    """Scores of 0 to 1 for some codes of passages, learned from some rows of lessons."""

    def __init__(self, lessons: Lessons, rows: np.ndarray, columns: Sequence[int]) -> None:
        self._columns, self._codes = list(columns), len(lessons.codes)
        hinted = [code for code in self._columns if lessons.hints and lessons.hints[code]]
        texts = [lessons.texts[int(row)][:_MOST_TEXT] for row in rows]
        texts += [lessons.hints[code][:_MOST_TEXT] for code in hinted]
        given, known = _with_hints(lessons, rows, hinted)
        self._features = TextFeatures(texts)
        self._by_words = self._fitted(self._features.matrix, given, known, _C_WORDS)
        self._by_meaning: list[Any] = []
        if lessons.vectors is not None:
            vectors = lessons.vectors[rows]
            if lessons.hint_vectors is not None:
                vectors = np.vstack([vectors, lessons.hint_vectors[hinted]])
            else:
                given, known = given[: len(rows)], known[: len(rows)]
            self._by_meaning = self._fitted(vectors, given, known, _C_MEANING)

    def _fitted(self, matrix: Any, given: np.ndarray, known: np.ndarray, strength: float) -> list[Any]:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="blas"):  # several wait for each other, 10 times as long
            return [_fitted_one(matrix, given[:, code], known[:, code], strength) for code in self._columns]

    def scores(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
        """Passages × all codes; 0 for codes that were not learned."""
        found = np.zeros((len(texts), self._codes))
        if not len(texts):
            return found
        kinds = [(self._features.rows([text[:_MOST_TEXT] for text in texts]), self._by_words)]
        if self._by_meaning and vectors is not None:
            kinds.append((vectors, self._by_meaning))
        for matrix, models in kinds:
            for code, model in zip(self._columns, models, strict=True):
                if model is not None:
                    found[:, code] += model.predict_proba(matrix)[:, 1] / len(kinds)
        return found

    def reasons(self, texts: Sequence[str], codes: Sequence[int]) -> list[tuple[Reason, ...]]:
        """The words of each passage that speak for its code; none where it is its meaning as a whole."""
        models = [self._by_words[self._columns.index(code)] for code in codes]
        told = [number for number, model in enumerate(models) if model is not None]
        found: list[tuple[Reason, ...]] = [() for _ in texts]
        if told:
            words = [texts[number][:_MOST_TEXT] for number in told]
            reasons = self._features.reasons(words, [models[number].coef_[0] for number in told])
            for number, some in zip(told, reasons, strict=True):
                found[number] = some
        return found

    def strongest(self, code: int, number: int = 8) -> tuple[str, ...]:
        """The words that speak most for a code in whatever passage."""
        model = self._by_words[self._columns.index(code)] if code in self._columns else None
        return () if model is None else self._features.strongest(model.coef_[0], number)


def _fitted_one(matrix: Any, given: np.ndarray, known: np.ndarray, strength: float) -> Any:
    """The regression of one code on the rows where it is known; None where there is nothing to tell apart."""
    from sklearn.linear_model import LogisticRegression

    rows = np.flatnonzero(known)
    said = given[rows]
    if said.all() or not said.any():
        return None
    model = LogisticRegression(class_weight="balanced", solver="liblinear", C=strength, random_state=0)
    return model.fit(matrix if len(rows) == matrix.shape[0] else matrix[rows], said)


def _with_hints(lessons: Lessons, rows: np.ndarray, hinted: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """What is given and known of some rows, and of a row for each code's hint below them."""
    own = np.zeros((len(hinted), len(lessons.codes)), dtype=bool)
    own[np.arange(len(hinted)), list(hinted)] = True
    return np.vstack([lessons.given[rows], own]), np.vstack([lessons.known[rows], np.ones_like(own)])


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedCode:
    """What was learned of one code, and whether it may speak."""

    code: str
    examples: int
    people: int
    threshold: float | None = None
    """The score from which it is proposed; None where it keeps silent."""
    rates: Rates | None = None
    """Out of fold, each fold's threshold from the others; None where it keeps silent."""
    why_silent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A code proposed for a passage, with the words that speak for it."""

    passage: int
    code: str
    score: float
    reasons: tuple[Reason, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A model: which codes may speak from which score, and how good they are."""

    lessons: Lessons
    codes: tuple[LearnedCode, ...]
    precision: float
    """What the team asked for."""
    version: str
    """The same for the same lessons and settings, whoever learns and whenever."""
    folds: int
    out_of_fold: OutOfFold
    asked: tuple[int, ...]
    """The codes that were asked for."""
    tried: tuple[int, ...]
    """Those of them with enough examples to learn from."""
    scorer: Scorer | None

    @property
    def features(self) -> str:
        """What it was learned from, for a methods section."""
        words = "words and pairs of words, runs of 3 to 5 letters (TF-IDF)"
        means = (
            f", and sentence embeddings ({self.lessons.means})" if self.lessons.vectors is not None else ""
        )
        return f"{words}{means}; logistic regression, one code against the rest"

    def suggest(
        self,
        texts: Sequence[str],
        vectors: np.ndarray | None = None,
        *,
        seen: Sequence[int | None] = (),
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> list[Suggestion]:
        """Proposals for passages, the likeliest first within each, at most three.

        `seen` gives for a passage its number among the lessons: it is then scored by the model that has seen
        nothing of its person, so that a proposal never merely repeats what somebody coded there.
        """
        bars = [one.threshold for one in self.codes]
        if self.scorer is None or all(bar is None for bar in bars):
            return []
        found: list[Suggestion] = []
        for start in range(0, len(texts), _BATCH):
            _look_up(is_stopped)
            some = texts[start : start + _BATCH]
            scores = self.scorer.scores(some, None if vectors is None else vectors[start : start + _BATCH])
            for at, row in enumerate(seen[start : start + _BATCH]):
                if row is not None:
                    scores[at] = self.out_of_fold.scores[row]
            found += [
                Suggestion(
                    passage=start + at,
                    code=self.lessons.codes[code],
                    score=round(float(scores[at, code]), 4),
                    reasons=why,
                )
                for at, code, why in _explained(self.scorer, some, scores, passing(scores, bars))
            ]
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return found


def _explained(
    scorer: Scorer, texts: Sequence[str], scores: np.ndarray, passed: np.ndarray
) -> Iterator[tuple[int, int, tuple[Reason, ...]]]:
    """(text, code, words that speak for it) of what is proposed, the likeliest first within each text."""
    spots = [(int(at), int(code)) for at, code in zip(*np.nonzero(passed), strict=True)]
    spots.sort(key=lambda spot: (spot[0], -scores[spot], spot[1]))
    reasons = scorer.reasons([texts[at] for at, _ in spots], [code for _, code in spots])
    for (at, code), why in zip(spots, reasons, strict=True):
        yield at, code, why


def learn(
    lessons: Lessons,
    precision: float = 0.8,
    *,
    only: str = "",
    progress: Progress | None = None,
    is_stopped: IsStopped | None = None,
) -> Learned:
    """Learn every code that has enough examples, and judge each on people whom the model has not seen.

    `only`: this code alone. A code keeps silent with fewer than 15 examples, with those of fewer than 3
    people, and where no threshold meets the precision asked for. Raises Stopped when asked to stop.
    """
    asked = [number for number, code in enumerate(lessons.codes) if only in ("", code)]
    enough = [
        code
        for code in asked
        if lessons.examples(code) >= LEAST_EXAMPLES and lessons.people(code) >= LEAST_PEOPLE
    ]
    unseen = _out_of_fold(lessons, enough, (progress, is_stopped))
    decided = unseen.proposed(enough, precision)
    everything = np.arange(len(lessons.texts))
    scorer = Scorer(lessons, everything, enough) if enough else None
    if progress and enough:
        progress(FOLDS + 1, FOLDS + 1)
    return Learned(
        lessons=lessons,
        codes=tuple(
            _learned_code(lessons, unseen, code, (decided[:, code] if code in enough else None), precision)
            for code in range(len(lessons.codes))
        ),
        precision=precision,
        version=_version(lessons),
        folds=len(np.unique(unseen.folds)),
        out_of_fold=unseen,
        asked=tuple(asked),
        tried=tuple(enough),
        scorer=scorer,
    )


def _out_of_fold(
    lessons: Lessons, columns: Sequence[int], told: tuple[Progress | None, IsStopped | None]
) -> OutOfFold:
    progress, is_stopped = told
    folds = grouped_folds(lessons.groups, lessons.given & lessons.judged)
    scores = np.zeros(lessons.given.shape)
    for fold in np.unique(folds) if columns else ():
        _look_up(is_stopped)
        here, others = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        vectors = None if lessons.vectors is None else lessons.vectors[here]
        scorer = Scorer(lessons, others, columns)
        scores[here] = scorer.scores([lessons.texts[int(row)] for row in here], vectors)
        if progress:
            progress(int(fold) + 1, FOLDS + 1)
    return OutOfFold(scores=scores, folds=folds, given=lessons.given, judged=lessons.judged)


def _learned_code(
    lessons: Lessons, unseen: OutOfFold, code: int, decided: np.ndarray | None, precision: float
) -> LearnedCode:
    found = LearnedCode(
        code=lessons.codes[code], examples=lessons.examples(code), people=lessons.people(code)
    )
    if decided is None:
        return replace(found, why_silent=_too_few(found.examples, found.people))
    threshold = unseen.threshold(code, precision)
    if threshold is None:
        best = unseen.best_precision(code)
        why = f"no score surely reaches a precision of {precision:.2f} (at best {best:.2f})"
        return replace(found, why_silent=why)
    judged = rates(decided, lessons.given[:, code], lessons.judged[:, code])
    return replace(found, threshold=threshold, rates=judged)


def _too_few(examples: int, people: int) -> str:
    if examples < LEAST_EXAMPLES:
        return f"{examples} of {LEAST_EXAMPLES} examples needed"
    return f"its examples are of {people} people; {LEAST_PEOPLE} are needed"


def _version(lessons: Lessons) -> str:
    """A short name of the model, by everything that decides its scores."""
    known = sha256(f"{ALGORITHM}\x1f{lessons.means}".encode())
    order = sorted(range(len(lessons.texts)), key=lambda row: (lessons.groups[row], lessons.texts[row]))
    for row in order:
        known.update(f"\x1e{lessons.groups[row]}\x1f{lessons.texts[row]}".encode())
    for code, name in enumerate(lessons.codes):
        hint = lessons.hints[code] if lessons.hints else ""
        known.update(f"\x1d{name}\x1f{hint}".encode())
        for some in (lessons.given, lessons.known, lessons.judged):
            known.update(np.packbits(some[order, code]).tobytes())
    return f"{ALGORITHM}-{known.hexdigest()[:8]}"


def _look_up(is_stopped: IsStopped | None) -> None:
    if is_stopped is not None and is_stopped():
        raise Stopped("Stopped; nothing was proposed.")
