"""Texts as numbers of BERT's vocabulary: the numbers are those of Hugging Face's tokenizers 0.22 for it."""

from __future__ import annotations

import pytest

from qualkit.analysis.wordpiece import WordPieces, english_pieces

KNOWN = {
    "Hello, world!": [7592, 1010, 2088, 999],
    "I wasn’t “heard” — naïve café…": [1045, 2347, 1521, 1056, 1523, 2657, 1524, 1517, 15743, 7668, 1529],
    "Unhappiness, re-telling; foster-carers.": [
        4895,
        3270,
        9397,
        9961,
        1010,
        2128,
        1011,
        4129,
        1025,
        6469,
        1011,
        2729,
        2869,
        1012,
    ],
    "£5 & 日本 ok_then": [27813, 1004, 1864, 1876, 7929, 1035, 2059],
    "tab\there\x00\u200d now": [21628, 2182, 2085],
    "safeguardingly 👩🏽‍⚕️ x": [28805, 15787, 100, 1060],
    "": [],
}


@pytest.mark.parametrize("text", KNOWN)
def test_texts_become_the_numbers_that_the_model_was_trained_on(text):
    assert english_pieces().ids(text) == KNOWN[text]


def test_a_word_of_more_than_a_hundred_letters_is_unknown():
    pieces = english_pieces()
    assert pieces.ids("a" * 101) == [pieces.unknown]
    assert pieces.unknown not in pieces.ids("a" * 100)


def test_accents_capitals_and_hidden_characters_make_no_difference():
    ids = english_pieces().ids
    assert ids("CAFÉ") == ids("cafe") == ids("cafe\u0301") == ids("ca\u200bfe")


def test_the_longest_piece_comes_first_and_an_unknown_rest_makes_the_word_unknown():
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "un", "##do", "undo", "##ne"])
    assert pieces.ids("undo undone un undoing") == [5, 5, 6, 3, 0]


def test_the_vocabulary_is_whole():
    pieces = english_pieces()
    assert (pieces.unknown, pieces.first, pieces.last) == (100, 101, 102)
    assert pieces.ids("##") == [1001, 1001]
