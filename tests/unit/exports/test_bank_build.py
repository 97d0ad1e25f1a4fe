from dataclasses import replace
from itertools import pairwise

import pytest

from qualkit.errors import NotFound
from qualkit.exports.bank_layout import bank_document, bank_table
from qualkit.exports.document import Heading, PageBreak, Paragraph, QuoteBlock, TitlePage
from qualkit.exports.wording import quote_text
from qualkit.model.bank import Part
from qualkit.model.codebook import Code, Codebook
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole, Voice
from qualkit.model.table import Provenance

PARTICIPANT, MODERATOR = SpeakerRole.PARTICIPANT, SpeakerRole.MODERATOR


def talk(*turns):
    """Parts from (speaker, text); Dan moderates."""
    return tuple(
        Part(
            speaker=speaker,
            role=MODERATOR if speaker == "Dan" else PARTICIPANT,
            case=None if speaker == "Dan" else f"FG1:{speaker}",
            text=text,
        )
        for speaker, text in turns
    )


def quotes_in(bank):
    return [
        (entry.path, quote_text(item))
        for theme in bank.themes
        for entry in theme.codes
        for item in entry.passages
    ]


def test_themes_stand_in_the_codebooks_order_with_their_codes_below_them(bank_of, passage):
    bank = bank_of(
        [
            passage("themes-shame", "a"),
            passage("themes-teachers", "b", turn=2),
            passage("themes-trust", "c", turn=3),
        ]
    )
    assert quotes_in(bank) == [("Trust", "c"), ("Trust/Adults/Teachers", "b"), ("Shame", "a")]
    assert [[(entry.path, entry.depth) for entry in theme.codes] for theme in bank.themes] == [
        [("Trust", 0), ("Trust/Adults", 1), ("Trust/Adults/Teachers", 2)],
        [("Shame", 0)],
    ]


def test_passages_of_a_code_stand_in_the_order_of_the_source(bank_of, passage):
    bank = bank_of([passage("themes-shame", "late", turn=9), passage("themes-shame", "early", turn=2)])
    assert [text for _, text in quotes_in(bank)] == ["early", "late"]


def test_a_passage_coded_alike_by_two_coders_is_one_quote(bank_of, passage):
    bank = bank_of(
        [
            passage("themes-shame", memo="strong"),
            passage("themes-shame", coders=("ben",), coding_ids=("other",), memo="weak", is_read=False),
            passage("themes-shame", coders=("cat",), memo="strong"),
        ]
    )
    (item,) = bank.themes[0].codes[0].passages
    assert bank.themes[0].tally.quotes == 1
    assert item.coders == ("ann", "ben", "cat")
    assert item.coding_ids == ("themes-shame-1", "other")
    assert item.memo == "strong\nweak"
    assert item.is_read


def test_the_same_place_under_two_codes_of_a_theme_is_two_quotes(bank_of, passage):
    bank = bank_of([passage("themes-trust"), passage("themes-adults")])
    assert bank.themes[0].tally.quotes == 2


def test_the_tally_counts_quotes_people_sources_and_attributions(bank_of, passage):
    bank = bank_of(
        [
            passage("themes-trust", turn=1),
            passage("themes-adults", who="P2", turn=2),
            passage(
                "themes-adults",
                who="N1",
                turn=3,
                source="survey:Q7",
                attribution="professional",
                kind="answers",
            ),
        ]
    )
    tally = bank.themes[0].tally
    assert (tally.quotes, tally.people, tally.sources) == (3, 3, 2)
    assert dict(tally.by_voice) == {"young person": 2, "professional": 1}


def test_a_person_without_consent_is_left_out_with_the_whole_passage_and_counted(bank_of, passage):
    shared = talk(("P1", "I told her."), ("P5", "So did I."))
    bank = bank_of(
        [
            passage("themes-shame", "kept", quotation=Consent.YES),
            passage("themes-shame", turn=2, parts=shared, quotation=Consent.NO),
            passage("themes-shame", turn=2, parts=shared, quotation=Consent.NO, coders=("ben",)),
        ]
    )
    assert [text for _, text in quotes_in(bank)] == ["kept"]
    assert "Left out for want of consent to quotation: 1 passage." in bank.notes


def test_a_moderators_words_inside_a_passage_stand_as_a_placeholder(bank_of, passage):
    parts = talk(("P1", "I waited nine weeks."), ("Dan", "Nine?"), ("Dan", "Really?"), ("P1", "Nine."))
    bank = bank_of([passage("themes-shame", parts=parts)])
    assert quotes_in(bank) == [("Shame", "I waited nine weeks. [moderator] Nine.")]


def test_a_passage_of_several_speakers_says_who_speaks_and_counts_for_each(bank_of, passage):
    parts = talk(("P1", "They’d go mad."), ("Dan", "Who would?"), ("P2", "My mum."))
    bank = bank_of([passage("themes-shame", parts=parts)])
    assert quotes_in(bank) == [("Shame", "P1: They’d go mad.\n[moderator]\nP2: My mum.")]
    assert bank.themes[0].tally.people == 2
    assert bank_table(bank).rows[0]["cases"] == ["FG1:P1", "FG1:P2"]


