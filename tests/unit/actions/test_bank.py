"""Choosing quotes: what the bank then shows, what is refused, and that every act is one step of undo."""

from __future__ import annotations

import time

import pytest

from qualkit.actions import bank, coding, edit_codebook, finish, history, merge_codes
from qualkit.actions.bank import bank_view
from qualkit.actions.history import log_table
from qualkit.actions.people_file import read_list
from qualkit.actions.quotes import BankOptions, gather
from qualkit.actions.workspace import codebook_view
from qualkit.errors import NotFound, Refused
from qualkit.model.place import Place
from qualkit.store import bank as stored_bank

FEARS = ["It was good!!! but I was scared.", "I was afraid of him."]


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    """A colleague at the same study, in a window of his own."""
    with opened(filled, "ben") as study:
        yield study


def code_id(study, path):
    (book,) = (view.codebook for view in codebook_view(study))
    return next(code.id for code in book.codes if book.path(code.id) == path)


def code(study, path, words, source="fg1"):
    """Code the passage of these words, and give the coding's id."""
    with study.database.reading() as connection:
        from qualkit.actions.texts import SourceText
        from qualkit.store import sources

        text = SourceText.load(connection, sources.source(connection, source))
    start = text.whole.index(words)
    place = text.place(start, start + len(words))
    (made,) = coding.apply_codes(study, source, [place], [code_id(study, path)]).codings
    return made.id


def theme(study, name="Fear"):
    return next(theme for theme in bank_view(study).themes if theme.code.name == name)


def chosen(study, name="Fear"):
    return [one.wording for one in theme(study, name).quotes if one.quote]


def in_store(study):
    with study.database.reading() as connection:
        return stored_bank.quotes(connection)


def printed(study, **options):
    gathered = gather(study, BankOptions(**options))
    return {
        theme.code.name: [
            (entry.code.name, [passage.quote.wording if passage.quote else "" for passage in entry.passages])
            for entry in theme.codes
        ]
        for theme in gathered.bank.themes
    }


# ---- choosing


def test_chosen_quotes_come_first_in_their_order_then_the_others_as_in_the_sources(ana):
    ids = [code(ana, "Fear", words) for words in (*FEARS, "scared of the school")[:2]]
    school = code(ana, "Fear/Of school", "scared of the school", "panel:why")
    assert bank.choose(ana, [ids[1]]) == 1
    assert [one.coding_id for one in theme(ana).quotes] == [ids[1], ids[0], school]
    assert (theme(ana).chosen, theme(ana).people) == (1, {"fg1:Tom": 1})


def test_choosing_twice_changes_nothing(ana):
    first = code(ana, "Fear", FEARS[0])
    assert (bank.choose(ana, [first, first]), bank.choose(ana, [first])) == (1, 0)
    assert len(in_store(ana)) == 1


def test_quotes_are_chosen_code_by_code_whatever_the_order_of_choosing(ana):
    school = code(ana, "Fear/Of school", "scared of the school", "panel:why")
    fears = [code(ana, "Fear", words) for words in FEARS]
    bank.choose(ana, [school])
    bank.choose(ana, [fears[1]])
    bank.choose(ana, [fears[0]])
    assert [one.coding_id for one in theme(ana).quotes] == [fears[1], fears[0], school]


def test_a_quote_chosen_by_one_is_chosen_for_all_who_coded_the_place_alike(ana, ben):
    mine, his = code(ana, "Fear", FEARS[0]), code(ben, "Fear", FEARS[0])
    bank.choose(ana, [mine])
    assert bank.choose(ben, [his]) == 0
    assert len(theme(ben).quotes) == 1
    assert bank.unchoose(ben, [his]) == 1
    assert in_store(ana) == []


def test_a_coding_that_is_gone_can_not_be_chosen(ana):
    with pytest.raises(NotFound, match="no longer coded"):
        bank.choose(ana, ["nothing"])


