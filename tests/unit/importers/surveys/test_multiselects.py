import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.importers.surveys.multiselects import (
    in_order_asked,
    join_options,
    multi_select,
    split_options,
)

OPTIONS = [
    "Police",
    "Social services",
    "Line manager",
    "Other (e.g. church, club)",
    "Friends, family or neighbours",
]


def cells(options=OPTIONS, mark=", ", rows=60, seed=3) -> Counter:
    choice = random.Random(seed)
    ticked = ([one for one in options if choice.random() < 0.4] for _ in range(rows))
    return Counter(mark.join(some) for some in ticked if some)


@pytest.mark.parametrize("mark", [", ", ";", ",", "|"])
def test_options_with_commas_are_found_whatever_joins_them(mark):
    found = multi_select(cells(mark=mark))
    assert found is not None
    assert found.separator == mark
    assert found.options == tuple(OPTIONS)


def test_a_separator_at_the_end_of_a_cell_is_no_option():
    trailing = Counter({f"{cell};": count for cell, count in cells(mark=";").items()})
    assert multi_select(trailing).options == tuple(OPTIONS)


@pytest.mark.parametrize(
    "labels",
    [
        [
            "Employed, working full-time",
            "Employed, working part-time",
            "Not employed, looking for work",
            "Retired",
        ],
        ["Yes", "No", "Yes, a little"],
        ["Korea, South", "Korea, North", "France"],
        ["Never, but open to it", "Never, and not open to it", "Often"],
    ],
)
def test_single_choices_with_commas_are_no_multi_select(labels):
    assert multi_select(Counter(dict.fromkeys(labels, 20))) is None


def test_the_longest_option_wins_where_one_begins_like_another():
    options = ["Friends", "Friends, family", "family"]
    assert split_options("Friends, family", options, ", ") == ["Friends, family"]
    assert split_options("family, Friends", options, ", ") == ["family", "Friends"]


def test_what_somebody_wrote_in_is_kept_as_it_is():
    assert split_options("Police, my dog (Rex, 3)", OPTIONS, ", ") == ["Police", "my dog (Rex, 3)"]
    assert split_options("Police;;", OPTIONS, ";") == ["Police"]
    assert split_options("", OPTIONS, ";") == []


def test_what_single_people_wrote_in_is_no_option_of_a_large_survey():
    given_ = cells(mark=";", rows=600)
    given_["Police;My neighbour's dog"] += 1
    assert multi_select(given_).options == tuple(OPTIONS)


def test_options_come_in_the_order_of_the_questionnaire():
    assert in_order_asked([["b", "c"], ["a", "b"], ["a", "d"], ["c", "d"]]) == ["a", "b", "c", "d"]


TEXTS = st.text(st.sampled_from("abcXYZ ,;()'é"), min_size=1, max_size=12).map(str.strip).filter(bool)


def is_plain(option: str, separator: str) -> bool:
    """Whether an option can stand in a cell: no separator in it on its own, nor at its ends."""
    return separator.strip() not in (option[0], option[-1]) and (separator == ", " or separator not in option)


@given(st.lists(TEXTS, min_size=1, max_size=6, unique=True), st.sampled_from([";", ", "]), st.data())
def test_joining_and_splitting_options_round_trips(options, separator, data):
    options = [option for option in options if is_plain(option, separator)]
    clear = [
        one
        for one in options
        if not any(other != one and other.startswith(f"{one}{separator.strip()}") for other in options)
    ]
    ticked = data.draw(st.lists(st.sampled_from(clear), unique=True)) if clear else []
    assert split_options(join_options(ticked, separator), clear, separator) == ticked


@given(
    st.text(max_size=40),
    st.lists(st.text(min_size=1, max_size=8), max_size=4),
    st.sampled_from([";", ", ", ",", "|", "\n", ""]),
)
def test_any_cell_is_split_without_a_fault_and_loses_no_word(cell, options, separator):
    parts = split_options(cell, options, separator)
    kept = {character for part in parts for character in part if character.isalnum()}
    assert kept == {character for character in cell if character.isalnum()}
