"""Topics over planted themes: found, named by their words, the same twice; and what is refused."""

from __future__ import annotations

import random
from functools import cache
from itertools import product

import numpy as np
import pytest

pytest.importorskip("bertopic", reason="the group find is not installed")

from qualkit.analysis.clusters import cluster, numbers_to_try
from qualkit.analysis.embedding import WORDS_ALONE, find_embedder, word_vectors
from qualkit.analysis.topic_words import Forms, content_words, stop_words
from qualkit.analysis.topics import TopicOptions, TopicTexts, find_topics, joined
from qualkit.errors import Refused, Stopped

PLANTED = {
    "waiting": (
        ("We waited", "I had to wait", "They kept us waiting", "The waiting list took", "The wait was"),
        ("hours", "for weeks", "far too long", "all night", "months", "since the morning"),
        ("for the doctor", "before we were seen", "in a queue", "for an answer", "on the phone", "past our time"),
    ),
    "food": (
        ("The food was", "Dinner came", "My lunch was", "The meals were", "Their food is", "Breakfast was"),
        ("cold", "without taste", "late and soggy", "burnt", "stale", "too salty"),
        ("so I left it on the plate", "and hungry I went to bed", "like in a bad canteen", "even the soup", "again"),
    ),
    "parking": (
        ("Parking cost me", "The car park asked", "I drove round the car park for", "For parking my car I paid"),
        ("ten pounds", "a fine", "half my wages", "a fortune", "all the coins I had"),
        ("as no space was free", "at the machine", "near the gate", "because of a full car park", "by the road"),
    ),
    "nurse": (
        ("The nurse was kind", "Kind nurses sat with me", "A nurse held my hand", "The nurses were gentle"),
        ("when I cried", "through the operation", "on the ward", "while I was afraid", "every evening"),
        ("and smiled", "and listened to me", "with a warm voice", "like family", "and knew my name"),
    ),
}  # fmt: skip
"""A word of each theme → how people put it: a beginning, a middle and an end."""


def planted(each):
    """(text, theme), in an order that tells nothing."""
    chance, found = random.Random(1), []
    for word, parts in PLANTED.items():
        texts = [" ".join(one) for one in product(*parts)]
        found += [(text, word) for text in chance.sample(texts, each)]
    chance.shuffle(found)
    return found


@cache
def given(texts):
    model = find_embedder()
    rows = model.embed(texts) if model else word_vectors(texts)
    return TopicTexts(texts=texts, rows=rows, model=model.name if model else WORDS_ALONE)


def purity(found, themes):
    """The share of texts whose topic is mostly of their own theme."""
    right = sum(
        max(sum(themes[text] == word for text in topic.texts) for word in PLANTED) for topic in found.topics
    )
    return right / len(themes)


@pytest.mark.parametrize(("each", "is_exploratory"), [(12, True), (60, False)])
def test_planted_themes_are_found_and_named_by_their_words(each, is_exploratory):
    texts, themes = zip(*planted(each), strict=True)
    found = find_topics(given(texts), TopicOptions(k=4))
    assert found.is_exploratory is is_exploratory
    assert purity(found, themes) > 0.95
    named = {word for topic in found.topics for word in topic.words[:3]}
    assert all(any(name.startswith(word[:4]) for name in named) for word in PLANTED)


def test_the_number_of_planted_themes_is_found_by_the_silhouette():
    texts, themes = zip(*planted(12), strict=True)
    found = find_topics(given(texts), TopicOptions())
    assert [number for number, _ in found.curve] == list(range(2, 11))
    assert 4 <= len(found.topics) <= 6
    assert purity(found, themes) > 0.95


@pytest.mark.parametrize("each", [12, 60])
def test_the_same_texts_give_the_same_topics(each):
    texts, _ = zip(*planted(each), strict=True)
    assert find_topics(given(texts), TopicOptions()) == find_topics(given(texts), TopicOptions())


def test_words_alone_find_planted_themes_too():
    texts, themes = zip(*planted(30), strict=True)
    rows = TopicTexts(texts=texts, rows=word_vectors(texts), model=WORDS_ALONE)
    assert purity(find_topics(rows, TopicOptions(k=4)), themes) > 0.8


