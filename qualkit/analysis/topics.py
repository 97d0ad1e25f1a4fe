"""Topics: which texts say alike things, and in what words (BERTopic, Grootendorst 2022).

A topic is what a computer finds; a theme is what a researcher makes of it. Topics never count as findings.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qualkit.analysis.clusters import (
    EXPLORATORY,
    Clusters,
    Watch,
    cluster,
    cluster_classic,
    middles,
    one_thread,
)
from qualkit.analysis.embedding import HOW_TO_ADD, WORDS_ALONE
from qualkit.analysis.topic_words import Forms, content_words, stop_words
from qualkit.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 10
"""Distinct texts; with fewer, they are read faster than sorted."""
_CLASSIC_LEAST = 50
_WORDS = 10
_SHARED, _SHARE = 3, 0.05
"""Texts, and share of texts, of a topic that must mention a word before it is taken for the topic's own."""
_FIT = {WORDS_ALONE: 0.1}
_FITS = 0.3
"""Cosine to the middle of its topic below which a text fits none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOptions:
    """How topics are to be found."""

    k: int | None = None
    """How many; None leaves it to the silhouette."""
    is_classic: bool = False
    """Whether by UMAP and HDBSCAN, which find the number themselves."""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Texts that say alike things."""

    words: tuple[str, ...]
    """The most telling first (c-TF-IDF)."""
    texts: tuple[int, ...]
    """Which texts, those nearest the middle of the topic first."""
    nearness: tuple[float, ...]
    """Cosine of each of them to the middle."""

    @property
    def sharpness(self) -> float:
        """Mean cosine of its texts to its middle: 1 where all say the same, 0 where nothing joins them."""
        return sum(self.nearness) / len(self.nearness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What was found, the largest topic first."""

    topics: tuple[Topic, ...]
    unfitted: tuple[int, ...]
    """Texts that fit none."""
    curve: tuple[tuple[int, float], ...] = ()
    """(number of topics, mean silhouette) of each number that was tried."""
    is_exploratory: bool = False
    """Whether there are so few texts that another few would change the topics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTexts:
    """Distinct texts in an order of their own, with their rows of numbers."""

    texts: Sequence[str]
    rows: NDArray[np.float32]
    model: str = ""
    stop: frozenset[str] = field(default_factory=stop_words)

    @property
    def fits(self) -> float:
        """How near a text must be to the middle of a topic to be in it."""
        return _FIT.get(self.model, _FITS)


def refuse_too_little(texts: Sequence[str], options: TopicOptions, stop: frozenset[str]) -> None:
    """Refuse texts that no topics can be found in, saying why. `texts` are distinct."""
    if len(texts) <= 1:
        what = "All passages in scope say the same." if texts else "There is no passage in scope."
        raise Refused(f"{what} Topics need at least {LEAST} different ones.")
    telling = sum(bool(content_words(text, stop)) for text in texts)
    if not telling:
        raise Refused(
            "The passages in scope hold only words that stand in every text, such as “it was”.",
            hint="Topics are found by what people speak of. Are these the answers that you mean?",
        )
    if telling < LEAST:
        raise Refused(
            f"Only {telling} different passages in scope say something of their own; "
            f"topics need at least {LEAST}.",
            hint="So few are better read than sorted by a computer. More sources, or no --where, give more.",
        )
    if options.is_classic and options.k:
        raise Refused("--classic finds the number of topics itself.", hint="Leave -k or --classic out.")
    if options.is_classic and telling < _CLASSIC_LEAST:
        raise Refused(f"--classic needs at least {_CLASSIC_LEAST} different passages; there are {telling}.")
    if options.k and not 2 <= options.k <= telling // 2:
        raise Refused(f"{telling} different passages can be sorted into 2 to {telling // 2} topics.")


def refuse_missing(*, is_classic: bool) -> None:
    """Refuse where a library is not installed, saying how to add it."""
    wanted = ["sklearn", "bertopic", *(["umap", "hdbscan"] if is_classic else [])]
    if any(find_spec(name) is None for name in wanted):
        raise Refused("Topics can't be found on this computer yet: a part is not installed.", hint=HOW_TO_ADD)


def find_topics(given: TopicTexts, options: TopicOptions, watch: Watch | None = None) -> Topics:
    """Sort distinct texts into topics. Raises Refused where there is too little, or a library is missing."""
    refuse_too_little(given.texts, options, given.stop)
    refuse_missing(is_classic=options.is_classic)
    words = [content_words(text, given.stop) for text in given.texts]
    telling = [number for number, some in enumerate(words) if some]
    rows = given.rows[telling]
    how: Callable[..., Clusters] = cluster_classic if options.is_classic else cluster
    more: dict[str, Any] = {} if options.is_classic else {"k": options.k}
    labels = [-1] * len(words)
    with one_thread():
        found = how(rows, seed=options.seed, watch=watch, **more)
        for number, label in zip(telling, _fitting(rows, found.labels, given.fits), strict=True):
            labels[number] = int(label)
        return _described(given, words, labels, found.curve)


def joined(given: TopicTexts, found: Topics, groups: Sequence[Sequence[int]]) -> Topics:
    """The same with some topics joined: each group names topics by their place in `found`."""
    into = {number: group[0] for group in groups for number in group}
    labels = [-1] * len(given.texts)
    for number, topic in enumerate(found.topics):
        for text in topic.texts:
            labels[text] = into.get(number, number)
    words = [content_words(text, given.stop) for text in given.texts]
    with one_thread():
        return _described(given, words, labels, found.curve)


def _fitting(rows: Any, labels: Any, fits: float) -> Any:
    """The labels, with -1 for rows that are far from the middle of their own group."""
    import numpy as np

    names, inner = np.unique(labels[labels >= 0], return_inverse=True)
    if not len(names):
        return labels
    found = np.full(len(labels), -1)
    found[labels >= 0] = inner
    centres = middles(rows, found, len(names))
    near = np.einsum("ij,ij->i", rows, centres[found])
    return np.where(near >= fits, found, -1)


def _described(
    given: TopicTexts, words: Sequence[Sequence[str]], labels: list[int], curve: Sequence[tuple[int, float]]
) -> Topics:
    """Topics by size, with their words and the texts nearest their middle."""
    import numpy as np

    if max(labels) < 0:
        raise Refused(
            "These passages have too little in common to be sorted into topics.",
            hint="Give the number of topics with -k, or leave --classic out.",
        )
    named, labels = _words_of_topics(words, labels)
    centres = middles(given.rows, labels, max(labels) + 1)
    which, topics = np.asarray(labels), []
    for number, centre in enumerate(centres):
        inside = np.flatnonzero(which == number)
        near = given.rows[inside] @ centre
        order = np.lexsort((inside, -np.round(near, 6)))
        topics.append(
            Topic(
                words=named[number],
                texts=tuple(int(one) for one in inside[order]),
                nearness=tuple(float(one) for one in near[order]),
            )
        )
    return Topics(
        topics=tuple(topics),
        unfitted=tuple(int(one) for one in np.flatnonzero(which < 0)),
        curve=tuple(curve),
        is_exploratory=len(labels) <= EXPLORATORY,
    )


def _words_of_topics(
    words: Sequence[Sequence[str]], labels: list[int]
) -> tuple[dict[int, tuple[str, ...]], list[int]]:
    """Words of each topic (c-TF-IDF over what its texts mention, each text once), and labels by size."""
    import numpy as np

    forms = Forms(words)
    documents = [" ".join(forms.of(some)) for some in words]
    with warnings.catch_warnings():  # importing bertopic tells Python to be quiet from then on
        from bertopic import BERTopic
        from bertopic.cluster import BaseCluster
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        model = BERTopic(
            language="multilingual",  # "english" would strike out every letter with an accent
            top_n_words=5 * _WORDS,
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=BaseCluster(),
            vectorizer_model=CountVectorizer(analyzer=str.split),
            ctfidf_model=ClassTfidfTransformer(),
        )
        model.fit_transform(documents, embeddings=np.zeros((len(documents), 2)), y=np.asarray(labels))
    found = [int(label) for label in model.topics_]
    named = {
        number: _telling(
            [word for word, weight in model.get_topic(number) if word and weight > 0],
            [text.split() for text, label in zip(documents, found, strict=True) if label == number],
        )
        for number in range(max(found) + 1)
    }
    return named, found


def _telling(words: Sequence[str], texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first words, those before all others that several texts of the topic mention."""
    mentions, wanted = Counter(word for text in texts for word in text), max(_SHARED, _SHARE * len(texts))
    return tuple(sorted(words, key=lambda word: mentions[word] < wanted)[:_WORDS])
