"""Which passages reach the quote bank: consent, moderators, whose coding counts, worker's notes."""

from __future__ import annotations

import json

import pytest

RECORDS = """\
contact,child,stage,notes
c1,k1,Missing,Child said she was scared of going home and would not ring the police at all today
c2,k1,Returned,Child is ashamed of what has happened and wants nobody at her school to be told of it
c3,k2,Missing,Caller was afraid that her mum would find out and so she hung up when we asked for a name
"""


@pytest.fixture
def qk(filled, run):
    return lambda *arguments, coder="ana": run("-C", filled, *arguments, coder=coder)


def bank(qk, *arguments):
    table = json.loads(qk("quotes", *arguments, "--format", "json").out)
    return [(row["theme"], row["quote"]) for row in table["rows"]]


def notes(qk, *arguments):
    return " ".join(json.loads(qk("quotes", *arguments, "--format", "json").out)["notes"])


def people(filled, write, text):
    write(filled / "transcripts" / "participants.csv", text)


def passage(qk, write, tmp_path, row, coder="ana"):
    path = write(tmp_path / "one.csv", f"source,code,segment,start,end_segment,end\n{row}\n")
    done = qk("codings", "--import", path, coder=coder)
    assert done.code == 0, done.err


# ---- consent and moderators


def test_who_said_no_is_left_out_with_the_whole_passage(qk, filled, write, tmp_path):
    passage(qk, write, tmp_path, "fg1,Fear,2,0,3,20")
    assert len(bank(qk)) == 1
    people(filled, write, "source,speaker,quotation\nfg1,Mia,yes\nfg1,Tom,no\n")
    assert bank(qk) == []
    assert "Left out for want of consent to quotation: 1 passage" in notes(qk)


def test_a_refusal_of_analysis_keeps_a_person_out_too(qk, filled, write):
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--yes")
    people(filled, write, "source,speaker,analysis,quotation\nfg1,Mia,no,yes\n")
    assert bank(qk) == []


def test_a_consent_that_is_not_recorded_may_be_quoted_and_is_counted(qk):
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--yes")
    assert bank(qk) == [("Fear", "scared")]
    assert "Consent to quotation is not recorded for 1 p" in notes(qk)


def test_one_person_in_two_groups_is_one_person_and_her_refusal_in_either_holds(qk, filled, write, files):
    write(files / "fg2.md", "Moderator: Well?\nM: I was scared of them all.\nModerator: Why?\nM: Because.\n")
    qk("add", files / "fg2.md", "--yes")
    qk("code", "Fear", "--match", "scared", "--yes")
    people(filled, write, "source,speaker,case,quotation\nfg1,Mia,Mia,\nfg2,M,Mia,no\n")
    assert bank(qk) == [("Fear", "scared")]  # the survey's
    rows = json.loads(qk("codings", "--format", "json").out)["rows"]
    assert [row["cases"] for row in rows] == [["Mia"], ["panel:1"], ["Mia"]]


def test_moderators_are_left_out_unless_asked_for(qk):
    qk("code", "Of school", "--match", "school", "--source", "fg1", "--yes")
    assert bank(qk) == []
    assert bank(qk, "--include-moderator") == [("Fear", "school")]


def test_a_moderators_words_inside_a_passage_stand_as_moderator(qk, write, tmp_path):
    passage(qk, write, tmp_path, "fg1,Shame,3,0,5,14")
    ((_, quote),) = bank(qk)
    assert "[moderator]" in quote
    assert "And then?" not in quote
    assert "Dr. Lee" in quote
    assert "I felt ashamed" in quote


def test_a_passage_over_several_turns_says_who_speaks_and_counts_for_each(qk, write, tmp_path):
    passage(qk, write, tmp_path, "fg1,Fear,2,0,3,20")
    (row,) = json.loads(qk("quotes", "--format", "json").out)["rows"]
    assert row["cases"] == ["fg1:Mia", "fg1:Tom"]
    assert "Mia" in row["quote"]
    assert "Tom" in row["quote"]


def test_a_pseudonym_is_shown_in_place_of_a_name(qk, filled, write, tmp_path):
    people(filled, write, "source,speaker,pseudonym\nfg1,Mia,Rose\nfg1,Tom,Sam\n")
    passage(qk, write, tmp_path, "fg1,Fear,2,0,3,20")
    ((_, quote),) = bank(qk)
    assert "Rose" in quote
    assert "Mia" not in quote


# ---- whose coding counts


def code(qk, path, words, coder):
    done = qk("code", path, "--match", words, "--source", "fg1", "--yes", coder=coder)
    assert done.code == 0, done.err


