"""What the sample study is by itself: made again byte for byte, read, coded and agreed on, and ready to hand over."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from qualkit.actions import checking
from qualkit.actions.agree import waiting_table
from qualkit.actions.bank_view import bank_view
from qualkit.actions.closed_questions import Asked
from qualkit.actions.closed_tables import likert_of, multi_of
from qualkit.actions.counting_units import CountBy, Counting
from qualkit.actions.make import SAMPLE_PARTS, copy_sample
from qualkit.actions.opening import open_study
from qualkit.actions.prevalence import prevalence_of
from qualkit.actions.samples import draw_sample
from qualkit.actions.save import save
from qualkit.actions.screening import Which, screening_table
from qualkit.actions.selection import Selection
from qualkit.actions.status import status
from qualkit.store import codings, readings

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
RECORDS = {"helpline": "contacts", "return_interviews": "interviews"}
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])[\"”’)]*\s+")


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A copy of the sample that was opened once, and closed."""
    folder = copy_sample(tmp_path_factory.mktemp("sample") / "study")
    open_study(folder, "ana").study.close()
    return folder


@pytest.fixture(scope="module")
def study(once, tmp_path_factory):
    with open_study(shutil.copytree(once, tmp_path_factory.mktemp("open") / "study"), "ana").study as opened:
        yield opened


@pytest.fixture
def own(once, tmp_path):
    """A study of the test's own."""
    with open_study(shutil.copytree(once, tmp_path / "study"), "ana").study as opened:
        yield opened


