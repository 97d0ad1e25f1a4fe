"""Sentences of speech and of typed answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.sentences import sentence_places


def sentences(text):
    return [text[start:end] for start, end in sentence_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I was scared. Then I ran.", ["I was scared.", "Then I ran."]),
        ("it was good!!! but i was scared", ["it was good!!!", "but i was scared"]),
        ("Why? because.", ["Why?", "because."]),
        ("Dr. Lee helped me. Mrs. May too.", ["Dr. Lee helped me.", "Mrs. May too."]),
        ("We did sums, e.g. with maths, i.e. numbers.", ["We did sums, e.g. with maths, i.e. numbers."]),
        ("Well... I don't know. So", ["Well...", "I don't know.", "So"]),
        ("one line\nanother line", ["one line", "another line"]),
        ("  spaces around.  ", ["spaces around."]),
        ("It cost 3.50 then.", ["It cost 3.50 then."]),
        ("", []),
        ("   \n ", []),
        ("no end", ["no end"]),
    ],
)
def test_sentences_end_where_a_person_would_end_them(text, expected):
    assert sentences(text) == expected


@given(st.text("abc .!?\n…DrE’", max_size=60))
def test_sentences_are_in_order_apart_and_hold_every_word(text):
    places = sentence_places(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(first[1] <= second[0] for first, second in zip(places, places[1:], strict=False))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
