"""Counting words: against counts by hand, nltk, and published or independent figures."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.collocations import collocations
from qualkit.analysis.keyness import g2, keyness, log_ratio
from qualkit.analysis.stop_words import STOP_WORDS, stop_list
from qualkit.analysis.word_counts import Said, Spread, WordOptions, frequencies, words_of

PASSAGES = st.lists(
    st.tuples(
        st.lists(
            st.lists(st.sampled_from(["a", "b", "c", "d", "help", "helped"]), max_size=6),
            min_size=1,
            max_size=2,
        ),
        st.sampled_from(["p", "q", None]),
        st.sampled_from(["one", "two"]),
    ),
    min_size=1,
    max_size=6,
)


def said(*rows, group=""):
    return [
        Said(source=source, person=person, texts=tuple(texts), group=group) for person, source, *texts in rows
    ]


def test_words_keep_their_apostrophes_hyphens_and_accents():
    assert words_of("I DON’T know; don't–ask: CAFÉ, cafe\u0301, well‑known, x2 22 e.g. 👩🏽‍⚕️\ufe0f") == [
        "i", "don't", "know", "don't", "ask", "café", "café", "well-known", "x2", "e", "g",
    ]  # fmt: skip


def test_times_passages_people_and_sources_are_counted_apart():
    rows = said(("p", "one", "help help"), ("p", "two", "help"), ("q", "one", "Help, me"))
    found = frequencies(rows, WordOptions())
    assert found.items["help"] == Spread(times=4, passages=3, people=2, sources=2)
    assert list(found.items) == ["help", "me"]
    assert (found.base.words, found.base.passages, found.base.people, found.base.has_people) == (
        5,
        3,
        2,
        True,
    )


def test_shares_are_of_passages_where_nobody_knows_who_spoke():
    found = frequencies(said(("p", "one", "help"), (None, "one", "help")), WordOptions())
    assert not found.base.has_people
    assert (found.base.number, found.base.of(found.items["help"])) == (2, 2)


@given(PASSAGES, st.integers(1, 3))
def test_rows_of_words_are_what_a_plain_count_finds(passages, size):
    rows = [
        Said(source=source, person=person, texts=tuple(" ".join(words) for words in texts))
        for texts, person, source in passages
    ]
    times, where = Counter(), {}
    for place, (texts, person, source) in enumerate(passages):
        for words in texts:
            for start in range(len(words) - size + 1):
                item = " ".join(words[start : start + size])
                times[item] += 1
                where.setdefault(item, (set(), set(), set()))
                for known, one in zip(where[item], (place, person, source), strict=True):
                    if one is not None:
                        known.add(one)
    found = frequencies(rows, WordOptions(size=size, most=0))
    assert found.items == {
        item: Spread(times=times[item], passages=len(p), people=len(who), sources=len(s))
        for item, (p, who, s) in where.items()
    }
    assert list(found.items) == sorted(times, key=lambda item: (-times[item], item))


def test_only_what_is_all_stop_words_is_left_out_of_rows():
    rows = said(("p", "one", "I was scared of the police"))
    found = frequencies(rows, WordOptions(size=2, stop=STOP_WORDS))
    assert set(found.items) == {"was scared", "scared of", "the police"}
    assert found.base.words == 6


def test_by_stems_a_word_is_shown_as_its_commonest_form():
    found = frequencies(said(("p", "one", "help helped helped helping")), WordOptions(by_stems=True))
    assert found.items == {"helped": Spread(times=4, passages=1, people=1, sources=1)}
    assert found.forms == {"helped": ("helped", "help", "helping")}


def test_nothing_and_too_little_to_make_rows_of():
    for texts in ([], [""], ["one word"]):
        found = frequencies(said(("p", "one", *texts)), WordOptions(size=3))
        assert found.items == {}
    assert collocations(said(("p", "one", "x")), WordOptions()).pairs == ()


def test_pairs_and_their_scores_are_those_of_nltk():
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures

    text = "a cat sat on a mat a cat ran on a mat a dog sat on a mat with a cat that ran"
    rows = said(("p", "one", text))
    for window in (2, 4):
        finder = BigramCollocationFinder.from_words(text.split(), window_size=window)
        pmi = dict(finder.score_ngrams(BigramAssocMeasures.pmi))
        likelihood = dict(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))
        found = collocations(rows, WordOptions(most=0), window=window)
        assert {(one.first, one.second): one.spread.times for one in found.pairs} == {
            pair: number for pair, number in finder.ngram_fd.items() if pmi[pair] > 0
        }
        for one in found.pairs:
            assert one.pmi == pytest.approx(pmi[one.first, one.second])
            assert one.log_likelihood == pytest.approx(likelihood[one.first, one.second])
        ranks = [one.log_likelihood for one in found.pairs]
        assert ranks == sorted(ranks, reverse=True)


def test_pairs_never_run_over_a_passage_or_a_redaction():
    found = collocations(said(("p", "one", "a b", "c d"), ("p", "one", "e f")), WordOptions(most=0))
    assert {(one.first, one.second) for one in found.pairs} == {("a", "b"), ("c", "d"), ("e", "f")}


def test_g2_is_that_of_a_published_example():
    # 52 of 50,000 words against 57 of 75,000: +2.65, as in Lancaster University's course on corpora with
    # P. Rayson's calculator (https://ucrel.lancs.ac.uk/llwizard.html)
    assert g2(52, 57, (50_000, 75_000)) == pytest.approx(2.65, abs=0.005)
    assert g2(0, 0, (10, 10)) == 0
    assert g2(5, 5, (100, 100)) == 0


@given(st.integers(0, 200), st.integers(0, 200), st.integers(200, 10_000), st.integers(200, 10_000))
def test_g2_is_that_of_scipy(first, second, here, there):
    stats = pytest.importorskip("scipy.stats")
    if first + second == 0:
        return
    expected = [size * (first + second) / (here + there) for size in (here, there)]
    reference = stats.power_divergence([first, second], expected, lambda_="log-likelihood").statistic
    assert g2(first, second, (here, there)) == pytest.approx(float(reference), abs=1e-9)


def test_a_log_ratio_of_one_is_twice_as_often():
    # Hardie (2014): the binary logarithm of the ratio of relative frequencies; 0 counts as a half
    assert log_ratio(20, 10, (1000, 1000)) == 1
    assert log_ratio(10, 10, (500, 1000)) == 1
    assert log_ratio(0, 4, (1000, 1000)) == -3


def test_keyness_compares_two_groups_on_their_own_bases():
    rows = said(("p", "one", "scared scared home"), group="A") + said(
        ("q", "one", "home x"), ("r", "one", "home"), group="B"
    )
    rows += said(("s", "one", "scared"), group="C")
    found = keyness(rows, ("A", "B"), WordOptions())
    assert [base.words for base in found.bases] == [3, 3]
    (scared,) = (key for key in found.keys if key.item == "scared")
    assert scared.spreads == (
        Spread(times=2, passages=1, people=1, sources=1),
        Spread(times=0, passages=0, people=0, sources=0),
    )
    assert scared.g2 == pytest.approx(g2(2, 0, (3, 3)))
    assert scared.log_ratio == 2
    home = next(key for key in found.keys if key.item == "home")
    assert (home.spreads[1].people, home.log_ratio) == (2, -1)


def test_a_study_adds_to_the_stop_list_and_keeps_words_of_it():
    assert {"the", "erm", "don't", "innit"} <= STOP_WORDS
    assert not {"police", "mum", "scared", "help", "school"} & STOP_WORDS
    assert "school" in stop_list(stop=["School"])
    assert "like" not in stop_list(keep=["like"])