def test_what_only_a_moderator_said_is_no_quote_unless_asked_for(bank_of, passage):
    asked = passage("themes-shame", parts=talk(("Dan", "Who would?")), turn=2)
    assert len(quotes_in(bank_of([passage("themes-shame", "x"), asked]))) == 1
    assert ("Shame", "Who would?") in quotes_in(
        bank_of([passage("themes-shame", "x"), asked], include_moderator=True)
    )


def test_a_participant_who_says_moderator_in_brackets_keeps_their_own_words(bank_of, passage):
    bank = bank_of([passage("themes-shame", parts=talk(("P1", "[moderator]"), ("P2", "yes")))])
    assert quotes_in(bank) == [("Shame", "P1: [moderator]\nP2: yes")]


def test_paragraphs_of_a_document_stay_on_lines_of_their_own(bank_of, passage):
    parts = tuple(Part(speaker=None, role=None, case=None, text=text) for text in ("One.", "Two."))
    bank = bank_of([passage("themes-shame", parts=parts, kind="document", voice=Voice.DOCUMENT)])
    assert quotes_in(bank) == [("Shame", "One.\nTwo.")]


def test_paths_name_the_book_only_where_several_books_are_used(bank_of, passage, book):
    other = replace(
        book,
        name="risks",
        codes=tuple(
            replace(code, id="r" + code.id, parent=code.parent and "r" + code.parent) for code in book.codes
        ),
    )
    alone = bank_of([passage("themes-shame")], books=[book, other])
    both = bank_of([passage("themes-shame"), passage("rthemes-shame", turn=2)], books=[book, other])
    assert [path for path, _ in quotes_in(alone)] == ["Shame"]
    assert [path for path, _ in quotes_in(both)] == ["themes:Shame", "risks:Shame"]
    titles = [block.text for block in bank_document(both, Provenance()).blocks if isinstance(block, Heading)]
    assert titles[:2] == ["Shame (themes)", "Shame (risks)"]


def test_a_passage_of_a_code_that_no_codebook_has_is_refused(bank_of, passage):
    with pytest.raises(NotFound, match="stand in no codebook"):
        bank_of([passage("gone")])


def test_a_row_of_the_table_has_bare_words_and_its_attributes(bank_of, passage):
    bank = bank_of(
        [
            passage(
                "themes-adults", "It’s “fine”.", attributes={"age": "16", "source": "school"}, start_ms=61_000
            )
        ]
    )
    (row,) = bank_table(bank).rows
    assert row["theme"] == "Trust"
    assert row["code"] == "Trust/Adults"
    assert row["quote"] == "It’s “fine”."
    assert (row["source"], row["segment"], row["turn"]) == ("FG1", "1", 1)
    assert (row["age"], row["attribute:source"]) == ("16", "school")
    assert {"theme", "code", "quote", "attribution", "cases", "source", "segment"} <= set(row)


def test_the_document_has_a_chapter_a_theme_on_a_new_page(bank_of, passage):
    bank = bank_of(
        [passage("themes-trust"), passage("themes-heads", turn=2), passage("themes-shame", turn=3)]
    )
    blocks = bank_document(bank, Provenance(study="Telling")).blocks
    assert isinstance(blocks[0], TitlePage)
    chapters = [after for before, after in pairwise(blocks) if isinstance(before, PageBreak)]
    assert chapters == [Heading(1, "Trust"), Heading(1, "Shame"), Heading(1, "Notes")]
    headings = [(block.level, block.text) for block in blocks if isinstance(block, Heading)]
    assert headings[:5] == [
        (1, "Trust"),
        (2, "Adults"),
        (3, "Teachers"),
        (3, "Teachers › Heads"),
        (1, "Shame"),
    ]
    texts = [run.text for block in blocks if isinstance(block, Paragraph) for run in block.runs]
    assert texts[:3] == [
        "Whom one can rely on.",
        "It is rare.",
        "2 quotes from 1 person in 1 source (young person 2)",
    ]


def test_a_summary_is_set_in_paragraphs_whatever_its_line_ends(bank_of, passage):
    told = replace(Code(id="c", name="Trust"), summary="One long\nline.\n\n\nTwo.")
    blocks = bank_document(
        bank_of([passage("c")], books=[Codebook(name="b", codes=(told,))]), Provenance()
    ).blocks
    texts = [block.runs[0].text for block in blocks if isinstance(block, Paragraph)]
    assert texts[:2] == ["One long line.", "Two."]


def test_workers_notes_are_marked_and_stand_without_quotation_marks(bank_of, passage):
    bank = bank_of([passage("themes-shame", voice=Voice.WORKERS_NOTES)], is_for_quotation=False)
    document = bank_document(bank, Provenance())
    cover = document.blocks[0]
    assert isinstance(cover, TitlePage)
    assert cover.notice.startswith("Not for quotation.")
    assert [block.is_quoted for block in document.blocks if isinstance(block, QuoteBlock)] == [False]
    assert bank_table(bank).id == "evidence"


def test_an_empty_bank_is_still_a_document(bank_of):
    bank = bank_of([])
    document = bank_document(bank, Provenance())
    assert "Nothing coded is in scope." in document.blocks[0].lines
    assert bank_table(bank).rows == ()
