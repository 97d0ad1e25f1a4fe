"""Who took part and what they agreed to: listed, corrected, taken from a data file, and respected."""

from __future__ import annotations

import json

import pytest

import qualkit


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


def table(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def person(qk, name):
    return next(row for row in table(qk("people", "--format", "json"))["rows"] if row["person"] == name)


def bank_words(qk, *arguments):
    rows = table(qk("quotes", "--format", "json", *arguments))["rows"]
    return [row["quote"] for row in rows]


# ---- listed


def test_everybody_is_listed_with_what_they_said(qk):
    mia, tom = person(qk, "fg1:Mia"), person(qk, "fg1:Tom")
    assert (mia["turns"], tom["turns"]) == (2, 2)
    assert mia["words"] + tom["words"] > 0
    assert mia["share"] + tom["share"] == pytest.approx(1)
    assert mia["quotation"] == "not recorded"
    assert "Moderator (fg1, moderator)" in " ".join(table(qk("people", "--format", "json"))["notes"])


def test_one_person_is_shown_with_everything_they_said(qk):
    said = qk("people", "Mia").out
    assert "fg1#2: It was good!!!" in said
    assert "Dr. Lee" not in said


def test_a_name_that_nobody_has_is_refused_with_the_nearest(qk):
    refused = qk("people", "Mai", "--quotation", "no")
    assert (refused.code, 'Did you mean "Mia"?' in refused.err) == (1, True)


# ---- corrected


def test_what_is_said_of_a_person_stands_in_participants_csv_and_outlives_the_database(qk, coded):
    qk(
        "people",
        "Mia",
        "--quotation",
        "no",
        "--pseudonym",
        "Zed",
        "--set",
        "age=15",
        "--set",
        "home town=Łódź",
    )
    path = coded / "transcripts/participants.csv"
    assert path.read_text("utf-8") == (
        "source,speaker,case,pseudonym,speaker_role,analysis,quotation,archive,age,home town\n"
        "fg1,Mia,,Zed,,,no,,15,Łódź\n"
    )
    for file in coded.glob("study.db*"):
        file.unlink()
    mia = person(qk, "fg1:Mia")
    assert (mia["pseudonym"], mia["quotation"], mia["attribute age"]) == ("Zed", "no", "15")


def test_the_rest_of_the_file_stays_as_somebody_wrote_it(qk, coded):
    path = coded / "transcripts/participants.csv"
    path.write_bytes("\ufeffSource;Speaker;Speaker role;Shoe size\r\nfg1;Tom;;41\r\n".encode())
    qk("people", "fg1:Tom", "--archive", "yes")
    assert (
        path.read_bytes().decode() == "\ufeffSource;Speaker;Speaker role;Shoe size;archive\nfg1;Tom;;41;yes\n"
    )
    assert person(qk, "fg1:Tom")["attribute Shoe size"] == "41"


def test_a_correction_is_undone_in_the_file_too(qk, coded):
    qk("people", "Mia", "--quotation", "no")
    qk("people", "Mia", "--quotation", "yes")
    qk("undo")
    assert person(qk, "fg1:Mia")["quotation"] == "no"
    qk("undo")
    assert not (coded / "transcripts/participants.csv").exists()
    assert person(qk, "fg1:Mia")["quotation"] == "not recorded"


def test_a_speaker_becomes_the_moderator(qk):
    qk("people", "Tom", "--speaker-role", "moderator")
    assert "helped me" not in " ".join(bank_words(qk, "--all"))
    assert "Tom (fg1, moderator)" in " ".join(table(qk("people", "--format", "json"))["notes"])


def test_a_person_of_a_data_file_is_described_by_their_case(qk, coded):
    qk("people", "panel:2", "--quotation", "no")
    assert "panel:2" in (coded / "transcripts/participants.csv").read_text("utf-8")
    assert person(qk, "panel:2")["quotation"] == "no"


def test_an_attribute_is_taken_away_by_an_empty_value(qk):
    qk("people", "Mia", "--set", "age=15")
    qk("people", "Mia", "--set", "age=")
    assert "attribute age" not in person(qk, "fg1:Mia")


# ---- from a data file


@pytest.fixture
def asked(folder, run, write, tmp_path):
    """A survey with a question on consent, named in study.toml."""
    write(
        tmp_path / "poll.csv",
        'id,happy,quote me,say\n1,yes,"Yes, you may",I was scared of them all the time and said so\n'
        "2,no,No thank you,I was scared of nobody there and told everyone about it\n"
        "3,no,,I was scared a bit and would rather not have gone there at all\n",
    )
    qk = lambda *arguments: run("-C", folder, *arguments)  # noqa: E731
    assert qk("add", tmp_path / "poll.csv", "--yes").code == 0
    with (folder / "study.toml").open("a") as file:
        file.write('[consent.poll]\nquotation = "quote me"\n')
    return qk


def test_consent_given_in_a_survey_is_respected_without_a_further_step(asked):
    rows = table(asked("people", "--format", "json"))["rows"]
    assert [row["quotation"] for row in rows] == ["yes", "no", "not recorded"]


def test_a_yes_by_command_does_not_undo_a_no_in_the_data_and_says_so(asked):
    said = asked("people", "poll:2", "--quotation", "yes")
    assert "quotation: still no" in said.err
    assert person(asked, "poll:2")["quotation"] == "no"


def test_consent_is_forgotten_when_study_toml_no_longer_names_the_column(asked, folder):
    asked("people")
    path = folder / "study.toml"
    path.write_text(path.read_text().replace('[consent.poll]\nquotation = "quote me"\n', ""))
    assert {row["quotation"] for row in table(asked("people", "--format", "json"))["rows"]} == {
        "not recorded"
    }


def test_a_column_that_is_not_there_is_told_and_nothing_else_is_lost(asked, folder):
    path = folder / "study.toml"
    path.write_text(path.read_text().replace('"quote me"', '"qoute me"'))
    said = asked("people")
    assert (said.code, "qoute me" in said.err) == (0, True)


def test_records_that_come_later_bring_their_consent(asked, write, tmp_path):
    write(
        tmp_path / "poll.csv",
        "id,happy,quote me,say\n1,yes,no,I was scared of them all the time and said so\n"
        "4,no,no,I was scared of nobody there and told everyone about it\n",
    )
    asked("add", tmp_path / "poll.csv", "--yes")
    assert person(asked, "poll:1")["quotation"] == "no"
    assert person(asked, "poll:4")["quotation"] == "no"


# ---- who refused analysis is nowhere


@pytest.fixture
def refused(qk):
    qk("finish")
    qk("finish", coder="Zoë / ben")
    qk("people", "Mia", "--analysis", "no")
    qk("people", "panel:1", "--analysis", "no")
    return qk


@pytest.mark.parametrize(
    "command",
    [
        ("prevalence", "feelings", "--source", "fg1", "--unit", "segment", "--coder", "ana"),
        ("matrix", "feelings", "--source", "fg1", "--unit", "case", "--anyway", "--coder", "ana"),
        ("prevalence", "feelings", "--source", "panel", "--coder", "ana"),
        ("crosstab", "role", "feelings", "--source", "panel", "--coder", "ana"),
        ("cooccur", "feelings", "--source", "panel", "--coder", "ana"),
        ("tabulate", "role"),
    ],
)
def test_a_table_counts_who_refused_analysis_beside_it(refused, command):
    ran = refused(*command, "--format", "json")
    found = table(ran)
    assert any(
        "1 person who refused" in note
        for note in found.get("notes", found["tables"][0]["notes"] if "tables" in found else [])
    )


def test_no_word_of_who_refused_analysis_is_in_a_bank_a_list_or_a_sheet(refused, coded):
    with qualkit.open(coded, coder="ana") as study:
        found = study.quotes(show="all")
        sheet = json.dumps([dict(row) for row in found.coding.rows])
    assert "scared" not in " ".join(bank_words(refused, "--all"))
    assert "refused that their words be analysed" in " ".join(found.bank.notes)
    assert "Mia" not in sheet
    listed = table(refused("codings", "--format", "json"))
    assert all("fg1:Mia" not in row["cases"] for row in listed["rows"])
    assert any("refused that their words be analysed" in note for note in listed["notes"])


def test_a_passage_that_others_share_with_who_refused_is_left_out_whole(refused, coded):
    from qualkit.model.place import Place

    with qualkit.open(coded, coder="ana") as study:
        study.apply(["Shame"], "fg1", [Place(segment="2", start=0, end_segment="3", end=10)])
    assert "It was good" not in refused("quotes", "--all", "--format", "md").out
    said = refused(
        "matrix",
        "feelings",
        "--source",
        "fg1",
        "--unit",
        "case",
        "--anyway",
        "--coder",
        "ana",
        "--format",
        "json",
    )
    assert "It was good" not in said.out
    assert "somebody here refused analysis" in said.out
