"""A bank of which quotes were chosen: which are shown, in what order, and what is said of the choice."""

from __future__ import annotations

import pytest

from qualkit.exports.bank_layout import bank_document, bank_table
from qualkit.exports.document import Heading, Paragraph, ParagraphStyle, QuoteBlock
from qualkit.exports.render.html import render_html
from qualkit.model.quote import Quote
from qualkit.model.table import Provenance


@pytest.fixture
def chosen(passage):
    """A factory: a passage chosen at a position."""

    def make(code, position, turn, **said):
        quote = Quote(id=f"q{turn}", coding=f"{code}-{turn}", position=position, **said)
        return passage(code, f"Words of turn {turn}.", turn=turn, who=f"P{turn}", quote=quote)

    return make


@pytest.fixture
def mixed(passage, chosen, bank_of):
    """A factory: four passages of Trust, of which three are chosen, and one of Shame."""

    def build(**more):
        passages = [
            chosen("themes-trust", 30, 1),
            chosen("themes-adults", 20, 2, wording="[...] turn 2.", is_display=True),
            chosen("themes-trust", 10, 3, attribution="a boy"),
            passage("themes-trust", "Not chosen.", turn=4, who="P4"),
            passage("themes-shame", "Also not chosen.", turn=5, who="P5"),
        ]
        return bank_of(passages, **more)

    return build


def headings(bank):
    blocks = bank_document(bank, Provenance()).blocks
    return [(block.level, block.text) for block in blocks if isinstance(block, Heading)]


def turns(bank):
    return [item.ordinal for theme in bank.themes for entry in theme.codes for item in entry.passages]


def test_a_theme_shows_its_chosen_quotes_in_their_order_and_a_theme_without_any_shows_all(mixed):
    assert turns(mixed()) == [3, 2, 1, 5]
    assert turns(mixed(show="chosen")) == [3, 2, 1]
    assert turns(mixed(show="all")) == [3, 1, 4, 2, 5]


def test_a_heading_comes_again_where_the_order_comes_back_to_a_code_but_not_what_it_means(mixed):
    bank = mixed()
    assert headings(bank)[:4] == [(1, "Trust"), (2, "Adults"), (2, "Trust"), (1, "Shame")]
    paragraphs = [block for block in bank_document(bank, Provenance()).blocks if isinstance(block, Paragraph)]
    meanings = [one for one in paragraphs if one.style is ParagraphStyle.DEFINITION]
    assert len(meanings) == 1


def test_the_line_under_a_theme_says_of_how_many_its_quotes_are_a_choice(mixed):
    blocks = bank_document(mixed(), Provenance()).blocks
    said = [block.runs[0].text for block in blocks if getattr(block, "style", "") is ParagraphStyle.TALLY]
    assert said[0] == (
        "3 quotes from 3 people in 1 source (young person 2, a boy 1), chosen from 4 passages of 4 people"
    )


def test_notes_say_which_themes_have_no_choice_and_which_are_left_out(mixed):
    assert "Nothing has been chosen of “Shame”: all passages are shown there." in mixed().notes
    left_out = "Left out, since nothing has been chosen of them: “Shame”."
    assert left_out in mixed(show="chosen").notes
    assert not any("chosen" in note for note in mixed(show="all").notes)


def test_a_theme_is_thin_by_what_is_coded_and_not_by_what_is_chosen(chosen, passage, bank_of):
    others = [passage("themes-trust", "More.", turn=turn, who=f"P{turn}") for turn in (2, 3, 4)]
    notes = bank_of([chosen("themes-trust", 1, 1), *others]).notes
    assert not any("rests on" in note for note in notes)


def test_tables_have_the_words_as_said_beside_edited_ones_and_the_display_mark(mixed):
    rows = bank_table(mixed()).rows
    assert [(row["quote"], row["verbatim"], row["display"], row["attribution"]) for row in rows[:2]] == [
        ("Words of turn 3.", "", "", "a boy"),
        ("[...] turn 2.", "Words of turn 2.", "yes", "young person"),
    ]
    assert [row["chosen"] for row in rows] == ["yes", "yes", "yes", ""]


def test_a_bank_without_any_choice_has_no_columns_for_it(passage, bank_of):
    table = bank_table(bank_of([passage("themes-trust")]))
    assert not {"chosen", "display", "verbatim"} & {column.key for column in table.columns}


def test_a_display_quote_is_one_in_the_document_and_on_the_page(mixed):
    document = bank_document(mixed(), Provenance())
    shown = [block.is_display for block in document.blocks if isinstance(block, QuoteBlock)]
    assert shown == [False, True, False, False]
    assert render_html(document).count('class="quote display"') == 1
