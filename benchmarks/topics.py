"""Topics on 1,200 real comments with human codes, and on 5,000 answers, beside BERTopic's defaults.

    uv run python benchmarks/topics.py [FILE]

FILE is a survey (columns `answer` and `codes`, those parted by `|`); without one, the shared folder beside
the checkout is looked into, and where there is none only the time is measured, on invented answers. Both
sorts of topics are made from the same vectors in the same run.

`agreement` is the adjusted mutual information (Vinh et al. 2010) of topics with the first code that people
gave a comment; comments in no topic are a group of their own. `coherence` is the mean normalised pointwise
mutual information (Bouma 2009) of a topic's first ten telling words by their stems, over comments as
documents and without smoothing: pairs that never come together count -1. Stop words, which stand beside
everything and would have the highest, are passed over on both sides; `stop words` is their share of the first
ten. Both are run with three seeds, and their means compared. BERTopic's defaults (UMAP, HDBSCAN, all words)
have no seed of their own; with one, UMAP keeps to one thread.

5,000 answers must be sorted in under 5 s once embedded, libraries loaded. Exits 1 where they are not, or
where agreement or coherence is below that of BERTopic's defaults.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
import warnings
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from qualkit.analysis.embedding import find_embedder
from qualkit.analysis.topic_words import content_words, stop_words
from qualkit.analysis.topics import TopicOptions, TopicTexts, find_topics

SHARED = Path(__file__).parents[2] / "shared" / "data" / "surveys" / "nhs_feedback_coded_1200.csv"
LIMIT_SECONDS = 5.0
ANSWERS = 5_000
WORDS = 10
SEEDS = (0, 1, 2)
_BEGINNINGS = (
    "We waited",
    "The food was",
    "The nurse was",
    "My room was",
    "Parking was",
    "Nobody told me",
    "The call",
)
_MIDDLES = (
    "too long",
    "kind to me",
    "cold and late",
    "a great help",
    "hard to find",
    "better than before",
    "loud",
)
_ENDS = (
    "on the first day",
    "at night",
    "for the doctor",
    "in the corridor",
    "by the car park",
    "when I asked",
    "again",
)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    missed = judged(path) if path.is_file() else []
    if not path.is_file():
        print(f"{path.name} is not here: quality is not measured.")
    missed += timed()
    print(f"Missed: {', '.join(missed)}." if missed else "Within the limits.")
    return int(bool(missed))


def judged(path: Path) -> list[str]:
    """Agreement and coherence; gives what is below BERTopic's defaults."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list({row["answer"]: row for row in csv.DictReader(file)}.values())
    texts, codes = [row["answer"] for row in rows], [row["codes"].split("|")[0] for row in rows]
    given = embedded(texts)
    together = Together(texts)
    print(f"{len(texts):,} comments, {len(set(codes))} codes")
    heads = f"{'agreement':>9} {'coherence':>9} {'stop words':>10} {'seconds':>7}"
    print(f"{'':34} {'topics':>6} {'in none':>7} {heads}")
    ours, same_number, peers = [], [], []
    for seed in SEEDS:
        ours.append(found_by_us(given, codes, together, TopicOptions(seed=seed)))
    for seed in SEEDS:
        same_number.append(found_by_us(given, codes, together, TopicOptions(k=20, seed=seed)))
    for seed in SEEDS:
        labels, words, seconds = defaults(texts, given.rows, seed)
        peers.append(told(f"BERTopic's defaults, seed {seed}", labels, codes, words, together, seconds))
    for name, reached in (("qualkit", ours), ("qualkit -k 20", same_number), ("BERTopic's defaults", peers)):
        agreement, coherence = np.mean(reached, axis=0)
        print(f"{name + ', mean':34} {'':14} {agreement:9.3f} {coherence:9.3f}")
    least = np.minimum(np.mean(ours, axis=0), np.mean(same_number, axis=0)) - np.mean(peers, axis=0)
    return [what for what, gain in zip(("agreement", "coherence"), least, strict=True) if gain < 0]


def found_by_us(
    given: TopicTexts, codes: Sequence[str], together: Together, options: TopicOptions
) -> tuple[float, float]:
    """What qualkit finds; prints its line."""
    began = time.perf_counter()
    found = find_topics(given, options)
    seconds = time.perf_counter() - began
    labels = np.full(len(given.texts), -1)
    for number, topic in enumerate(found.topics):
        labels[list(topic.texts)] = number
    name = f"qualkit{f' -k {options.k}' if options.k else ''}, seed {options.seed}"
    return told(name, labels, codes, [topic.words for topic in found.topics], together, seconds)


