"""One small export of each platform, made to its documented layout."""

import json
from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.surveys.copy import copy_without
from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.keys import redcap_choices
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

LIKERT, SINGLE, MULTI = QuestionType.LIKERT, QuestionType.SINGLE, QuestionType.MULTI


def csv_file(folder: Path, name: str, *rows: list[str], encoding: str = "utf-8") -> Path:
    import csv

    path = folder / name
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def read(path: Path) -> tuple[str, dict[str, Question]]:
    content = read_data_file(path)
    questionnaire = propose_questionnaire(content, path.stem).questionnaire
    assert questionnaire.platform == content.platform
    return content.platform, {question.column: question for question in questionnaire.questions}


def shown(question: Question) -> list[str]:
    return [level.shown for level in question.answers]


# ---- Qualtrics

BASE = ["StartDate", "EndDate", "Status", "IPAddress", "ResponseId"]
SEEN = ["2024-01-01 10:00:00", "2024-01-01 10:05:00", "0", "192.0.2.1"]


def test_qualtrics_with_three_header_rows(tmp_path):
    names = [*BASE, "Q1_1", "Q1_2", "Q2", "Q3_1", "Q3_2", "Q3_2_TEXT"]
    wordings = [
        *BASE, "How safe is it? - At home", "How safe is it? - In town", "Which of these?",
        "Who helps? - Selected Choice - Police", "Who helps? - Selected Choice - Other", "Who helps? - Other - Text",
    ]  # fmt: skip
    ids = [json.dumps({"ImportId": name}, separators=(",", ":")) for name in names]
    rows = [
        [*SEEN, f"R_{number}", "Very safe", "Very unsafe", joined, police, "Other" if number % 2 else "", ""]
        for number, (joined, police) in enumerate(
            [("A,B", "Police"), ("B", ""), ("A", "Police"), ("A,B,C", "")]
        )
    ]
    platform, questions = read(csv_file(tmp_path, "q.csv", names, wordings, ids, *rows))
    assert platform == "Qualtrics"
    assert (questions["Q1_1"].type, questions["Q1_1"].stem, questions["Q1_1"].item) == (
        LIKERT,
        "How safe is it?",
        "At home",
    )
    assert (questions["Q2"].type, questions["Q2"].separator, shown(questions["Q2"])) == (
        MULTI,
        ",",
        ["A", "B", "C"],
    )
    assert (questions["Q3_1"].type, questions["Q3_1"].item) == (MULTI, "Police")
    assert questions["ResponseId"].use is Use.RECORD
    assert questions["IPAddress"].use is Use.PERSONAL


def test_qualtrics_of_old_with_two_header_rows_and_its_copy(tmp_path):
    names = ["V1", "V2", "V3", "V4", "V5", "Q1"]
    wordings = ["ResponseID", "ResponseSet", "StartDate", "EndDate", "IPAddress", "How often?"]
    rows = [
        [f"R_{number}", "Default", *SEEN[:2], SEEN[3], said]
        for number, said in enumerate(["Never", "Often", "Always"])
    ]
    path = csv_file(tmp_path, "old.csv", names, wordings, *rows)
    platform, questions = read(path)
    assert platform == "Qualtrics"
    assert (questions["Q1"].wording, questions["Q1"].type) == ("How often?", LIKERT)
    inside = tmp_path / "copy.csv"
    inside.write_bytes(copy_without(path, ["V5"])[0])
    assert read_data_file(inside).rows[0] == ("R_0", "Default", *SEEN[:2], "Never")


# ---- SurveyMonkey