def test_who_refused_to_be_quoted_is_not_chosen_and_the_reason_says_so(filled, opened, write):
    with opened(filled) as study:
        code(study, "Fear", FEARS[0])
    write(filled / "transcripts" / "participants.csv", "case,quotation\nfg1:Mia,no\n")
    with opened(filled) as study:
        assert read_list(study) is not None
        (one,) = theme(study).quotes
        assert "Mia said no to being quoted" in one.withheld
        with pytest.raises(Refused, match="Mia said no to being quoted"):
            bank.choose(study, [one.coding_id])


def test_a_moderator_is_not_quoted(ana):
    with pytest.raises(Refused, match="moderator"):
        bank.choose(ana, [code(ana, "Fear", "How was school?")])


# ---- order


def test_a_quote_is_moved_before_or_after_another(ana):
    ids = [code(ana, "Fear", words) for words in ("It was good!!!", "I was scared.", "I was afraid of him.")]
    bank.choose(ana, ids)
    bank.move_quote(ana, ids[2], before=ids[0])
    assert [one.coding_id for one in theme(ana).quotes] == [ids[2], ids[0], ids[1]]
    bank.move_quote(ana, ids[2], after=ids[1])
    assert [one.coding_id for one in theme(ana).quotes] == ids


def test_order_holds_however_often_the_same_place_is_moved_into(ana):
    ids = [code(ana, "Fear", words) for words in ("It was good!!!", "I was scared.", "I was afraid of him.")]
    bank.choose(ana, ids)
    for turn in range(40):
        last = [one.coding_id for one in theme(ana).quotes][-1]
        bank.move_quote(ana, last, after=theme(ana).quotes[0].coding_id)
        assert theme(ana).quotes[1].coding_id == last, turn


def test_a_quote_stays_in_its_theme_and_only_chosen_ones_have_an_order(ana):
    fear, other, shame = (
        code(ana, "Fear", FEARS[0]),
        code(ana, "Fear", FEARS[1]),
        code(ana, "Shame", "I felt ashamed"),
    )
    bank.choose(ana, [fear, shame])
    with pytest.raises(Refused, match="stays in its theme"):
        bank.move_quote(ana, fear, before=shame)
    with pytest.raises(Refused, match="Only chosen quotes"):
        bank.move_quote(ana, fear, after=other)


# ---- words, attribution, display


def test_edited_words_print_and_what_was_said_stays_beside_them(ana):
    quote = code(ana, "Fear", FEARS[0])
    assert bank.word_quote(ana, quote, "[...] I was [very] scared.") == "[...] I was [very] scared."
    (one,) = theme(ana).quotes
    assert (one.wording, one.verbatim) == ("[...] I was [very] scared.", FEARS[0])


def test_a_changed_word_is_refused_by_name_and_nothing_is_kept(ana):
    quote = code(ana, "Fear", FEARS[0])
    with pytest.raises(Refused, match='"terrified" is not what was said: it says "scared'):
        bank.word_quote(ana, quote, "[...] I was terrified.")
    assert in_store(ana) == []


@pytest.mark.parametrize("back", ["", FEARS[0]])
def test_an_empty_wording_or_the_words_as_said_are_verbatim_again(ana, back):
    quote = code(ana, "Fear", FEARS[0])
    bank.word_quote(ana, quote, "It was good!!! [...]")
    assert bank.word_quote(ana, quote, back) == FEARS[0]
    assert [one.wording for one in in_store(ana)] == [""]


def test_display_and_attribution_choose_the_quote(ana):
    first, second = code(ana, "Fear", FEARS[0]), code(ana, "Fear", FEARS[1])
    bank.mark_for_display(ana, first, True)
    bank.attribute_quote(ana, second, "  a boy,\n15 ")
    assert [(one.is_display, one.attribution) for one in in_store(ana)] == [(True, ""), (False, "a boy, 15")]
    assert theme(ana).by_attribution == {"participant": 1, "a boy, 15": 1}


# ---- undo, and what becomes of the coding


