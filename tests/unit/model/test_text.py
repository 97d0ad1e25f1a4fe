"""Folding gives the places of the original, and no place cuts a letter in half."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.text import fold, fold_line, is_boundary, snap

TRICKY = st.sampled_from(
    list(
        "ab é\u0301\u200d\ufe0f👩🏽⚕❤🇬🇧🇫ﬁ…’“–\u00ad\u200bक\u094dष\u093fกำ\r\n각\u1100\u1161\u11a8ßİ\u0600\u0e33©\u20e3#"
    )
)
texts = st.one_of(st.text(max_size=30), st.lists(TRICKY, max_size=20).map("".join))


def graphemes(text):
    """The boundaries of grapheme clusters after Unicode's own rules, by the package `regex`."""
    return {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}


@given(texts, st.data())
def test_a_snapped_place_never_cuts_a_grapheme_cluster(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = snap(text, start, end)
    assert first <= start
    assert last >= end
    assert {first, last} <= graphemes(text)


@given(st.text(st.characters(codec="latin-1"), max_size=40), st.data())
def test_plain_text_is_not_widened(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if "\r\n" not in text:
        assert snap(text, start, end) == (start, end)


@pytest.mark.parametrize(
    "letter",
    ["é", "e\u0301", "👩🏽‍⚕️", "🇬🇧", "👨‍👩‍👧‍👦", "각", "\u1100\u1161\u11a8", "कि", "1️⃣", "\r\n", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "กำ"],
)
def test_a_letter_is_widened_to_as_a_whole(letter):
    text = f"ab{letter}cd"
    for inside in range(2, 2 + len(letter)):
        assert snap(text, inside, inside + 1) == (2, 2 + len(letter))
    assert snap(text, 0, 2) == (0, 2)


def test_two_flags_are_two_letters():
    text = "🇬🇧🇫🇷"
    assert [at for at in range(5) if is_boundary(text, at)] == [0, 2, 4]


def test_a_letter_before_a_joiner_stays_with_it_and_the_next_letter_does_not():
    assert snap("a\u200db", 0, 1) == (0, 2)


@given(texts)
def test_places_in_folded_text_map_back_inside_the_original_and_in_order(text):
    folded = fold(text)
    places = [folded.original(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(texts)
def test_the_whole_folded_text_is_the_whole_original_less_what_is_invisible_at_its_ends(text):
    folded = fold(text)
    start, end = folded.original(0, len(folded.text))
    assert fold(text[start:end]).text == folded.text or text[:start].strip() == ""


@given(texts, st.data())
def test_a_slice_of_folded_text_is_the_fold_of_its_original(text, data):
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    assert folded.text[start:end] in fold(text[slice(*folded.original(start, end))]).text


@given(st.text(max_size=40))
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)).text == fold(unicodedata.normalize("NFD", text)).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("it’s", "it's"), ("“so”", '"so"'), ("well – yes", "well - yes"), ("so…", "so..."), ("ﬁnd", "find"),
        ("co\u00adop", "coop"), ("cafe\u0301", "café"), ("ｆｕｌｌ", "full"), ("a\u00a0b", "a b"), ("plain", "plain"),
    ],
)  # fmt: skip
def test_typographic_forms_fold_to_plain_ones(text, plain):
    assert fold(text).text == plain


def test_a_word_after_folded_letters_is_found_where_it_stands():
    text = "“ﬁrst … cafe\u0301 👩🏽‍⚕️ scared”"
    folded = fold(text)
    at = folded.text.index("scared")
    assert text[slice(*folded.original(at, at + 6))] == "scared"


def test_lines_compare_without_case_blanks_and_marks():
    assert fold_line("  Being\u00a0“Ashamed”\n") == fold_line('being "ashamed"')


def test_a_megabyte_folds_in_a_moment(slowness):
    import time

    text = "I was scared – it’s the café. " * 35_000
    began = time.process_time()
    fold(text)
    assert time.process_time() - began < 3 * slowness
