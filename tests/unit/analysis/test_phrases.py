from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.phrases import NAMED, in_words, percent, phrase, spoken, weighted_phrase


@pytest.mark.parametrize(
    ("count", "base", "text"),
    [
        (293, 558, "53% (293 of 558)"),
        (1, 8, "13% (1 of 8)"),
        (0, 31, "0% (0 of 31)"),
        (31, 31, "100% (31 of 31)"),
        (2, 1082, "under 1% (2 of 1,082)"),
        (1080, 1082, "over 99% (1,080 of 1,082)"),
        (5, 1000, "1% (5 of 1,000)"),
        (0, 0, "no share (0 of 0)"),
    ],
)
def test_a_phrase_rounds_half_up_and_says_what_it_is_of(count, base, text):
    assert phrase(count, base) == text


@given(
    st.integers(1, 3000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.integers(0, 3),
)
def test_only_nobody_is_0_and_only_everybody_is_100(pair, places):
    count, base = pair
    text = percent(count, base, places).removesuffix("%")
    if text.startswith(("under", "over")):
        assert 0 < count < base
        bound = Fraction(text.split()[1]) / 100
        assert Fraction(count, base) < bound if text.startswith("under") else Fraction(count, base) > bound
        return
    assert (Fraction(text) == 0) == (count == 0)
    assert (Fraction(text) == 100) == (count == base)
    assert abs(Fraction(text) / 100 - Fraction(count, base)) <= Fraction(1, 200 * 10**places)


@pytest.mark.parametrize(
    ("count", "base", "text"),
    [
        (293, 558, "just over half"),
        (15, 104, "about 1 in 7"),
        (120, 200, "3 in 5"),
        (64, 100, "nearly two thirds"),
        (47, 100, "nearly half"),
        (7, 100, "more than 1 in 20"),
        (1, 558, "fewer than 1 in 100"),
        (2, 100, "fewer than 1 in 20"),
        (557, 558, "nearly all"),
        (95, 100, "19 in 20"),
        (558, 558, "all"),
        (0, 558, "none"),
    ],
)
def test_words_for_a_share(count, base, text):
    assert str(in_words(count, base)) == text


@pytest.mark.parametrize("count", [41, 44, 45, 46])
def test_45_of_100_are_never_half(count):
    assert "half" not in in_words(count, 100).text


def test_words_carry_their_distance_from_the_exact_share():
    assert in_words(293, 558).distance == pytest.approx(293 / 558 - 0.5)
    assert in_words(3, 5).distance == 0
    assert in_words(0, 0).distance is None


@given(st.integers(1, 2000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_words_never_claim_what_the_share_is_not(pair):
    count, base = pair
    share, said = Fraction(count, base), in_words(count, base)
    fractions = {name: fraction for fraction, name in NAMED} | {"1 in 100": Fraction(1, 100)}
    for start, holds in (
        ("just over ", lambda f: f < share <= f + Fraction(3, 100)),
        ("about ", lambda f: abs(share - f) <= Fraction(1, 100)),
        ("more than ", lambda f: share > f),
        ("fewer than ", lambda f: share < f),
    ):
        if said.text.startswith(start):
            assert holds(fractions[said.text.removeprefix(start)])
            return
    if said.text == "nearly all":
        assert Fraction(97, 100) <= share < 1
    elif said.text.startswith("nearly "):
        fraction = fractions[said.text.removeprefix("nearly ")]
        assert fraction - Fraction(3, 100) <= share < fraction
    else:
        assert share == {"none": 0, "all": 1}.get(said.text, fractions.get(said.text))
    assert said.distance <= 0.05


def test_a_count_above_its_base_is_not_put_into_a_fraction():
    assert in_words(12, 10).text == "more than its base"
    assert phrase(12, 10) == "120% (12 of 10)"


def test_a_weighted_share_says_that_it_is_no_count():
    assert weighted_phrase(0.3719, 1615) == "37% (weighted, of 1,615)"
    assert weighted_phrase(0.1 + 0.2 + 0.7 - 1e-16, 9) == "100% (weighted, of 9)"
    assert spoken(0, 0, None)["phrase"] == ""