def test_every_act_is_one_step_that_undo_takes_back(ana):
    first, second = (code(ana, "Fear", words) for words in FEARS)
    acts = [
        lambda: bank.choose(ana, [first, second]),
        lambda: bank.move_quote(ana, second, before=first),
        lambda: bank.word_quote(ana, first, "It was good!!! [...]"),
        lambda: bank.attribute_quote(ana, first, "a girl"),
        lambda: bank.mark_for_display(ana, second, True),
        lambda: bank.unchoose(ana, [first]),
    ]
    states = []
    for act in acts:
        states.append(in_store(ana))
        act()
    done = in_store(ana)
    for state in reversed(states):
        history.undo(ana)
        assert in_store(ana) == state
    for _ in acts:
        history.redo(ana)
    assert in_store(ana) == done


def test_the_log_says_what_was_done_without_anybodys_words(ana):
    quote = code(ana, "Fear", FEARS[0])
    bank.word_quote(ana, quote, "[...] I was scared.")
    told = " ".join(str(row) for row in log_table(ana).rows)
    assert "edited the words of a quote" in told
    assert "scared" not in told


def test_taking_a_code_off_takes_its_quote_and_undo_brings_both_back(ana):
    quote = code(ana, "Fear", FEARS[0])
    bank.word_quote(ana, quote, "[...] I was scared.")
    coding.remove_codings(ana, [quote])
    assert in_store(ana) == []
    history.undo(ana)
    assert chosen(ana) == ["[...] I was scared."]


def test_a_quote_stays_with_a_colleagues_coding_alike(ana, ben):
    mine, his = code(ana, "Fear", FEARS[0]), code(ben, "Fear", FEARS[0])
    bank.word_quote(ana, mine, "[...] I was scared.")
    coding.remove_codings(ana, [mine])
    assert [one.coding for one in in_store(ana)] == [his]
    assert chosen(ana) == ["[...] I was scared."]


def test_merging_codes_carries_their_quotes_along(ana):
    fear = code(ana, "Fear", FEARS[0])
    doubled = [code(ana, path, FEARS[1]) for path in ("Fear", "Help")]
    bank.word_quote(ana, fear, "[...] I was scared.")
    bank.word_quote(ana, doubled[0], "I was afraid [...]")
    merge_codes.merge_codes(ana, code_id(ana, "Fear/Of school"), code_id(ana, "Help"))
    edit_codebook.move_code(ana, code_id(ana, "Help"))
    merge_codes.merge_codes(ana, code_id(ana, "Fear"), code_id(ana, "Help"))
    assert chosen(ana, "Help") == ["[...] I was scared.", "I was afraid [...]"]


def test_undo_of_a_coding_is_refused_while_a_colleagues_choice_hangs_on_it(ana, ben):
    quote = code(ana, "Fear", FEARS[0])
    bank.choose(ben, [quote])
    with pytest.raises(Refused, match="ben has built on it"):
        history.undo(ana)


def test_undo_of_a_choice_is_refused_once_a_colleague_has_edited_it(ana, ben):
    quote = code(ana, "Fear", FEARS[0])
    bank.choose(ana, [quote])
    bank.word_quote(ben, quote, "[...] I was scared.")
    with pytest.raises(Refused, match="ben has changed it since"):
        history.undo(ana)
    assert chosen(ana) == ["[...] I was scared."]


# ---- when the text is corrected


def test_edited_words_that_no_longer_fit_a_corrected_text_fall_back_to_what_was_said(ana, files):
    from qualkit.actions import add

    quote = code(ana, "Fear", FEARS[1])
    bank.word_quote(ana, quote, "[...] afraid of him.")
    talk = (files / "fg1.md").read_text("utf-8").replace("I was afraid of him", "I was so afraid of them")
    (files / "fg1.md").write_text(talk, "utf-8")
    add.accept(ana, add.plan_add(ana, [files / "fg1.md"], add.AddOptions()))
    (one,) = theme(ana).quotes
    assert one.wording == one.verbatim == "I was so afraid of them."
    notes = gather(ana).bank.notes
    assert any("is shown verbatim: its text was corrected" in note for note in notes)