@pytest.fixture(scope="module")
def made():
    """The notes as the script makes them, with what it put into each."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        import make_sample
        from sample import helpline, interviews

        seed = make_sample.SEED
        return {one.stem: one for one in (helpline.make(Random(seed)), interviews.make(Random(seed + 1)))}
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def work(study):
    """(codings, readings) of everybody."""
    with study.database.reading() as connection:
        return codings.codings(connection), readings.readings(connection)


def files_of(folder):
    paths = (path for part in SAMPLE_PARTS for path in [folder / part, *(folder / part).rglob("*")])
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def notes(stem):
    with (ROOT / "survey" / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


# ---- the files


def test_the_script_makes_the_same_bytes_again(tmp_path):
    done = subprocess.run(
        [sys.executable, SCRIPTS / "make_sample.py", "--into", tmp_path / "again"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "again") == files_of(ROOT)


def test_the_sample_is_in_the_form_that_save_writes(own):
    assert save(own).written == ()
    assert files_of(own.folder) == files_of(ROOT)


def test_nothing_of_the_sample_waits_or_is_lost(study):
    found = status(study)
    assert (found.waiting, found.conflicts, found.lost, found.unmatched) == ((), (), 0, ())
    assert (found.drift.changed, found.drift.missing, found.drift.unsaved) == ((), (), 0)
    assert found.changed_files == ()


def test_copying_the_sample_and_its_first_opening_take_under_three_seconds_of_cpu(process, tmp_path):
    resource = pytest.importorskip("resource")  # Windows does not count it so
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process("sample", tmp_path / "study").code == 0
    assert process("-C", tmp_path / "study", "status").code == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3


# ---- the notes


def test_no_sentence_stands_in_more_than_three_notes():
    used = Counter(
        sentence
        for stem in RECORDS
        for row in notes(stem).values()
        for sentence in set(BETWEEN_SENTENCES.split(row["note"]))
    )
    assert [(sentence, n) for sentence, n in used.items() if n > 3] == []


def test_a_note_has_the_length_of_a_note():
    lengths = [len(row["note"].split()) for row in notes("helpline").values()]
    assert (min(lengths) >= 20, max(lengths) <= 80) == (True, True)


def test_the_notes_that_both_read_are_those_that_qualkit_draws(own):
    text = (own.folder / "coding" / "samples.csv").read_text(encoding="utf-8")
    for stem in RECORDS:
        kept = [row for row in csv.DictReader(text.splitlines()) if row["file"] == stem]
        seed = int(kept[0]["method"].rpartition(" ")[2])
        drawn = draw_sample(own, Which(file=stem), len(kept), seed=seed)
        assert drawn.records == tuple(row["record"] for row in kept)
        assert drawn.method == kept[0]["method"]
        assert len(kept) == round(drawn.population / 5)


# ---- the coding


def test_the_words_of_every_coding_stand_at_their_place(study):
    checked = checking.anchors(study)
    assert checked.looked_at > 3000
    assert checked.findings == ()


def test_the_codebooks_have_nothing_to_complain_of(study):
    assert checking.codebook(study).findings == ()


def test_nothing_waits_for_agreement(study):
    assert waiting_table(study).rows == ()


def test_every_note_is_in_or_left_out_for_a_reason_of_the_study(study, made):
    rows = screening_table(study).rows
    for stem, file in made.items():
        decided = {row["record"]: (row["screening"], row["reason"]) for row in rows if row["file"] == stem}
        assert {record: why for record, (_, why) in decided.items() if why} == dict(file.left_out)
        assert {kind for kind, _ in decided.values()} <= {"included", "left out"}
        assert {why for _, why in decided.values() if why} <= set(study.manifest.screening.reasons)


@pytest.mark.parametrize("stem", RECORDS)
@pytest.mark.parametrize("book", ["harm", "risk"])
def test_the_coding_of_record_is_what_the_notes_hold(study, made, stem, book):
    wanted = Counting(selection=Selection(sources=(stem,)))
    found = prevalence_of(study, book, wanted)
    file = made[stem]
    pairs = {(record, one.code) for record, here in file.found.items() for one in here if one.book == book}
    truth = Counter(code for _, code in pairs)
    assert found.base == len(file.read_for[book])
    assert {row.code.name: row.direct for row in found.rows if row.code and row.direct} == truth


def test_risk_is_read_in_all_interviews_of_every_child(study):
    found = prevalence_of(
        study, "risk", Counting(selection=Selection(sources=("return_interviews",)), unit=CountBy.CASE)
    )
    assert found.base == len({row["person"] for row in notes("return_interviews").values()})
    assert not any(found.left_out.values())


@pytest.mark.parametrize("stem", RECORDS)
def test_two_readers_differ_in_some_of_the_notes_that_both_have_read(work, stem):
    found, read = work
    source = f"{stem}:note"
    readers = {}
    for one in read:
        if one.source == source:
            readers.setdefault(one.segment, set()).add(one.coder)
    both = {key for key, names in readers.items() if {"ana", "ben"} <= names}
    assert all(readers[key] == {"ana", "ben", "agreed"} for key in both)
    assert all(len(names) == 1 for key, names in readers.items() if key not in both)
    assert (
        0.8
        < sum("ana" in names for names in readers.values())
        / sum("ben" in names for names in readers.values())
        < 1.25
    )
    seen = {(key, coder): set() for key in both for coder in ("ana", "ben", "agreed")}
    for one in found:
        if one.source == source and (one.place.segment, one.coder) in seen:
            seen[one.place.segment, one.coder].add((one.code, one.place))
    differ = [key for key in both if seen[key, "ana"] != seen[key, "ben"]]
    assert 0.15 <= len(differ) / len(both) <= 0.20
    right = Counter(
        coder for key in differ for coder in ("ana", "ben") if seen[key, coder] == seen[key, "agreed"]
    )
    assert right["ana"] > 0
    assert right["ben"] > 0


def test_work_was_done_on_working_days(work):
    found, read = work
    for moment in {*(one.created for one in found), *(one.at for one in read)}:
        at = datetime.fromisoformat(moment)
        assert at.weekday() < 5
        assert 8 <= at.hour < 15  # UTC: from nine to four in a British summer


def test_no_code_was_made_after_what_was_read_for_it(study):
    for stem in RECORDS:
        for book in ("harm", "risk"):
            assert prevalence_of(study, book, Counting(selection=Selection(sources=(stem,)))).late == {}


# ---- the closed questions, as the script means them


def test_the_grids_and_ticks_of_the_professionals_are_as_meant(study):
    sys.path.insert(0, str(SCRIPTS))
    try:
        from sample import professionals
    finally:
        sys.path.remove(str(SCRIPTS))
    (scales,) = likert_of(study, Asked(selection=Selection(sources=("professionals",))))
    tops = {row.column: (row.top.count, row.base) for row in scales.rows}
    for item, count in professionals.FACTORS.items():
        assert tops[f"factor_common [{item}]"] == (count, 31)
    for item, numbers in professionals.HARMS.items():
        assert tops[f"harm_frequency [{item}]"] == numbers
    (ticks,) = multi_of(study, Asked(questions=("would_disclose_to",)))
    assert {row.option: row.count for row in ticks.rows} == dict(professionals.TOLD)


# ---- the bank


def test_every_theme_of_the_bank_has_both_voices_and_is_carried_by_nobody_alone(study):
    themes = [theme for theme in bank_view(study).themes if theme.chosen]
    assert len(themes) >= 8
    for theme in themes:
        assert set(theme.by_attribution) == {"young person", "professional"}, theme.code.name
        assert max(theme.people.values()) <= theme.chosen / 2, theme.code.name


def test_a_chosen_quote_can_be_printed_and_its_theme_has_a_summary(study):
    for theme in bank_view(study).themes:
        chosen = [one for one in theme.quotes if one.quote]
        assert not chosen or theme.code.summary
        assert [one.withheld for one in chosen if one.withheld] == []
