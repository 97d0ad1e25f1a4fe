"""Whose coding counts: taking back a reading, what waits for the team, and making a coding the agreed one."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def qk(filled, run):
    """The talk and the survey, which ana and ben have read; they differ on two turns and agree on the rest."""

    def call(*arguments, coder="ana"):
        return run("-C", filled, *arguments, coder=coder)

    for coder, code, words in (
        ("ana", "Fear", "scared|afraid"),
        ("ben", "Fear", "scared"),
        ("ben", "Shame", "ashamed"),
        ("ana", "Shame", "ashamed"),
        ("ben", "Help", "helped"),
    ):
        assert call("code", code, "--match", words, "--yes", coder=coder).code == 0
    call("finish", "--source", "fg1")
    call("finish", "--source", "fg1", coder="ben")
    return call


def rows(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["rows"]


def waiting(qk, *arguments):
    return [row["passage"] for row in rows(qk("agree", "--format", "json", *arguments))]


def base(qk):
    found = rows(qk("prevalence", "--source", "fg1", "--unit", "segment", "--format", "json"))
    return {row["code"]: (row["count"], row["base"]) for row in found}


# ---- reading taken back


def test_a_reading_is_taken_back_and_the_codings_stay(qk):
    said = qk("finish", "--source", "fg1", "--undo", coder="ben")
    assert "Took back that you had read 6 passages" in said.out
    assert waiting(qk) == []
    assert len(rows(qk("codings", "--coder", "ben", "--source", "fg1", "--format", "json"))) == 3
    assert base(qk)["any"] == (3, 6)


def test_taking_a_reading_back_is_a_step_like_any_other(qk):
    qk("finish", "--undo", coder="ben")
    qk("undo", coder="ben")
    assert len(waiting(qk)) == 1


def test_only_ones_own_reading_is_taken_back(qk):
    qk("finish", "--undo", coder="cy")
    assert len(waiting(qk)) == 1


# ---- what waits


def test_what_readers_coded_differently_waits_with_both_codings_beside(qk):
    (row,) = rows(qk("agree", "--format", "json"))
    assert row["passage"] == "fg1#3"
    assert (row["coder ana"], row["coder ben"]) == (["Fear"], ["Help"])
    assert base(qk)["any"][1] == 5


def test_a_passage_that_only_one_has_read_does_not_wait(qk):
    assert waiting(qk, "--source", "panel") == []


# ---- deciding


def test_an_adopted_coding_is_the_one_that_counts(qk):
    said = qk("agree", "--adopt", "ben")
    assert "ben's coding of 6 passages is now the agreed one; readers had differed on 1." in said.out
    assert waiting(qk) == []
    assert base(qk)["Help"] == (1, 6)
    assert base(qk)["Fear"] == (1, 6)


def test_it_is_one_step_and_undone_as_one(qk):
    before = base(qk)
    qk("agree", "--adopt", "ben")
    qk("undo")
    assert base(qk) == before
    assert waiting(qk) == ["fg1#3"]
    assert rows(qk("codings", "--coder", "agreed", "--format", "json")) == []


def test_only_what_meets_the_conditions_is_decided(qk, filled, write):
    write(filled / "transcripts/participants.csv", "source,speaker,age\nfg1,Mia,15\nfg1,Tom,16\n")
    qk("agree", "--adopt", "ben", "--where", "age=15")
    assert waiting(qk) == ["fg1#3"]
    qk("agree", "--adopt", "ana", "--where", "age=16")
    assert base(qk)["Help"] == (0, 6)


def test_what_the_team_agreed_on_before_stays(qk):
    qk("agree", "--adopt", "ben")
    refused = qk("agree", "--adopt", "ana")
    assert (refused.code, "nothing that ana" in refused.err) == (1, True)
    assert base(qk)["Help"] == (1, 6)


def test_what_the_person_has_not_read_is_left_and_said(qk):
    from_cy = ("finish", "--source", "fg1")
    qk(*from_cy, coder="cy")
    qk("finish", "--source", "fg1", "--undo", coder="ben")
    refused = qk("agree", "--adopt", "ben")
    assert refused.code == 1
    assert qk("agree", "--adopt", "cy").code == 0
    assert base(qk)["any"] == (0, 6)


@pytest.mark.parametrize("name", ["agreed", "any", "nobody"])
def test_only_a_person_s_coding_can_be_adopted(qk, name):
    assert qk("agree", "--adopt", name).code == 1
    assert len(waiting(qk)) == 1


def test_the_agreed_coding_is_a_coder_s_folder_and_comes_back(qk, filled, study_text):
    qk("agree", "--adopt", "ben")
    qk("save")
    before, figures = study_text(filled), base(qk)
    assert {"coding/agreed/codings.csv", "coding/agreed/readings.csv"} <= set(before)
    for path in filled.glob("study.db*"):
        path.unlink()
    assert base(qk) == figures
    qk("save")
    assert study_text(filled) == before


def test_two_who_adopt_the_same_apart_have_nothing_to_settle(qk, filled, run, tmp_path):
    qk("save")
    other = shutil.copytree(filled, tmp_path / "other")
    run("-C", other, "agree", "--adopt", "ben", coder="cy")
    run("-C", other, "save", coder="cy")
    qk("agree", "--adopt", "ben")
    shutil.copytree(other / "coding", filled / "coding", dirs_exist_ok=True)
    assert "Changed on both sides" not in qk("status").err
    assert qk("save").code == 0
    assert base(qk)["Help"] == (1, 6)


def test_a_code_made_after_a_reading_is_not_looked_for_in_the_sheet_of_the_bank(qk, filled, opened):
    from qualkit.actions.edit_codebook import make_code
    from qualkit.actions.quotes import gather
    from qualkit.store import schema

    with opened(filled, "ana") as study:
        late = make_code(study, "feelings", "Anger", None)
        with study.database.writing() as connection:
            connection.execute(schema.code.update().where(schema.code.c.id == late.id).values(created="2999"))
    qk("code", "Anger", "--match", "Dr. Lee helped", "--yes")
    qk("agree", "--adopt", "ana")
    with opened(filled, "ana") as study:
        sheet = gather(study).coding
    cells = {row["segment"]: row[late.id] for row in sheet.rows if row["source"] == "fg1"}
    assert (cells["3"], cells["2"]) == (1, None)


def test_the_log_says_whose_coding_was_adopted(qk):
    qk("agree", "--adopt", "ben")
    assert "made ben's coding of 6 passages the agreed one" in qk("log").out
