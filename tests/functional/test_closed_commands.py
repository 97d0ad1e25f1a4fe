"""Counting closed questions and correcting their questionnaire, as commands."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

COLUMNS = "id,Role?,How safe is it?,Rate [Home],Rate [Town],Who helps?,age,wt"
SAFE = ("Very unsafe", "Unsafe", "Safe", "Very safe", "Don't know", "")
RATE = ("Never", "Rarely", "Often", "Always")
HELP = ("Advice;A lift, home", "Advice", "", "A lift, home")
ROLES = ("Police", "Nurse", "=1+1")
ROWS = [
    [number, ROLES[number % 3], SAFE[number % 6], RATE[number % 4], RATE[number % 3], HELP[number % 4],
     20 + number, 1 + number % 2]
    for number in range(24)
]  # fmt: skip
LIKERT = [
    "question", "item", "n", "shares", "top", "middle", "bottom", "net", "median", "mean", "sd", "dont_know",
    "not_applicable", "missing", "not_asked",
]  # fmt: skip
KEYS = {
    "likert": LIKERT,
    "multi": ["question", "option", "count", "base", "share", "share_of_ticks"],
    "tabulate": ["question", "value", "count", "base", "share"],
}
COMMANDS = sorted(KEYS)


@pytest.fixture
def added(folder, run, tmp_path):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS.split(","), *ROWS])
    (tmp_path / "form.csv").write_text(text.getvalue(), encoding="utf-8")

    def call(*arguments):
        return run("-C", folder, *arguments)

    assert call("add", tmp_path / "form.csv", "--yes").code == 0
    return call


@pytest.fixture
def qk(added):
    assert added("survey", "confirm", "form").code == 0
    return added


def rows(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["rows"]


def safe(qk, *arguments):
    (row,) = rows(qk("likert", "How safe is it?", "--format", "json", *arguments))
    return row


# ---- what is counted


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_of_json_have_the_keys_that_are_promised(qk, command):
    found = rows(qk(command, "--format", "json"))
    assert found
    for row in found:
        assert set(KEYS[command]) <= row.keys()


def test_an_item_says_how_many_rated_it_and_who_did_not(qk):
    row = safe(qk)
    assert (row["n"], row["dont_know"], row["missing"], row["not_applicable"]) == (16, 4, 4, 0)
    assert row["shares"] == {"Very unsafe": 0.25, "Unsafe": 0.25, "Safe": 0.25, "Very safe": 0.25}
    assert (row["bottom"], row["middle"], row["top"], row["net"]) == (0.5, None, 0.5, 0)
    assert (row["median"], row["mean"]) == (2.5, 2.5)


def test_a_grid_is_one_table_with_an_item_a_row_and_an_unused_level_has_share_0(qk):
    home, town = rows(qk("likert", "Rate", "--format", "json"))
    assert [home["item"], town["item"]] == ["Home", "Town"]
    assert home["question"] == town["question"] == "Rate"
    assert list(town["shares"].items())[-1] == ("Always", 0)
    paper = qk("likert", "Rate").out
    assert paper.count("n who") == 1


def test_shares_of_all_who_were_asked_keep_n_as_those_who_rated(qk):
    row = safe(qk, "--share-of", "asked")
    assert (row["n"], row["base"]) == (16, 24)
    assert row["top"] == pytest.approx(8 / 24)


def test_the_top_the_centre_and_the_end_of_a_scale_are_as_one_says(qk):
    assert safe(qk, "--top", "1")["top"] == 0.25
    assert safe(qk, "--centre", "2")["middle"] == 0.25
    assert next(iter(safe(qk, "--reverse")["shares"])) == "Very safe"


def test_a_multi_select_is_of_people_who_answered_and_options_may_hold_commas(qk):
    found = {row["option"]: row for row in rows(qk("multi", "--format", "json"))}
    assert {name: (row["count"], row["base"]) for name, row in found.items()} == {
        "Advice": (12, 18),
        "A lift, home": (12, 18),
    }
    assert found["Advice"]["share_of_ticks"] == 0.5
    (asked, _) = rows(qk("multi", "--format", "json", "--share-of", "asked"))
    assert (asked["base"], asked["share"]) == (24, 0.5)


def test_a_number_is_told_by_its_middle_and_its_ends(qk):
    (row,) = rows(qk("tabulate", "age", "--format", "json"))
    assert (row["count"], row["min"], row["median"], row["max"]) == (24, 20, 31.5, 43)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_group_has_its_own_base(qk, command):
    question = {"likert": "Rate [Home]", "multi": "Who helps?", "tabulate": "age"}[command]
    found = rows(qk(command, question, "--by", "Role?", "--format", "json"))
    assert {row["group"] for row in found} == {"Police", "Nurse", "=1+1"}
    assert {row.get("n", row["base"]) for row in found} == {6 if command == "multi" else 8}


def test_a_named_base_and_a_condition_count_the_same_people(qk, folder):
    with (folder / "study.toml").open("a") as file:
        file.write('[bases]\nofficers = { "Role?" = "Police" }\n[nouns]\nform = ["worker", "workers"]\n')
    assert safe(qk, "--base", "officers") == safe(qk, "--where", "Role?=Police")
    said = qk("likert", "How safe is it?", "--base", "officers")
    assert "% of workers who rated" in said.out
    assert qk("likert", "--base", "nurses").code == 1


def test_weights_change_shares_and_never_counts(qk):
    plain, weighted = (rows(qk("tabulate", "Role?", "--format", "json", *w)) for w in ((), ("--weight",)))
    assert [row["count"] for row in plain] == [row["count"] for row in weighted]
    total = sum(row[-1] for row in ROWS)
    for row in weighted:
        weight = sum(one[-1] for one in ROWS if one[1] == row["value"].removeprefix("'"))
        assert row["share"] == pytest.approx(weight / total)
    squares = sum(row[-1] ** 2 for row in ROWS)
    said = " ".join(qk("tabulate", "Role?", "--weight").out.split())
    assert f"{math.floor(total**2 / squares * 10 + 0.5) / 10} (Kish's effective n)" in said


# ---- what is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("likert", "How save is it?"), 'Did you mean "How safe is it?"'),
        (("multi", "age"), "qualkit tabulate"),
        (("likert", "--source", "from"), "form"),
        (("likert", "--by", "shoes"), "shoes"),
        (("likert", "--where", "Role?=Pilot"), "Known are"),
        (("likert", "--share-of", "everybody"), "rated"),
        (("likert", "--top", "0"), "--top"),
        (("likert", "Rate", "--centre", "9"), None),
        (("survey", "show", "from"), "There is no data file"),
        (("survey", "type", "form", "likert", "Nothing"), "no question"),
        (("survey", "type", "form", "scale", "Role?"), "likert"),
        (("survey", "levels", "form", "Role?", "Police", "Police"), "twice"),
        (("survey", "confirm", "form", "--reverse"), "Name the QUESTION"),
        (("survey", "confirm", "form", "age", "--reverse"), "no scale"),
    ],
)
def test_what_can_t_be_done_is_refused_with_a_reason(qk, arguments, said):
    ran = qk(*arguments)
    assert ran.code in (1, 2)
    assert ran.out == ""
    assert ran.err.strip()
    assert said is None or said in ran.err


def test_groups_are_tested_against_each_other_unless_one_has_fewer_than_five(qk):
    tested = qk("likert", "Rate [Home]", "--by", "Role?", "--test")
    assert tested.code == 0
    assert "p (Holm)" in tested.out
    few = qk("likert", "Rate [Home]", "--by", "age", "--test")
    assert few.code == 1
    assert "5" in few.err


def test_a_study_without_closed_questions_says_where_to_look(folder, run):
    ran = run("-C", folder, "likert")
    assert ran.code == 1
    assert "survey show" in ran.err


# ---- what it is written to


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html", "csv", "md", "json"])
def test_every_kind_of_file_is_written_and_opens(qk, command, suffix, tmp_path):
    path = tmp_path / f"out.{suffix}"
    assert qk(command, "-o", path).code == 0
    question = {"likert": "How safe is it?", "multi": "Who helps?", "tabulate": "Role?"}[command]
    assert question in _text(path)
    assert qk(command, "-o", path).code == 1
    assert qk(command, "-o", path, "--force").code == 0


def _text(path):
    """All of a file's words."""
    if path.suffix == ".xlsx":
        import openpyxl

        return " ".join(
            str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row
        )
    if path.suffix == ".docx":
        import docx

        word = docx.Document(path)
        cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
        return " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return " ".join(cell for row in csv.reader(io.StringIO(text)) for cell in row)
    return text.replace("\\", "") if path.suffix == ".md" else text


