"""Coding by hand: what a stroke does, what it refuses, and that every stroke is one step of undo."""

from __future__ import annotations

import pytest

from qualkit.actions import coding, edit_codebook, history, memos
from qualkit.actions.history import log_table
from qualkit.actions.workspace import codebook_view, last_event, open_source
from qualkit.errors import NotFound, Refused
from qualkit.model.place import Place
from qualkit.store import codings, journal


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


def at(key, start, end, end_key=None):
    return Place(segment=key, start=start, end_segment=end_key or key, end=end)


def everything(study):
    """All that coding by hand can change."""
    with study.database.reading() as connection:
        return codings.codings(connection), journal.memos(connection), read(study)


def read(study):
    return {name: open_source(study, name).read for name in ("fg1", "panel:why")}


def quotes(study):
    with study.database.reading() as connection:
        return [(one.coder, one.quote) for one in codings.codings(connection)]


# ---- applying


def test_a_stroke_codes_the_exact_words_of_its_place(ana):
    applied = coding.apply_codes(ana, "fg1", [at("2", 0, 15)], [code_id(ana, "Fear")])
    assert (applied.quotes, applied.codes, applied.added) == (("It was good!!! ",), ("Fear",), 1)
    assert quotes(ana) == [("ana", "It was good!!! ")]
    assert [one.id for one in applied.codings] == [one.id for one in open_source(ana, "fg1").codings]


def test_the_same_stroke_twice_adds_nothing_and_is_no_second_step(ana):
    for expected in (1, 0):
        assert coding.apply_codes(ana, "fg1", [at("2", 0, 6)], [code_id(ana, "Fear")]).added == expected
    history.undo(ana)
    assert quotes(ana) == []


def test_several_codes_on_several_passages_are_one_step(ana):
    codes = [code_id(ana, "Fear"), code_id(ana, "Shame"), code_id(ana, "Fear")]
    applied = coding.apply_codes(ana, "panel:why", [at("1", 0, 5), at("3", 0, 4), at("1", 0, 5)], codes)
    assert applied.added == len(quotes(ana)) == 4
    history.undo(ana)
    assert quotes(ana) == []


def test_a_passage_may_run_over_turns_and_keeps_the_words_of_all(ana):
    applied = coding.apply_codes(ana, "fg1", [at("2", 37, 7, "4")], [code_id(ana, "Help")])
    assert applied.quotes == (
        "café’s fine.\nDr. Lee helped me, e.g. with maths. I was afraid of him.\nAnd the",
    )
    (view,) = open_source(ana, "fg1").codings
    assert (view.first, view.start, view.last, view.end) == (1, 37, 3, 7)


def test_a_passage_never_runs_over_two_answers(ana):
    with pytest.raises(Refused, match="can't run over two answers"):
        coding.apply_codes(ana, "panel:why", [at("1", 3, 5, "2")], [code_id(ana, "Fear")])
    assert quotes(ana) == []


def test_a_place_never_cuts_a_letter_in_half(ana):
    text = next(s.text for s in open_source(ana, "fg1").segments if "👩" in s.text)
    inside = text.index("👩") + 1
    applied = coding.apply_codes(ana, "fg1", [at("5", inside, inside + 1)], [code_id(ana, "Shame")])
    assert applied.quotes == ("👩🏽‍⚕️",)


@pytest.mark.parametrize(
    "place", [at("99", 0, 3), at("2", 0, 999), at("2", 5, 5), at("4", 0, 3, "2"), at("2", -1, 3)]
)
def test_a_place_that_is_not_in_the_text_is_refused(ana, place):
    with pytest.raises(NotFound, match="is not in"):
        coding.apply_codes(ana, "fg1", [place], [code_id(ana, "Fear")])


def test_a_place_without_words_is_refused(ana):
    with pytest.raises(Refused, match="no words"):
        coding.apply_codes(ana, "fg1", [at("2", 14, 15)], [code_id(ana, "Fear")])


def test_one_wrong_place_among_several_codes_nothing(ana):
    with pytest.raises(NotFound):
        coding.apply_codes(ana, "fg1", [at("2", 0, 6), at("99", 0, 1)], [code_id(ana, "Fear")])
    assert quotes(ana) == []


def test_unknown_sources_and_codes_are_refused_in_plain_words(ana):
    with pytest.raises(NotFound, match='no source called "fg9"'):
        coding.apply_codes(ana, "fg9", [at("2", 0, 6)], [code_id(ana, "Fear")])
    with pytest.raises(NotFound, match="no longer in the codebook"):
        coding.apply_codes(ana, "fg1", [at("2", 0, 6)], ["nothing"])


def test_a_retired_code_is_refused(ana):
    edit_codebook.retire_code(ana, code_id(ana, "Fear"))
    with pytest.raises(Refused, match='"Fear" is retired'):
        coding.apply_codes(ana, "fg1", [at("2", 0, 6)], [code_id(ana, "Fear")])


def test_two_people_may_code_the_same_words_alike(ana, ben):
    for study in (ana, ben):
        assert coding.apply_codes(study, "fg1", [at("2", 0, 6)], [code_id(ana, "Fear")]).added == 1
    assert sorted(quotes(ana)) == [("ana", "It was"), ("ben", "It was")]


def test_the_log_names_passages_and_code_but_no_words(ana):
    coding.apply_codes(ana, "fg1", [at("2", 0, 6), at("3", 0, 7)], [code_id(ana, "Fear/Of school")])
    assert log_table(ana).rows[-1]["summary"] == "coded 2 passages of fg1: Fear/Of school"
    with ana.database.reading() as connection:
        assert "It was" not in repr(journal.events(connection)[-1])


