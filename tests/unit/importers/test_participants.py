from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.participants import read_participants
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole

HEADER = "Source,SPEAKER, Case ,pseudonym,Speaker role,analysis,quotation,archive,Gender,Age group\n"


def read(folder: Path, text: str):
    path = folder / "participants.csv"
    path.write_text(text, encoding="utf-8")
    return read_participants(path)


def test_a_full_row_is_read_whatever_the_case_of_the_column_names(tmp_path):
    [row] = read(tmp_path, HEADER + "FG1,P1,Ann,Anna*,Participant,Yes,n,,female,12-14\n").items
    assert (row.source, row.speaker, row.case, row.pseudonym) == ("FG1", "P1", "Ann", "Anna*")
    assert row.speaker_role is SpeakerRole.PARTICIPANT
    assert (row.analysis, row.quotation, row.archive) == (Consent.YES, Consent.NO, Consent.NOT_RECORDED)
    assert row.attributes == {"Gender": "female", "Age group": "12-14"}
    assert row.where.row == 2


def test_empty_attributes_are_left_out_and_an_empty_role_is_not_said(tmp_path):
    [row] = read(tmp_path, HEADER + "FG1,P1,,,,,,,,\n").items
    assert (row.attributes, row.speaker_role) == ({}, None)


def test_a_consent_that_can_not_be_read_counts_as_no_and_is_reported(tmp_path):
    found = read(tmp_path, HEADER + "FG1,P1,,,,yes,maybe,,,\nFG1,P2,,,,yes,yes,,,\n")
    assert [(row.speaker, row.quotation) for row in found.items] == [("P1", Consent.NO), ("P2", Consent.YES)]
    [error] = found.errors
    assert (error.where.row, error.where.column) == (2, "quotation")


def test_all_that_is_wrong_with_a_row_is_said(tmp_path):
    found = read(tmp_path, HEADER + "FG1,P1,,,modderator,perhaps,maybe,,,\n")
    assert len(found.errors) == 3
    assert any("moderator" in error.hint for error in found.errors)


def test_a_facilitator_is_a_moderator(tmp_path):
    [row] = read(tmp_path, HEADER + "FG1,Jo,,,Facilitator,,,,,\n").items
    assert row.speaker_role is SpeakerRole.MODERATOR


def test_the_second_row_of_one_speaker_is_an_error_and_the_first_is_kept(tmp_path):
    found = read(tmp_path, HEADER + "FG1,P1,a,,,,,,,\nFG2,P1,b,,,,,,,\nfg1,p1,c,,,,,,,\n")
    assert [row.case for row in found.items] == ["a", "b"]
    assert found.errors[0].where.row == 4
    assert "row 2" in found.errors[0].message


def test_one_person_may_speak_in_two_sources(tmp_path):
    found = read(tmp_path, HEADER + "FG1,P1,Ann,,,,,,,\nFG2,P4,Ann,,,,,,,\n")
    assert [row.case for row in found.items] == ["Ann", "Ann"]


def test_a_case_needs_no_speaker(tmp_path):
    assert [row.case for row in read(tmp_path, "case,consent note,archive\nC7,x,y\n").items] == ["C7"]


def test_a_row_that_names_nobody_is_an_error(tmp_path):
    assert len(read(tmp_path, HEADER + ",P1,,,,,,,,\n").errors) == 1


def test_two_columns_of_one_name_are_said(tmp_path):
    found = read(tmp_path, "case,age,Age,age\nC7,1,2,3\n")
    assert found.items[0].attributes == {"age": "1", "Age": "2"}
    assert "'age'" in found.findings[0].message


def test_a_file_without_people_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="names nobody"):
        read(tmp_path, "source,role\nFG1,x\n")


def test_a_file_with_a_header_alone_has_no_people(tmp_path):
    assert read(tmp_path, HEADER).items == ()
