"""Counting from the coding, as commands: who is in a base, and what is refused."""

from __future__ import annotations

import json

import pytest

CONTACTS = """\
contact,child,stage,notes
c1,k1,Missing,The child said she was scared of going home and would not ring the police at all today
c2,k1,Returned,The child was ashamed of what happened and wants nobody at her school to be told of it
c3,k2,Missing,The caller was afraid that her mum would find out and so she hung up when we asked her
c4,k3,Missing,The caller asked where a bus goes from and rang off when we asked what her name was
"""
OWN = """\
title: What they felt
codes:
  - name: Fear
    codes:
      - name: Of home
  - name: Shame
  - name: Nothing found
    counts_in_any: false
"""


@pytest.fixture
def qk(folder, run, write, tmp_path):
    write(tmp_path / "helpline.csv", CONTACTS)
    write(tmp_path / "felt.yaml", OWN)

    def call(*arguments, coder="ana"):
        return run("-C", folder, *arguments, coder=coder)

    assert call("add", tmp_path / "helpline.csv", "--kind", "records", "--yes").code == 0
    assert call("codebook", "import", tmp_path / "felt.yaml", "--yes").code == 0
    for code, pattern in (("Fear/Of home", "scared of going home"), ("Fear", "afraid"), ("Shame", "ashamed")):
        assert call("code", code, "--match", pattern, "--yes").code == 0
    return call


def rows(ran):
    assert ran.code == 0, ran.err
    return {row["code"]: row for row in json.loads(ran.out)["rows"]}


def prevalence(qk, *arguments):
    return rows(qk("prevalence", *arguments, "--format", "json"))


def test_with_nothing_read_it_says_how_to_go_on(qk):
    said = qk("prevalence")
    assert said.code == 1
    assert "Mark what you have read as read" in said.err
    assert said.out == ""


def test_the_only_codebook_that_a_source_was_read_for_need_not_be_named(qk, write, tmp_path):
    write(tmp_path / "risk.yaml", "title: Risk\ncodes:\n  - name: Debt\n")
    assert qk("codebook", "import", tmp_path / "risk.yaml", "--yes").code == 0
    assert qk("finish", "helpline", "--codebook", "felt").code == 0
    assert "Shame" in rows(qk("prevalence", "--source", "helpline", "--format", "json"))
    assert qk("finish", "helpline", "--codebook", "risk").code == 0
    refused = qk("prevalence", "--source", "helpline")
    assert (refused.code, "Say which codebook" in refused.err) == (1, True)


def test_what_screening_left_out_is_told_with_the_noun_of_the_study(qk, folder):
    study = folder / "study.toml"
    text = study.read_text(encoding="utf-8")
    study.write_text(f'{text}\n[nouns]\nhelpline = ["contact", "contacts"]\n', encoding="utf-8")
    assert qk("screen", "helpline", "--where", "stage=Returned", "--leave-out", "Too late").code == 0
    assert qk("finish", "helpline").code == 0
    assert "Left out by screening: 1 contact." in qk("prevalence").out
    assert "Left out by screening: 1 record." in qk("prevalence", "--unit", "case").out


def test_shares_are_of_what_was_read(qk):
    qk("finish", "--source", "helpline")
    found = prevalence(qk)
    assert list(found) == ["any", "Fear", "Fear/Of home", "Shame", "Nothing found"]
    assert [found[code]["count"] for code in found] == [3, 2, 1, 1, 0]
    assert {row["base"] for row in found.values()} == {4}
    assert found["Fear"]["phrase"] == "50% (2 of 4)"
    assert found["Fear"]["share_of_any"] == pytest.approx(2 / 3)


def test_people_are_counted_once_however_many_records_they_have(qk):
    qk("finish", "--source", "helpline")
    found = prevalence(qk, "--unit", "case")
    assert (found["any"]["count"], found["any"]["base"]) == (2, 3)


def test_a_base_of_the_study_and_its_noun_stand_in_the_heading(qk, folder):
    qk("finish", "--source", "helpline")
    with (folder / "study.toml").open("a") as file:
        file.write('[nouns]\nhelpline = ["contact", "contacts"]\n[bases]\nout = { stage = "Missing" }\n')
    said = qk("prevalence", "--base", "out")
    assert "% of 3 contacts" in " ".join(said.out.split())
    assert qk("prevalence", "--base", "in").code == 1


