import pytest

from qualkit.errors import NotFound, Refused
from qualkit.importers.surveys.corrections import corrected
from qualkit.model.questionnaire import DataKind, Question, Questionnaire, Use
from qualkit.model.source import Voice

SURVEY = Questionnaire(
    name="survey",
    kind=DataKind.SURVEY,
    questions=(
        Question(column="Ref", wording="Ref", use=Use.RECORD),
        Question(column="Job  title", wording="Job title", use=Use.OPEN, voice=Voice.OWN_WORDS),
        Question(column="Why?", wording="Why?", use=Use.OPEN, voice=Voice.OWN_WORDS, is_guess=False),
        Question(column="Pupil", wording="Pupil", use=Use.CLOSED),
    ),
)


def by_column(questionnaire: Questionnaire) -> dict[str, Question]:
    return {question.column: question for question in questionnaire.questions}


def test_a_corrected_column_is_no_guess_and_the_others_are_as_they_were():
    found = by_column(corrected(SURVEY, closed_columns=["job title"]))
    assert (found["Job  title"].use, found["Job  title"].voice, found["Job  title"].is_guess) == (
        Use.CLOSED,
        None,
        False,
    )
    assert found["Pupil"] is SURVEY.questions[3]


def test_a_column_made_open_has_the_voice_of_the_kind():
    found = by_column(corrected(SURVEY, open_columns=["Pupil"], kind=DataKind.RECORDS))
    assert found["Pupil"].voice is Voice.WORKERS_NOTES


def test_a_new_kind_changes_the_voice_of_guesses_only():
    found = by_column(corrected(SURVEY, kind=DataKind.RECORDS))
    assert (found["Job  title"].voice, found["Why?"].voice) == (Voice.WORKERS_NOTES, Voice.OWN_WORDS)


def test_a_new_record_column_displaces_the_old_one():
    found = corrected(SURVEY, record="Pupil")
    assert found.column_for(Use.RECORD) == "Pupil"
    assert by_column(found)["Ref"].use is Use.CLOSED


def test_a_person_column_leaves_the_record_alone():
    found = corrected(SURVEY, person="pupil")
    assert (found.column_for(Use.PERSON), found.column_for(Use.RECORD)) == ("Pupil", "Ref")


def test_a_voice_is_for_the_columns_made_open_or_else_for_all():
    one = by_column(corrected(SURVEY, open_columns=["Pupil"], voice=Voice.DOCUMENT))
    assert (one["Pupil"].voice, one["Why?"].voice) == (Voice.DOCUMENT, Voice.OWN_WORDS)
    every = by_column(corrected(SURVEY, voice=Voice.DOCUMENT))
    assert (every["Job  title"].voice, every["Why?"].voice, every["Ref"].voice) == (
        Voice.DOCUMENT,
        Voice.DOCUMENT,
        None,
    )


def test_an_unknown_column_is_refused_with_the_nearest_names():
    with pytest.raises(NotFound) as caught:
        corrected(SURVEY, open_columns=["jobtitle"])
    assert caught.value.candidates == ("Job  title",)


def test_a_column_can_not_be_open_and_closed():
    with pytest.raises(Refused):
        corrected(SURVEY, open_columns=["Why?"], closed_columns=["why?"])
