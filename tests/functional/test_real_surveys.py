from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.importers.surveys.questionnaire_file import read_questionnaire, write_questionnaire
from qualkit.model.questionnaire import (
    DataFile,
    DataKind,
    LevelKind,
    Question,
    Questionnaire,
    QuestionType,
    Use,
)

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
    "results-for-bossier-1527.csv": {"6. Give us a story (freetext)"},
    "bossier_example.sav": {"Q6"},
    "synthetic_user_missing_weight.sav": set(),
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


@cache
def read(name: str) -> DataFile:
    return read_data_file(SURVEYS / name)


@cache
def proposed(name: str) -> Questionnaire:
    return propose_questionnaire(read(name), Path(name).stem).questionnaire


@pytest.mark.parametrize("name", OPEN)
def test_the_open_questions_of_a_real_survey_are_found_and_no_others(name):
    questionnaire = proposed(name)
    assert {q.column for q in questionnaire.questions if q.use is Use.OPEN} == OPEN[name]
    assert questionnaire.kind is DataKind.SURVEY


@pytest.mark.parametrize("name", ROWS)
def test_a_real_survey_has_its_rows_and_columns(name):
    data = read(name)
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
    assert read_questionnaire(path, read(name)) == proposed(name)


# ---- platforms and types

PLATFORMS = {
    "2018_survey_English.tsv": "",
    "autistica_turing_google_form.csv": "Google Forms",
    "dask_2020_user_survey.csv": "Google Forms",
    "religion-survey-results.csv": "SurveyMonkey",
    "masculinity-responses.csv": "SurveyMonkey",
    "nhs_feedback_coded_1200.csv": "",
    "qualtrics_sample.csv": "Qualtrics",
    "synthetic_googleforms_grid_checkbox_grid.csv": "Google Forms",
    "synthetic_msforms_shape.xlsx": "Microsoft Forms",
    "results-for-bossier-1526.xlsx": "Jisc Online Surveys",
    "results-for-bossier-1527.csv": "Jisc Online Surveys",
    "bossier_example.sav": "Jisc Online Surveys (SPSS)",
    "synthetic_user_missing_weight.sav": "SPSS",
    "rlikert_mass.csv": "",
    "rlikert_gap.csv": "",
}
TYPES = {
    "2018_survey_English.tsv": {"likert": 12, "multi": 7, "number": 4, "date": 1, "single": 16},
    "autistica_turing_google_form.csv": {"single": 2, "date": 1, "multi": 1},
    "dask_2020_user_survey.csv": {"likert": 11, "multi": 8, "single": 4, "date": 1},
    "religion-survey-results.csv": {"likert": 41, "single": 6},
    "masculinity-responses.csv": {"multi": 58, "single": 21, "likert": 15, "date": 2},
    "nhs_feedback_coded_1200.csv": {"single": 3, "likert": 2, "multi": 1},
    "synthetic_googleforms_grid_checkbox_grid.csv": {"likert": 3, "date": 1, "multi": 1},
    "synthetic_msforms_shape.xlsx": {"likert": 4, "date": 2, "multi": 1},
    "results-for-bossier-1526.xlsx": {"single": 14, "likert": 3, "date": 2, "multi": 1, "number": 1},
    "results-for-bossier-1527.csv": {"single": 14, "likert": 3, "date": 2, "multi": 1, "number": 1},
    "bossier_example.sav": {"single": 14, "likert": 3, "date": 2, "multi": 5, "number": 1},
    "synthetic_user_missing_weight.sav": {"likert": 1},
    "rlikert_mass.csv": {"likert": 14, "single": 1},
    "rlikert_gap.csv": {"likert": 10},
}  # fmt: skip


def question(name: str, column: str) -> Question:
    return next(one for one in proposed(name).questions if one.column == column)


def shown(found: Question) -> list[str]:
    return [level.shown for level in found.answers]


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_platform_of_a_real_survey_is_named(name):
    assert read(name).platform == proposed(name).platform == PLATFORMS[name]


@pytest.mark.parametrize("name", TYPES)
def test_the_closed_questions_of_a_real_survey_have_their_types(name):
    found = Counter(one.type.value for one in proposed(name).questions if one.type)
    assert found == TYPES[name]


def test_the_key_of_a_coded_export_is_no_data_file():
    with pytest.raises(FileRefused, match="key of a data file of Jisc"):
        read_data_file(SURVEYS / "results-for-bossier-1541-key.csv")


