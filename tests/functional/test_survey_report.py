"""`survey report`: every question with its table and chart, as a reader finds it in each kind of file."""

from __future__ import annotations

import re
import zipfile

import pytest

import qualkit

SAFE = ("Very unsafe", "Unsafe", "Safe", "Very safe", "Don't know")
ROWS = "\n".join(
    f'{number},{("Police", "Nurse")[number % 2]},{SAFE[number % 5]},"{("Advice;A lift, home", "Advice")[number % 2]}",'
    f"{20 + number},They listened to what I said for once number {number}"
    for number in range(1, 25)
)
PANEL = f"id,Role?,How safe is it?,Who helps?,age,Anything else?\n{ROWS}\n"
RETURNS = "org,Missing,Harmed\nNorth,120,12\nSouth,80,<5\nEast,60,0\n"
BOOK = "title: What helps\ncodes:\n  - name: Being heard\n  - name: Never used\n"
QUESTIONS = ["Role?", "How safe is it?", "Who helps?", "age", "Anything else?"]


@pytest.fixture
def qk(folder, run, write, tmp_path):
    write(tmp_path / "panel.csv", PANEL)
    write(tmp_path / "book.yaml", BOOK)

    def call(*arguments):
        return run("-C", folder, *arguments)

    assert call("add", tmp_path / "panel.csv", "--yes").code == 0
    assert call("survey", "confirm", "panel").code == 0
    assert call("codebook", "import", tmp_path / "book.yaml", "--yes").code == 0
    return call


@pytest.fixture
def coded(qk):
    assert qk("code", "Being heard", "--match", "listened to what I said", "--yes").code == 0
    assert qk("finish", "--source", "panel:Anything else?").code == 0
    return qk


@pytest.fixture
def report(tmp_path):
    """The report as markdown, which is all of its text."""

    def text(qk, *arguments):
        path = tmp_path / "report.md"
        ran = qk("survey", "report", "-o", path, "--force", *arguments)
        assert ran.code == 0, ran.err
        return path.read_text(encoding="utf-8").replace("\\", "")

    return text


def parts(text):
    """Heading → what stands below it."""
    found = re.split(r"^#+ (.*)$", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_every_question_stands_in_the_order_of_the_questionnaire_with_its_base(coded, report):
    text = report(coded)
    asked = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]
    assert [title for title in asked if title in QUESTIONS] == QUESTIONS
    found = parts(text)
    assert "| Police | 12 | 24 | 50.0% |" in found["Role?"]
    assert re.search(r"^\| 19 \|", found["How safe is it?"], re.M)  # 5 of 24 don't know, and are apart
    assert "Don't know" in found["How safe is it?"]
    assert "| A lift, home | 12 | 24 | 50.0% | 33.3% |" in found["Who helps?"]
    assert "Being heard | 24 | 100.0%" in found["Anything else?"]


def test_what_holds_for_many_tables_is_said_once(coded, report):
    text = report(coded)
    assert text.count("Shares are of the respondents in the column") <= 1
    assert text.count("stands by numbers of fewer than 10") == 1
    assert "stands by numbers of fewer than 10" in parts(text)["How to read the tables"]


def test_an_open_question_that_nobody_has_read_says_so(qk, report):
    said = parts(report(qk))["Anything else?"]
    assert "|" not in said
    assert "24 not read" in said


def test_chosen_quotes_stand_under_their_theme_and_at_most_two(coded, opened, folder, report):
    from qualkit.actions import bank

    assert "They listened" not in report(coded)
    with opened(folder, "ana") as study:
        quotes = bank.bank_view(study).themes[0].quotes
        bank.choose(study, [quote.coding_id for quote in quotes[:3]])
        bank.mark_for_display(study, quotes[2].coding_id, is_display=True)
    said = parts(report(coded))["Being heard"]
    assert said.count("listened to what I said") == 2


def test_conditions_and_splits_are_of_whom_they_say(coded, report):
    police = report(coded, "--where", "Role?=Police")
    assert "Answers of: 12 respondents." in police
    assert "Only: Role?=Police" in police
    split = parts(report(coded, "--by", "Role?"))
    assert "| Police | Advice | 12 | 12 | 100.0% | 50.0% |" in split["Who helps?"]
    assert "| Police | 12 | 24 | 50.0% |" in split["Role?"]  # no question is split by itself


