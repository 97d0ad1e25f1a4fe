import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.importers.surveys.grids import places_in_grids
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.model.questionnaire import (
    ColumnFacts,
    DataFile,
    Level,
    LevelKind,
    Question,
    QuestionType,
    Use,
)

AGREE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]


def data(columns: dict[str, list[str]], wordings: dict[str, str] | None = None, **more) -> DataFile:
    rows = max(map(len, columns.values()))
    cells = {name: values + [""] * (rows - len(values)) for name, values in columns.items()}
    return DataFile(
        columns=tuple(cells),
        wordings=tuple((wordings or {}).get(name, name) for name in cells),
        rows=tuple(zip(*cells.values(), strict=True)),
        row_numbers=tuple(range(2, rows + 2)),
        **more,
    )


def typed(
    columns: dict[str, list[str]], wordings: dict[str, str] | None = None, **more
) -> dict[str, Question]:
    found = propose_questionnaire(data(columns, wordings, **more), "survey").questionnaire.questions
    return {question.column: question for question in found}


def one(values: list[str], wording: str = "Q") -> Question:
    return typed({"q": values}, {"q": wording})["q"]


def shown(question: Question) -> list[str]:
    return [level.shown for level in question.answers]


def kinds(question: Question) -> dict[str, LevelKind]:
    return {level.label: level.kind for level in question.levels if level.kind is not LevelKind.ANSWER}


# ---- one column


def test_a_scale_keeps_apart_what_is_no_answer():
    question = one([*AGREE * 3, "Don't know", "N/A", "Prefer not to say", "No answer"])
    assert question.type is QuestionType.LIKERT
    assert shown(question) == AGREE
    assert kinds(question) == {
        "Don't know": LevelKind.DONT_KNOW, "N/A": LevelKind.NOT_APPLICABLE,
        "Prefer not to say": LevelKind.REFUSED, "No answer": LevelKind.MISSING,
    }  # fmt: skip
    assert question.is_guess
    assert not question.is_confirmed


def test_a_numbered_scale_with_only_its_ends_labelled_keeps_its_numbers():
    question = one(["5 - extremely important", "4", "3", "1 - not important", "2"] * 4)
    assert question.type is QuestionType.LIKERT
    assert shown(question) == ["1 - not important", "2", "3", "4", "5 - extremely important"]


def test_numbers_whose_ends_the_question_explains_go_from_end_to_end():
    question = one(["2", "4", "3", "2"], "How safe? (1 = not at all, 5 = very)")
    assert question.type is QuestionType.LIKERT
    assert shown(question) == ["1 - not at all", "2", "3", "4", "5 - very"]
    assert [level.label for level in question.answers] == list("12345")


@pytest.mark.parametrize(
    ("values", "wording", "type_"),
    [
        (list("1234567") * 3, "Bursar", QuestionType.LIKERT),
        ([str(number) for number in range(11)] * 2, "Would you recommend us?", QuestionType.LIKERT),
        (list("01234") * 3, "How many children have you got?", QuestionType.NUMBER),
        (["34", "56", "21", "99"] * 3, "Age", QuestionType.NUMBER),
        (["1,200", "£3,400.50", "12%"], "Cost", QuestionType.NUMBER),
        (["2016", "2017", "2018", "2015"], "Year", QuestionType.NUMBER),
        (["2024-03-01", "2024-04-01 10:30:00"], "When", QuestionType.DATE),
        (["2020/06/05 11:34:01 AM EST", "2020/06/10 8:46:17 AM EST"], "Timestamp", QuestionType.DATE),
        (["3/18/20 18:42", "8/21/2019 13:10:31"], "Timestamp", QuestionType.DATE),
        (["18/04/2018", "02/04/2018"], "Date of the visit", QuestionType.DATE),
        (["12", "<5", "0", "not held", "*"], "Children missing", QuestionType.COUNT),
        (["7", "12", "refused", "exempt under s40", "<5", "33"], "Episodes", QuestionType.COUNT),
        (["Yes", "No"] * 4, "Did you?", QuestionType.SINGLE),
        (["Employed, full-time", "Employed, part-time", "Retired"] * 9, "Work", QuestionType.SINGLE),
    ],
)
def test_the_type_of_a_column_is_told_by_its_answers(values, wording, type_):
    assert one(values, wording).type is type_


def test_a_column_that_only_tells_rows_apart_has_no_type():
    assert one([f"R_{number}x{number * 7}" for number in range(80)], "Code").type is None
    assert one(["", ""], "Empty").type is None