def test_surveymonkey_with_two_header_rows_and_no_utf_8(tmp_path):
    above = ["RespondentID", "How often do you rest?", "Who helps?", "", "", "Rate: the café", ""]
    below = ["", "Response", "Police", "Your friends", "Other", "Food", "Staff"]
    rows = [
        ["101", "Never", "Police", "", "", "Good", "Poor"],
        ["102", "Often", "", "Your friends", "", "Very good", "Fair"],
        ["103", "Always", "Police", "Your friends", "Other", "Fair", "Good"],
        ["104", "", "", "", "Other", "Poor", "Good"],
    ]
    platform, questions = read(csv_file(tmp_path, "monkey.csv", above, below, *rows, encoding="cp1252"))
    assert platform == "SurveyMonkey"
    assert questions["How often do you rest?"].type is LIKERT
    ticks = questions["Who helps? [Your friends]"]
    assert (ticks.type, ticks.stem, ticks.item, ticks.levels) == (
        MULTI,
        "Who helps?",
        "Your friends",
        (Level(label="Your friends"),),
    )
    grid = questions["Rate: the café [Food]"]
    assert (grid.type, grid.stem, grid.item) == (LIKERT, "Rate: the café", "Food")
    assert shown(grid) == ["Poor", "Fair", "Good", "Very good"]


def test_surveymonkey_in_codes_with_routed_questions(tmp_path):
    names = ["", "q0001", "q0004_0001", "q0004_0002", "q0005"]
    rows = [
        ["1", "Often", "Father", "Not selected", "Yes"],
        ["2", "Never", "Not selected", "Friends", "No answer"],
        ["3", "Rarely", "Father", "Friends", "No"],
        ["4", "Rarely", "NA", "NA", "NA"],
    ]
    platform, questions = read(csv_file(tmp_path, "condensed.csv", names, *rows))
    assert platform == "SurveyMonkey"
    assert (questions["q0004_0002"].type, questions["q0004_0002"].item) == (MULTI, "Friends")
    asked = {level.label: level.kind for level in questions["q0005"].levels}
    assert (asked["NA"], asked["No answer"]) == (LevelKind.NOT_ASKED, LevelKind.MISSING)


def test_na_is_blank_where_a_column_has_no_other_word_for_no_answer(tmp_path):
    path = csv_file(
        tmp_path, "r.csv", ["a", "b", "c"], ["Yes", "NA", "x"], ["NA", "No", "NA"], ["No", "Yes", "y"]
    )
    assert read_data_file(path).rows == (("Yes", "", "x"), ("", "No", ""), ("No", "Yes", "y"))


# ---- forms


@pytest.mark.parametrize("mark", [";", ", "])
def test_google_forms_with_either_way_of_joining(tmp_path, mark):
    options = ["Police", "Friends, family", "Other (e.g. church, club)"]
    cells = [options[:1], options[1:], [], options, options[:2], options[1:2], options[2:], options[::2]] * 3
    stamp = "2026/03/01 9:00:11 AM GMT" if mark == ";" else "8/21/2019 13:10:31"
    header = ["Timestamp", "Who would you tell?", "Rate each [At home]", "Rate each [At school]", "How safe?"]
    safe = ["1 - Not safe", "2", "3", "4", "5 - Very safe"]
    rows = [
        [stamp, mark.join(cell), "Agree", "Strongly disagree", safe[number % 5]]
        for number, cell in enumerate(cells)
    ]
    platform, questions = read(csv_file(tmp_path, "form.csv", header, *rows))
    assert platform == "Google Forms"
    tell = questions["Who would you tell?"]
    assert (tell.type, tell.separator, shown(tell)) == (MULTI, mark, options)
    assert questions["Timestamp"].type is QuestionType.DATE
    assert (questions["Rate each [At home]"].type, questions["Rate each [At home]"].stem) == (
        LIKERT,
        "Rate each",
    )
    assert shown(questions["How safe?"]) == safe


