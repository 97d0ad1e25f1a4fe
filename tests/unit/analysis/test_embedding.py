"""Rows of numbers for what texts mean: alike where they say alike things, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from qualkit.analysis.embedding import find_embedder, word_vectors
from qualkit.errors import Stopped

TEXTS = ["I was afraid to tell anyone", "I was scared of saying it", "The food was cold", ""]


@pytest.fixture(scope="module")
def model():
    pytest.importorskip("onnxruntime", reason="the group find is not installed")
    return find_embedder()


def test_texts_that_say_alike_things_are_near_each_other(model):
    rows = model.embed(TEXTS)
    near = rows @ rows.T
    assert near[0, 1] > 0.6
    assert near[0, 2] < 0.3
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_the_row_of_a_text_does_not_depend_on_the_others(model):
    many = model.embed([f"{text} {number}" for number in range(20) for text in TEXTS])
    alone = model.embed([f"{TEXTS[1]} 7"])
    assert many[4 * 7 + 1] == pytest.approx(alone[0], abs=1e-6)


def test_the_end_of_a_long_text_counts(model):
    long = "The weather was nice. " * 200
    end = "My father hit me and I ran away from home. " * 60
    rows = model.embed([long, long + end, "My father hit me and I ran away from home."])
    assert rows[1] @ rows[2] > rows[0] @ rows[2] + 0.2


def test_progress_ends_with_all_texts_and_a_stop_is_heeded(model):
    told = []
    model.embed(TEXTS, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (4, 4)
    with pytest.raises(Stopped):
        model.embed(TEXTS, is_stopped=lambda: True)


def test_where_no_model_is_words_alone_give_rows_the_same_each_time():
    texts = [*TEXTS, "I was afraid of telling", "Cold food, cold room"]
    rows = word_vectors(texts)
    assert np.array_equal(rows, word_vectors(texts))
    assert rows[0] @ rows[4] > rows[0] @ rows[2]
    assert not rows[3].any()
    assert not word_vectors(["", "!!"]).any()