def test_what_looks_like_a_formula_is_guarded_in_csv_and_text_in_a_workbook(qk, tmp_path):
    import openpyxl

    assert qk("tabulate", "Role?", "-o", tmp_path / "roles.csv").code == 0
    with (tmp_path / "roles.csv").open(encoding="utf-8", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    assert "'=1+1" in values
    assert "=1+1" not in values
    assert qk("tabulate", "Role?", "-o", tmp_path / "roles.xlsx").code == 0
    sheets = openpyxl.load_workbook(tmp_path / "roles.xlsx")
    found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_shares_are_numbers_with_a_format_in_a_workbook(qk, tmp_path):
    import openpyxl

    assert qk("multi", "-o", tmp_path / "help.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "help.xlsx")["Who helps"]
    header = [cell.value for cell in sheet[1]]
    share = sheet.cell(2, header.index("% of respondents who answered") + 1)
    assert share.value == pytest.approx(12 / 18)
    assert share.number_format.startswith("0.0%")


# ---- the questionnaire


def shown(qk):
    return {row["column"]: row for row in rows(qk("survey", "show", "form", "--format", "json"))}


def test_show_lists_each_column_with_its_answers_from_low_to_high(added):
    found = shown(added)
    assert found["How safe is it?"]["levels"] == ["Very unsafe", "Unsafe", "Safe", "Very safe"]
    assert found["How safe is it?"]["apart"] == ["Don't know: don't know"]
    assert (found["wt"]["use"], found["age"]["type"]) == ("weight", "number")


def test_without_a_confirmed_end_there_is_no_top_until_somebody_confirms_it(folder, added):
    path = folder / "survey" / "form.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("confirmed = true\n", ""), encoding="utf-8")
    row = safe(added)
    assert (row["top"], row["bottom"], row["mean"]) == (None, None, None)
    assert sum(row["shares"].values()) == 1
    assert "has to be confirmed" in " ".join(added("likert").out.split())
    check = added("survey", "check", "form")
    assert check.code == 3
    assert "Nobody has confirmed" in check.out
    assert added("survey", "confirm", "form", "How safe is it?").code == 0
    assert safe(added)["top"] == 0.5


def test_a_scale_turned_round_has_its_other_end_on_top_and_undo_turns_it_back(qk):
    assert qk("survey", "confirm", "form", "How safe is it?", "--reverse").code == 0
    assert next(iter(safe(qk)["shares"])) == "Very safe"
    assert qk("undo").code == 0
    assert next(iter(safe(qk)["shares"])) == "Very unsafe"


def test_a_type_can_be_corrected_and_the_question_is_counted_as_that(qk, folder):
    assert "single" in qk("survey", "type", "form", "single", "Rate [Home]").out
    assert [row["item"] for row in rows(qk("likert", "Rate", "--format", "json"))] == ["Town"]
    values = {row["value"]: row["count"] for row in rows(qk("tabulate", "Rate [Home]", "--format", "json"))}
    assert values == dict.fromkeys(RATE, 6)
    assert 'type = "single"' in (folder / "survey" / "form.toml").read_text(encoding="utf-8")


def test_levels_are_given_in_their_order_with_those_that_nobody_chose(qk):
    levels = ("Deadly", "Very unsafe", "Unsafe", "Safe", "Very safe")
    assert qk("survey", "levels", "form", "How safe is it?", *levels).code == 0
    row = safe(qk)
    assert list(row["shares"]) == list(levels)
    assert row["shares"]["Deadly"] == 0
    assert row["mean"] == 3.5
    check = qk("survey", "check", "form")
    assert 'Nobody chose "Deadly"' in check.out


def test_check_lists_answers_that_the_questionnaire_does_not_know(qk, folder):
    path = folder / "survey" / "form.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('    "Unsafe",\n', "", 1), encoding="utf-8")
    check = qk("survey", "check", "form")
    assert check.code == 3
    assert '"Unsafe" is not among the levels' in check.out


def test_a_grid_goes_by_the_name_of_its_columns_after_it_was_worded(qk, folder):
    form = folder / "survey" / "form.toml"
    form.write_text(form.read_text().replace('stem = "Rate"', 'stem = "How do you rate these?"'))
    assert [row["item"] for row in rows(qk("likert", "Rate", "--format", "json"))] == ["Home", "Town"]
    assert {row["question"] for row in rows(qk("likert", "rate", "--format", "json"))} == {
        "How do you rate these?"
    }