def test_microsoft_forms_with_a_separator_at_the_end_and_bare_rows(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "I feel safe",
        "I know whom to tell",
        "Who helps?",
    ]
    book.active.append(header)
    said = ["Agree", "Disagree", "Strongly agree", "Neutral"]
    for number in range(12):
        helps = ["Police;", "Police;Friends, family;", "", "Friends, family;"][number % 4]
        moment = f"2026-03-{number + 1:02} 09:00:00"
        book.active.append(
            [number, moment, moment, "anonymous", None, said[number % 4], said[number % 3], helps]
        )
    book.save(tmp_path / "forms.xlsx")
    platform, questions = read(tmp_path / "forms.xlsx")
    assert platform == "Microsoft Forms"
    assert (questions["Who helps?"].separator, shown(questions["Who helps?"])) == (
        ";",
        ["Police", "Friends, family"],
    )
    assert questions["I feel safe"].type is questions["I know whom to tell"].type is LIKERT
    assert questions["Email"].use is Use.PERSONAL
    findings = propose_questionnaire(read_data_file(tmp_path / "forms.xlsx"), "forms").findings
    [note] = [finding for finding in findings if finding.rule == "rows-without-a-question"]
    assert note.message == "2 columns from 'I feel safe' to 'I know whom to tell' share one scale."


# ---- Jisc Online Surveys


def test_jisc_as_text(tmp_path):
    header = ["1. Pets you like", "2. How likely are you to . . .", "2.1.a. Ring", "2.2.a. Write", "3. Age"]
    rows = [
        ["Cats,Dogs", "", "Likely", "Very likely", "05"], ["Dogs", "", "Unlikely", "Likely", "25"],
        ["Cats", "", "Likely", "Likely", "31"], ["Cats,Dogs,Snakes, large", "", "Very likely", "Likely", "40"],
        ["Snakes, large", "", "Likely", "Likely", "22"],
    ]  # fmt: skip
    platform, questions = read(csv_file(tmp_path, "jisc.csv", header, *rows))
    assert platform == "Jisc Online Surveys"
    assert (questions["1. Pets you like"].separator, shown(questions["1. Pets you like"])) == (
        ",",
        ["Cats", "Dogs", "Snakes, large"],
    )
    ring = questions["2.1.a. Ring"]
    assert (ring.type, ring.stem, ring.item) == (LIKERT, "How likely are you to . . .", "Ring")
    assert shown(questions["2.2.a. Write"]) == ["Very unlikely", "Unlikely", "Likely", "Very likely"]


JISC_KEY = [
    ["URN", "Unique Response Number"], ["Q1", "PetLikes"], ["1", "Dogs"], ["2", "Cats"], ["Q2", "How often"],
    ["1", "Always"], ["2", "Sometimes"], ["3", "Never"], ["Q3", "Age"],
]  # fmt: skip


def test_jisc_in_codes_is_read_with_the_key_beside_it(tmp_path):
    csv_file(tmp_path, "results-key.csv", *JISC_KEY)
    csv_file(tmp_path, "unrelated.csv", ["a", "b"], ["1", "2"])
    path = csv_file(
        tmp_path, "results.csv", ["URN", "Q1_1", "Q1_2", "Q2", "Q3"],
        ["7-1", "1", "0", "3", "34"], ["7-2", "0", "0", "1", "17"], ["7-3", "1", "1", "2", "52"],
    )  # fmt: skip
    platform, questions = read(path)
    assert platform == "Jisc Online Surveys"
    ticks = questions["Q1_2"]
    assert (ticks.type, ticks.stem, ticks.item) == (MULTI, "PetLikes", "Cats")
    assert [(level.label, level.kind) for level in ticks.levels] == [
        ("1", LevelKind.ANSWER),
        ("0", LevelKind.NOT_SELECTED),
    ]
    often = questions["Q2"]
    assert (often.type, often.wording, shown(often)) == (
        LIKERT,
        "How often",
        ["Never", "Sometimes", "Always"],
    )
    assert questions["URN"].use is Use.RECORD


def test_a_key_on_its_own_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(FileRefused, match="holds no answers") as refused:
        read_data_file(csv_file(tmp_path, "results-key.csv", *JISC_KEY))
    assert "add that one" in refused.value.hint


# ---- REDCap

