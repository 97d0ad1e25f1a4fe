from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.surveys.data_file import read_data_file


def read(folder: Path, text: str):
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_data_file(path)


def test_columns_without_a_name_and_doubled_ones_get_names_with_a_note(tmp_path):
    data = read(tmp_path, "id,Why?,,Why?,why?\n1,a,b,c,d\n")
    assert data.columns == ("id", "Why?", "Column 3", "Why? (2)", "why? (3)")
    assert len(data.findings) == 3


def test_a_made_up_name_never_meets_a_real_one(tmp_path):
    assert read(tmp_path, "Column 2,,a\n1,2,3\n").columns == ("Column 2", "Column 2 (2)", "a")


def test_a_file_with_nothing_under_its_header_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="no rows under it"):
        read(tmp_path, "id,why\n")


def test_rows_know_their_line_in_the_file(tmp_path):
    data = read(tmp_path, 'id,why\n1,"a\nb"\n\n2,c\n')
    assert data.row_numbers == (2, 5)


def test_na_that_a_program_wrote_throughout_is_an_empty_cell_with_a_note(tmp_path):
    data = read(tmp_path, "a,b,c,d\nNA,x,NA,1\n1,NA,y,NA it is\n")
    assert data.rows == (("", "x", "", "1"), ("1", "", "y", "NA it is"))
    assert "3 columns" in data.findings[0].message


def test_na_in_one_column_is_what_somebody_wrote(tmp_path):
    assert read(tmp_path, "country,b,c\nNA,x,y\n").rows == (("NA", "x", "y"),)


QUALTRICS = (
    "StartDate,ResponseId,Q1\nBegan,Response,What would you change?\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\n'
    "2024-01-02,R_1,More time\n"
)


def test_the_three_header_rows_of_qualtrics_are_no_answers(tmp_path):
    data = read(tmp_path, QUALTRICS)
    assert data.rows == (("2024-01-02", "R_1", "More time"),)
    assert data.columns == ("StartDate", "ResponseId", "Q1")
    assert data.wordings[2] == "What would you change?"


SURVEYMONKEY = (
    "Respondent,Which have you used?,,,How was it?\n"
    ",Helpline,School,Other (please specify),Open-Ended Response\n"
    "1,Helpline,,a friend,kind\n"
)


def test_the_second_header_row_of_surveymonkey_names_the_options(tmp_path):
    data = read(tmp_path, SURVEYMONKEY)
    assert data.columns == (
        "Respondent",
        "Which have you used? [Helpline]",
        "Which have you used? [School]",
        "Which have you used? [Other (please specify)]",
        "How was it?",
    )
    assert data.rows == (("1", "Helpline", "", "a friend", "kind"),)


def test_a_first_answer_response_is_no_header(tmp_path):
    assert len(read(tmp_path, "id,kind,place\n1,response,home\n2,none,school\n").rows) == 2