# ---- taking off


def coded(study, code="Fear", place=None):
    applied = coding.apply_codes(study, "fg1", [place or at("2", 0, 6)], [code_id(study, code)])
    return applied.codings[0].id


def test_codings_are_taken_off_as_one_step(ana):
    ids = [coded(ana), coded(ana, "Shame")]
    assert coding.remove_codings(ana, ids) == 2
    assert quotes(ana) == []
    history.undo(ana)
    with ana.database.reading() as connection:
        assert {one.id for one in codings.codings(connection)} == set(ids)


def test_a_colleagues_coding_cant_be_taken_off_and_then_none_is(ana, ben):
    hers, his = coded(ana), coded(ben)
    with pytest.raises(Refused, match="This coding is ben's"):
        coding.remove_codings(ana, [hers, his])
    assert len(quotes(ana)) == 2


def test_what_is_gone_already_is_passed_over(ana):
    gone = coded(ana)
    coding.remove_codings(ana, [gone])
    before = last_event(ana)
    assert coding.remove_codings(ana, [gone]) == 0
    assert last_event(ana) == before


def test_own_memos_go_with_the_coding_and_come_back_with_undo(ana):
    one = coded(ana)
    memos.add_memo(ana, "Look again", about="coding", target=one)
    coding.remove_codings(ana, [one])
    assert everything(ana)[1] == []
    history.undo(ana)
    assert [memo.text for memo in everything(ana)[1]] == ["Look again"]


# ---- memos


def test_a_memo_on_a_coding_is_kept_changed_and_taken_away(ana):
    one = coded(ana)
    for text, kept in (("  Said lightly. ", "Said lightly."), ("Not lightly.", "Not lightly."), ("", "")):
        assert coding.set_memo(ana, one, text)
        assert open_source(ana, "fg1").codings[0].memo == kept
    history.undo(ana)
    assert open_source(ana, "fg1").codings[0].memo == "Not lightly."


def test_the_same_memo_again_is_no_step(ana):
    one = coded(ana)
    coding.set_memo(ana, one, "Hm.")
    before = last_event(ana)
    assert not coding.set_memo(ana, one, "Hm.")
    assert last_event(ana) == before


def test_a_colleagues_coding_keeps_its_memo(ana, ben):
    his = coded(ben)
    with pytest.raises(Refused, match="ben"):
        coding.set_memo(ana, his, "No!")
    with pytest.raises(NotFound, match="no longer there"):
        coding.set_memo(ana, "nothing", "No!")


# ---- reading


def test_turns_are_marked_read_and_again_adds_nothing(ana):
    assert coding.mark_read(ana, "fg1", ["1", "2"], ["feelings"]) == 2
    assert coding.mark_read(ana, "fg1", ["2", "3"], ["feelings"]) == 1
    assert read(ana) == {"fg1": {"1", "2", "3"}, "panel:why": frozenset()}
    history.undo(ana)
    assert read(ana)["fg1"] == {"1", "2"}


def test_what_was_marked_read_by_mistake_is_unread_again(ana):
    coding.mark_read(ana, "fg1", ["1", "2"], ["feelings"])
    assert coding.mark_unread(ana, "fg1", ["2", "3"], ["feelings"]) == 1
    assert read(ana)["fg1"] == {"1"}
    history.undo(ana)
    assert read(ana)["fg1"] == {"1", "2"}


def test_one_persons_reading_is_not_anothers(ana, ben):
    coding.mark_read(ben, "fg1", ["1"], ["feelings"])
    assert read(ana)["fg1"] == frozenset()
    assert coding.mark_unread(ana, "fg1", ["1"], ["feelings"]) == 0


def test_unknown_turns_and_codebooks_are_refused(ana):
    with pytest.raises(NotFound, match="not in"):
        coding.mark_read(ana, "fg1", ["1", "99"], ["feelings"])
    with pytest.raises(NotFound, match='no codebook called "moods"'):
        coding.mark_read(ana, "fg1", ["1"], ["moods"])
    assert read(ana)["fg1"] == frozenset()


# ---- undo and redo


def test_every_stroke_is_undone_and_redone_to_the_letter(ana):
    one = coded(ana)
    strokes = (
        lambda: coding.apply_codes(ana, "fg1", [at("3", 0, 7, "5")], [code_id(ana, "Help")]),
        lambda: coding.set_memo(ana, one, "Look again"),
        lambda: coding.mark_read(ana, "fg1", ["1", "2", "3"], ["feelings"]),
        lambda: coding.mark_unread(ana, "fg1", ["2"], ["feelings"]),
        lambda: coding.remove_codings(ana, [one]),
    )
    states = [everything(ana)]
    for stroke in strokes:
        stroke()
        states.append(everything(ana))
    for state in reversed(states[:-1]):
        history.undo(ana)
        assert everything(ana) == state
    for state in states[1:]:
        history.redo(ana)
        assert everything(ana) == state


def test_a_new_stroke_ends_redo_for_its_coder_only(ana, ben):
    coded(ana)
    coded(ben)
    history.undo(ana)
    history.undo(ben)
    coded(ana, "Shame")
    with pytest.raises(Refused, match="nothing to redo"):
        history.redo(ana)
    history.redo(ben)
    assert sorted(quotes(ana)) == [("ana", "It was"), ("ben", "It was")]


def test_undo_is_refused_when_a_colleague_has_noted_something_on_the_coding(ana, ben):
    memos.add_memo(ben, "Is it?", about="coding", target=coded(ana))
    with pytest.raises(Refused, match="ben has built on it"):
        history.undo(ana)
    assert len(quotes(ana)) == 1
