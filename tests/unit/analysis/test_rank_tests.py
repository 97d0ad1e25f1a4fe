import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.analysis.rank_tests import holm, rank_test
from qualkit.errors import Refused

# New York ozone, May to September 1973: R's data set airquality, of R's own examples of both tests.
OZONE = {
    "May": [
        41,
        36,
        12,
        18,
        28,
        23,
        19,
        8,
        7,
        16,
        11,
        14,
        18,
        14,
        34,
        6,
        30,
        11,
        1,
        11,
        4,
        32,
        23,
        45,
        115,
        37,
    ],
    "June": [29, 71, 39, 23, 21, 37, 20, 12, 13],
    "July": [
        135,
        49,
        32,
        64,
        40,
        77,
        97,
        97,
        85,
        10,
        27,
        7,
        48,
        35,
        61,
        79,
        63,
        16,
        80,
        108,
        20,
        52,
        82,
        50,
        64,
        59,
    ],
    "August": [
        39,
        9,
        16,
        78,
        35,
        66,
        122,
        89,
        110,
        44,
        28,
        65,
        22,
        59,
        23,
        31,
        44,
        21,
        9,
        45,
        168,
        73,
        76,
        118,
        84,
        85,
    ],
    "September": [
        96,
        78,
        73,
        91,
        47,
        32,
        20,
        23,
        21,
        24,
        44,
        21,
        28,
        9,
        13,
        46,
        18,
        13,
        24,
        16,
        13,
        23,
        36,
        7,
        14,
        30,
        14,
        18,
        20,
    ],
}


def counts(*names):
    return np.array([np.bincount(OZONE[name], minlength=200) for name in names])


def test_mann_whitney_is_that_of_r_s_example():
    test = rank_test("ozone", ("May", "August"), counts("May", "August"))
    assert (test.test, test.statistic) == ("Mann-Whitney U", 127.5)
    assert test.p == pytest.approx(0.0001208, abs=5e-8)


def test_kruskal_wallis_is_that_of_r_s_example():
    test = rank_test("ozone", tuple(OZONE), counts(*OZONE))
    assert (test.test, test.df) == ("Kruskal-Wallis H", 4)
    assert test.statistic == pytest.approx(29.267, abs=5e-4)
    assert test.p == pytest.approx(6.901e-06, abs=5e-10)


@settings(deadline=None)  # importing scipy takes its time
@given(st.lists(st.lists(st.integers(2, 40), min_size=4, max_size=4), min_size=2, max_size=5))
def test_both_agree_with_scipy(table):
    stats = pytest.importorskip("scipy.stats")
    samples = [np.repeat(np.arange(4), row) for row in table]
    test = rank_test("item", [str(number) for number in range(len(table))], np.array(table))
    if len(table) == 2:
        expected = stats.mannwhitneyu(*samples, method="asymptotic")
    else:
        expected = stats.kruskal(*samples)
    assert test.statistic == pytest.approx(expected.statistic, abs=1e-8)
    assert test.p == pytest.approx(expected.pvalue, abs=1e-10)


def test_groups_of_fewer_than_five_are_refused_and_empty_ones_left_out():
    with pytest.raises(Refused, match=r"Feels safe.*new \(4\)"):
        rank_test("Feels safe", ("old", "new"), np.array([[5, 5], [2, 2]]))
    test = rank_test("Feels safe", ("old", "none", "new"), np.array([[5, 5], [0, 0], [4, 2]]))
    assert test.groups == ("old", "new")
    with pytest.raises(Refused, match="nothing to compare"):
        rank_test("Feels safe", ("old", "none"), np.array([[5, 5], [0, 0]]))


def test_groups_that_all_say_the_same_do_not_differ():
    assert rank_test("item", ("a", "b"), np.array([[0, 9], [0, 7]])).p == 1
    assert rank_test("item", ("a", "b", "c"), np.array([[0, 9], [0, 7], [0, 8]])).p == 1


def test_holm_gives_what_r_s_p_adjust_gives():
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([0.5, 0.6]) == [1, 1]
    assert holm([]) == []
