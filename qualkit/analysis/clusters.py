"""Groups of texts that say alike things, from rows of numbers; the same rows give the same groups.

Silhouette: Rousseeuw (1987), with cosine distance, over at most 2,000 rows drawn with the seed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qualkit.errors import Stopped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Labels = NDArray[np.int64]

EXPLORATORY = 200
"""Up to so many texts are joined step by step (Ward); more are parted by k-means."""
_DIMENSIONS = 50
_SAMPLE = 2_000
_MANY = 20_000
_FEW_NUMBERS = tuple(range(2, 11))
_NUMBERS = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40)
_LEAST_EACH = {True: 3, False: 15}
"""Texts a group has on average at least, in an exploratory run and in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Which group each row is in, from 0; -1 where it is in none."""

    labels: Labels
    curve: tuple[tuple[int, float], ...]
    """(number of groups, mean silhouette from -1 to 1) of each number that was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who waits: is told how far the work is, and may stop it."""

    progress: Callable[[int, int], None] | None = None
    is_stopped: Callable[[], bool] | None = None

    def step(self, done: int, of: int) -> None:
        """Tell how far it is; raises Stopped when asked to stop."""
        if self.is_stopped and self.is_stopped():
            raise Stopped("Stopped. Nothing was changed.")
        if self.progress:
            self.progress(done, of)


def cluster(rows: Rows, *, k: int | None = None, seed: int = 0, watch: Watch | None = None) -> Clusters:
    """Groups of rows: `k` of them, else as many as have the highest silhouette."""
    watch = watch or Watch()
    reduced = reduce(rows)
    part = _joined(reduced) if len(rows) <= EXPLORATORY else _parted(reduced, seed)
    apart = _Apart.of(reduced, seed)
    tried, curve = {}, []
    wanted = [k] if k else numbers_to_try(len(rows))
    for done, number in enumerate(wanted):
        watch.step(done, len(wanted))
        tried[number] = part(number)
        curve.append((number, apart.silhouette(tried[number])))
    watch.step(len(wanted), len(wanted))
    best = max(curve, key=lambda point: (round(point[1], 4), -point[0]))[0]
    return Clusters(labels=tried[best], curve=tuple(curve))


def numbers_to_try(rows: int) -> list[int]:
    """Numbers of groups among which the silhouette chooses."""
    is_few = rows <= EXPLORATORY
    most = rows // _LEAST_EACH[is_few]
    return [number for number in (_FEW_NUMBERS if is_few else _NUMBERS) if number <= most] or [2]


def cluster_classic(rows: Rows, *, seed: int = 0, watch: Watch | None = None) -> Clusters:
    """Groups as BERTopic by itself makes them: UMAP to 5 dimensions, then HDBSCAN (McInnes 2017, 2018)."""
    watch = watch or Watch()
    watch.step(0, 2)
    with warnings.catch_warnings(action="ignore"):
        from hdbscan import HDBSCAN  # both, and what they need, warn of each other
        from umap import UMAP

    near = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)
    with warnings.catch_warnings(action="ignore"):
        reduced = near.fit_transform(rows)
        watch.step(1, 2)
        found = HDBSCAN(min_cluster_size=10, core_dist_n_jobs=1).fit_predict(reduced)
    watch.step(2, 2)
    return Clusters(labels=found.astype("int64"), curve=())


def reduce(rows: Rows) -> Rows:
    """Rows in at most 50 dimensions, of length 1 again."""
    from sklearn.decomposition import PCA

    from qualkit.analysis.embedding import unit_rows

    most = min(_DIMENSIONS, rows.shape[1], len(rows) - 1)
    if most < 2:
        return unit_rows(rows)
    return unit_rows(PCA(most, svd_solver="full").fit_transform(rows.astype("float64")))


def _joined(rows: Rows) -> Callable[[int], Labels]:
    from sklearn.cluster import AgglomerativeClustering

    return lambda number: AgglomerativeClustering(number, linkage="ward").fit_predict(rows).astype("int64")


def _parted(rows: Rows, seed: int) -> Callable[[int], Labels]:
    from sklearn.cluster import KMeans

    tries = 3 if len(rows) <= _MANY else 1
    return lambda number: KMeans(number, n_init=tries, random_state=seed).fit_predict(rows).astype("int64")


@dataclass(frozen=True, slots=True)
class _Apart:
    """How far some rows are from each other, to see how well groups are set apart."""

    picked: Labels
    distances: Any

    @classmethod
    def of(cls, rows: Rows, seed: int) -> _Apart:
        import numpy as np

        picked = np.arange(len(rows))
        if len(rows) > _SAMPLE:
            picked = np.sort(np.random.default_rng(seed).choice(len(rows), _SAMPLE, replace=False))
        some = rows[picked].astype(np.float64)
        return cls(picked, 1 - some @ some.T)

    def silhouette(self, labels: Labels) -> float:
        """The mean over the rows; 0 for a row that is alone in its group."""
        import numpy as np

        names, here = np.unique(labels[self.picked], return_inverse=True)
        if len(names) < 2:
            return 0.0
        sizes = np.bincount(here)
        sums = self.distances @ np.eye(len(names))[here]
        at = np.arange(len(here))
        own = sums[at, here] / np.maximum(sizes[here] - 1, 1)
        means = sums / sizes
        means[at, here] = np.inf
        nearest = means.min(axis=1)
        spread = np.maximum(np.maximum(own, nearest), 1e-12)
        scores = np.where(sizes[here] > 1, (nearest - own) / spread, 0.0)
        return float(scores.mean())


def middles(rows: Rows, labels: Sequence[int] | Labels, count: int) -> Rows:
    """The middle of each group: the mean of its rows, of length 1."""
    import numpy as np

    from qualkit.analysis.embedding import unit_rows

    which = np.asarray(labels)
    return unit_rows(np.vstack([rows[which == number].mean(axis=0) for number in range(count)]))


@contextmanager
def one_thread() -> Iterator[None]:
    """Let sums be added up in one order: several threads would give other last digits each time."""
    import_module("sklearn.cluster")  # only libraries that are loaded are held to one thread
    import_module("sklearn.decomposition")
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
