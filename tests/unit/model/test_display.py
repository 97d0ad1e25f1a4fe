import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.display import display_safe


@given(st.text())
def test_shown_text_is_as_long_as_the_text_itself_and_holds_no_control_character(text):
    shown = display_safe(text)
    assert len(shown) == len(text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs") for character in shown if character not in "\t\n"
    )
    assert display_safe(shown) == shown


def test_escapes_are_made_visible_and_line_ends_become_spaces():
    assert display_safe("\x1b[2J\x9b\x07") == "\ufffd[2J\ufffd\ufffd"
    assert display_safe("a\rb\u2028c\u0085d") == "a b c d"


def test_bidirectional_overrides_cannot_turn_a_line_around():
    assert display_safe("\u202eevil\u202c \u2067x\u2069") == "\ufffdevil\ufffd \ufffdx\ufffd"


def test_words_emoji_and_newlines_are_left_alone():
    text = "naïve 👩🏽\u200d⚕️ e\u0301 \u05d0\u05de\u05d0\n\ttab"
    assert display_safe(text) == text