def test_a_text_that_says_something_else_fits_no_topic():
    texts, _ = zip(*planted(12), strict=True)
    odd = ("Quarterly derivatives hedge the yen", "it was")
    found = find_topics(given((*texts, *odd)), TopicOptions(k=4))
    assert set(found.unfitted) >= {48, 49}
    assert sorted([*found.unfitted, *(text for topic in found.topics for text in topic.texts)]) == list(
        range(50)
    )


def test_the_first_text_of_a_topic_is_the_one_nearest_its_middle():
    texts, _ = zip(*planted(12), strict=True)
    for topic in find_topics(given(texts), TopicOptions(k=4)).topics:
        assert list(topic.nearness) == sorted(topic.nearness, reverse=True)
        assert 0.3 <= topic.sharpness <= 1


def test_joined_topics_hold_what_both_held_and_are_named_anew():
    texts, _ = zip(*planted(12), strict=True)
    inside = given(texts)
    found = find_topics(inside, TopicOptions(k=4))
    both = joined(inside, found, [[0, 1], [2], [3]])
    assert len(both.topics) == 3
    held = set(found.topics[0].texts) | set(found.topics[1].texts)
    (one,) = [topic for topic in both.topics if topic.texts[0] in held]
    assert set(one.texts) == held
    assert both.unfitted == found.unfitted


@pytest.mark.slow
def test_the_classic_way_finds_planted_themes_the_same_twice():
    texts, themes = zip(*planted(60), strict=True)
    found = find_topics(given(texts), TopicOptions(is_classic=True))
    again = find_topics(given(texts), TopicOptions(is_classic=True))
    assert found == again
    assert purity(found, themes) > 0.8


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([], "no passage"),
        (["The food was cold"], "say the same"),
        ([f"The food was cold on day {number}" for number in "abcdefghi"], "Only 9 different"),
        (["it was", "and so it was", "was it", "so was I", *["and it was so " * n for n in range(1, 9)]], "only words"),
    ],
)  # fmt: skip
def test_too_little_is_refused_with_the_reason(texts, why):
    inside = TopicTexts(texts=texts, rows=np.zeros((len(texts), 4), dtype=np.float32))
    with pytest.raises(Refused, match=why):
        find_topics(inside, TopicOptions())


def test_settings_that_do_not_fit_are_refused():
    texts, _ = zip(*planted(10), strict=True)
    with pytest.raises(Refused, match="2 to 20 topics"):
        find_topics(given(texts), TopicOptions(k=21))
    with pytest.raises(Refused, match="finds the number"):
        find_topics(given(texts), TopicOptions(k=3, is_classic=True))
    with pytest.raises(Refused, match="at least 50"):
        find_topics(given(texts), TopicOptions(is_classic=True))


def test_a_stop_is_heeded_between_two_numbers_of_topics():
    from qualkit.analysis.clusters import Watch

    texts, _ = zip(*planted(12), strict=True)
    looks = iter([False, False, True])
    with pytest.raises(Stopped):
        find_topics(given(texts), TopicOptions(), Watch(is_stopped=lambda: next(looks)))


def test_the_silhouette_is_that_of_scikit_learn():
    from sklearn.metrics import silhouette_score

    from qualkit.analysis.clusters import _Apart, reduce

    rows = np.random.default_rng(3).normal(size=(80, 12)).astype(np.float32)
    rows[:40] += 1
    found = cluster(rows, k=5)
    reduced = reduce(rows)
    wanted = silhouette_score(reduced, found.labels, metric="cosine")
    assert _Apart.of(reduced, 0).silhouette(found.labels) == pytest.approx(wanted, abs=1e-5)
    assert found.curve == ((5, pytest.approx(wanted, abs=1e-5)),)


def test_so_many_topics_are_tried_as_there_can_be():
    assert numbers_to_try(10) == [2, 3]
    assert numbers_to_try(200) == list(range(2, 11))
    assert numbers_to_try(300) == [5, 6, 8, 10, 12, 15, 20]


def test_words_are_shown_in_the_form_most_people_use():
    forms = Forms([["waiting"], ["waiting", "nurse"], ["wait"], ["nurses"], ["nurses"]])
    assert forms.of(["wait", "waiting", "nurse"]) == ["waiting", "nurses"]


def test_stop_words_single_letters_numbers_and_redactions_are_no_content():
    assert content_words("I don’t think [name] was on ward 9 b", stop_words()) == ["ward"]
    assert content_words("The café’s self-service", stop_words()) == ["café", "self-service"]
