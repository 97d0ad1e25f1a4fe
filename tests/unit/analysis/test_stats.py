import numpy as np
import pytest

from qualkit.analysis.closed import ClosedAnswers
from qualkit.analysis.stats import chi2_tail, level_mean, level_median, level_sd, normal_tail, wilson
from qualkit.analysis.weights import checked_weights, effective_n, weight_notes, weights_of
from qualkit.errors import Refused
from qualkit.model.questionnaire import Question, Use


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_intervals_of_newcombe_1998_table_1_method_3(count, base, low, high):
    assert wilson(count, base) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_wilson_has_no_interval_of_nobody_and_ends_at_0_and_1():
    assert wilson(0, 0) is None
    assert wilson(0, 7)[0] == 0
    assert wilson(7, 7)[1] == 1


def test_the_median_lies_between_two_levels_where_they_split_the_answers():
    assert level_median([2, 4, 4, 5, 5]) == 3.5
    assert level_median([3, 0, 0, 3]) == 2.5
    assert level_median([0, 0, 1]) == 3
    assert level_median([0, 0]) is None


def test_sd_has_n_minus_1_below_and_none_for_one_person():
    levels = [1, 1, 2, 4]
    assert level_sd([2, 1, 0, 1], 4) == pytest.approx(np.std(levels, ddof=1))
    assert level_mean([2, 1, 0, 1]) == 2
    assert level_sd([0, 1], 1) is None


@pytest.mark.parametrize(
    ("x", "df"), [(2.706, 1), (4.605, 2), (6.251, 3), (7.779, 4), (9.236, 5), (15.987, 10)]
)
def test_tails_are_those_of_the_printed_chi_squared_table(x, df):
    assert chi2_tail(x, df) == pytest.approx(0.1, abs=5e-5)
    assert chi2_tail(0, df) == 1


def test_the_normal_tail_is_that_of_the_printed_table():
    assert normal_tail(1.959963984540054) == pytest.approx(0.025, abs=1e-15)


def test_equal_weights_are_worth_everybody_and_unequal_ones_fewer():
    assert effective_n(30 * 0.7, 30 * 0.49) == pytest.approx(30)
    assert effective_n(3 + 1, 9 + 1) == pytest.approx(1.6)


def weights(*cells):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    question = Question(column="weight", wording="weight", use=Use.WEIGHT)
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells])
    return weights_of(ClosedAnswers(question=question, codes=codes, labels=labels))


def test_weights_are_read_and_a_blank_weighs_nothing():
    given = weights("0.5", "", "2", "0.5")
    assert given.tolist() == [0.5, 0, 2, 0.5]
    assert "changing no share: 1" in weight_notes(given)[1]


@pytest.mark.parametrize("cells", [("1", "-1"), ("1", "heavy"), ("inf", "1"), ("0", "0")])
def test_what_is_no_weight_is_refused(cells):
    with pytest.raises(Refused, match="weight"):
        weights(*cells)


def test_no_weights_have_no_note():
    assert weight_notes(None) == []
    assert checked_weights(np.array([1.0, np.nan])).tolist() == [1, 0]
