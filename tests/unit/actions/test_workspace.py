"""What a coder sees: sources with everything coded in them, codebooks with counts, the study at a glance."""

from __future__ import annotations

import time

import pytest

from qualkit.actions import coding, edit_codebook, finish, history, save
from qualkit.actions.add import accept, plan_add
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import (
    Attention,
    Next,
    codebook_view,
    home,
    last_event,
    open_source,
    renewed,
    who_is_here,
)
from qualkit.errors import NotFound
from qualkit.model.place import Place


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    with opened(filled, "ben") as study:
        yield study


def stroke(study, key="2", path="Fear", source="fg1", end=6):
    place = Place(segment=key, start=0, end_segment=key, end=end)
    return coding.apply_codes(study, source, [place], [code_id(study, path)]).codings[0].id


def code_id(study, path):
    (book,) = (view.codebook for view in codebook_view(study))
    return next(code.id for code in book.codes if book.path(code.id) == path)


def matters(study):
    return {matter.kind: matter.number for matter in home(study).matters}


# ---- a source


def test_a_source_shows_its_turns_with_everybodys_codings_in_order(ana, ben):
    his, hers = stroke(ben, "3"), stroke(ana, "2")
    view = open_source(ana, "fg1")
    assert [segment.key for segment in view.segments] == ["1", "2", "3", "4", "5", "6"]
    assert [(one.id, one.first, one.last, one.is_mine) for one in view.codings] == [
        (hers, 1, 1, True),
        (his, 2, 2, False),
    ]


def test_an_unknown_source_is_refused(ana):
    with pytest.raises(NotFound, match='no source called "fg"'):
        open_source(ana, "fg")


def test_read_is_what_this_coder_has_read_for_the_codebook_asked_for(ana, ben):
    edit_codebook.make_codebook(ana, "moods")
    coding.mark_read(ana, "fg1", ["1"], ["feelings"])
    coding.mark_read(ana, "fg1", ["1", "2"], ["moods"])
    coding.mark_read(ben, "fg1", ["3"], ["feelings", "moods"])
    assert open_source(ana, "fg1", "moods").read == {"1", "2"}
    assert open_source(ana, "fg1").read == {"1"}


def test_a_view_is_renewed_with_what_others_have_done_meanwhile(ana, ben):
    view = open_source(ana, "fg1")
    his = stroke(ben)
    coding.mark_read(ana, "fg1", ["1"], ["feelings"])
    again = renewed(ana, view)
    assert [one.id for one in again.codings] == [his]
    assert again.read == {"1"}
    assert again.segments is view.segments
    assert again == open_source(ana, "fg1")


def test_a_view_whose_text_was_corrected_meanwhile_is_opened_again(ana, files):
    view = open_source(ana, "fg1")
    stroke(ana)
    text = (files / "fg1.md").read_text(encoding="utf-8")
    (files / "fg1.md").write_text("Moderator: Welcome.\nMia: Hi there.\n" + text, encoding="utf-8")
    accept(ana, plan_add(ana, [files / "fg1.md"]))
    again = renewed(ana, view)
    (one,) = again.codings
    assert again.segments[one.first].text[one.start : one.end] == "It was"
    assert len(again.segments) == 8


def test_a_coding_that_lost_its_place_is_counted_and_not_shown(ana, files):
    stroke(ana, "4")
    text = (files / "fg1.md").read_text(encoding="utf-8").replace("Moderator: And then?\n", "")
    (files / "fg1.md").write_text(text, encoding="utf-8")
    accept(ana, plan_add(ana, [files / "fg1.md"]))
    view = open_source(ana, "fg1")
    assert (view.codings, view.lost) == ((), 1)
    assert matters(ana)[Attention.LOST] == 1


# ---- codebooks, people, changes


def test_codes_are_counted_by_themselves_for_everybody_and_for_me(ana, ben):
    stroke(ana, path="Fear/Of school")
    stroke(ben, path="Fear/Of school")
    stroke(ben, path="Shame")
    (view,) = codebook_view(ana)
    assert view.counts == {code_id(ana, "Fear/Of school"): 2, code_id(ana, "Shame"): 1}
    assert view.mine == {code_id(ana, "Fear/Of school"): 1}


def test_a_colleagues_stroke_and_an_undo_are_both_seen_as_a_change(ana, ben):
    seen = [last_event(ana)]
    for act in (lambda: stroke(ben), lambda: history.undo(ben), lambda: history.redo(ben)):
        act()
        seen.append(last_event(ana))
    assert seen == sorted(set(seen))


def test_everybody_who_worked_here_is_known_and_i_come_first(coded, opened):
    with opened(coded, "zed") as study:
        assert who_is_here(study) == ("zed", "Zoë / ben", "ana")


# ---- home


def test_progress_is_by_source_codebook_and_coder(ana, ben):
    coding.mark_read(ana, "fg1", ["1", "2"], ["feelings"])
    finish.finish(ben, source=["fg1"])
    stroke(ana)
    talk, answers = home(ana).sources
    assert (talk.source.name, talk.total, talk.codings) == ("fg1", 6, 1)
    assert talk.read == {"feelings": {"ana": 2, "ben": 6}}
    assert (answers.total, answers.read) == (3, {})


