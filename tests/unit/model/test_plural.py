"""Numbers and articles with their nouns."""

from __future__ import annotations

import doctest

import pytest

from qualkit.model import plural


def test_the_examples_hold():
    assert doctest.testmod(plural).failed == 0


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("interview", "an interview"),
        ("Young person", "a Young person"),
        ("unit", "a unit"),
        ("hour", "an hour"),
        ("case", "a case"),
    ],
)
def test_an_article_goes_by_the_sound_of_the_noun(noun, said):
    assert plural.with_article(noun) == said
