"""What the buttons of the wording window put into a quote, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.display import display_safe
from qualkit.tui.widgets.quote_edits import LEFT_OUT, Edit, as_typed, leaving_out, putting_in

SAID = "I'd not tell them anything, to be honest. Like my friend told."


def done(text: str, edit: Edit) -> str:
    return text[: edit.start] + edit.text + text[edit.end :]


def without(text: str, marked: str) -> str:
    start = text.index(marked)
    return done(text, leaving_out(text, start, start + len(marked)))


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("not tell", "I'd [...] them anything, to be honest. Like my friend told."),
        ("ot te", "I'd [...] them anything, to be honest. Like my friend told."),
        (" not tell ", "I'd [...] them anything, to be honest. Like my friend told."),
        ("anything", "I'd not tell them [...], to be honest. Like my friend told."),
        ("I'd", "[...] not tell them anything, to be honest. Like my friend told."),
        (" Like my friend told.", "I'd not tell them anything, to be honest. [...]"),
        (SAID, "[...]"),
    ],
)
def test_whole_words_give_way_to_dots_with_one_blank_at_each_side(marked: str, left: str) -> None:
    assert without(SAID, marked) == left


def test_dots_beside_dots_become_one() -> None:
    assert without("We went [...] and then home.", "and then") == "We went [...] home."
    assert without("We went [...] home.", "We went") == "[...] home."
    assert without("a [...] b [...] c", "b") == "a [...] c"


@pytest.mark.parametrize(
    ("at", "text"),
    [(6, "They was [sic] there"), (8, "They was [sic] there"), (14, "They was there [sic]")],
)
def test_sic_stands_behind_the_word_at_the_cursor(at: int, text: str) -> None:
    assert done("They was there", putting_in("They was there", at, "[sic]")) == text


@given(st.text(alphabet="ab'’ -.,[]\n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_not_marked_stays_in_its_order(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    edit = leaving_out(text, start, end)
    assert 0 <= edit.start <= edit.end <= len(text)
    assert LEFT_OUT in edit.text
    assert done(text, edit).startswith(text[: edit.start])
    assert done(text, edit).endswith(text[edit.end :])
    beyond = text[edit.start : max(start, edit.start)] + text[min(end, edit.end) : edit.end]
    assert not set(beyond.replace(LEFT_OUT, "")) - set("ab'’- \n")


@given(st.text(max_size=40))
def test_a_text_that_was_shown_and_not_changed_is_the_text(said: str) -> None:
    said = "".join(letter for letter in said if display_safe(letter) in (letter, "\ufffd"))
    said = said.replace("\ufffd", "")
    assert as_typed(display_safe(said), said) == said