def test_with_one_reader_the_readers_coding_counts(qk):
    code(qk, "Fear", "scared", "ana")
    code(qk, "Shame", "ashamed", "ben")
    qk("finish", "--source", "fg1", coder="ana")
    assert bank(qk) == [("Fear", "scared")]


def test_two_readers_who_agree_give_the_passages_of_the_first(qk):
    code(qk, "Fear", "I was scared", "ana")
    code(qk, "Fear", "scared", "ben")
    qk("finish", "--source", "fg1", coder="ana")
    qk("finish", "--source", "fg1", coder="ben")
    assert bank(qk) == [("Fear", "I was scared")]


def test_readers_who_differ_await_agreement_and_it_is_said(qk):
    code(qk, "Fear", "scared", "ana")
    code(qk, "Shame", "scared", "ben")
    code(qk, "Shame", "ashamed", "ana")
    code(qk, "Shame", "ashamed", "ben")
    qk("finish", "--source", "fg1", coder="ana")
    qk("finish", "--source", "fg1", coder="ben")
    assert bank(qk) == [("Shame", "ashamed")]
    assert "1 passage waits for agreement" in notes(qk)


def test_the_consensus_settles_it(qk):
    code(qk, "Fear", "scared", "ana")
    code(qk, "Shame", "scared", "ben")
    code(qk, "Help", "scared", "agreed")
    for coder in ("ana", "ben", "agreed"):
        qk("finish", "--source", "fg1", coder=coder)
    assert bank(qk) == [("Help", "scared")]


def test_a_coder_can_be_named_or_any(qk):
    code(qk, "Fear", "scared", "ana")
    code(qk, "Shame", "scared", "ben")
    assert bank(qk, "--coder", "ben") == [("Shame", "scared")]
    assert bank(qk, "--coder", "any") == [("Fear", "scared"), ("Shame", "scared")]
    assert "ben" in json.loads(qk("quotes", "--coder", "ben", "--format", "json").out)["provenance"]["coder"]
    assert qk("quotes", "--coder", "bne").code == 1


def test_one_passage_coded_alike_by_two_is_one_quote(qk):
    code(qk, "Fear", "scared", "ana")
    code(qk, "Fear", "scared", "ben")
    assert bank(qk) == [("Fear", "scared")]


def test_what_is_coded_but_not_read_is_taken_and_counted(qk):
    code(qk, "Fear", "scared", "ana")
    assert "not yet marked as read: 1 passage" in notes(qk)
    qk("finish")
    assert "not yet marked" not in notes(qk)


# ---- worker's notes, files, filters


@pytest.fixture
def records(qk, files, write):
    write(files / "helpline.csv", RECORDS)
    added = qk(
        "add",
        files / "helpline.csv",
        "--kind",
        "records",
        "--person",
        "child",
        "--record",
        "contact",
        "--yes",
    )
    assert added.code == 0, added.err
    assert qk("code", "Fear", "--match", "scared|afraid", "--yes").code == 0


def test_workers_notes_are_no_quotes_and_go_to_a_file_of_their_own(records, qk, tmp_path):
    written = qk("quotes", "-o", tmp_path / "bank.md")
    assert written.code == 0, written.err
    assert "going home" not in (tmp_path / "bank.md").read_text(encoding="utf-8")
    evidence = (tmp_path / "bank-evidence-not-for-quotation.md").read_text(encoding="utf-8")
    assert "not for quotation" in evidence
    assert "scared" in evidence
    assert "evidence-not-for-quotation" in written.err


def test_records_of_one_person_are_one_person(records, qk):
    rows = json.loads(qk("status", "--format", "json").out)["rows"]
    (notes_,) = [row for row in rows if row["source"].startswith("helpline")]
    assert (notes_["segments"], notes_["cases"], notes_["voice"]) == (3, 2, "worker's notes")


def test_an_existing_bank_is_kept_unless_forced(qk, tmp_path):
    code(qk, "Fear", "scared", "ana")
    (tmp_path / "bank.html").write_text("mine")
    refused = qk("quotes", "-o", tmp_path / "bank.html")
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert (tmp_path / "bank.html").read_text() == "mine"
    assert qk("quotes", "-o", tmp_path / "bank.html", "--force").code == 0


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "md", "csv", "json"])
def test_every_format_is_written(qk, tmp_path, suffix):
    code(qk, "Fear", "scared", "ana")
    written = qk("quotes", "-o", tmp_path / f"bank.{suffix}")
    assert written.code == 0, written.err
    assert (tmp_path / f"bank.{suffix}").stat().st_size > 100


