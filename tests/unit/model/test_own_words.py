"""Words that only one person said: what counts as such, and taking them out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.forgetting import OwnWords, passage_mark, person_mark

OWN = OwnWords(
    ["I felt ashamed and alone. Yes. It's all right."], ["Well, it's all right now.", "Yes."], ["fg1:Mia"]
)


def test_sentences_that_somebody_else_said_too_are_not_theirs():
    assert OWN.are_in("so: I felt  ashamed, and alone!")
    assert not OWN.are_in("It's all right")
    assert not OWN.are_in("Yes.")


def test_they_are_taken_out_however_they_are_spaced_and_in_any_case():
    assert OWN.without('She said "i felt\nASHAMED and alone." Sad.') == 'She said "[removed]" Sad.'
    assert OWN.without("It's all right, I said.") == "It's all right, I said."


def test_names_go_only_where_asked():
    assert OWN.without("memo on fg1:Mia") == "memo on fg1:Mia"
    assert OWN.without("memo on fg1:Mia", names=True) == "memo on [removed]"
    assert OWN.without("memo on fg1:Miami", names=True) == "memo on fg1:Miami"


def test_bytes_are_found_in_both_encodings():
    assert OWN.bytes_in("xx I felt ashamed and alone. xx".encode("utf-16-le"))
    assert OWN.bytes_in(b"I felt ashamed and alone.")
    assert not OWN.bytes_in(b"I felt fine.")


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_no_text_breaks_it_and_what_is_taken_out_is_gone(said, others):
    own = OwnWords([said], [others])
    for sentence in own.sentences:
        assert sentence.casefold() not in own.without(f"a {sentence} b").casefold() or sentence in "[removed]"


def test_a_mark_depends_on_every_part():
    assert (
        len({passage_mark("a", "b"), passage_mark("ab", ""), passage_mark("b", "a"), person_mark("a")}) == 4
    )