# ---- who is quoted, and what is withheld


def test_people_are_counted_by_chosen_quotes_and_those_never_quoted_are_named(ana):
    mias = [code(ana, "Fear", FEARS[0]), code(ana, "Shame", "I felt ashamed")]
    code(ana, "Fear", FEARS[1])
    bank.choose(ana, mias)
    view = bank_view(ana)
    assert view.quoted == {"fg1:Mia": 2}
    assert "fg1:Tom" in view.never_quoted
    assert "fg1:Mia" not in view.never_quoted


def test_a_passage_on_which_readers_differ_is_shown_and_withheld(ana, ben):
    bank.choose(ana, [code(ana, "Fear", FEARS[0])])
    code(ben, "Shame", FEARS[0])
    for study in (ana, ben):
        finish.finish(study, source=["fg1"])
    view = bank_view(ana)
    assert [one.withheld for theme in view.themes for one in theme.quotes] == [
        "Coders differ on this passage: it waits for their agreement."
    ] * 2
    assert (view.withheld, view.quoted) == (2, {})


def test_context_stands_before_and_after(ana):
    code(ana, "Fear", "I was scared.")
    (one,) = theme(ana).quotes
    assert one.passage.before.splitlines() == ["Moderator: How was school?", "It was good!!! but"]
    assert one.passage.after.startswith("The café’s fine.")


# ---- handing over


def test_a_theme_shows_what_was_chosen_and_another_one_everything(ana):
    fears = [code(ana, "Fear", words) for words in FEARS]
    code(ana, "Shame", "I felt ashamed")
    bank.word_quote(ana, fears[1], "I was afraid [...]")
    assert printed(ana) == {"Fear": [("Fear", ["I was afraid [...]"])], "Shame": [("Shame", [""])]}
    assert printed(ana, show="all")["Fear"] == [("Fear", ["I was afraid [...]", ""])]
    assert printed(ana, show="chosen") == {"Fear": [("Fear", ["I was afraid [...]"])]}
    notes = " ".join(gather(ana).bank.notes)
    assert "Nothing has been chosen of “Shame”: all passages are shown there." in notes


def test_the_order_of_a_theme_is_kept_across_its_codes(ana):
    fears = [code(ana, "Fear", words) for words in FEARS]
    school = code(ana, "Fear/Of school", "scared of the school", "panel:why")
    bank.choose(ana, [*fears, school])
    bank.move_quote(ana, school, after=fears[0])
    names = [(name, len(quotes)) for name, quotes in printed(ana)["Fear"]]
    assert names == [("Fear", 1), ("Of school", 1), ("Fear", 1)]


def test_with_nothing_chosen_the_bank_says_how_to_go_on(ana):
    code(ana, "Fear", FEARS[0])
    with pytest.raises(Refused, match="No quote has been chosen yet"):
        gather(ana, BankOptions(show="chosen"))


def test_five_thousand_passages_are_viewed_in_a_second(ana, slowness):
    with ana.database.reading() as connection:
        from qualkit.store import sources

        keys = [one.key for one in sources.segments(connection, sources.source(connection, "fg1").id)]
    fear = code_id(ana, "Fear")
    places = [
        Place(segment=keys[1], start=start, end_segment=keys[1], end=end)
        for start in range(0, 24)
        for end in range(start + 2, 28)
    ]
    made = coding.apply_codes(ana, "fg1", places, [fear, code_id(ana, "Shame")]).codings
    bank.choose(ana, [one.id for one in made[:200]])
    spent = []
    for _ in range(3):
        begun = time.process_time()
        view = bank_view(ana)
        spent.append(time.process_time() - begun)
        assert sum(theme.chosen for theme in view.themes) == 200
    assert min(spent) / len(made) * 5000 < slowness