DICTIONARY = [
    ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
     "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
     "Matrix Group Name"],
    ["record_id", "visit", "", "text", "Record", "", "", "", ""],
    ["often", "visit", "", "radio", "How often?", "1, Never | 2, Sometimes|3, Always | 99, Don't know", "", "", ""],
    ["help", "visit", "", "checkbox", "Who helps?", "1, Police | 2, Friends, family", "", "", ""],
    ["home", "visit", "How safe?", "radio", "At home", "1, Unsafe|2, Safe|3, Very safe", "", "", "safe"],
    ["town", "visit", "", "radio", "In town", "1, Unsafe|2, Safe|3, Very safe", "", "", "safe"],
    ["seen", "visit", "", "yesno", "Seen?", "", "", "", ""],
    ["born", "visit", "", "text", "Born", "", "", "date_ymd", ""],
]  # fmt: skip


def test_redcap_is_read_with_its_dictionary(tmp_path):
    csv_file(tmp_path, "Study_DataDictionary.csv", *DICTIONARY)
    header = ["record_id", "often", "help___1", "help___2", "home", "town", "seen", "born", "visit_complete"]
    rows = [
        ["1", "1", "1", "0", "1", "3", "1", "2001-02-03", "2"], ["2", "99", "0", "0", "2", "2", "0", "1999-12-31", "2"],
        ["3", "3", "1", "1", "3", "1", "1", "", "0"],
    ]  # fmt: skip
    platform, questions = read(csv_file(tmp_path, "Study_DATA.csv", header, *rows))
    assert platform == "REDCap"
    often = questions["often"]
    assert (often.type, often.wording, shown(often)) == (
        LIKERT,
        "How often?",
        ["Never", "Sometimes", "Always"],
    )
    assert often.levels[-1] == Level(label="99", title="Don't know", kind=LevelKind.DONT_KNOW)
    ticks = questions["help___2"]
    assert (ticks.type, ticks.stem, ticks.item) == (MULTI, "Who helps?", "Friends, family")
    assert (questions["home"].type, questions["home"].stem, questions["home"].item) == (
        LIKERT,
        "How safe?",
        "At home",
    )
    assert (questions["town"].stem, questions["town"].item) == ("How safe?", "In town")
    assert (questions["seen"].type, shown(questions["seen"])) == (SINGLE, ["Yes", "No"])
    assert questions["born"].type is QuestionType.DATE
    assert shown(questions["visit_complete"]) == ["Incomplete", "Unverified", "Complete"]


def test_choices_of_redcap_come_with_and_without_blanks():
    assert redcap_choices("1, one | 2, two, or more|3,three") == {
        "1": "one",
        "2": "two, or more",
        "3": "three",
    }
    assert redcap_choices("") == {}


# ---- LimeSurvey


def test_limesurvey_with_its_three_kinds_of_headings(tmp_path):
    base = ["id", "submitdate", "lastpage", "startlanguage"]
    texts = ["Response ID", "Date submitted", "Last page", "Start language"]
    both = [f"{code}. {text}" for code, text in zip(base, texts, strict=True)]
    rows = [[str(number), "2024-01-01 10:00:00", "3", "en", said, tick] for number, said, tick in
            [(1, "Agree", "Yes"), (2, "Disagree", "No"), (3, "Strongly agree", "Yes")]]  # fmt: skip
    for headings in (base, texts, both):
        path = csv_file(tmp_path, "lime.csv", [*headings, "[home] How safe", "[town] How safe"], *rows)
        assert read(path)[0] == "LimeSurvey"