def test_yes_comes_before_no_bands_in_their_order_and_other_last():
    assert shown(one(["No"] * 5 + ["Yes"] * 2, "Did you?")) == ["Yes", "No"]
    assert shown(one(["65 and up", "18 - 34", "35 - 64", "Under 18"] * 3, "Band")) == [
        "Under 18", "18 - 34", "35 - 64", "65 and up",
    ]  # fmt: skip
    assert shown(one(["Other"] * 9 + ["Police"] * 5 + ["Nurse"] * 6, "Job")) == ["Nurse", "Police", "Other"]


def test_ticked_options_in_one_cell_are_a_multi_select_in_the_order_asked():
    choice = random.Random(1)
    options = ["Police", "Social services", "Other (e.g. church, club)"]
    cells = [";".join(one for one in options if choice.random() < 0.5) for _ in range(40)]
    question = one([f"{cell};" for cell in cells if cell], "Who would you tell?")
    assert (question.type, question.separator) == (QuestionType.MULTI, ";")
    assert shown(question) == options


# ---- columns that share a question


def test_rows_of_a_grid_share_stem_and_scale_also_where_nobody_chose_a_level():
    questions = typed(
        {
            "Rate each [At home]": ["Agree", "Disagree", "Strongly agree"],
            "Rate each [At school]": ["Agree", "Neither", "Agree"],
            "Rate each [In town]": ["Agree", "Agree", "Agree"],
        }
    )
    for column, question in questions.items():
        assert question.type is QuestionType.LIKERT
        assert (question.stem, question.item) == ("Rate each", column[11:-1])
        assert shown(question) == AGREE


@pytest.mark.parametrize(
    ("columns", "wordings", "expected"),
    [
        (["How often do you: Cry", "How often do you: Laugh"], {}, [("How often do you", "Cry"), ("How often do you", "Laugh")]),
        (["[cats] How many", "[dogs] How many"], {}, [("How many", "cats"), ("How many", "dogs")]),
        (["14. How likely", "14.1.a. To ring", "14.2.a. To write"], {}, [("How likely", "To ring"), ("How likely", "To write")]),
        (["Q3_1", "Q3_2"], {"Q3_1": "Rate us - Speed", "Q3_2": "Rate us - Care"}, [("Rate us", "Speed"), ("Rate us", "Care")]),
        (["q0007_0001", "q0007_0002"], {}, [("q0007", ""), ("q0007", "")]),
        (["Speed - Importance", "Care - Importance", "Cost - Importance"], {}, [("Importance", "Speed"), ("Importance", "Care"), ("Importance", "Cost")]),
        (["Age", "Region: home", "Sex"], {}, []),
    ],
)  # fmt: skip
def test_the_question_that_columns_share_is_told_by_their_names(columns, wordings, expected):
    said = [wordings.get(column, column) for column in columns]
    assert [(place.stem, place.item) for place in places_in_grids(columns, said, {}).values()] == expected


def test_columns_of_one_code_and_different_scales_are_no_grid():
    questions = typed({"q1_1": ["Agree", "Strongly agree", "Disagree"], "q1_2": ["Often", "Never", "Always"]})
    assert [question.stem for question in questions.values()] == ["", ""]


def test_a_multi_select_over_columns_takes_its_options_from_the_cells():
    questions = typed(
        {
            "q4_1": ["Father", "Not selected", "Father", "NA"],
            "q4_2": ["Not selected", "Pop culture", "Not selected", "NA"],
        }
    )
    assert [(q.type, q.stem, q.item) for q in questions.values()] == [
        (QuestionType.MULTI, "q4", "Father"), (QuestionType.MULTI, "q4", "Pop culture"),
    ]  # fmt: skip
    assert questions["q4_1"].levels[0] == Level(label="Father")
    assert kinds(questions["q4_1"]) == {"Not selected": LevelKind.NOT_SELECTED, "NA": LevelKind.NOT_ASKED}


def test_ticks_take_their_option_from_the_column():
    questions = typed({"Pets [Cats]": ["1", "0", "1"], "Pets [Dogs]": ["0", "0", ""]})
    assert [(q.type, q.item) for q in questions.values()] == [
        (QuestionType.MULTI, "Cats"),
        (QuestionType.MULTI, "Dogs"),
    ]
    assert questions["Pets [Dogs]"].levels == (
        Level(label="1"), Level(label="0", kind=LevelKind.NOT_SELECTED),
    )  # fmt: skip


