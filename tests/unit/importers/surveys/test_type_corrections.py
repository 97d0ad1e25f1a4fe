import pytest

from qualkit.errors import NotFound, Refused
from qualkit.importers.surveys.corrections import (
    confirmed,
    corrected,
    reversed_scale,
    with_kind,
    with_levels,
    with_stem,
    with_type,
)
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.importers.surveys.types import with_types
from qualkit.model.questionnaire import DataFile, LevelKind, Questionnaire, QuestionType, Use

COLUMNS = {
    "safe": ["Safe", "Unsafe", "Very safe", "Don't know"],
    "again": ["Yes", "No", "Yes", "No"],
    "who": ["Police; my friend", "Police", "Nurse; Police", "Nurse"],
    "score": ["1", "2", "2", "3"],
}
DATA = DataFile(
    columns=tuple(COLUMNS),
    wordings=("How safe?", "Again?", "Who?", "Score"),
    rows=tuple(zip(*COLUMNS.values(), strict=True)),
    row_numbers=(2, 3, 4, 5),
)
PROPOSED = propose_questionnaire(DATA, "survey").questionnaire


def question(questionnaire: Questionnaire, column: str):
    return next(one for one in questionnaire.questions if one.column == column)


def labels(questionnaire: Questionnaire, column: str) -> list[str]:
    return [level.label for level in question(questionnaire, column).answers]


def test_confirming_settles_the_direction_of_all_scales_or_of_those_named():
    assert question(confirmed(PROPOSED), "safe").is_confirmed
    assert not question(confirmed(PROPOSED), "again").is_confirmed
    assert not question(confirmed(PROPOSED, ["score"]), "safe").is_confirmed
    with pytest.raises(NotFound):
        confirmed(PROPOSED, ["saef"])


def test_a_scale_turned_round_runs_the_other_way_and_is_confirmed():
    turned = reversed_scale(PROPOSED, ["Safe"])
    assert labels(turned, "safe") == labels(PROPOSED, "safe")[::-1]
    assert question(turned, "safe").is_confirmed
    assert question(turned, "safe").levels[-1].kind is LevelKind.DONT_KNOW
    assert labels(reversed_scale(turned, ["safe"]), "safe") == labels(PROPOSED, "safe")
    with pytest.raises(Refused, match="no scale"):
        reversed_scale(PROPOSED, ["again"])


def test_another_type_brings_its_own_levels():
    multi = question(with_type(PROPOSED, ["who"], QuestionType.MULTI, DATA), "who")
    assert (multi.type, multi.separator, multi.is_guess) == (QuestionType.MULTI, ";", False)
    number = question(with_type(PROPOSED, ["score"], QuestionType.NUMBER, DATA), "score")
    assert (number.type, number.answers) == (QuestionType.NUMBER, ())
    scale = question(with_type(PROPOSED, ["again"], QuestionType.LIKERT, DATA), "again")
    assert (scale.type, len(scale.answers), scale.is_confirmed) == (QuestionType.LIKERT, 2, False)
    back = with_type(
        with_type(PROPOSED, ["score"], QuestionType.NUMBER, DATA), ["score"], QuestionType.LIKERT, DATA
    )
    assert labels(back, "score") == ["1", "2", "3"]


def test_levels_take_the_order_a_person_gives_and_others_are_no_answers_any_more():
    changed = with_levels(PROPOSED, ["safe"], ["Unsafe", "Safe", "Very safe", "Perfectly safe"])
    assert labels(changed, "safe") == ["Unsafe", "Safe", "Very safe", "Perfectly safe"]
    assert question(changed, "safe").is_confirmed
    fewer = with_levels(PROPOSED, ["safe"], ["Unsafe", "Safe"])
    gone = {level.label: level.kind for level in question(fewer, "safe").levels}
    assert gone["Very safe"] is LevelKind.NOT_APPLICABLE
    with pytest.raises(Refused, match="twice"):
        with_levels(PROPOSED, ["safe"], ["Safe", "Safe"])


def test_what_an_answer_says_can_be_changed():
    changed = with_kind(PROPOSED, ["again"], "No", LevelKind.NOT_APPLICABLE)
    assert labels(changed, "again") == ["Yes"]
    assert labels(with_kind(changed, ["again"], "No", LevelKind.ANSWER), "again") == ["Yes", "No"]


def test_columns_become_a_grid_and_come_apart_again():
    grid = with_stem(PROPOSED, ["safe", "again"], "  In your  view ")
    assert [(one.stem, one.item) for one in grid.questions[:2]] == [
        ("In your view", "How safe?"), ("In your view", "Again?"),
    ]  # fmt: skip
    assert [one.stem for one in with_stem(grid, ["safe", "again"], "").questions] == [""] * 4


def test_only_closed_columns_have_types():
    opened = corrected(PROPOSED, open_columns=["who"])
    assert (question(opened, "who").type, question(opened, "who").levels) == (None, ())
    with pytest.raises(Refused, match="only closed columns are counted"):
        with_type(opened, ["who"], QuestionType.MULTI, DATA)


def test_a_column_closed_again_gets_the_type_of_its_answers():
    closed = corrected(corrected(PROPOSED, open_columns=["who"]), closed_columns=["who"])
    assert question(closed, "who").type is None
    assert question(with_types(closed, DATA), "who").type is question(PROPOSED, "who").type
    assert question(closed, "who").use is Use.CLOSED
