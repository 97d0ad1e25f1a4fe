"""Learning codes from passages: folds by person, thresholds, silence, and the words that speak."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.analysis.agreement_of_two import people_agree
from qualkit.analysis.suggest import Learned, Lessons, Scorer, learn
from qualkit.analysis.suggest_judging import (
    OutOfFold,
    Rates,
    best_threshold,
    grouped_folds,
    passing,
    rates,
    sure_precision,
)
from qualkit.analysis.suggest_words import places_of, word_places

GROUPS = st.lists(st.integers(0, 12), min_size=1, max_size=60)


def lessons(number: int = 120, *, people: int = 60, seed: int = 1) -> Lessons:
    """Passages in which "queue" and "kettle" are planted for two codes, with much else."""
    chance = Random(seed)
    other = ["bus", "spring", "brother", "bridge", "call", "tea", "letter", "rain", "door", "coat"]
    texts, said = [], []
    for at in range(number):
        codes = [at % 3 == 0, at % 4 == 0]
        words = chance.sample(other, 6)
        words += ["queue"] if codes[0] else []
        words += ["kettle"] if codes[1] else []
        chance.shuffle(words)
        texts.append(" ".join(words))
        said.append(codes)
    shape = np.array(said)
    return Lessons(
        texts=texts,
        groups=[f"p{at % people}" for at in range(number)],
        codes=["queues", "kettles"],
        given=shape,
        known=np.ones_like(shape),
        judged=np.ones_like(shape),
    )


@given(GROUPS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_nobody_is_in_two_folds(groups: list[int], codes: int, chance: Random) -> None:
    said = np.array([[chance.random() < 0.3 for _ in range(codes)] for _ in groups])
    folds = grouped_folds([str(one) for one in groups], said)
    assert all(
        len({int(folds[at]) for at, one in enumerate(groups) if one == group}) == 1 for group in groups
    )
    assert len(np.unique(folds)) == min(5, len(set(groups)))


@given(GROUPS, st.randoms(use_true_random=False))
def test_folds_do_not_depend_on_the_order_of_passages(groups: list[int], chance: Random) -> None:
    names = [str(one) for one in groups]
    said = np.array([[one % 2 == 0, one % 5 == 0] for one in groups])
    order = list(range(len(groups)))
    chance.shuffle(order)
    folds = grouped_folds(names, said)
    again = grouped_folds([names[at] for at in order], said[order])
    assert [int(folds[at]) for at in order] == again.tolist()


def test_a_rare_code_is_spread_over_the_folds() -> None:
    said = np.zeros((100, 2), dtype=bool)
    said[:5, 0], said[:, 1] = True, True
    folds = grouped_folds([str(at) for at in range(100)], said)
    assert sorted(folds[:5]) == [0, 1, 2, 3, 4]
    assert np.bincount(folds).tolist() == [20] * 5


def test_the_sure_precision_agrees_with_published_intervals() -> None:
    """Newcombe (1998, Table I): 81 of 263 has the Wilson interval 0.2553 to 0.3662 at z = 1.96."""
    published = sure_precision(np.array([81]), np.array([263]), 1.959964)
    assert published[0] == pytest.approx(0.2553, abs=5e-5)
    shown = sure_precision(np.array([5, 15, 150]), np.array([5, 18, 180]))
    assert shown.round(2).tolist() == [0.88, 0.75, 0.81]


@given(st.lists(st.tuples(st.floats(0.01, 1), st.booleans()), max_size=60), st.floats(0.5, 0.99))
def test_a_threshold_keeps_what_is_asked(found: list[tuple[float, bool]], precision: float) -> None:
    scores, said = np.array([one for one, _ in found]), np.array([one for _, one in found], dtype=bool)
    bar = best_threshold(scores, said, precision)
    if bar is not None:
        above = said[scores >= bar]
        assert len(above) >= 5
        assert above.mean() >= precision


def test_a_threshold_takes_no_more_than_helps() -> None:
    scores, said = np.linspace(1, 0.01, 40), np.arange(40) < 20
    assert best_threshold(scores, said, 0.7) == scores[19], "all 20 are right; more would only be wrong"


def test_four_right_of_four_prove_too_little() -> None:
    assert best_threshold(np.array([0.9, 0.8, 0.7, 0.6]), np.ones(4, dtype=bool), 0.6) is None


def test_at_most_three_codes_are_proposed_for_a_passage() -> None:
    scores = np.array([[0.9, 0.8, 0.7, 0.6, 0.99]])
    assert passing(scores, [0.5, 0.5, 0.5, 0.5, None]).tolist() == [[True, True, True, False, False]]
    assert passing(scores, [0.5] * 5).tolist() == [[True, True, False, False, True]]


@settings(deadline=None)  # scikit-learn is imported in the first round
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_rates_agree_with_scikit_learn(both: list[tuple[bool, bool]]) -> None:
    from sklearn.metrics import cohen_kappa_score, f1_score

    said, proposed = np.array([one for one, _ in both]), np.array([one for _, one in both])
    found = rates(proposed, said)
    if found.kappa is not None:
        assert found.kappa == pytest.approx(cohen_kappa_score(said, proposed, labels=[False, True]))
    if found.f1 is not None:
        assert found.f1 == pytest.approx(f1_score(said, proposed, zero_division=0))


def test_kappa_agrees_with_a_published_figure() -> None:
    """Cohen's kappa of 20 and 15 of 50 in agreement and 5 and 10 apart is 0.4."""
    assert Rates(n=50, examples=25, proposed=30, right=20).kappa == pytest.approx(0.4)