def test_a_grid_of_yes_and_no_is_no_multi_select():
    questions = typed({"Have you [Cats]": ["Yes", "No", "Yes"], "Have you [Dogs]": ["No", "Yes", ""]})
    assert {question.type for question in questions.values()} == {QuestionType.SINGLE}
    assert {question.stem for question in questions.values()} == {"Have you"}


def test_a_row_of_a_grid_that_nobody_answered_is_a_row_all_the_same():
    questions = typed({"Rate [Home]": ["Never", "Often", "Always"], "Rate [Town]": ["", "", ""]})
    assert questions["Rate [Town]"].type is QuestionType.LIKERT
    assert shown(questions["Rate [Town]"]) == ["Never", "Often", "Always"]


def test_in_a_file_of_returns_all_figures_are_counts():
    questions = typed(
        {
            "authority": ["Northshire", "Southshire", "Weston", "Easton"],
            "missing": ["12", "<5", "not held", "40"],
            "harmed": ["3", "*", "7", "refused"],
            "reviews": ["1", "2", "4", "5"],
            "episodes": ["120", "33", "18", "250"],
        }
    )
    types = [question.type for question in questions.values()]
    assert types[1:] == [QuestionType.COUNT] * 4


CELLS = st.sampled_from(
    ["", "Agree", "Disagree", "Never", "Often", "Yes", "No", "1", "2", "5", "<5", "NA", "N/A", "A;B", "A", "B", "A, B",
     "2024-01-01", "Don't know", "Not selected", "x", "5 - very", "Police, fire"]
) | st.text(max_size=12)  # fmt: skip


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20))
def test_a_proposal_knows_every_answer_of_its_own_data(rows):
    file = DataFile(
        columns=("q1_1", "q1_2", "Rate [x]"), wordings=("q1_1", "q1_2", "Rate [x]"), rows=tuple(rows),
        row_numbers=tuple(range(2, len(rows) + 2)),
    )  # fmt: skip
    questionnaire = propose_questionnaire(file, "any").questionnaire
    for question in questionnaire.questions:
        labels = [level.label for level in question.levels]
        assert len(set(labels)) == len(labels)
        if question.type in (QuestionType.LIKERT, QuestionType.SINGLE) and question.answers:
            place = file.columns.index(question.column)
            assert {row[place].strip() for row in rows} - {""} <= set(labels)


# ---- what the file itself says


def test_labels_of_codes_are_titles_and_user_missing_codes_say_why():
    codes = [Level(label=str(number), title=title) for number, title in enumerate(AGREE, start=1)]
    codes += [
        Level(label="8", title="Don't know", kind=LevelKind.MISSING),
        Level(label="9", kind=LevelKind.MISSING),
    ]
    questions = typed({"q": ["1", "2", "8", "9", "5"]}, facts={"q": ColumnFacts(levels=tuple(codes))})
    assert questions["q"].type is QuestionType.LIKERT
    assert shown(questions["q"]) == AGREE
    assert kinds(questions["q"]) == {"8": LevelKind.DONT_KNOW, "9": LevelKind.MISSING}


def test_codes_that_run_from_the_high_end_are_turned_by_their_labels():
    codes = tuple(Level(label=str(number), title=title) for number, title in enumerate(AGREE[::-1], start=1))
    question = typed({"q": ["1", "2", "5"]}, facts={"q": ColumnFacts(levels=codes)})["q"]
    assert [level.label for level in question.answers] == ["5", "4", "3", "2", "1"]


def test_codes_of_which_only_the_ends_have_labels_keep_their_numbers():
    ends = (Level(label="1", title="Not at all"), Level(label="7", title="Very much"))
    question = typed({"q": list("1234567")}, facts={"q": ColumnFacts(levels=ends)})["q"]
    assert question.type is QuestionType.LIKERT
    assert shown(question) == ["1 - Not at all", "2", "3", "4", "5", "6", "7 - Very much"]


def test_open_columns_records_and_weights_have_no_type():
    questions = typed({"id": ["1", "2", "3"], "weight": ["0.5", "1.5", "1.0"], "q": ["Yes", "No", "Yes"]})
    assert [(q.use, q.type) for q in questions.values()] == [
        (Use.RECORD, None), (Use.WEIGHT, None), (Use.CLOSED, QuestionType.SINGLE),
    ]  # fmt: skip