def test_the_grids_of_the_religion_survey_have_their_stems_and_scales():
    grids = Counter(one.stem for one in proposed("religion-survey-results.csv").questions if one.stem)
    assert list(grids.values()) == [10, 10, 10, 10]
    often = question("religion-survey-results.csv", "How often do you: Ask or offer to pray with someone")
    assert shown(often) == [
        "Never", "Once a year or less", "Once a month or less", "A few times per month", "A few times per week",
        "Every day",
    ]  # fmt: skip
    assert [level.label for level in often.levels if level.kind is LevelKind.NOT_APPLICABLE] == [
        "Not applicable to my religious beliefs"
    ]
    comfort = question(
        "religion-survey-results.csv",
        "How comfortable do you feel when you: Ask or offer to pray with someone",
    )
    assert (shown(comfort)[0], shown(comfort)[2]) == ("Not at all comfortable", "Somewhat comfortably")
    assert comfort.levels[-1].kind is LevelKind.NOT_APPLICABLE


def test_the_masculinity_survey_tells_not_asked_not_selected_and_no_answer_apart():
    questions = {one.column: one for one in proposed("masculinity-responses.csv").questions}
    assert Counter(one.stem for one in questions.values() if one.stem) == {
        "q0004": 6, "q0007": 11, "q0008": 12, "q0010": 8, "q0011": 5, "q0012": 7, "q0019": 7, "q0020": 6,
        "q0021": 4, "q0025": 3,
    }  # fmt: skip
    assert shown(questions["q0007_0001"]) == [
        "Never, and not open to it", "Never, but open to it", "Rarely", "Sometimes", "Often",
    ]  # fmt: skip
    routed = {level.label: level.kind for level in questions["q0010_0001"].levels}
    assert routed == {
        "Men make more money": LevelKind.ANSWER,
        "NA": LevelKind.NOT_ASKED,
        "Not selected": LevelKind.NOT_SELECTED,
    }
    assert questions["q0010_0001"].item == "Men make more money"
    assert questions["q0014"].levels[-1].kind is LevelKind.MISSING


def test_scales_of_the_r_survey_keep_people_who_do_not_use_it_apart():
    name = "2018_survey_English.tsv"
    assert shown(question(name, "Qr_experience")) == ["None", "Beginner", "Intermediate", "Expert"]
    assert shown(question(name, "Qr_enjoyment")) == ["1", "2", "3", "4", "5"]
    shiny = question(name, "Qshiny")
    assert [level.split(" ")[0] for level in shown(shiny)] == ["Never", "Rarely", "Sometimes", "Frequently"]
    assert shiny.levels[-1].kind is LevelKind.DONT_KNOW
    used = question(name, "Qr_how_often_used")
    assert (shown(used)[0], shown(used)[-1]) == ("Less than once a month", "More than once a day")
    assert used.levels[-1].kind is LevelKind.NOT_APPLICABLE
    tools = question(name, "Qtools_with_r")
    assert any(
        option.startswith("R Command Line (i.e., ") and option.endswith(")") for option in shown(tools)
    )


def test_codes_of_spss_files_have_their_labels_and_reasons():
    safe = question("synthetic_user_missing_weight.sav", "q_safe")
    assert shown(safe) == ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
    assert {level.label: level.kind for level in safe.levels[5:]} == {
        "8": LevelKind.DONT_KNOW, "9": LevelKind.REFUSED,
    }  # fmt: skip
    assert proposed("synthetic_user_missing_weight.sav").column_for(Use.WEIGHT) == "wt"
    cats = question("bossier_example.sav", "Q3_2")
    assert (cats.type, cats.stem, cats.item) == (QuestionType.MULTI, "PetLikes", "Cats")
    assert [(level.label, level.kind) for level in cats.levels] == [
        ("1", LevelKind.ANSWER),
        ("0", LevelKind.MISSING),
    ]
    likely = question("bossier_example.sav", "Q14_3_a")
    assert [level.label for level in likely.answers] == ["4", "3", "2", "1"]
    assert shown(likely) == ["Very Unlikely", "Unlikely", "Likely", "Very Likely"]


def test_google_and_microsoft_forms_keep_options_with_commas_whole():
    for name, column in (
        ("synthetic_googleforms_grid_checkbox_grid.csv", "Who would you tell?"),
        ("synthetic_msforms_shape.xlsx", "Who would you tell? (select all that apply)"),
    ):
        assert "Other (e.g. church, club)" in shown(question(name, column))
        assert len(question(name, column).answers) == 5
