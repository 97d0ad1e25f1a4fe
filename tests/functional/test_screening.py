"""Records left out, included and drawn at random: what it changes, and what it must not."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualkit
from qualkit.actions.make import new_study

RECORDS = [
    ("c1", "k1", "Missing", "Agree", "Yes;No", "Scared of going home and would not ring the police today"),
    ("c2", "k1", "Returned", "Disagree", "Yes", "Ashamed of what had happened, and afraid of being told off"),
    ("c3", "k2", "Missing", "Neutral", "No", "Afraid that her mum would find out, so she hung up on us"),
    ("c4", "k3", "Missing", "Agree", "", "Asked where a bus goes from, and rang off when asked her name"),
    ("c5", "k4", "Returned", "Agree", "Yes;No", "Ashamed and scared of her uncle, wants to talk to no one"),
    ("c6", "k5", "Missing", "Disagree", "No", "Nothing is wrong, she said, and was scared of nobody at all"),
]
QUESTIONS = """\
kind = "survey"
[[question]]
column = "contact"
use = "record"
[[question]]
column = "child"
use = "person"
[[question]]
column = "stage"
use = "closed"
type = "single"
levels = ["Missing", "Returned"]
[[question]]
column = "rating"
use = "closed"
type = "likert"
levels = ["Disagree", "Neutral", "Agree"]
confirmed = true
[[question]]
column = "told"
use = "closed"
type = "multi"
separator = ";"
levels = ["Yes", "No"]
[[question]]
column = "notes"
use = "open"
voice = "own words"
"""
BOOK = "title: Felt\ncodes:\n  - name: Fear\n    definition: Afraid.\n  - name: Shame\n    definition: Ashamed.\n"
HEAD = ("contact", "child", "stage", "rating", "told", "notes")


def made(home, records):
    """A study of these records, all coded by pattern and read."""
    home.mkdir(parents=True)
    folder = new_study(home / "study")
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *records])
    (home / "calls.csv").write_text(out.getvalue(), "utf-8")
    (home / "felt.yaml").write_text(BOOK, "utf-8")
    with qualkit.open(folder, coder="ana") as study:
        study.add(home / "calls.csv")
    (folder / "survey" / "calls.toml").write_text(QUESTIONS, "utf-8")
    with qualkit.open(folder, coder="ana") as study:
        study.import_codebook(home / "felt.yaml")
        study.code("Fear", match="scared|afraid")
        study.code("Shame", match="ashamed")
        study.finish()
    return folder


@pytest.fixture(scope="module")
def _made_once(tmp_path_factory):
    return made(tmp_path_factory.mktemp("all") / "here", RECORDS)


@pytest.fixture
def calls(_made_once, tmp_path):
    return shutil.copytree(_made_once, tmp_path / "study")


@pytest.fixture
def qk(calls, run):
    return lambda *arguments, coder="ana": run("-C", calls, *arguments, coder=coder)


def table(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def counts(qk, *arguments):
    return {
        row["code"]: (row["count"], row["base"])
        for row in table(qk("prevalence", *arguments, "--format", "json"))["rows"]
    }


def flow(qk):
    return {row["label"].strip(): row["count"] for row in table(qk("flow", "--format", "json"))["rows"]}


def test_what_became_of_the_records_is_drawn_too(qk, tmp_path):
    qk("screen", "calls", "--where", "stage=Returned", "--leave-out", "Came back")
    drawn = qk("flow", "--chart", tmp_path / "flow.svg", "--bars")
    assert drawn.code == 0, drawn.err
    assert "Came back" in (tmp_path / "flow.svg").read_text(encoding="utf-8")
    assert "█" in drawn.out


# ---- deciding


def test_a_record_that_is_left_out_is_in_no_base_and_is_said(qk):
    assert counts(qk)["Fear"] == (5, 6)
    assert (
        "Left out 2 records"
        in qk("screen", "calls", "--where", "stage=Returned", "--leave-out", "Too late").out
    )
    assert counts(qk)["Fear"] == (3, 4)
    assert "Left out by screening: 2 respondents." in table(qk("prevalence", "--format", "json"))["notes"]


def test_a_decision_is_undone_and_done_again(qk):
    qk("screen", "--record", "c1", "--leave-out", "Sent twice")
    qk("undo")
    assert flow(qk)["Left out"] == 0
    qk("redo")
    assert flow(qk) == {
        "Received": 6, "Left out": 1, "Sent twice": 1, "Not decided": 5, "Included": 0,
    }  # fmt: skip


def test_undecided_included_and_left_out_are_three_things(qk):
    qk("screen", "--record", "c1", "--record", "c2", "--leave-out", "Sent twice")
    qk("screen", "--record", "c3", "--include")
    assert flow(qk) == {
        "Received": 6, "Left out": 2, "Sent twice": 2, "Not decided": 3, "Included": 1,
    }  # fmt: skip
    assert (
        "Not screened yet, and counted: 3 respondents."
        in table(qk("prevalence", "--format", "json"))["notes"]
    )
    qk("screen", "--include")
    assert flow(qk)["Included"] == 4
    qk("screen", "--record", "c1", "--undecide")
    assert (flow(qk)["Not decided"], flow(qk)["Left out"]) == (1, 1)


def test_nobody_leaves_everything_out_by_mistake(qk):
    assert qk("screen", "calls", "--leave-out", "Sent twice").code == 2
    assert flow(qk)["Left out"] == 0


def test_a_reason_that_the_study_does_not_list_is_refused_with_the_nearest(qk, calls):
    with (calls / "study.toml").open("a") as file:
        file.write('[screening]\nreasons = ["Sent twice", "Too late"]\n')
    refused = qk("screen", "--record", "c1", "--leave-out", "Sent twise")
    assert refused.code == 1
    assert 'Did you mean "Sent twice"?' in refused.err
    assert qk("screen", "--record", "c1", "--leave-out", "sent TWICE").code == 0
    assert flow(qk)["Sent twice"] == 1


def test_a_record_that_is_not_there_is_refused(qk):
    refused = qk("screen", "--record", "c99", "--leave-out", "Sent twice")
    assert (refused.code, "c99" in refused.err) == (1, True)


def test_the_list_says_what_was_decided_by_whom(qk):
    qk("screen", "--record", "c2", "--leave-out", "Sent twice", coder="ben")
    row = next(row for row in table(qk("screen", "--format", "json"))["rows"] if row["record"] == "c2")
    assert (row["screening"], row["reason"], row["by"]) == ("left out", "Sent twice", "ben")


def test_what_a_colleague_decided_anew_is_not_undone_by_who_decided_first(qk):
    qk("screen", "--record", "c2", "--leave-out", "Sent twice")
    qk("screen", "--record", "c2", "--leave-out", "Too late", coder="ben")
    refused = qk("undo")
    assert (refused.code, "ben has changed it since" in refused.err) == (1, True)
    assert flow(qk)["Too late"] == 1


def test_status_says_how_many_are_left_out(qk):
    assert "left out by screening" not in qk("status").out.lower()
    qk("screen", "--record", "c1", "--leave-out", "Too late")
    assert "Left out by screening, and in no number here: 1 record." in qk("status").out


# ---- no queue


def test_what_is_left_out_need_not_be_read_or_coded(qk, calls):
    qk("screen", "--where", "stage=Missing", "--leave-out", "Too late")
    assert "Marked 2 passages" in qk("finish", coder="ben").out
    with qualkit.open(calls, coder="cy") as study:
        unread = study.status().table.rows[0]
        assert (unread["segments"], unread["read"]) == (2, 2)
    qk("code", "Shame", "--match", "scared", "--yes", coder="cy")
    assert [row["cases"] for row in table(qk("codings", "--coder", "cy", "--format", "json"))["rows"]] == [
        ["calls:k4"]
    ]


def test_the_list_of_answers_to_read_has_none_that_were_left_out(qk, calls):
    from qualkit.actions import answers
    from qualkit.actions.opening import open_study

    qk("screen", "--record", "c1", "--leave-out", "Too late")
    with open_study(calls, "ben").study as study:
        sheet = answers.open_sheet(study, "calls:notes")
        unread = answers.Wanted(only=(answers.Only(keep=answers.Keep.UNREAD),), book="felt")
        keys = answers.keys_of(study, answers.arranged(study, sheet, unread))
        assert sorted(keys.values()) == ["c2", "c3", "c4", "c5", "c6"]


# ---- as text


def test_decisions_come_back_when_the_database_is_gone(qk, calls, study_text):
    qk("screen", "--record", "c1", "--leave-out", "Too late")
    qk("screen", "--record", "c2", "--include")
    qk("screen", "--sample", 2, "--seed", 5, "--name", "both")
    qk("save")
    before, shown = study_text(calls), qk("screen", "--format", "csv").out
    for path in calls.glob("study.db*"):
        path.unlink()
    assert qk("screen", "--format", "csv").out == shown
    qk("save")
    assert study_text(calls) == before
    assert "sample,file,record,method,by,at\nboth,calls," in before["coding/samples.csv"]


def test_decisions_of_two_people_are_joined_record_by_record(qk, calls, run, tmp_path):
    qk("screen", "--record", "c3", "--include")
    qk("save")
    other = shutil.copytree(calls, tmp_path / "other")
    assert run("-C", other, "screen", "--record", "c1", "--leave-out", "Too late", coder="ben").code == 0
    run("-C", other, "save", coder="ben")
    qk("screen", "--record", "c2", "--leave-out", "Sent twice")
    shutil.copy(other / "coding/screening.csv", calls / "coding/screening.csv")
    assert flow(qk) == {
        "Received": 6, "Left out": 2, "Too late": 1, "Sent twice": 1, "Not decided": 3, "Included": 1,
    }  # fmt: skip


def test_two_decisions_on_the_same_record_wait_for_a_person(qk, calls, run, tmp_path):
    qk("save")
    other = shutil.copytree(calls, tmp_path / "other")
    run("-C", other, "screen", "--record", "c1", "--leave-out", "Too late", coder="ben")
    run("-C", other, "save", coder="ben")
    qk("screen", "--record", "c1", "--include")
    shutil.copy(other / "coding/screening.csv", calls / "coding/screening.csv")
    said = qk("status")
    assert "Changed on both sides: coding/screening.csv" in said.err
    qk("load", "--keep", "theirs")
    assert flow(qk)["Too late"] == 1


# ---- samples


def test_the_same_seed_draws_the_same_records_and_the_log_says_how(qk):
    first = qk("screen", "--sample", 3, "--seed", 7, "--name", "one")
    qk("screen", "--sample", 3, "--seed", 7, "--name", "two")
    drawn = {
        name: [
            row["record"]
            for row in table(qk("screen", "--where", f"sample={name}", "--format", "json"))["rows"]
        ]
        for name in ("one", "two")
    }
    assert drawn["one"] == drawn["two"]
    assert len(drawn["one"]) == 3
    assert "3 of 6 records at random; seed 7" in first.out
    assert "3 of 6 records at random; seed 7" in qk("log", "--format", "json").out


def test_a_sample_by_group_gives_each_its_share(qk):
    qk("screen", "--sample", 3, "--by", "stage", "--seed", 1, "--name", "shares")
    both = table(qk("screen", "--where", "sample=shares", "--where", "stage=Missing", "--format", "json"))[
        "rows"
    ]
    assert len(both) == 2


def test_a_sample_is_a_base_like_any_other(qk):
    qk("screen", "--sample", 2, "--seed", 3, "--name", "pair")
    qk("screen", "--sample", 2, "--seed", 3, "--name", "again")  # the same records: in two samples at once
    assert counts(qk, "--where", "sample=pair")["any"][1] == 2
    assert counts(qk, "--where", "sample=pair|again")["any"][1] == 2
    assert qk("prevalence", "--where", "sample=nobody").code == 1


def test_what_was_left_out_is_never_drawn(qk):
    qk("screen", "--where", "stage=Missing", "--leave-out", "Too late")
    assert qk("screen", "--sample", 3).code == 1
    qk("screen", "--sample", 2, "--name", "rest")
    drawn = table(qk("screen", "--where", "sample=rest", "--format", "json"))["rows"]
    assert {row["record"] for row in drawn} == {"c2", "c5"}


def test_reading_a_sample_marks_no_other_record(qk):
    qk("screen", "--sample", 2, "--seed", 3, "--name", "pair")
    assert "Marked 2 passages" in qk("finish", "--where", "sample=pair", coder="ben").out


# ---- the property


def figures(folder):
    """Every figure of a study that speaks of records, without notes."""
    with qualkit.open(folder, coder="ana") as study:
        tables = [
            study.prevalence().table,
            study.cooccur(),
            study.matrix(unit="record"),
            study.crosstab("stage"),
        ]
        tables += [one.table for one in (*study.likert(), *study.tabulate(), *study.multi())]
        bank = study.quotes().bank
        coding = study.quotes().coding
    quotes = [(theme.code.name, theme.tally.quotes, theme.tally.people, [
        (one.record, one.parts[0].text) for code in theme.codes for one in code.passages
    ]) for theme in bank.themes]  # fmt: skip
    plain = [[{k: v for k, v in row.items() if k != "code_id"} for row in one.rows] for one in tables]
    cells = [sorted(str(value) for value in row.values()) for row in coding.rows]
    return json.dumps([plain, quotes, cells], default=str, sort_keys=True)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(no=st.sets(st.sampled_from([row[1] for row in RECORDS]), min_size=1, max_size=3))
def test_who_refused_analysis_changes_no_other_figure(_made_once, tmp_path_factory, no):
    home = tmp_path_factory.mktemp("refused")
    with_all = shutil.copytree(_made_once, home / "study")
    with qualkit.open(with_all, coder="ana") as study:
        for name in sorted(no):
            study.describe_person(f"calls:{name}", analysis="no")
    without = made(home / "without", [row for row in RECORDS if row[1] not in no])
    assert figures(with_all) == figures(without)


@pytest.mark.parametrize(
    "command",
    [
        ("prevalence",), ("cooccur",), ("matrix", "--unit", "record"), ("crosstab", "stage"), ("likert",), ("tabulate",),
        ("multi",),
    ],
)  # fmt: skip
def test_every_table_says_how_many_are_left_out_and_why(qk, command):
    qk("people", "calls:k2", "--analysis", "no")
    qk("screen", "--record", "c1", "--leave-out", "Too late")
    said = " ".join(qk(*command).out.split())
    assert "1 person who refused" in said
    assert "Left out by screening: 1 re" in said


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(out=st.sets(st.sampled_from([row[0] for row in RECORDS]), min_size=1, max_size=4))
def test_left_out_records_change_no_other_figure(_made_once, tmp_path_factory, out):
    home = tmp_path_factory.mktemp("some")
    with_all = shutil.copytree(_made_once, home / "study")
    with qualkit.open(with_all, coder="ana") as study:
        study.leave_out("calls", "Too late", records=sorted(out))
    without = made(home / "without", [row for row in RECORDS if row[0] not in out])
    assert figures(with_all) == figures(without)
