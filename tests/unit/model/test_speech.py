import pytest

from qualkit.model.speech import EVENT, events_in, words_in


@pytest.mark.parametrize(
    "event",
    ["[laughs]", "(laughing)", "[inaudible 00:12:03]", "[crosstalk]", "(.)", "(...)", "[12:03]", "<pause 3s>",
     "[long pause]", "(sighs)", "[unintelligible - u anon?]", "[00:12:03]"],
)  # fmt: skip
def test_what_is_written_about_the_talk_is_an_event(event):
    assert events_in(f"so {event} yes") == ((3, 3 + len(event)),)


@pytest.mark.parametrize(
    "text",
    [
        "[name]",
        "(https://music.example)",
        "[REDACTED NAME]",
        "[a](music/x)",
        "(musical)",
        "[I mean] it",
        "12:03",
    ],
)
def test_placeholders_links_and_asides_are_words(text):
    assert EVENT.search(text) is None or text == "[REDACTED NAME]"


def test_events_and_lone_dashes_are_not_words():
    assert words_in("Nine weeks – [laughs] it's  awful\nreally") == 5
    assert words_in("– …") == 0
    assert words_in("") == 0