def test_agreement_of_three_people_is_the_mean_of_pairs_by_their_passages() -> None:
    passages = [{"ana": True, "ben": True}] * 2 + [{"ana": False, "ben": False}] * 2
    passages += [{"ana": True, "zoe": False}, {"ana": False, "zoe": True}, {"ben": True}]
    found = people_agree(passages)
    assert found.passages == 6
    assert found.kappa == pytest.approx((4 * 1.0 + 2 * -1.0) / 6)
    assert people_agree([{"ana": True}]).kappa is None


def test_planted_words_are_learned_and_told() -> None:
    learned = learn(lessons())
    assert [one.why_silent for one in learned.codes] == ["", ""]
    found = learned.suggest(["by the queue they stood", "a kettle and a queue", "nothing of either"])
    assert {(one.passage, one.code) for one in found} == {(0, "queues"), (1, "queues"), (1, "kettles")}
    assert all(one.reasons[0].words in ("queue", "kettle") for one in found)
    assert found[0].reasons[0].places == ((7, 12),)


def test_the_same_lessons_give_the_same_model() -> None:
    one, other = learn(lessons()), learn(lessons())
    assert one.version == other.version
    assert one.codes == other.codes
    assert np.array_equal(one.out_of_fold.scores, other.out_of_fold.scores)


def test_another_coding_gives_another_version() -> None:
    some = lessons()
    changed = some.given.copy()
    changed[1, 0] = True
    assert learn(some).version != learn(replace(some, given=changed)).version


def test_a_passage_that_was_learned_from_is_scored_by_who_has_not_seen_its_person() -> None:
    some = lessons()
    learned = learn(some)
    row = int(np.flatnonzero(some.given[:, 0])[0])
    seen = learned.suggest([some.texts[row]], seen=[row])
    code = next(one for one in seen if one.code == "queues")
    assert code.score == round(float(learned.out_of_fold.scores[row, 0]), 4)


def silence(learned: Learned) -> list[str]:
    return [one.why_silent for one in learned.codes]


def test_fewer_than_15_examples_mean_silence() -> None:
    some = lessons(42)
    assert silence(learn(some)) == [
        "14 of 15 examples needed",
        "11 of 15 examples needed",
    ]