def test_a_split_by_what_varies_within_a_person_is_refused_until_one_says_which_counts(qk):
    qk("finish", "--source", "helpline")
    said = qk("prevalence", "--unit", "case", "--by", "stage")
    assert said.code == 1
    assert "--take" in said.err
    table = prevalence(qk, "--unit", "case", "--by", "stage", "--take", "last")
    assert table["any"]["groups"]["Returned"] == {"count": 1, "base": 1, "share": 1.0}
    both = prevalence(qk, "--unit", "case", "--by", "stage", "--take", "any")
    assert {name: one["base"] for name, one in both["any"]["groups"].items()} == {"Missing": 3, "Returned": 1}


def test_people_in_a_group_discussion_are_not_counted_unless_told_to(qk, write, tmp_path):
    write(tmp_path / "fg.md", "Moderator: Well?\nMia: I was afraid of it.\nTom: Not me.\nModerator: Why?\n")
    qk("add", tmp_path / "fg.md", "--yes")
    qk("code", "Fear", "--match", "afraid of it", "--source", "fg", "--yes")
    qk("finish", "--source", "fg")
    refused = qk("prevalence", "--source", "fg", "--unit", "case")
    assert refused.code == 1
    assert "group discussion" in refused.err
    allowed = qk("prevalence", "--source", "fg", "--unit", "case", "--anyway")
    assert "silence is not disagreement" in " ".join(allowed.out.split())
    assert "1" in allowed.out


def test_two_readers_who_differ_leave_a_record_out_and_it_is_said(qk):
    qk("finish", "--source", "helpline")
    qk("code", "Shame", "--match", "scared of going home", "--yes", coder="ben")
    qk("finish", "--source", "helpline", coder="ben")
    said = qk("prevalence")
    assert "awaiting agreement" in " ".join(said.out.split())
    assert prevalence(qk)["any"]["base"] == 1  # the one record that both left without a code
    assert prevalence(qk, "--coder", "ana")["any"]["base"] == 4


def test_who_refused_analysis_is_in_no_base(qk, folder, write):
    qk("finish", "--source", "helpline")
    write(folder / "transcripts" / "participants.csv", "case,analysis\nhelpline:k2,no\n")
    said = qk("prevalence", "--format", "json")
    table = json.loads(said.out)
    assert table["rows"][0]["base"] == 3
    assert any("refused that their words be analysed" in note for note in table["notes"])


def test_codes_that_come_together_are_told_both_ways(qk):
    qk("code", "Shame", "--match", "scared of going", "--yes")
    qk("finish", "--source", "helpline")
    (pair, *_) = json.loads(qk("cooccur", "--format", "json").out)["rows"]
    assert (pair["code"], pair["also"], pair["both"]) == ("Fear", "Shame", 1)
    assert pair["sentence"].startswith("Of the 2 with Fear, 1 also had Shame.")


def test_a_matrix_has_the_passages_behind_each_cell(qk):
    table = json.loads(qk("matrix", "--unit", "case", "--format", "json").out)
    first = next(row for row in table["rows"] if row["unit"].endswith("k1"))
    assert first["passages"]["Shame"] == ["ashamed"]
    assert first["passages"]["Fear"] == ["scared of going home"]


def test_a_crosstab_gives_each_group_its_own_base(qk):
    qk("finish", "--source", "helpline")
    found = rows(qk("crosstab", "stage", "--format", "json"))
    assert found["Fear"]["groups"]["Missing"] == {"count": 2, "base": 3, "share": pytest.approx(2 / 3)}


def test_groups_of_a_closed_question_stand_in_the_order_of_its_answers(qk):
    assert qk("finish", "--source", "helpline").code == 0
    assert qk("survey", "levels", "helpline", "stage", "Returned", "Missing").code == 0
    there = list(rows(qk("crosstab", "stage", "--format", "json"))["any"]["groups"])
    assert qk("survey", "levels", "helpline", "stage", "Missing", "Returned").code == 0
    back = list(rows(qk("crosstab", "stage", "--format", "json"))["any"]["groups"])
    assert (there, back) == (["Returned", "Missing"], ["Missing", "Returned"])