def test_small_numbers_are_hidden_where_the_study_says_so_and_in_all_tables(coded, folder, report):
    with (folder / "study.toml").open("a") as file:
        file.write('[reporting]\nsmall_numbers = "hide"\n')
    text = report(coded)
    safe = parts(text)["How safe is it?"]
    assert "hidden" in safe
    assert not re.search(r"\b(?:21|26)\.\d%", safe)
    few = report(coded, "--where", "How safe is it?=Safe")
    assert "Answers of: fewer than 10 respondents." in few


def test_the_log_keeps_that_it_was_handed_over_and_why(coded, tmp_path):
    ran = coded("survey", "report", "-o", tmp_path / "r.html", "--reason", "all agreed")
    assert ran.code == 0
    assert "Wrote 5 questions" in ran.err
    assert "all agreed" in coded("log").out


def test_a_word_report_has_real_styles_native_charts_and_no_person_s_name(coded, tmp_path):
    import docx

    path = tmp_path / "survey.docx"
    assert coded("survey", "report", "-o", path).code == 0
    word = docx.Document(path)
    styles = {
        paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.text in QUESTIONS
    }
    assert {styles[title] for title in QUESTIONS} <= {"Heading 2", "toc 2"}
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == QUESTIONS
    assert len(word.tables) == 5
    with zipfile.ZipFile(path) as package:
        charts = [name for name in package.namelist() if re.fullmatch(r"word/charts/\w+\.xml", name)]
        assert len(charts) == 4  # a number has none
        assert b"How safe is it?" in b"".join(package.read(name) for name in charts)
    assert word.core_properties.author == "study"


def test_a_workbook_lists_the_questions_with_their_sheets(coded, tmp_path):
    import openpyxl

    path = tmp_path / "survey.xlsx"
    assert coded("survey", "report", "-o", path).code == 0
    book = openpyxl.load_workbook(path)
    listed = [[cell.value for cell in row] for row in book["Questions"].iter_rows(min_row=2)]
    assert [row[0] for row in listed] == QUESTIONS
    assert all(row[2] in book.sheetnames for row in listed)
    role = book[listed[0][2]]
    share = role["D2"]
    assert (share.value, share.number_format.split('"')[0]) == (0.5, "0.0%")
    assert "Notes" in book.sheetnames


def test_a_page_shows_every_chart_with_words_for_it_and_no_filters(coded, tmp_path):
    path = tmp_path / "survey.html"
    assert coded("survey", "report", "-o", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert len(re.findall(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{20,}"', page)) == 4
    assert "<form" not in page


def test_several_files_have_a_part_each_and_returns_stand_once(coded, report, tmp_path, write):
    write(tmp_path / "police.csv", RETURNS)
    assert coded("add", tmp_path / "police.csv", "--kind", "records", "--yes").code == 0
    assert coded("survey", "type", "police", "count", "Missing", "Harmed").code == 0
    text = report(coded)
    assert re.findall(r"^## (.*)$", text, re.M)[-3:] == ["panel", "police", "About this report"]
    assert text.count("Harmed |") == 1
    only = report(coded, "--source", "police")
    assert "Role?" not in only


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name the file to write"),
        (("-o", "survey.pdf"), "Choose one of"),
        (("-o", "survey.md", "--source", "nothing"), "no data file"),
        (("-o", "survey.md", "--where", "Role?=Pilot"), "Known are: Nurse, Police"),
        (("-o", "survey.md", "--by", "shoes"), "shoes"),
        (("-o", "survey.md", "--weight"), "no weight"),
    ],
)
def test_what_can_t_be_reported_is_refused_and_nothing_is_written(
    coded, arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    ran = coded("survey", "report", *arguments)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert not list(tmp_path.glob("survey.*"))


def test_a_study_without_a_survey_has_nothing_to_report(folder, run, tmp_path):
    ran = run("-C", folder, "survey", "report", "-o", tmp_path / "r.docx")
    assert ran.code == 1
    assert "qualkit add" in ran.err


def test_python_writes_the_report_too(coded, folder, tmp_path):
    with qualkit.open(folder) as study:
        path = study.write_survey_report(tmp_path / "own.md", reason="all agreed")
    assert "How safe is it?" in path.read_text(encoding="utf-8")