def told(
    name: str,
    labels: np.ndarray,
    codes: Sequence[str],
    words: Sequence[Sequence[str]],
    together: Together,
    seconds: float,
) -> tuple[float, float]:
    """Prints one line; gives agreement and coherence."""
    from sklearn.metrics import adjusted_mutual_info_score

    stop = np.mean([not content_words(word, stop_words()) for some in words for word in some[:WORDS]])
    telling = [[word for word in some if content_words(word, stop_words())][:WORDS] for some in words]
    agreement, coherence = adjusted_mutual_info_score(codes, labels), together.coherence(telling)
    print(
        f"{name:34} {len(words):6} {(labels < 0).mean():7.0%} {agreement:9.3f} {coherence:9.3f} {stop:10.0%} "
        f"{seconds:7.2f}"
    )
    return float(agreement), coherence


class Together:
    """How often words stand in the same comment."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        count = CountVectorizer(binary=True, analyzer=stems)
        self._holds = count.fit_transform(texts).tocsc()
        self._place = count.vocabulary_

    def coherence(self, topics: Sequence[Sequence[str]]) -> float:
        """Mean NPMI, from -1 to 1, of the pairs of each topic's words; topics of one word have none."""
        return float(np.mean([self._npmi(words) for words in topics if len(words) > 1]))

    def _npmi(self, words: Sequence[str]) -> float:
        known = [self._place[stem] for word in words for stem in stems(word)[:1] if stem in self._place]
        holds = self._holds[:, known].toarray().astype(bool)
        scores = []
        for one, other in combinations(range(len(known)), 2):
            both = (holds[:, one] & holds[:, other]).mean()
            if both == 0:
                scores.append(-1.0)
            else:
                alone = holds[:, one].mean() * holds[:, other].mean()
                scores.append(float(np.log(both / alone) / -np.log(both)) if both < 1 else 1.0)
        return float(np.mean(scores))


def stems(text: str) -> list[str]:
    """The words of a text by their stems."""
    from nltk.stem.snowball import EnglishStemmer

    stem = EnglishStemmer().stem
    return [stem(word) for word in re.findall(r"\b\w\w+\b", text.lower())]


def defaults(texts: Sequence[str], rows: np.ndarray, seed: int) -> tuple[np.ndarray, list[list[str]], float]:
    """What BERTopic makes of these texts and rows when nothing is set but the seed of its UMAP."""
    with warnings.catch_warnings(action="ignore"):
        from bertopic import BERTopic
        from umap import UMAP

        near = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
        began = time.perf_counter()
        model = BERTopic(umap_model=near, top_n_words=5 * WORDS)  # so that ten of them tell something
        labels, _ = model.fit_transform(list(texts), embeddings=rows)
        seconds = time.perf_counter() - began
    words = [[word for word, _ in model.get_topic(number)] for number in sorted(set(labels)) if number >= 0]
    return np.asarray(labels), words, seconds


def timed() -> list[str]:
    """5,000 answers; gives what took too long."""
    chance = random.Random(0)
    parts = (_BEGINNINGS, _MIDDLES, _ENDS)
    texts = sorted(
        {", and ".join(" ".join(map(chance.choice, parts)) for _ in range(2)) for _ in range(ANSWERS * 2)}
    )[:ANSWERS]
    began = time.perf_counter()
    given = embedded(texts)
    reading = time.perf_counter() - began
    find_topics(TopicTexts(texts=texts[:300], rows=given.rows[:300], model=given.model), TopicOptions())
    best = min(_seconds(given) for _ in range(3))
    *_, peer = defaults(texts, given.rows, 0)
    print(f"{len(texts):,} answers: read in {reading:.1f} s ({len(texts) / reading:,.0f} a second);")
    print(f"  sorted in {best:.2f} s (limit {LIMIT_SECONDS:.0f} s), by BERTopic's defaults in {peer:.1f} s")
    return ["time"] if best > LIMIT_SECONDS else []


def _seconds(given: TopicTexts) -> float:
    began = time.perf_counter()
    find_topics(given, TopicOptions())
    return time.perf_counter() - began


def embedded(texts: Sequence[str]) -> TopicTexts:
    model = find_embedder()
    if model is None:
        raise SystemExit("onnxruntime or the model is not installed: nothing measured.")
    return TopicTexts(texts=texts, rows=model.embed(texts), model=model.name)


if __name__ == "__main__":
    sys.exit(main())