def test_limesurvey_for_r_is_read_with_its_syntax(tmp_path):
    header = [
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "[cats] Which pets?",
        "[dogs] Which pets?",
        "How often?",
    ]
    rows = [
        ["1", "2024-01-01", "3", "en", "1", "0", "A1"],
        ["2", "2024-01-02", "3", "en", "1", "1", "A3"],
        ["3", "", "1", "en", "0", "1", ""],
    ]
    path = csv_file(tmp_path, "survey_9_R_data_file.csv", header, *rows, encoding="utf-8-sig")
    (tmp_path / "survey_9_R_syntax_file.R").write_text(
        'attributes(data)$variable.labels[7] <- "How often do you \\"rest\\"?"\n'
        'data[, 7] <- factor(data[, 7], levels=c("A1","A2","A3"),labels=c("Never", "Now and then", "Always"))\n'
        'data[, 5] <- factor(data[, 5], levels=c(1,0),labels=c("Yes", "Not selected"))\n'
        'data[, 6] <- factor(data[, 6], levels=c(1,0),labels=c("Yes", "Not selected"))\n',
        encoding="utf-8",
    )
    platform, questions = read(path)
    assert platform == "LimeSurvey"
    often = questions["How often?"]
    assert (often.type, shown(often)) == (LIKERT, ["Never", "Now and then", "Always"])
    assert often.wording == 'How often do you "rest"?'
    cats = questions["[cats] Which pets?"]
    assert (cats.type, cats.stem, cats.item) == (MULTI, "Which pets?", "cats")
    assert {level.label: level.kind for level in cats.levels} == {
        "1": LevelKind.ANSWER,
        "0": LevelKind.NOT_SELECTED,
    }


# ---- SPSS


@pytest.fixture
def sav(tmp_path) -> Path:
    import pandas
    import pyreadstat

    frame = pandas.DataFrame(
        {
            "id": [1.0, 2.0, 3.0, 4.0],
            "safe": [1.0, 5.0, 8.0, None],
            "cats": [1.0, None, 1.0, None],
            "dogs": [None, 1.0, 1.0, None],
            "said": ["So it is", "", "No", "I told them, and then nothing happened"],
            "wt": [1.0, 0.5, 2.25, 1.0],
        }
    )
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"safe": "How safe is it?", "cats": "Pets - Cats", "dogs": "Pets - Dogs", "wt": "Weight"},
        variable_value_labels={
            "safe": {1.0: "Very unsafe", 5.0: "Very safe", 8.0: "Don't know", 9.0: "Refused"},
            "cats": {1.0: "Ticked"}, "dogs": {1.0: "Ticked"},
        },
        missing_ranges={"safe": [8.0, 9.0]},
    )  # fmt: skip
    return path


def test_spss_keeps_codes_labels_and_why_an_answer_is_missing(sav):
    platform, questions = read(sav)
    assert platform == "SPSS"
    safe = questions["safe"]
    assert (safe.wording, safe.type) == ("How safe is it?", LIKERT)
    assert {level.label: (level.title, level.kind) for level in safe.levels if level.kind is not LevelKind.ANSWER} == {
        "8": ("Don't know", LevelKind.DONT_KNOW), "9": ("Refused", LevelKind.REFUSED),
    }  # fmt: skip
    assert questions["wt"].use is Use.WEIGHT
    assert questions["id"].use is Use.RECORD


def test_spss_ticks_that_are_missing_where_nobody_ticked_are_a_multi_select(sav):
    _, questions = read(sav)
    assert [(questions[name].type, questions[name].stem, questions[name].item) for name in ("cats", "dogs")] == [
        (MULTI, "Pets", "Cats"), (MULTI, "Pets", "Dogs"),
    ]  # fmt: skip


def test_the_copy_of_an_spss_file_is_a_csv_of_its_codes(sav):
    copy, suffix = copy_without(sav, [])
    assert suffix == ".csv"
    assert copy.decode().splitlines()[:2] == ["id,safe,cats,dogs,said,wt", "1,1,1,,So it is,1"]
    assert copy_without(sav, ["said"])[0].decode().splitlines()[3] == "3,8,1,1,2.25"


def test_a_damaged_spss_file_is_refused(tmp_path):
    (tmp_path / "broken.sav").write_bytes(b"$FL2 not really")
    with pytest.raises(FileRefused, match="no SPSS file, or a damaged one"):
        read_data_file(tmp_path / "broken.sav")


def test_a_file_of_no_platform_says_nothing_of_one(tmp_path):
    platform, _ = read(csv_file(tmp_path, "plain.csv", ["id", "sex"], ["1", "f"], ["2", "m"]))
    assert platform == ""
