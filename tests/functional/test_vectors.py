"""What is made of texts is kept with the study, and goes with the texts."""

from __future__ import annotations

import numpy as np
import pytest

from qualkit.actions import history
from qualkit.actions.correct import correct_segment
from qualkit.actions.forget import forget
from qualkit.actions.redact import redact
from qualkit.actions.redacting import redactor
from qualkit.actions.vectors import vectors_of
from qualkit.analysis.embedding import find_embedder
from qualkit.errors import Stopped
from qualkit.store import sources, vectors
from qualkit.store.vectors import hash_of

MIA = "I felt ashamed 👩🏽‍⚕️ and alone."
SENTENCE = "I was afraid of him."


@pytest.fixture
def model():
    pytest.importorskip("onnxruntime", reason="the group find is not installed")
    return find_embedder()


def said(study):
    """Every passage as it is shown."""
    with study.database.reading() as connection:
        redact = redactor(connection)
        return [
            redact.text(segment.text, stored.source.name, segment.key)
            for stored in sources.sources(connection)
            for segment in sources.segments(connection, stored.id)
        ]


def kept(study, model, *texts):
    with study.database.reading() as connection:
        return vectors.kept(connection, model.name, [hash_of(text) for text in texts])


def test_what_was_made_once_is_not_made_again(coded, opened, model):
    with opened(coded) as study:
        texts = said(study)
        told = []
        first = vectors_of(study, texts)
        again = vectors_of(study, texts, progress=lambda *counts: told.append(counts))
        assert told == []
        assert np.array_equal(first, again)
        assert first == pytest.approx(model.embed(texts), abs=2e-3)
        assert history.next_undo(study) is not None
        assert all(row["verb"] != "vectors" for row in history.log_table(study).rows)


def test_a_stop_keeps_what_was_made_until_then(coded, opened, model, monkeypatch):
    monkeypatch.setattr("qualkit.actions.vectors._BATCH", 2)
    with opened(coded) as study:
        texts = said(study)
        looks = iter([False, False, False, False, True])
        with pytest.raises(Stopped):
            vectors_of(study, texts, is_stopped=lambda: next(looks))
        assert 0 < len(kept(study, model, *texts)) < len(set(texts))


def test_forgetting_a_person_erases_what_was_made_of_their_words(coded, opened, model):
    with opened(coded) as study:
        vectors_of(study, said(study))
        numbers = kept(study, model, MIA)[hash_of(MIA)]
        assert any(numbers in path.read_bytes() for path in coded.glob("study.db*"))
        forget(study, "fg1:Mia")
        assert kept(study, model, MIA) == {}
        assert kept(study, model, "Yeah.")
    traces = [
        path.name
        for path in coded.rglob("*")
        if path.is_file()
        for trace in (numbers, hash_of(MIA).encode())
        if trace in path.read_bytes()
    ]
    assert traces == []


def test_a_correction_and_its_undo_keep_only_what_is_said(coded, opened, model):
    with opened(coded) as study:
        vectors_of(study, said(study))
        correct_segment(study, "fg1", "5", "I felt ashamed.")
        assert kept(study, model, MIA) == {}
        vectors_of(study, said(study))
        assert kept(study, model, "I felt ashamed.")
        history.undo(study)
        assert kept(study, model, "I felt ashamed.") == {}


def test_a_redaction_erases_what_was_made_of_the_words_with_the_name(coded, opened, model):
    with opened(coded) as study:
        (named,) = [text for text in said(study) if "Dr. Lee" in text]
        vectors_of(study, [named, SENTENCE], within=[named, named])
        redact(study, "Dr. Lee", "[the doctor]")
        assert kept(study, model, named, SENTENCE) == {}
        (shown,) = [text for text in said(study) if "[the doctor]" in text]
        vectors_of(study, said(study))
        assert kept(study, model, shown)
        history.undo(study)
        assert kept(study, model, shown) == {}


def test_without_the_model_rows_are_made_of_words_and_nothing_is_kept(coded, opened, monkeypatch):
    monkeypatch.setattr("qualkit.actions.vectors.find_embedder", lambda: None)
    with opened(coded) as study:
        rows = vectors_of(study, said(study))
        assert len(rows) == len(said(study))
        with study.database.reading() as connection:
            assert vectors.kept(connection, "", [hash_of(MIA)]) == {}
