"""Words that are not shown: word boundaries, possessives, case, overlaps, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.redaction import Redaction, Redactor


def redactor(*rules):
    return Redactor([Redaction(words=words, replacement=shown, **more) for words, shown, more in rules])


SARAH = redactor(("Sarah", "[sister]", {}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I asked Sarah.", "I asked [sister]."),
        ("sarah said, SARAH!", "[sister] said, [sister]!"),
        ("Sarah's house, Sarah’s, Sarahs house", "[sister]'s house, [sister]’s, [sister]s house"),
        ("Sarahlynn and Ms.Sarah_1", "Sarahlynn and Ms.Sarah_1"),
        ("", ""),
    ],
)
def test_a_name_is_met_as_a_word_in_any_case_and_in_the_possessive(text, shown):
    assert SARAH.text(text) == shown


def test_typographic_forms_blanks_and_accents_are_met():
    both = redactor(("O'Brien", "[nurse]", {}), ("José Silva", "[friend]", {}))
    assert both.text("Mr O’Brien met Jose\u0301\n  Silva.") == "Mr [nurse] met [friend]."


def test_the_longer_name_and_the_narrower_decision_win():
    show = redactor(
        ("Sarah", "[sister]", {}),
        ("Sarah Jones", "[key worker]", {}),
        ("Sarah", "[friend]", {"source": "fg2"}),
    )
    assert show.text("Sarah Jones and Sarah", "fg1") == "[key worker] and [sister]"
    assert show.text("Sarah", "fg2") == "[friend]"
    assert show.text("Sarah", "fg2:why") == "[friend]"


def test_a_decision_for_one_passage_holds_there_only():
    show = redactor(("May", "[girl]", {"source": "fg1", "segment": "3", "match_case": True}))
    assert show.text("May may come in May.", "fg1", "3") == "[girl] may come in [girl]."
    assert show.text("In May.", "fg1", "4") == "In May."


def test_text_of_no_source_shows_nothing_that_is_redacted_anywhere():
    assert redactor(("Leeds", "[town]", {"source": "fg1"})).text("A memo on Leeds") == "A memo on [town]"


def test_a_place_that_cuts_into_redacted_words_shows_the_whole_replacement():
    text = "I asked Sarah Jones twice."
    show = redactor(("Sarah Jones", "[key worker]", {}))
    assert show.part(text, (0, 10), "fg1", "1") == "I asked [key worker]"
    assert show.part(text, (14, 26), "fg1", "1") == "[key worker] twice."
    assert show.part(text, (9, 12), "fg1", "1") == "[key worker]"


def test_shown_words_lead_back_to_their_place():
    text = "Then Sarah and Sarah left."
    shown = SARAH.shown(text)
    at = shown.text.index("and [sister]")
    assert text[slice(*shown.original(at, at + 12))] == "and Sarah"
    assert text[slice(*shown.original(7, 9))] == "Sarah"


@given(st.text(st.sampled_from("Sarah sx.'’\n"), max_size=40), st.data())
def test_nothing_else_of_a_text_changes_and_every_place_leads_back(text, data):
    shown = SARAH.shown(text)
    back, at = [], 0
    for spot in shown.spots:
        assert text[spot.start : spot.end].casefold() == "sarah"
        back += [text[at : spot.start], spot.replacement]
        at = spot.end
    assert shown.text == "".join([*back, text[at:]])
    start = data.draw(st.integers(0, len(shown.text)))
    end = data.draw(st.integers(start, len(shown.text)))
    first, last = shown.original(start, end)
    assert 0 <= first <= last <= len(text)
    assert shown.original(0, len(shown.text)) == (0, len(text))