def test_examples_of_two_people_mean_silence() -> None:
    told = silence(learn(lessons(people=2)))
    assert told[0] == "its examples are of 2 people; 3 are needed"


def test_a_code_given_at_random_keeps_silent() -> None:
    some = lessons(200, people=200)
    chance = np.random.RandomState(5)
    learned = learn(replace(some, given=chance.rand(*some.given.shape) < 0.2))
    assert all("no score surely reaches" in why for why in silence(learned))
    assert learned.suggest(some.texts) == []


def test_what_was_not_looked_for_teaches_nothing() -> None:
    some = lessons()
    known = some.known.copy()
    known[60:, 0] = False
    given = some.given.copy()
    given[60:, 0] = False  # the code was made when half had been read
    unlearned = learn(replace(some, given=given))
    learned = learn(replace(some, given=given, known=known, judged=known))
    assert learned.codes[0].threshold is not None
    assert learned.codes[0].rates is not None
    assert learned.codes[0].rates.n == 60
    assert unlearned.codes[0].rates is None or unlearned.codes[0].rates.n == 120


def test_a_definition_is_an_example_where_there_is_none() -> None:
    some = lessons(30)
    none = replace(some, given=some.given & np.array([False, True]))
    rows = np.arange(30)
    text = ["standing in a queue"]
    assert Scorer(none, rows, [0, 1]).scores(text)[0, 0] == 0
    hinted = replace(none, hints=["Queues: standing in a queue for long", ""])
    assert Scorer(hinted, rows, [0, 1]).scores(text)[0, 0] > 0.2


def test_vectors_that_tell_codes_apart_are_joined_with_words() -> None:
    some = lessons(60)
    told = np.where(some.given[:, :1], 1.0, -1.0).repeat(4, axis=1) / 2
    blank = replace(some, texts=["the same words"] * 60, vectors=told)
    scores = Scorer(blank, np.arange(60), [0]).scores(["the same words"] * 2, np.array([told[0], told[1]]))
    assert scores[0, 0] > scores[1, 0] + 0.2


def test_texts_without_words_are_learned_and_tell_no_words() -> None:
    some = lessons(60)
    signs = ["👍" * (1 + 2 * at) if said else "👎" for at, said in enumerate(some.given[:, 0])]
    learned = learn(replace(some, texts=signs))
    assert learned.codes[0].threshold is not None
    assert learned.suggest(["👍👍👍"])[0].reasons == ()


def test_only_one_code_is_learned_where_only_one_is_asked_for() -> None:
    learned = learn(lessons(), only="kettles")
    assert {one.code for one in learned.suggest(["a kettle and a queue"])} == {"kettles"}


def test_thresholds_of_a_part_come_from_the_other_parts() -> None:
    scores = np.array([[0.9]] * 6 + [[0.1]] * 6)
    said = scores > 0.5
    folds = np.array([0] * 3 + [1] * 3 + [0] * 3 + [1] * 3)
    unseen = OutOfFold(scores=scores, folds=folds, given=said, judged=np.ones_like(said))
    assert unseen.threshold(0, 0.5) == 0.9
    assert not unseen.proposed([0], 0.5).any(), "three of a part alone are too few"


@settings(max_examples=60)
@given(st.text(alphabet="abÉéß’'ﬁ ,.\u0301😀", max_size=40))
def test_every_word_stands_where_it_is_told(text: str) -> None:
    from qualkit.model.text import fold

    for words, places in word_places(text).items():
        for start, end in places:
            said = fold(text[start:end], ignore_case=True).text
            assert said.startswith(words.split(" ")[0])
            assert said.endswith(words.split(" ")[-1])


def test_told_words_are_found_again_in_the_text() -> None:
    text = "They kept us WAITING – we'd waited, hadn’t we?"
    assert [text[start:end] for start, end in places_of(text, "waiting; hadn't we; not there")] == [
        "WAITING",
        "hadn’t we",
    ]