def test_what_two_people_read_between_them_counts_once_a_passage(ana, ben):
    edit_codebook.make_codebook(ana, "moods")
    coding.mark_read(ana, "fg1", ["1", "2", "3"], ["feelings"])
    coding.mark_read(ben, "fg1", ["3", "4"], ["feelings", "moods"])
    talk, answers = home(ana).sources
    assert talk.read_by_any == {"feelings": 4, "moods": 2}
    assert answers.read_by_any == {}


def test_unread_is_what_nobody_has_read(ana, ben):
    assert matters(ana)[Attention.UNREAD] == 9
    coding.mark_read(ana, "fg1", ["1", "2"], ["feelings"])
    coding.mark_read(ben, "fg1", ["2", "3"], ["feelings"])
    assert matters(ana)[Attention.UNREAD] == 6
    finish.finish(ben)
    assert Attention.UNREAD not in matters(ana)


def test_turns_read_by_two_and_coded_differently_await_agreement(ana, ben):
    stroke(ana, "2", "Fear")
    stroke(ben, "2", "Shame")
    stroke(ana, "3", "Fear")
    stroke(ben, "3", "Fear", end=10)
    finish.finish(ana, source=["fg1"])
    assert Attention.AWAITING not in matters(ana)
    finish.finish(ben, source=["fg1"])
    (matter,) = (one for one in home(ana).matters if one.kind is Attention.AWAITING)
    assert (matter.number, matter.source) == (1, "fg1")
    assert matter.text == '1 turn of "fg1" coded differently by two or more people'


def test_the_consensus_coder_ends_the_waiting_for_agreement(ana, ben, filled, opened):
    stroke(ana, "2", "Fear")
    for study in (ana, ben):
        finish.finish(study, source=["fg1"])
    assert matters(ana)[Attention.AWAITING] == 1
    with opened(filled, "agreed") as study:
        stroke(study, "2", "Shame")
        finish.finish(study, source=["fg1"])
    assert Attention.AWAITING not in matters(ana)


def test_a_reflexive_team_sees_no_counts_and_no_agreement(filled, opened):
    (filled / "study.toml").write_text('title = "T"\napproach = "reflexive"\n', encoding="utf-8")
    with opened(filled, "ana") as ana, opened(filled, "ben") as ben:
        stroke(ana, "2", "Fear")
        for study in (ana, ben):
            finish.finish(study, source=["fg1"])
        assert not home(ana).shows_counts
        assert Attention.AWAITING not in matters(ana)


def test_a_framework_team_does_not_count_and_yet_compares(filled, opened):
    (filled / "study.toml").write_text('title = "T"\napproach = "framework"\n', encoding="utf-8")
    with opened(filled, "ana") as ana, opened(filled, "ben") as ben:
        stroke(ana, "2", "Fear")
        for study in (ana, ben):
            finish.finish(study, source=["fg1"])
        assert not ana.manifest.counts_codes
        assert matters(ana)[Attention.AWAITING] == 1


def test_unsaved_steps_are_counted_until_they_are_saved(ana):
    save.save(ana)
    assert Attention.UNSAVED not in matters(ana)
    stroke(ana)
    stroke(ana, "3")
    assert matters(ana)[Attention.UNSAVED] == 2


def test_a_code_made_after_reading_wants_attention_until_it_was_looked_for(ana):
    coding.mark_read(ana, "fg1", ["1", "2", "3"], ["feelings"])
    time.sleep(1.1)  # times are kept to the second
    late = edit_codebook.make_code(ana, "feelings", "Waiting")
    (matter,) = (one for one in home(ana).matters if one.kind is Attention.LATE_CODE)
    assert (matter.number, matter.code_id) == (3, late.id)
    assert matter.text == '"Waiting" was made after you had read 3 passages'
    coding.mark_read(ana, "fg1", ["1", "2", "3"], ["feelings"])
    assert Attention.LATE_CODE not in matters(ana)


def test_lately_tells_the_newest_first(ana, ben):
    stroke(ana)
    stroke(ben, "3")
    newest, before = home(ana).lately[:2]
    assert {newest.coder, before.coder} == {"ana", "ben"}
    assert newest.summary.startswith("coded 1 passage of fg1")


def test_the_next_step_is_the_first_turn_not_read_where_i_worked_last(ana):
    step = home(ana).next_step
    assert (step.kind, step.source, step.key) == (Next.READ, "fg1", "1")
    coding.mark_read(ana, "panel:why", ["1"], ["feelings"])
    step = home(ana).next_step
    assert (step.source, step.codebook, step.key) == ("panel:why", "feelings", "2")
    finish.finish(ana, source=["panel"])
    assert home(ana).next_step.source == "fg1"
    finish.finish(ana)
    assert home(ana).next_step.kind is Next.BANK


def test_an_empty_study_asks_for_files_and_then_for_a_codebook(tmp_path, files):
    with open_study(new_study(tmp_path / "empty"), "ana").study as study:
        assert home(study).next_step.kind is Next.ADD
        accept(study, plan_add(study, [files / "fg1.md"]))
        assert home(study).next_step.kind is Next.CODEBOOK
        assert open_source(study, "fg1").read == frozenset()
        edit_codebook.make_code(study, "feelings", "Fear")
        assert home(study).next_step.kind is Next.READ
