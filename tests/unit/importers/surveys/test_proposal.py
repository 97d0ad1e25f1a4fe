import random

import pytest

from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.model.questionnaire import DataFile, DataKind, QuestionType, Use
from qualkit.model.source import Voice

CHOICE = random.Random(7)
SAYINGS = (
    "nobody rang me back for weeks", "they listened to me", "more staff in the evening",
    "I was sent away twice",
    "the forms are far too long", "my daughter had to explain it again", "waiting", "it felt safe there",
)  # fmt: skip
OPTIONS = ("Social services", "Police", "Line manager", "Other (e.g. church, club)")


def said(number: int) -> str:
    return f"{CHOICE.choice(SAYINGS)} and {CHOICE.choice(SAYINGS)} since {number}"


def ticked(mark: str) -> str:
    return mark.join(CHOICE.sample(OPTIONS, CHOICE.randint(1, 3)))


def data(rows: int = 60, **columns) -> DataFile:
    """A data file of the given columns; each is a function of the row's number."""
    return DataFile(
        columns=tuple(columns),
        wordings=tuple(columns),
        rows=tuple(tuple(str(make(number)) for make in columns.values()) for number in range(1, rows + 1)),
        row_numbers=tuple(range(2, rows + 2)),
    )


def uses(file: DataFile) -> dict[str, Use]:
    return {q.column: q.use for q in propose_questionnaire(file, "survey").questionnaire.questions}


def test_free_text_is_open_and_in_the_respondents_own_words():
    proposal = propose_questionnaire(data(**{"What would help?": said}), "survey")
    [question] = proposal.questionnaire.questions
    assert (question.use, question.voice, question.is_guess) == (Use.OPEN, Voice.OWN_WORDS, True)


@pytest.mark.parametrize("mark", [", ", ";", "|", ","])
def test_joined_options_are_closed_whatever_joins_them(mark):
    assert uses(data(**{"Who would you tell?": lambda _: ticked(mark)})) == {
        "Who would you tell?": Use.CLOSED
    }


@pytest.mark.parametrize(
    "answer",
    [
        lambda n: n,
        lambda n: f"2024/06/{n % 28 + 1:02} {n % 12}:11:31 AM GMT",
        lambda n: f"{n % 28}/04/2018 00:{n:02}",
        lambda n: f"{n * 7.31:.2f}",
        lambda n: f"R_2YPO{n}xQ",
        lambda n: ["Agree", "Neither agree nor disagree", "Strongly disagree"][n % 3],
        lambda n: "",
    ],
)
def test_numbers_dates_codes_levels_and_nothing_are_closed(answer):
    assert uses(data(item=answer)) == {"item": Use.CLOSED}


def test_a_few_answers_to_an_optional_comment_are_open():
    comments = {3: "Thank you for asking", 9: "Please do\nring back", 20: "Thank you for asking"}
    assert uses(data(**{"Anything else?": lambda n: comments.get(n, "")}))["Anything else?"] is Use.OPEN


def test_answers_without_blanks_between_words_can_be_open():
    assert (
        uses(data(note=lambda n: f"他们从来没有真正听我说话{'很久等待电话'[n % 6]}{chr(0x4E00 + n)}"))["note"]
        is Use.OPEN
    )


def test_the_record_id_is_unique_and_the_surest_name_wins():
    found = uses(data(ID=lambda n: 1000 + n, ResponseId=lambda n: f"R_{n}", age=lambda n: n % 9))
    assert (found["ResponseId"], found["ID"]) == (Use.RECORD, Use.CLOSED)


