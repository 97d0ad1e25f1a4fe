"""What may be done to a quote's words, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import Refused
from qualkit.model.wording import checked_wording, fits, misfit

SAID = "and I was, you know, scared [laughs] of him. It’s “bad”, they said"


@pytest.mark.parametrize(
    "wording",
    [
        "and I was [...] scared [laughs] of him. [...]",
        "and I was […] scared [laughs] of him. […]",
        "[...] scared [...] of him [...]",
        "and I was, you know, [very] scared [laughs] of him [the teacher]. It’s “bad” [sic], they said",
        "And I was, you know, scared [...]",
        "[A]nd I was, you know, scared [...]",
        "[...] I was, you know, scared [...]",
        "[...] You know, scared [...]",
        "[...] [Y]ou know, scared [...]",
        "[Then] and I was [...]",
        '[...] It\'s "bad", they said',
        "and I  was,\nyou know, scared [...]",
        "[...] scared [laughs] [laughs] [...]",
    ],
)
def test_leaving_out_adding_and_a_capital_are_allowed_in_brackets(wording):
    assert fits(SAID, wording)


@pytest.mark.parametrize(
    ("wording", "word"),
    [
        ("and I am [...]", "am"),
        ("and I was scared [...]", "scared"),
        ("I was [...]", "I"),
        ("[...] of her. [...]", "her"),
        ("and I was, You know [...]", "You"),
        ("And I was, you KNOW [...]", "KNOW"),
        ("[...] It is “bad”, they said", "It"),
        ("[...] scared of him [...]", "of"),
        ("[...] scar[...]", "scar"),
        ("[...] him! [...]", "!"),
        ("[...] they said so", "so"),
        ("[...] bad they said", "they"),
        ("[Very scared", "["),
    ],
)
def test_any_other_change_is_found_at_its_first_word(wording, word):
    found = misfit(SAID, wording)
    assert found is not None
    assert (found.word, found.is_left_out) == (word, False)


def test_words_left_out_at_the_end_without_a_mark_are_named():
    with pytest.raises(Refused, match=r'"of him" was left out without \[\.\.\.\]'):
        checked_wording("I was scared of him", "I was scared")


def test_a_refusal_says_what_stands_there_and_what_is_allowed():
    with pytest.raises(
        Refused, match='"so" is not what was said: it says ", you know, scared" there'
    ) as told:
        checked_wording(SAID, "and I was so scared [...]")
    assert "[...]" in told.value.hint


@pytest.mark.parametrize("wording", ["[...]", "[…] [...]", "[They were kind to me]", "[...] ."])
def test_a_quote_of_which_no_word_is_left_is_refused(wording):
    with pytest.raises(Refused, match="Nothing of what was said"):
        checked_wording("I was scared.", wording)


@pytest.mark.parametrize("wording", ["", "  ", SAID, f"“{SAID}”", SAID.replace("’", "'")])
def test_the_words_as_they_were_said_are_no_edit(wording):
    assert checked_wording(SAID, wording) == ""


def test_quotation_marks_typed_around_the_words_are_taken_off():
    assert checked_wording("I was scared", "“I was [very] scared”") == "I was [very] scared"
    assert checked_wording('"No" he said "no"', '"No" he [often] said "no"') == '"No" he [often] said "no"'


def test_brackets_that_were_said_can_be_left_out_only_with_a_mark():
    said = "I [inaudible 00:12:03] left"
    assert fits(said, "I [inaudible 00:12:03] left [sic]")
    assert fits(said, "I [...] left")
    assert not fits(said, "I left")


TALK = "P1: I was scared.\nP2: No, you were\nnot.\nP1: I was."


@pytest.mark.parametrize(
    ("wording", "is_allowed"),
    [
        ("P1: I was [...]\nP2: No, you were not. [...]", True),
        ("P1: I was scared.\n[...]\nP1: I was.", True),
        ("[...] P2: No, you were not. [...]", True),
        ("P1: [...] P2: [...] not. P1: I was.", True),
        ("P1: I was scared. [...] No, you were not. P1: I was.", False),
        ("P1: I was [...] not. P1: I was.", False),
        ("[...] I was scared. [...]", False),
        ("P1: I was scared. P2 [...] not. P1: I was.", False),
        ("P1: I was scared. P2: No, you [...] P1: [...]", True),
    ],
)
def test_nobodys_words_become_those_of_another_speaker(wording, is_allowed):
    assert fits(TALK, wording, ("P1", "P2")) is is_allowed


def test_letters_are_not_cut_from_their_accents():
    assert not fits("caf\u0065\u0301 noir", "cafe[...]")
    assert fits("cafe\u0301 noir", "café [...]")


def test_control_characters_do_not_get_into_a_quote():
    assert checked_wording("I was scared", "I was [\x07\u202every] scared").isprintable()


WORDS = st.lists(
    st.sampled_from(
        ["a", "be", "I", "the", "[laughs]", "no,", "“oh”", "it’s", "👩🏽\u200d⚕️", "مرحبا", "ok."]
    ),
    min_size=2,
    max_size=25,
)


@given(WORDS, st.data())
def test_whatever_is_left_out_and_put_in_with_brackets_fits(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start, len(words)))
    wording = [*words[:start], "[...]", *words[end:]]
    wording.insert(
        data.draw(st.integers(0, len(wording))), data.draw(st.sampled_from(["[sic]", "[so to say]"]))
    )
    assert fits(" ".join(words), " ".join(wording))


@given(WORDS, st.data())
def test_a_word_put_in_without_brackets_never_fits(words, data):
    at = data.draw(st.integers(0, len(words)))
    assert not fits(" ".join(words), " ".join([*words[:at], "stranger", *words[at:]]))


@given(WORDS, st.data())
def test_a_word_left_out_without_a_mark_never_fits(words, data):
    at = data.draw(st.integers(0, len(words) - 1))
    assert not fits(" ".join(words), " ".join([*words[:at], *words[at + 1 :]]))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_judged_without_failing_and_what_passes_fits(said, wording):
    try:
        edited = checked_wording(said, wording)
    except Refused:
        return
    assert edited == "" or fits(said, edited)


@pytest.mark.parametrize(
    ("wording", "is_allowed"),
    [
        ("I went. [...] [I]f they ask, I say nothing.", True),
        ("[...] [I]f they ask, I say nothing.", True),
        ("I went, [...] [O]f they ask, I say nothing.", False),
        ("I went, [I]f they ask, I say nothing.", False),
    ],
)
def test_a_sentence_behind_words_left_out_begins_with_a_capital_in_brackets(wording, is_allowed):
    said = "I went. You know, and if they ask, I say nothing."
    assert fits(said, wording) is is_allowed
