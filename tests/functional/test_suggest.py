"""Codes proposed from a study's own coding: when they show, who sees them, and what a decision does."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest

import qualkit
from qualkit.actions import (
    add,
    codebook_files,
    coding,
    history,
    merge,
    proposals,
    quotes,
    redact,
    samples,
    save,
    suggest,
)
from qualkit.actions.make import new_study
from qualkit.actions.merge_codes import merge_codes
from qualkit.actions.opening import open_study
from qualkit.actions.prevalence import prevalence_table
from qualkit.actions.proposals import visible_proposals
from qualkit.actions.screening import Which
from qualkit.actions.suggest_report import evaluate
from qualkit.actions.vectors import vectors_of
from qualkit.analysis.embedding import find_embedder
from qualkit.errors import NotFound, Refused, Stopped
from qualkit.model.coding import Coding, Decision, Origin
from qualkit.model.place import Place
from qualkit.store import codebooks, codings, journal, readings, sources
from qualkit.study import Study

Opened = Callable[..., AbstractContextManager[Study]]
Run = Callable[..., Any]

BOOK = """\
title: What went well or badly
codes:
  - name: Waiting
    definition: Having to wait for something.
  - name: Kindness
    definition: Somebody was kind.
  - name: Parking
    definition: Where to leave the car.