def test_an_id_that_comes_twice_is_no_record_id_and_is_said():
    proposal = propose_questionnaire(data(id=lambda n: n // 2, age=lambda n: n % 9), "survey")
    assert proposal.questionnaire.column_for(Use.RECORD) is None
    assert "come more than once" in proposal.findings[0].message


def test_row_numbers_of_a_saved_table_are_the_record_id():
    assert uses(data(**{"Column 1": lambda n: n, "q1": lambda n: n % 5}))["Column 1"] is Use.RECORD


@pytest.mark.parametrize(
    "name", ["Child", "child_id", "Young person", "ParticipantID", "Client ref", "case", "YP no"]
)
def test_a_column_named_for_the_person_may_repeat(name):
    found = uses(data(record=lambda n: n, **{name: lambda n: f"C{n // 3}"}))
    assert found == {"record": Use.RECORD, name: Use.PERSON}


def test_yes_and_no_are_nobody():
    assert uses(data(child=lambda n: ["Yes", "No"][n % 2])) == {"child": Use.CLOSED}


def test_a_respondent_with_several_rows_is_a_person_and_with_one_a_record():
    assert uses(data(respondent_id=lambda n: n // 2)) == {"respondent_id": Use.PERSON}
    assert uses(data(respondent_id=lambda n: n)) == {"respondent_id": Use.RECORD}


def test_only_numbers_are_a_weight():
    assert uses(data(weight=lambda n: 0.5 + n / 60, id=lambda n: n))["weight"] is Use.WEIGHT
    assert uses(data(weight=lambda n: ["light", "heavy"][n % 2]))["weight"] is Use.CLOSED
    assert uses(data(**{"body weight kg": lambda n: 60 + n}))["body weight kg"] is Use.CLOSED


@pytest.mark.parametrize(
    "name",
    [
        "IPAddress", "Email", "E-mail address", "Name", "First name", "RecipientLastName", "Worker name",
        "Phone", "LocationLatitude", "Postcode", "date_of_birth", "User Agent",
        "3. Your name", "Contact email",
    ],
)  # fmt: skip
def test_personal_data_is_known_by_its_name_even_when_empty(name):
    assert uses(data(**{name: lambda n: ""})) == {name: Use.PERSONAL}


@pytest.mark.parametrize(
    "name", ["School name", "Do you use a mobile phone?", "How often do you check your email?"]
)
def test_names_of_things_and_questions_about_them_are_not_personal(name):
    assert uses(data(**{name: lambda n: ["a", "b"][n % 2]})) == {name: Use.CLOSED}


def test_personal_data_is_known_by_its_content():
    found = uses(data(x=lambda n: f"p{n}@example.org", y=lambda n: f"192.0.2.{n}"))
    assert set(found.values()) == {Use.PERSONAL}


def test_a_question_for_the_name_is_personal_when_names_are_given():
    found = uses(data(**{"Would you please tell us your name, if you like?": lambda n: f"Ann B{n}"}))
    assert set(found.values()) == {Use.PERSONAL}


def test_a_file_of_case_records_holds_workers_notes():
    file = data(contact_id=lambda n: n, child=lambda n: n // 3, worker=lambda n: n % 4, summary=said)
    questionnaire = propose_questionnaire(file, "records").questionnaire
    assert questionnaire.kind is DataKind.RECORDS
    assert questionnaire.questions[3].voice is Voice.WORKERS_NOTES
    assert questionnaire.column_for(Use.PERSON) == "child"


def test_a_column_of_records_that_says_so_holds_the_childs_own_words():
    file = data(case=lambda n: n // 3, worker=lambda n: n % 4, **{"Child's own words": said, "Notes": said})
    voices = [q.voice for q in propose_questionnaire(file, "records").questionnaire.questions]
    assert voices[2:] == [Voice.OWN_WORDS, Voice.WORKERS_NOTES]


def test_a_survey_that_asks_about_records_is_a_survey():
    file = data(
        record_id=lambda n: n,
        **{"How do you record a contact?": said, "Who is your line manager?": said, "q3": lambda n: n % 5},
    )
    assert propose_questionnaire(file, "survey").questionnaire.kind is DataKind.SURVEY


def test_an_id_is_looked_at_in_all_rows_though_answers_are_sampled():
    file = data(rows=9_000, id=lambda n: min(n, 8_999), why=said)
    proposal = propose_questionnaire(file, "survey")
    assert proposal.questionnaire.column_for(Use.RECORD) is None


RETURNED = (
    "824",
    "2,850",
    "Information not held",
    "Not held: free text only",
    "",
    "Refused: cost",
    "67",
    "None",
)


@pytest.mark.parametrize("name", ["Authority {}", "Borough council of the northern county {}", "E090000{}"])
def test_official_returns_are_known_by_their_figures_and_each_organisation_is_a_record(name):
    file = data(
        16,
        organisation=name.format,
        incidents=lambda number: RETURNED[number % 8],
        harm=lambda number: RETURNED[(number + 3) % 8],
    )
    questions = propose_questionnaire(file, "returns").questionnaire.questions
    assert [(question.use, question.type) for question in questions] == [
        (Use.RECORD, None),
        (Use.CLOSED, QuestionType.COUNT),
        (Use.CLOSED, QuestionType.COUNT),
    ]


def test_an_organisation_that_comes_twice_is_no_record():
    file = data(
        16,
        organisation=lambda number: f"Authority {number % 8}",
        incidents=lambda number: RETURNED[number % 8],
        harm=lambda number: RETURNED[(number + 3) % 8],
    )
    assert uses(file)["organisation"] is not Use.RECORD
