"""Flags: kept beside the coding, never handed over, and in the way of the bank until they are cleared."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


def flags(qk, *arguments):
    ran = qk("flag", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["rows"]


def bank(qk):
    found = json.loads(qk("quotes", "--format", "json").out)
    return [row["quote"] for row in found["rows"]]


def test_flags_are_listed_with_safeguarding_first(qk):
    qk("flag", "fg1#2", "--kind", "question", "--text", "Is this shame?")
    qk("flag", "fg1#3", "--kind", "audio", coder="ben")
    qk("flag", "fg1#6", "--kind", "safeguarding", "--text", "Who is he?")
    assert [(row["kind"], row["passage"], row["coder"]) for row in flags(qk)] == [
        ("safeguarding", "fg1#6", "ana"),
        ("check the audio", "fg1#3", "ben"),
        ("question for the team", "fg1#2", "ana"),
    ]
    assert flags(qk)[0]["told"] == "nobody yet"


def test_who_was_told_and_when_is_kept_at_once_or_later(qk):
    qk("flag", "fg1#2", "--kind", "safeguarding", "--told", "Dr. Lee", "--when", "2026-11-02")
    (one,) = flags(qk)
    qk("flag", "--of", one["short"], "--told", "the police", "--when", "2026-11-03", coder="ben")
    assert flags(qk)[0]["told"] == "Dr. Lee on 2026-11-02; the police on 2026-11-03"


def test_a_flagged_passage_is_in_no_bank_until_it_is_cleared(qk):
    before = bank(qk).count("scared")
    qk("flag", "fg1#2", "--kind", "identify")
    assert bank(qk).count("scared") == before - 1
    said = json.loads(qk("quotes", "--format", "json").out)
    assert any("1 passage is flagged and left out" in note for note in said["notes"])
    assert qk("flag", "--clear", flags(qk)[0]["id"]).code == 1  # without a reason
    qk("flag", "--clear", flags(qk)[0]["id"], "--reason", "Nobody could", coder="ben")
    assert bank(qk).count("scared") == before
    assert flags(qk) == []
    assert flags(qk, "--all")[0]["cleared"].startswith("Nobody could (ben, ")


def test_a_flagged_passage_can_not_be_chosen_and_its_screen_says_why(qk, coded, opened):
    from qualkit.actions import bank as choosing
    from qualkit.actions.bank import bank_view
    from qualkit.errors import Refused

    qk("flag", "fg1#2", "--kind", "identify")
    with opened(coded) as study:
        one = next(q for theme in bank_view(study).themes for q in theme.quotes if q.verbatim == "scared")
        assert "flagged" in one.withheld
        with pytest.raises(Refused, match="flagged"):
            choosing.choose(study, [one.coding_id])


def test_a_flagged_turn_is_not_shown_as_the_context_of_another(qk):
    qk("flag", "fg1#3", "--kind", "identify")
    said = qk("quotes", "--context", "1", "--format", "json").out
    assert "Dr. Lee" not in said


def test_nothing_that_is_handed_over_holds_a_flag(qk, tmp_path):
    qk("flag", "fg1#4", "--kind", "safeguarding", "--text", "Zebra-words", "--told", "Dr. Quill")
    for suffix in ("docx", "xlsx", "html", "md", "csv", "json"):
        qk("quotes", "-o", tmp_path / f"bank.{suffix}")
    qk("codings", "-o", tmp_path / "codings.csv")
    qk("log", "-o", tmp_path / "log.csv")
    for path in tmp_path.glob("*.*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"Zebra" not in data
        assert b"Quill" not in data


def test_flags_are_undone_and_outlive_the_database(qk, coded, study_text):
    qk("flag", "fg1#2", "--kind", "question", "--text", "One")
    qk("flag", "fg1#3", "--kind", "question", "--text", "Two")
    qk("undo")
    qk("flag", "--clear", flags(qk)[0]["id"], "--reason", "Done", coder="ben")
    qk("save")
    before, shown = study_text(coded), flags(qk, "--all")
    assert {"coding/ana/flags.csv", "coding/ben/flags.csv"} <= set(before)
    for path in coded.glob("study.db*"):
        path.unlink()
    assert flags(qk, "--all") == shown
    qk("save")
    assert study_text(coded) == before


def test_two_people_never_write_the_same_file_of_flags(qk, coded, run, tmp_path):
    qk("flag", "fg1#2", "--kind", "question", "--text", "One")
    qk("save")
    other = shutil.copytree(coded, tmp_path / "other")
    (one,) = flags(qk)
    run("-C", other, "flag", "--clear", one["id"], "--reason", "Settled", coder="ben")
    run("-C", other, "save", coder="ben")
    assert (other / "coding/ana/flags.csv").read_bytes() == (coded / "coding/ana/flags.csv").read_bytes()
    shutil.copytree(other / "coding/ben", coded / "coding/ben")
    assert flags(qk) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fg1#99", "--kind", "audio"), "no passage 99"),
        (("fg1", "--kind", "audio"), "does not name a passage"),
        (("--clear", "0000", "--reason", "x"), 'no flag "0000"'),
        (("fg1#2", "--kind", "audio", "--when", "2026-11-02"), "who was told"),
    ],
)
def test_what_can_not_be_flagged_is_refused(qk, arguments, said):
    ran = qk("flag", *arguments)
    assert (ran.code, said in ran.err) == (1, True)
    assert flags(qk) == []