"""
SAID = {
    "Waiting": ("we waited far too long for it", "the waiting went on for weeks", "they kept us waiting"),
    "Kindness": ("the nurse was kind to us", "such kind and gentle people", "everybody was very kind"),
    "Parking": ("parking was dear", "no parking anywhere near"),
}
OTHER = (
    "on a tuesday in spring", "my brother came along", "it was raining that day", "the letter had arrived",
    "near the old bridge", "after the second call", "we took the early bus", "with a cup of tea",
)  # fmt: skip
SOURCE = "survey:said"
ROWS, READ = 160, 120
"""Answers, and how many of them ana has read; two answers are of each person."""


def _answers() -> list[tuple[str, list[str]]]:
    """Answers with the codes that a person would give them."""
    chance, made = Random(8), []
    for number in range(ROWS):
        codes = [
            name for name, every in (("Waiting", 3), ("Kindness", 4), ("Parking", 15)) if not number % every
        ]
        parts = [chance.choice(SAID[name]) for name in codes] + chance.sample(OTHER, 2)
        chance.shuffle(parts)
        made.append((", ".join(parts).capitalize() + ".", codes))
    return made


@pytest.fixture(scope="session")
def _learned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = tmp_path_factory.mktemp("suggest")
    rows = "".join(f'{n},p{n // 2},"{text}"\n' for n, (text, _) in enumerate(_answers(), 1))
    (files / "survey.csv").write_text(f"id,person,said\n{rows}", encoding="utf-8")
    (files / "care.yaml").write_text(BOOK, encoding="utf-8")
    folder = new_study(files / "study")
    with open_study(folder, "ana").study as study:
        options = add.AddOptions(record="id", person="person", open_columns=("said",))
        add.accept(study, add.plan_add(study, [files / "survey.csv"], options))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, files / "care.yaml"))
        _code(study, range(READ))
        coding.mark_read(study, SOURCE, _keys(study)[:READ], ["care"])
        vectors_of(study, [text for text, _ in _answers()])
        save.save(study)
    return folder


@pytest.fixture
def folder(_learned_once: Path, tmp_path: Path) -> Path:
    """A study of 160 answers by 80 people, of which ana has read and coded 120."""
    return shutil.copytree(_learned_once, tmp_path / "study")


def _keys(study: Study) -> list[str]:
    with study.database.reading() as connection:
        stored = sources.source(connection, SOURCE)
        return [segment.key for segment in sources.segments(connection, stored.id)]


def _code(study: Study, numbers: Iterable[int], origin: Origin = Origin.BY_HAND) -> None:
    """Code answers as `_answers` says a person would."""
    answers = _answers()
    with study.step("code") as writer:
        book = codebooks.codebooks(writer.connection)[0]
        ids = {code.name: code.id for code in book.codes}
        segments = sources.segments(writer.connection, sources.source(writer.connection, SOURCE).id)
        made = [
            Coding(
                id=str(uuid4()),
                source=SOURCE,
                place=_whole(segments[number].key, segments[number].text),
                code=ids[name],
                coder=study.coder,
                quote=segments[number].text,
                origin=origin,
            )
            for number in numbers
            for name in answers[number][1]
        ]
        codings.add_codings(writer, made)
        writer.summary = "coded"


def _whole(key: str, text: str) -> Place:
    return Place(segment=key, start=0, end_segment=key, end=len(text))


def _open_rows(study: Study) -> dict[str, codings.Proposal]:
    with study.database.reading() as connection:
        return {one.id: one for one in codings.proposals(connection)}


def _unread(study: Study) -> list[str]:
    return _keys(study)[READ:]


def _read_all(study: Study) -> None:
    coding.mark_read(study, SOURCE, _keys(study), ["care"])


def _set(folder: Path, text: str) -> None:
    manifest = folder / "study.toml"
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


def test_planted_words_are_proposed_where_nobody_has_coded_yet(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        told = suggest.suggest(study)
        _read_all(study)
        wanted = {
            (key, name)
            for key, (_, names) in zip(_unread(study), _answers()[READ:], strict=True)
            for name in names
            if name != "Parking"
        }
        found = {(one.place.segment, one.path) for one in visible_proposals(study)}
    assert found <= wanted, "what is proposed was planted"
    assert len(found) > len(wanted) * 0.8
    assert told.new == len(found)


def test_each_proposal_tells_the_words_that_speak_for_it(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        for one in visible_proposals(study):
            stems = {"Waiting": "wait", "Kindness": "kind"}
            spoken = [one.words[start:end].lower() for start, end in one.spoken(one.words)]
            assert spoken
            assert len(one.because) <= 3
            assert any(stems[one.path] in words or "gentle" in words or "nurse" in words for words in spoken)


def test_a_code_with_fewer_than_15_examples_keeps_silent_and_says_so(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        told = {one.path: one for one in suggest.suggest(study).codes}
    assert told["Parking"].why_silent == "8 of 15 examples needed"
    assert told["Parking"].proposed == 0
    assert not told["Waiting"].why_silent


def test_a_precision_that_no_score_reaches_means_silence(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        told = suggest.suggest(study, precision=0.999)
    assert all(one.why_silent for one in told.codes)
    assert "at best" in told.codes[0].why_silent
    assert told.new == 0


def test_what_began_as_a_rule_or_proposal_is_no_example_to_judge_by(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        before = suggest.suggest(study, code="Waiting").codes[0]
        _code(study, range(READ, ROWS), Origin.PROPOSAL)
        _read_all(study)
        after = suggest.suggest(study, code="Waiting").codes[0]
    assert after.examples == before.examples


def test_proposals_are_hidden_until_their_passage_is_marked_as_read(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        told = suggest.suggest(study)
        assert told.new == told.hidden > 0
        assert visible_proposals(study) == ()
        some = next(iter(_open_rows(study).values()))
        with pytest.raises(Refused, match="marked as read"):
            proposals.accept_proposals(study, [some.id])
        coding.mark_read(study, SOURCE, [some.place.segment], ["care"])
        assert {one.place.segment for one in visible_proposals(study)} == {some.place.segment}
        with study.database.reading() as connection:
            assert not any(one.proposals_shown for one in readings.readings(connection))


def test_a_reading_says_whether_proposals_had_been_shown_before(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        key = next(iter(_open_rows(study).values())).place.segment
        coding.mark_read(study, SOURCE, [key], ["care"])
        coding.mark_unread(study, SOURCE, [key], ["care"])
        coding.mark_read(study, SOURCE, [key], ["care"])
        with study.database.reading() as connection:
            shown = {one.segment: one.proposals_shown for one in readings.readings(connection)}
        assert shown[key], "they were seen when it was read the first time"
        assert sum(shown.values()) == 1


def test_showing_them_before_reading_is_logged_and_noted_with_each_reading(
    folder: Path, opened: Opened
) -> None:
    _set(folder, "[proposals]\nshow_before_reading = true")
    with opened(folder, "ana") as study:
        told = suggest.suggest(study)
        assert told.hidden == 0
        seen = {one.place.segment for one in visible_proposals(study)}
        assert len(seen) > 0
        _read_all(study)
        with study.database.reading() as connection:
            shown = {one.segment for one in readings.readings(connection) if one.proposals_shown}
            logged = [one.event for one in journal.events(connection) if one.event.verb == "proposals"]
        assert shown == seen
        assert [one.detail["show_before_reading"] for one in logged] == [True]
    with opened(folder, "ana") as study, study.database.reading() as connection:
        verbs = [one.event.verb for one in journal.events(connection)]
        assert verbs.count("proposals") == 1, "what the log knows is not said again"


def test_nothing_is_proposed_in_a_sample_that_two_people_are_to_code(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        drawn = samples.draw_sample(study, Which(file="survey"), 80, seed=3, name="both")
    _set(folder, '[proposals]\ndouble_coding = ["both"]')
    with opened(folder, "ana") as study:
        told = suggest.suggest(study)
        assert told.set_aside == 80
        assert not {one.place.segment for one in _open_rows(study).values()} & set(drawn.records)
        assert _open_rows(study)


def test_a_source_can_be_set_aside_and_a_wrong_name_is_refused(folder: Path, opened: Opened) -> None:
    _set(folder, '[proposals]\ndouble_coding = ["survey"]')
    with opened(folder, "ana") as study:
        assert suggest.suggest(study).new == 0
    manifest = folder / "study.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('["survey"]', '["surwey"]'), "utf-8")
    with opened(folder, "ana") as study, pytest.raises(NotFound, match="surwey"):
        suggest.suggest(study)


def test_nothing_is_proposed_in_what_somebody_else_has_read(folder: Path, opened: Opened) -> None:
    _set(folder, "[proposals]\nshow_before_reading = true")
    with opened(folder, "ben") as study:
        told = suggest.suggest(study)
        assert told.set_aside == READ
        assert {one.place.segment for one in visible_proposals(study)} <= set(_unread(study))


def test_what_two_have_read_shows_no_proposals(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        before = {one.place.segment for one in visible_proposals(study)}
    with opened(folder, "ben") as study:
        coding.mark_read(study, SOURCE, sorted(before)[:3], ["care"])
    with opened(folder, "ana") as study:
        assert {one.place.segment for one in visible_proposals(study)} == before - set(sorted(before)[:3])


def test_another_persons_proposals_and_decisions_are_their_own(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        coding.mark_read(study, SOURCE, _unread(study)[:20], ["care"])
        mine = visible_proposals(study)
        proposals.never_here(study, [mine[0].id])
    with opened(folder, "ben") as study:
        assert visible_proposals(study) == ()
        with pytest.raises(NotFound):
            proposals.reject_proposals(study, [mine[1].id])
        assert suggest.suggest(study).new > 0, "each has proposals of their own"


def test_accepting_makes_a_coding_that_says_how_it_began(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        one = visible_proposals(study)[0]
        assert proposals.accept_proposals(study, [one.id]) == 1
        with study.database.reading() as connection:
            made = [c for c in codings.codings(connection) if c.origin is Origin.PROPOSAL]
        assert [(c.source, c.place, c.code) for c in made] == [(one.source, one.place, one.code_id)]
        kept = _open_rows(study)[one.id]
        assert (kept.status, kept.made_by.startswith("model 1-")) == (Decision.ACCEPTED, True)
        assert one.id not in {other.id for other in visible_proposals(study)}
        assert any("1 began as a proposal" in note for note in prevalence_table(study, "care").notes)


def test_decisions_can_be_undone_and_done_again(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        before = visible_proposals(study)
        for decide in (proposals.accept_proposals, proposals.reject_proposals, proposals.never_here):
            decide(study, [before[0].id])
            assert visible_proposals(study) == before[1:]
            history.undo(study)
            assert visible_proposals(study) == before
        history.redo(study)
        assert visible_proposals(study) == before[1:]


def test_proposing_can_be_undone_and_brings_back_the_earlier_proposals(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        first = _open_rows(study)
        suggest.suggest(study, precision=0.99)
        assert _open_rows(study) != first
        history.undo(study)
        assert _open_rows(study) == first


def test_never_here_holds_after_proposing_anew_saving_and_rebuilding(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        one = visible_proposals(study)[0]
        proposals.never_here(study, [one.id])
        suggest.suggest(study, precision=0.6)
        assert one.id not in {other.id for other in visible_proposals(study)}
        before = _open_rows(study)
        save.save(study)
    (folder / "study.db").unlink()
    with opened(folder, "ana") as study:
        assert _open_rows(study) == before
        assert _open_rows(study)[one.id].status == Decision.NEVER
        suggest.suggest(study)
        assert _open_rows(study)[one.id].status == Decision.NEVER
        assert one.id not in {other.id for other in visible_proposals(study)}


def test_never_here_comes_with_a_colleagues_copy(folder: Path, tmp_path: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        save.save(study)
        one = visible_proposals(study)[0]
    copy = shutil.copytree(folder, tmp_path / "copy")
    with opened(copy, "ana") as theirs:
        proposals.never_here(theirs, [one.id])
        save.save(theirs)
    with opened(folder, "ben") as study:
        coding.mark_read(study, SOURCE, _keys(study)[:1], ["care"])
        merge.merge(study, copy)
        assert _open_rows(study)[one.id].status == Decision.NEVER


def test_a_decision_beats_an_open_proposal_when_two_copies_are_joined(
    folder: Path, tmp_path: Path, opened: Opened
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    with opened(copy, "ana") as theirs:
        suggest.suggest(theirs)
        _read_all(theirs)
        one = visible_proposals(theirs)[0]
        proposals.never_here(theirs, [one.id])
        save.save(theirs)
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        joined = merge.merge(study, copy)
        assert not joined.clashes
        assert _open_rows(study)[one.id].status == Decision.NEVER


def test_what_was_rejected_is_not_proposed_again_by_a_model_as_sure(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        one = visible_proposals(study)[0]
        proposals.reject_proposals(study, [one.id])
        suggest.suggest(study)
        assert one.id not in {other.id for other in visible_proposals(study)}


def test_the_same_study_gives_the_same_proposals(folder: Path, tmp_path: Path, opened: Opened) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    found = []
    for one in (folder, copy):
        with opened(one, "ana") as study:
            told = suggest.suggest(study)
            rows = _open_rows(study).values()
            found.append((told.versions, [(row.id, row.score, row.because) for row in rows]))
    assert found[0] == found[1]


def test_stopping_proposes_nothing(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        with pytest.raises(Stopped):
            suggest.suggest(study, is_stopped=lambda: True)
        assert not _open_rows(study)


def test_progress_is_told(folder: Path, opened: Opened) -> None:
    told: list[tuple[str, int, int]] = []
    with opened(folder, "ana") as study:
        suggest.suggest(study, progress=lambda *said: told.append(said))
    assert told
    assert all(0 <= done <= of for _, done, of in told)


def test_nothing_read_is_refused(filled: Path, opened: Opened) -> None:
    with opened(filled, "ana") as study, pytest.raises(Refused, match="Nothing has been read"):
        suggest.suggest(study)


def test_words_that_are_redacted_are_neither_learned_nor_told(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        redact.redact(study, "nurse")
        told = suggest.suggest(study)
        _read_all(study)
        assert not any("nurse" in words for one in told.codes for words in one.words)
        shown = visible_proposals(study)
        assert not any("nurse" in f"{one.words} {one.because}" for one in shown)


def test_what_waits_for_a_decision_teaches_nothing(folder: Path, opened: Opened) -> None:
    with opened(folder, "ben") as study:
        coding.mark_read(study, SOURCE, _keys(study)[:30], ["care"])
    with opened(folder, "ana") as study:
        told = {one.path: one.examples for one in suggest.suggest(study).codes}
    assert told["Waiting"] == 40 - 10, "ben gave no code to 30, so of 10 nobody knows"


def test_proposals_of_codes_that_become_one_stay_with_their_people(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        mine = _open_rows(study)
    with opened(folder, "ben") as study:
        suggest.suggest(study)
        codes = {one.code for one in mine.values()}
        merge_codes(study, min(codes), max(codes))
        both = _open_rows(study).values()
    spots = {coder: {one.place for one in both if one.coder == coder} for coder in ("ana", "ben")}
    assert spots["ana"] == {one.place for one in mine.values()}
    assert spots["ben"]
    assert spots["ben"] <= spots["ana"]


def test_the_bank_says_how_many_codings_began_as_a_proposal(folder: Path, opened: Opened) -> None:
    with opened(folder, "ana") as study:
        suggest.suggest(study)
        _read_all(study)
        proposals.accept_proposals(study, [one.id for one in visible_proposals(study)[:2]])
        notes = quotes.gather(study).bank.notes
        assert any("2 began as a proposal that somebody accepted" in note for note in notes)


def test_evaluating_tells_what_a_methods_section_needs(folder: Path, opened: Opened) -> None:
    with opened(folder, "ben") as study:
        _code(study, range(60))
        coding.mark_read(study, SOURCE, _keys(study)[:60], ["care"])
    with opened(folder, "ana") as study:
        found = evaluate(study)
        assert not _open_rows(study), "nothing is proposed by it"
    rows = {str(row["code"]): row for row in found.data.rows if row["kind"] == "code"}
    waiting = rows["Waiting"]
    assert (waiting["n"], waiting["people_kappa"], waiting["read_twice"]) == (40, 1.0, 60)
    assert all(
        isinstance(waiting[key], float) and waiting[key] > 0.8 for key in ("precision", "recall", "f1")
    )
    assert isinstance(waiting["kappa"], float)
    assert rows["Parking"]["silent"] == "8 of 15 examples needed"
    reach = [row for row in found.data.rows if row["kind"] == "reach"]
    assert [row["asked"] for row in reach] == [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
    shares = [float(str(row["coverage"])) for row in reach]
    assert shares == sorted(shares, reverse=True)
    notes = " ".join(found.data.notes)
    assert all(said in notes for said in ("no person in two", "5 parts", "Model 1-", "TF-IDF"))


def test_a_team_that_compares_nobody_gets_no_agreement(folder: Path, opened: Opened) -> None:
    manifest = folder / "study.toml"
    manifest.write_text(f'approach = "reflexive"\n{manifest.read_text(encoding="utf-8")}', encoding="utf-8")
    with opened(folder, "ben") as study:
        coding.mark_read(study, SOURCE, _keys(study)[:60], ["care"])
    with opened(folder, "ana") as study:
        assert all(row.get("people_kappa") is None for row in evaluate(study).data.rows)


def test_the_command_says_why_a_code_is_silent_and_what_is_hidden(folder: Path, run: Run) -> None:
    done = run("-C", folder, "suggest", "--show-words")
    assert done.code == 0
    assert "waiting" in done.out
    assert "8 of 15 examples needed" in done.out
    assert "Parking: 8 of 15 examples needed" in run("-C", folder, "suggest", "--format", "csv").err
    assert "show only when their passage is marked as read" in done.err
    evaluated = run("-C", folder, "suggest", "--evaluate", "--format", "json")
    assert {row["kind"] for row in json.loads(evaluated.out)["rows"]} == {"code", "reach"}
    assert run("-C", folder, "suggest", "--code", "Parkin").code == 1
    assert "0.5 to below 1" in run("-C", folder, "suggest", "--precision", "2").err


def test_without_scikit_learn_it_says_what_to_install(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    done = run("-C", folder, "suggest")
    assert done.code == 1
    assert "scikit-learn" in done.err
    assert "uv sync" in done.err


def test_without_an_embedding_model_words_alone_are_learned_from(
    folder: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    find_embedder.cache_clear()
    try:
        with opened(folder, "ana") as study:
            told = suggest.suggest(study)
    finally:
        find_embedder.cache_clear()
    assert told.new > 10
    assert "embeddings" not in told.features


def test_the_api_proposes_shows_and_decides(folder: Path) -> None:
    with qualkit.open(folder, coder="ana") as study:
        assert study.suggest(codebook="care").new > 0
        assert study.proposals() == ()
        study.finish()
        one, two, three, *_ = study.proposals("survey:said", "care")
        assert study.accept([one.id]) == 1
        assert study.reject([two.id]) == study.reject([three.id], never_here=True) == 1
        assert not {one.id, two.id, three.id} & {other.id for other in study.proposals()}
        assert study.evaluate_suggestions().tables


def test_codes_of_few_people_are_small_numbers_where_the_table_leaves(folder: Path, run: Run) -> None:
    _set(folder, '[reporting]\nsmall_numbers = "hide"')
    for more in ((), ("--evaluate",)):
        done = run("-C", folder, "suggest", *more, "--format", "json")
        rows = {row.get("code"): row for row in json.loads(done.out)["rows"]}
        assert rows["Parking"]["people"] is None, "8 people"
        assert "8 of 15" not in done.out
        assert rows["Waiting"]["people"] == 40
