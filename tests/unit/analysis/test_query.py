"""The grammar of a search, and where it is met in a text."""

from __future__ import annotations

import pytest

from qualkit.analysis.patterns import Pattern
from qualkit.analysis.query import parse
from qualkit.analysis.query_match import places, widened
from qualkit.errors import QualkitError, Refused
from qualkit.model.query import All, Either, Near, Words


def found(query, text):
    spans = places(parse(query), text)
    return None if spans is None else [text[start:end] for start, end in spans]


def word(*forms, **how):
    return Words(words=forms, **how)


def test_words_side_by_side_bind_closer_than_or():
    assert parse("a b OR c") == Either(parts=(All(parts=(word("a"), word("b"))), word("c")))
    assert parse("a AND b") == parse("a b")


def test_operators_in_lower_case_are_words():
    assert parse("not and or") == All(parts=(word("not"), word("and"), word("or")))
    assert found("salt and pepper", "Pepper and salt") == ["Pepper", "and", "salt"]


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("afraid", "Afraid, so AFRAID.", ["Afraid", "AFRAID"]),
        ('"no fear"', "No  fear; fear no more", ["No  fear"]),
        ("“no fear”", "no fear", ["no fear"]),
        ("scar*", "scars, scared, escarp", ["scars", "scared"]),
        ('"so scar*"', "so scar", ["so scar"]),
        ('"so scar"*', "so scared, not scared", ["so scared"]),
        ("a OR b", "b c", ["b"]),
        ("a NOT b", "a c", ["a"]),
        ("a NOT b", "a b", None),
        ("a NOT (b c)", "a b", ["a"]),
        ("NEAR(a b, 1)", "a x b", ["a", "b"]),
        ("NEAR(a b, 1)", "b x a y a", ["b", "a"]),
        ("NEAR(a b, 0)", "a x b", None),
        ('NEAR("a b" c,1)', "a b x c", ["a b", "c"]),
        ("cafe", "The café’s", ["café"]),
        ("café", "the cafe", ["cafe"]),
        ("cafe", "the cafe\u0301s cafe\u0301", ["cafe\u0301"]),
        ("don't", "don’t, do not t", ["don’t"]),
        ("don’t", "don't", ["don't"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("well-known", "well–known", ["well–known"]),
        ("学校", "我在学校里", ["学校"]),
        ("👍", "fine 👍🏽 yes", ["👍"]),
        ("x_y", "x_y", ["x_y"]),
    ],
)
def test_a_search_is_met_where_its_words_stand(query, text, hits):
    assert found(query, text) == hits


@pytest.mark.parametrize(
    ("query", "says", "at"),
    [
        ("", "nothing to look for", None),
        ("   ", "nothing to look for", None),
        ('say "no fear', "not closed", 5),
        ("(a OR b", "not closed", 1),
        ("a) b", "opened", 2),
        ("a OR", "After OR", 3),
        ("OR a", "stands between words", 1),
        ("a NOT NOT b", "After NOT", 3),
        ("NOT a", "takes away", 1),
        ("a OR NOT b", "takes away", 6),
        ("()", "no words", 2),
        ("!!!", "no letters", 1),
        ("fr*d", "behind how a word begins", 3),
        ("*", "behind how a word begins", 1),
        ("NEAR(a)", "two words or more", 1),
        ("NEAR(a b, x)", "number of words", 11),
        ("NEAR(a (b))", "words and phrases only", 8),
        ("NEAR(a b", "not closed", 5),
        ("(" * 9 + "a" + ")" * 9, "Too many brackets", 9),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_place(query, says, at):
    with pytest.raises(QualkitError, match=says) as refused:
        parse(query)
    if at is not None:
        assert f"(character {at})" in refused.value.message
        line, caret = refused.value.hint.split("\n")
        assert caret.index("^") - 2 == at - 1
        assert line == query


def test_a_long_search_is_refused_and_the_place_stays_in_view():
    with pytest.raises(QualkitError, match="too long"):
        parse("a " * 600)
    with pytest.raises(QualkitError, match="Too many words"):
        parse("a " * 200)
    with pytest.raises(QualkitError) as refused:
        parse("word " * 80 + '"open')
    line, caret = refused.value.hint.split("\n")
    assert line[caret.index("^") - 2] == '"'
    assert len(line) < 80


def test_forms_of_words_take_the_place_of_plain_words_only():
    forms = {"help": ("help", "helped"), "me": ("me",)}.get
    assert widened(parse("help"), forms) == Either(
        parts=(word("help", is_quoted=True), word("helped", is_quoted=True))
    )
    assert widened(parse('"help"'), forms) == word("help", is_quoted=True)
    near = widened(parse("NEAR(help me, 3)"), forms)
    assert [part.parts[0].words for part in near.parts] == [("help",), ("helped",)]
    assert all(isinstance(part, Near) and part.within == 3 for part in near.parts)


def test_a_pattern_meets_folded_text_and_gives_places_of_the_original():
    text = "It’s “ﬁne”, don’t worry"
    assert [text[start:end] for start, end in Pattern("'s|fine|don't").places(text)] == ["’s", "ﬁne", "don’t"]
    assert Pattern("x*").places("abc") == []


def test_a_pattern_that_would_run_for_ever_is_stopped():
    with pytest.raises(Refused, match="takes too long"):
        Pattern("(a|a)+$", seconds=0.2).places("a" * 60 + "b")


@pytest.mark.parametrize("pattern", ["", "(", "a{99999999999}", "x" * 501])
def test_a_pattern_that_can_not_be_read_is_refused(pattern):
    with pytest.raises(QualkitError):
        Pattern(pattern)