def test_an_unknown_format_is_refused(qk, tmp_path):
    code(qk, "Fear", "scared", "ana")
    refused = qk("quotes", "-o", tmp_path / "bank.odt")
    assert refused.code in (1, 2)
    assert not (tmp_path / "bank.odt").exists()


def test_only_a_code_and_those_below_it(qk):
    code(qk, "Of school", "school", "ana")
    code(qk, "Shame", "ashamed", "ana")
    code(qk, "Fear", "scared", "ana")
    assert bank(qk, "--code", "Fear") == [("Fear", "scared")]
    assert bank(qk, "--code", "Shame", "--code", "Fear") == [("Fear", "scared"), ("Shame", "ashamed")]


def test_attributes_filter_and_attribute(qk, filled, write):
    people(filled, write, "source,speaker,gender\nfg1,Mia,girl\nfg1,Tom,boy\n")
    code(qk, "Fear", "scared|afraid", "ana")
    assert bank(qk, "--where", "gender=boy") == [("Fear", "afraid")]
    with (filled / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[attribution]\nfg1 = "{gender}"\n')
    rows = json.loads(qk("quotes", "--format", "json").out)["rows"]
    assert [row["attribution"] for row in rows] == ["girl", "boy"]


SURVEY = """\
id,role,area,why
1,nurse,north,We are scared of what would come of it and of all that it would set off
2,youth worker,south,They are scared of us and of what we would do and say to their parents
3,nurse,north,Nobody is scared of being asked when they are asked on a good day by one of us
"""


@pytest.fixture
def answered(qk, filled, files, write):
    """Answers in a survey, and what the team wrote of one who answered."""
    write(files / "survey.csv", SURVEY)
    added = qk(
        "add",
        files / "survey.csv",
        "--record",
        "id",
        "--open",
        "why",
        "--closed",
        "role",
        "--closed",
        "area",
        "--yes",
    )
    assert added.code == 0, added.err
    people(filled, write, "source,speaker,case,gender\nfg1,Mia,,girl\n,,survey:1,woman\n")
    assert qk("code", "Fear", "--match", "scared", "--yes").code == 0

    def facts(*reporting):
        manifest = filled / "study.toml"
        text = manifest.read_text("utf-8").partition("\n[reporting]")[0]
        manifest.write_text("\n".join([text, *reporting]) + "\n", "utf-8")
        rows = json.loads(qk("quotes", "--format", "json").out)["rows"]
        return {key for row in rows for key in ("gender", "role", "area") if row.get(key)}

    return facts


def test_answers_to_closed_questions_go_with_a_quote_only_where_listed(answered, qk):
    assert answered() == {"gender"}
    assert "Facts of people" in notes(qk) and ": gender." in notes(qk)
    assert answered("[reporting]", 'bank_facts = ["Role"]') == {"role"}
    assert answered("[reporting]", "bank_facts = []") == set()
    assert "Facts of people" not in notes(qk)
    for everything in ('"all"', '["*"]'):
        assert answered("[reporting]", f"bank_facts = {everything}") == {"gender", "role", "area"}


def test_what_an_attribution_names_goes_with_its_quotes(answered):
    assert answered("[reporting]", "bank_facts = []", "[attribution]", 'survey = "{role}"') == {"role"}


def test_a_fact_for_the_bank_that_nobody_has_is_refused(answered, qk, filled):
    with (filled / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[reporting]\nbank_facts = ["rank"]\n')
    refused = qk("quotes")
    assert refused.code == 1
    assert '"rank", which nobody has' in refused.err


def test_a_template_with_an_attribute_that_nobody_has_is_refused(qk, filled):
    code(qk, "Fear", "scared", "ana")
    with (filled / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[attribution]\nfg1 = "{gendr}"\n')
    refused = qk("quotes")
    assert refused.code == 1
    assert "gendr" in refused.err


def test_context_shows_the_turns_around_but_not_of_those_who_said_no(qk, filled, write, tmp_path):
    code(qk, "Shame", "ashamed", "ana")
    qk("quotes", "--context", "2", "-o", tmp_path / "bank.md")
    assert "I was afraid of him" in (tmp_path / "bank.md").read_text(encoding="utf-8")
    people(filled, write, "source,speaker,quotation\nfg1,Tom,no\n")
    qk("quotes", "--context", "2", "-o", tmp_path / "bank.md", "--force")
    assert "I was afraid of him" not in (tmp_path / "bank.md").read_text(encoding="utf-8")


def test_an_empty_bank_says_so_and_is_no_error(qk):
    shown = qk("quotes")
    assert shown.code == 0
