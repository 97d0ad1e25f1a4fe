"""Proposed codes on 1,200 real comments with human codes, beside plain TF-IDF with logistic regression.

    uv run python benchmarks/suggest.py [FILE]

FILE is the survey (columns `answer` and `codes`, those parted by `|`); without one, the shared folder
beside the checkout is looked into, and where there is none nothing is measured. Five splits into 800
comments to learn from and 400 to judge; of the 800, the first 50, 100, 200, 400 and all are taken as coded.
No comment names a person, so each is its own. Exits 1 where the proposals' micro-F1 is below the plain
model's at any size, or less than 1.10 times it at 100.

What is compared: `plain` is scikit-learn's TfidfVectorizer (words and pairs) with one LogisticRegression a
code (class_weight balanced), a code given from 0.5. `plain +1` is the same, with the likeliest code where
none reaches 0.5: so much of the gain comes from that alone. `words` is qualkit's model without embeddings
and without what the codebook says; `meaning` adds the embeddings; `qualkit` adds the codes' names too (this
codebook has no definitions). All three give a code from 0.5, and the likeliest where none reaches it.
Recall at 3 ranks only.

`coverage` is the share of the 400 whose likeliest code could be proposed at a precision of 0.8, by the one
threshold that is best in hindsight, the same rule for every model. `kept` is what qualkit would in fact
propose when asked for 0.8, with thresholds and silence judged on the labelled comments alone: the share of
the 400 with a proposal, how many codes speak, and the precision that this has.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from qualkit.analysis.embedding import find_embedder
from qualkit.analysis.suggest import Lessons, Scorer, learn
from qualkit.analysis.suggest_judging import passing

SHARED = Path(__file__).parents[2] / "shared" / "data" / "surveys" / "nhs_feedback_coded_1200.csv"
SIZES = (50, 100, 200, 400, 800)
SPLITS = 5
PRECISION = 0.8
GOAL_AT_100 = 1.10
HALF = 0.5


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not path.is_file():
        print(f"{path.name} is not here: nothing measured.")
        return 0
    lessons = read(path)
    reached: dict[tuple[int, str], float] = {}
    print(f"{'n':>4} {'':9} {'micro-F1':>8} {'macro-F1':>8} {'recall@3':>8} {'coverage':>8} {'seconds':>8}")
    for size in SIZES:
        rounds = [split(lessons, number, size) for number in range(SPLITS)]
        for name in rounds[0]:
            if name == "kept":
                share, speaking, right, proposed = np.sum([one[name] for one in rounds], axis=0)
                precision = f"{right / proposed:.2f}" if proposed else "none"
                print(
                    f"{size:>4} kept      {share / SPLITS:.2f} of the comments, "
                    f"{speaking / SPLITS:.1f} codes speak, precision {precision}"
                )
                continue
            figures = np.mean([one[name] for one in rounds], axis=0)
            reached[size, name] = figures[0]
            print(f"{size:>4} {name:9} " + " ".join(f"{one:8.3f}" for one in figures))
    ratios = {size: reached[size, "qualkit"] / reached[size, "plain"] for size in SIZES}
    print("qualkit / plain:", ", ".join(f"{size}: {ratio:.2f}" for size, ratio in ratios.items()))
    missed = min(ratios.values()) < 1 or ratios[100] < GOAL_AT_100
    print("MISSED" if missed else f"Never below plain; the goal at 100 ({GOAL_AT_100:.2f}) is met.")
    return int(missed)


def read(path: Path) -> Lessons:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    said = [set(row["codes"].split("|")) for row in rows]
    codes = sorted(set().union(*said))
    given = np.array([[code in one for code in codes] for one in said])
    texts = [row["answer"] for row in rows]
    embedder = find_embedder()
    return Lessons(
        texts=texts,
        groups=[str(number) for number in range(len(rows))],
        codes=codes,
        given=given,
        known=np.ones_like(given),
        judged=np.ones_like(given),
        hints=codes,
        vectors=None if embedder is None else embedder.embed(texts),
        hint_vectors=None if embedder is None else embedder.embed(codes),
        means="" if embedder is None else embedder.name,
    )


def split(everything: Lessons, number: int, size: int) -> dict[str, tuple[float, ...]]:
    """Figures of every model on one split."""
    order = np.random.RandomState(number).permutation(len(everything.texts))
    labelled, judged = order[:800][:size], order[800:]
    texts = [everything.texts[row] for row in judged]
    vectors = None if everything.vectors is None else everything.vectors[judged]
    truth = everything.given[judged]
    some = part(everything, labelled)
    found: dict[str, tuple[float, ...]] = {}
    start = time.perf_counter()
    scores = plain(some, texts)
    seconds = time.perf_counter() - start
    found["plain"] = (*figures(scores >= HALF, scores, truth), seconds)
    found["plain +1"] = (*figures(with_likeliest(scores), scores, truth), seconds)
    for name, lessons in variants(some).items():
        start = time.perf_counter()
        scores = Scorer(lessons, np.arange(size), range(len(lessons.codes))).scores(texts, vectors)
        seconds = time.perf_counter() - start
        found[name] = (*figures(with_likeliest(scores), scores, truth), seconds)
    found["kept"] = kept(some, texts, vectors, truth)
    return found


def part(lessons: Lessons, rows: np.ndarray) -> Lessons:
    return Lessons(
        texts=[lessons.texts[row] for row in rows],
        groups=[lessons.groups[row] for row in rows],
        codes=lessons.codes,
        given=lessons.given[rows],
        known=lessons.known[rows],
        judged=lessons.judged[rows],
        hints=lessons.hints,
        vectors=None if lessons.vectors is None else lessons.vectors[rows],
        hint_vectors=lessons.hint_vectors,
        means=lessons.means,
    )


def variants(lessons: Lessons) -> dict[str, Lessons]:
    """The model bit by bit."""
    base = {name: getattr(lessons, name) for name in ("texts", "groups", "codes", "given", "known", "judged")}
    found = {"words": Lessons(**base)}
    if lessons.vectors is not None:
        found["meaning"] = Lessons(**base, vectors=lessons.vectors)
    return found | {"qualkit": lessons}


def plain(lessons: Lessons, texts: list[str]) -> np.ndarray:
    features = TfidfVectorizer(ngram_range=(1, 2))
    learned, rows = features.fit_transform(lessons.texts), features.transform(texts)
    scores = np.zeros((len(texts), len(lessons.codes)))
    for code in range(len(lessons.codes)):
        said = lessons.given[:, code]
        if said.any() and not said.all():
            model = LogisticRegression(class_weight="balanced", solver="liblinear").fit(learned, said)
            scores[:, code] = model.predict_proba(rows)[:, 1]
    return scores


def kept(
    lessons: Lessons, texts: list[str], vectors: np.ndarray | None, truth: np.ndarray
) -> tuple[float, ...]:
    """Share of comments with a proposal, codes that speak, right proposals, proposals."""
    learned = learn(lessons, PRECISION)
    if learned.scorer is None:
        return (0.0, 0.0, 0.0, 0.0)
    bars = [one.threshold for one in learned.codes]
    proposed = passing(learned.scorer.scores(texts, vectors), bars)
    speaking = sum(bar is not None for bar in bars)
    right = float((proposed & truth).sum())
    return float(proposed.any(axis=1).mean()), float(speaking), right, float(proposed.sum())


def with_likeliest(scores: np.ndarray) -> np.ndarray:
    given = scores >= HALF
    none = ~given.any(axis=1)
    given[none, scores[none].argmax(axis=1)] = True
    return given


def figures(given: np.ndarray, scores: np.ndarray, truth: np.ndarray) -> tuple[float, float, float, float]:
    """Micro-F1, macro-F1 of the codes that occur among the judged, recall at 3, coverage."""
    right = given & truth
    micro = 2 * right.sum() / (given.sum() + truth.sum())
    occurs = truth.any(axis=0)
    macro = (2 * right.sum(axis=0) / np.maximum(given.sum(axis=0) + truth.sum(axis=0), 1))[occurs].mean()
    three = np.argsort(-scores, axis=1)[:, :3]
    recall = np.take_along_axis(truth, three, axis=1).sum() / truth.sum()
    best, hit = scores.max(axis=1), np.take_along_axis(truth, three[:, :1], axis=1)[:, 0]
    order = np.argsort(-best, kind="stable")
    precision = np.cumsum(hit[order]) / np.arange(1, len(order) + 1)
    meets = np.flatnonzero(precision >= PRECISION)
    return float(micro), float(macro), float(recall), (meets[-1] + 1) / len(order) if len(meets) else 0.0


if __name__ == "__main__":
    sys.exit(main())
