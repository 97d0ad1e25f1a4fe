from dataclasses import replace

from qualkit.checks.survey import check_survey
from qualkit.importers.surveys.corrections import confirmed
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.model.finding import Severity
from qualkit.model.questionnaire import DataFile

SAID = ("Agree", "Disagree", "Neutral", "Strongly agree", "Strongly disagree")
ROWS = tuple(
    (SAID[number % 5], ("Police;Nurse", "Nurse", "Police")[number % 3], str(number)) for number in range(30)
)
DATA = DataFile(
    columns=("safe", "who", "age"),
    wordings=("Safe?", "Who?", "Age"),
    rows=ROWS,
    row_numbers=tuple(range(2, 32)),
)
PROPOSED = propose_questionnaire(DATA, "panel").questionnaire


def with_cells(column: str, **cells: str) -> DataFile:
    """The data with cells of a column changed, by the row of the file: `r5="…"`."""
    place = DATA.columns.index(column)
    rows = [list(row) for row in DATA.rows]
    for row, cell in cells.items():
        rows[int(row[1:]) - 2][place] = cell
    return replace(DATA, rows=tuple(map(tuple, rows)))


def found(data: DataFile, questionnaire=None, rule: str = "") -> list:
    findings = check_survey(questionnaire or confirmed(PROPOSED), data)
    return [one for one in findings if not rule or one.rule == rule]


def test_a_questionnaire_that_knows_all_answers_and_is_confirmed_has_no_findings():
    assert found(DATA) == []


def test_answers_that_the_questionnaire_does_not_know_are_listed_with_their_rows():
    [finding] = found(with_cells("safe", r4="Agre", r9="Agre"))
    assert finding.severity is Severity.WARNING
    assert (finding.where.file, finding.where.row, finding.where.column) == ("panel", 4, "safe")
    assert '"Agre" is not among the levels of this question (rows 4, 9).' in finding.message


def test_other_spelling_and_words_for_no_answer_get_a_hint():
    [spelt, unsure] = found(with_cells("safe", r4="agree", r5="Don't know"))
    assert 'Did they mean "Agree"?' in spelt.hint
    assert '"don\'t know"' in unsure.hint


def test_what_somebody_wrote_into_a_multi_select_is_only_a_note():
    [finding] = found(with_cells("who", r3="Police;My neighbour", r8="Nurse;Nobody"))
    assert (finding.severity, finding.rule) == (Severity.NOTE, "written-in")
    assert finding.message == (
        'Not among the options of this question: "My neighbour", "Nobody" (rows 3, 8).'
    )


def test_an_option_nobody_chose_is_noted():
    thinner = replace(
        DATA,
        rows=tuple(row for row in ROWS if row[0] != "Strongly disagree"),
        row_numbers=tuple(range(2, 26)),
    )
    [finding] = found(thinner, rule="never-chosen")
    assert finding.message == 'Nobody chose "Strongly disagree".'


def test_an_unconfirmed_scale_is_said_once_for_all_its_questions():
    twice = replace(
        DATA, columns=("safe", "safer", "age"), rows=tuple((row[0], row[0], row[2]) for row in ROWS),
    )  # fmt: skip
    questionnaire = propose_questionnaire(twice, "panel").questionnaire
    [finding] = found(twice, questionnaire, rule="unconfirmed-scale")
    assert "(2 questions)" in finding.message
    assert 'from low "Strongly disagree" to high "Strongly agree"' in finding.message


def test_many_unknown_answers_are_not_all_listed():
    cells = {f"r{row}": f"word {row}" for row in range(2, 20)}
    findings = found(with_cells("safe", **cells), rule="unknown-answer")
    assert len(findings) == 11
    assert findings[-1].message == "8 more answers are not among the levels of this question."
