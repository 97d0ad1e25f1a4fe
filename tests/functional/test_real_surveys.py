from pathlib import Path

import pytest

from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.importers.surveys.questionnaire_file import read_questionnaire, write_questionnaire
from qualkit.model.questionnaire import DataKind, Use

SURVEYS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "surveys"
pytestmark = pytest.mark.skipif(not SURVEYS.is_dir(), reason="../shared/data is absent")

OPEN = {
    "2018_survey_English.tsv": {
        "Qtitle", "Qlike_best", "Qlike_least", "Qnot_live_without", "Qcapability_missing",
        "Qchange_one_thing",
    },
    "autistica_turing_google_form.csv": {
        "Q1: What information would you like us to know about your needs, priorities, desires and concerns "
        "for the citizen science platform?",
    },
    "dask_2020_user_survey.csv": {"What are some other libraries that you often use with Dask?"},
    "religion-survey-results.csv": {"What is your present religion, if any? [None of these]"},
    "nhs_feedback_coded_1200.csv": {"answer"},
    "qualtrics_sample.csv": {"Q2"},
    "synthetic_googleforms_grid_checkbox_grid.csv": {"Anything else?"},
    "synthetic_msforms_shape.xlsx": {"Please explain your answer"},
    "results-for-bossier-1526.xlsx": {"6. Give us a story (freetext)"},
    "masculinity-responses.csv": set(),
    "rlikert_mass.csv": set(),
    "rlikert_gap.csv": set(),
}  # fmt: skip
ROWS = {
    "2018_survey_English.tsv": (3080, 48),
    "religion-survey-results.csv": (1039, 48),
    "masculinity-responses.csv": (1615, 98),
    "qualtrics_sample.csv": (1, 20),
    "nhs_feedback_coded_1200.csv": (1200, 8),
}


def proposed(name: str):
    path = SURVEYS / name
    return propose_questionnaire(read_data_file(path), path.stem).questionnaire


@pytest.mark.parametrize("name", OPEN)
def test_the_open_questions_of_a_real_survey_are_found_and_no_others(name):
    questionnaire = proposed(name)
    assert {q.column for q in questionnaire.questions if q.use is Use.OPEN} == OPEN[name]
    assert questionnaire.kind is DataKind.SURVEY


@pytest.mark.parametrize("name", ROWS)
def test_a_real_survey_has_its_rows_and_columns(name):
    data = read_data_file(SURVEYS / name)
    assert (len(data.rows), len(data.columns)) == ROWS[name]


def test_weight_ids_and_personal_data_of_real_surveys_are_found():
    assert proposed("masculinity-responses.csv").column_for(Use.WEIGHT) == "weight"
    assert proposed("nhs_feedback_coded_1200.csv").column_for(Use.RECORD) == "id"
    qualtrics = proposed("qualtrics_sample.csv")
    assert qualtrics.column_for(Use.RECORD) == "ResponseId"
    assert {q.column for q in qualtrics.questions if q.use is Use.PERSONAL} == {
        "IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "LocationLatitude",
        "LocationLongitude",
    }  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_the_questionnaire_of_a_real_survey_comes_back_from_its_file(tmp_path, name):
    path = tmp_path / f"{Path(name).stem}.toml"
    write_questionnaire(proposed(name), path)
    assert read_questionnaire(path, read_data_file(SURVEYS / name)) == proposed(name)
