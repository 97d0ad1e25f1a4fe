from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import FileRefused, Refused
from qualkit.importers.surveys.questionnaire_file import read_questionnaire, write_questionnaire
from qualkit.model.questionnaire import (
    DataFile,
    DataKind,
    Level,
    LevelKind,
    Question,
    Questionnaire,
    QuestionType,
    Use,
)
from qualkit.model.source import Voice


def questionnaire(*questions: Question, **more) -> Questionnaire:
    return Questionnaire(name="helpline", kind=DataKind.SURVEY, questions=questions, **more)


AGE = Question(column="age", wording="How old are you?", use=Use.CLOSED, type=QuestionType.NUMBER)
WHY = Question(column="why", wording="Why?", use=Use.OPEN, voice=Voice.OWN_WORDS)
DATA = DataFile(columns=("age", "why"), wordings=("age", "why"), rows=(("7", "so"),), row_numbers=(2,))


def written(folder: Path, text: str) -> Path:
    path = folder / "helpline.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_written_is_read_back(tmp_path):
    path = tmp_path / "helpline.toml"
    original = questionnaire(AGE, WHY, title="A “title”", encoding="cp1252", sheet="Data")
    write_questionnaire(original, path)
    assert read_questionnaire(path, DATA) == original


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5, unique=True), st.text(min_size=1))
def test_any_names_and_wordings_come_back(tmp_path_factory, columns, wording):
    path = tmp_path_factory.getbasetemp() / "helpline.toml"
    path.unlink(missing_ok=True)
    plain = [text.replace("\r", "") or "x" for text in (*dict.fromkeys(columns), wording)]
    questions = [
        Question(column=name, wording=plain[-1], use=Use.CLOSED) for name in dict.fromkeys(plain[:-1])
    ]
    write_questionnaire(questionnaire(*questions), path)
    assert read_questionnaire(path) == questionnaire(*questions)


def test_the_file_says_how_to_correct_it_and_marks_guesses(tmp_path):
    path = tmp_path / "helpline.toml"
    write_questionnaire(questionnaire(AGE), path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# What the columns")
    assert "guess = true # nobody has looked" in text


def test_rewriting_keeps_comments_and_changes_only_what_differs(tmp_path):
    mine = (
        "# mine, at the top\nkind = 'survey'   # settled with Jo\n\n"
        '[[question]]\ncolumn = "why"   # the long one\n'
        'question = "Why?"\nuse = "open"\nvoice = "own words"\n\n'
        '[[question]]\n# not sure\ncolumn = "age"\nuse = "closed"\nguess = true\n'
    )
    path = written(tmp_path, mine)
    found = read_questionnaire(path)
    write_questionnaire(found, path)
    assert path.read_text(encoding="utf-8") == mine
    settled = Question(column="age", wording="age", use=Use.PERSON, is_guess=False)
    write_questionnaire(questionnaire(found.questions[0], settled, title="New"), path)
    text = path.read_text(encoding="utf-8")
    for comment in ("# mine, at the top", "# settled with Jo", "# the long one", "# not sure"):
        assert comment in text
    assert read_questionnaire(path) == questionnaire(found.questions[0], settled, title="New")


def test_columns_that_went_and_came_are_taken_out_and_added(tmp_path):
    path = tmp_path / "helpline.toml"
    write_questionnaire(questionnaire(AGE, WHY), path)
    new = Question(column="new", wording="new", use=Use.IGNORED, is_guess=False)
    write_questionnaire(questionnaire(WHY, new), path)
    assert read_questionnaire(path).questions == (WHY, new)


def test_all_problems_come_at_once_with_their_lines(tmp_path):
    path = written(
        tmp_path,
        'kind = "survay"\n[[question]]\ncolumn = "age"\nuse = "closd"\n\n'
        '[[question]]\ncolum = "why"\nuse = "open"\nvoice = "workers note"\nguess = "perhaps"\n',
    )
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(path)
    lines = caught.value.message.splitlines()
    assert lines[0].startswith("6 things are wrong")
    assert "line 1:" in lines[1] and '"survey"' in lines[1]
    assert "line 4:" in lines[2] and '"closed"' in lines[2]
    assert "line 6:" in lines[3] and '"column" is missing' in lines[3]
    assert "line 7:" in lines[4] and '"column"' in lines[4]
    assert "line 9:" in lines[5] and "worker's notes" in lines[5]
    assert "line 10:" in lines[6] and "true or false" in lines[6]


def test_columns_that_the_data_has_not_and_doubled_ones_are_listed_together(tmp_path):
    entry = '[[question]]\ncolumn = "{}"\nuse = "{}"\n'
    path = written(
        tmp_path, 'kind = "survey"\n' + entry.format("aeg", "record") + entry.format("why", "record") * 2
    )
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(path, DATA)
    assert 'Did you mean "age"?' in caught.value.message
    assert "comes twice" in caught.value.message
    assert 'Only one column can be "record"' in caught.value.message


def test_a_column_of_personal_data_may_be_missing_from_the_copy(tmp_path):
    path = written(tmp_path, 'kind = "survey"\n[[question]]\ncolumn = "email"\nuse = "personal"\n')
    found = read_questionnaire(path, DATA)
    assert [question.column for question in found.questions] == ["age", "why", "email"]


def test_a_column_that_the_file_does_not_mention_is_proposed(tmp_path):
    path = written(tmp_path, 'kind = "survey"\n[[question]]\ncolumn = "why"\nuse = "open"\n')
    age, why = read_questionnaire(path, DATA).questions
    assert (age.column, age.is_guess, why.is_guess) == ("age", True, False)


def test_an_open_column_without_a_voice_has_that_of_the_kind(tmp_path):
    path = written(tmp_path, 'kind = "Records"\n[[question]]\ncolumn = "why"\nuse = "open"\n')
    assert read_questionnaire(path).questions[0].voice is Voice.WORKERS_NOTES


def test_a_typographic_apostrophe_in_a_voice_is_understood(tmp_path):
    path = written(
        tmp_path, 'kind = "survey"\n[[question]]\ncolumn = "a"\nuse = "open"\nvoice = "worker’s notes"\n'
    )
    assert read_questionnaire(path).questions[0].voice is Voice.WORKERS_NOTES


@pytest.mark.parametrize(
    "text", ['kind = "survey\n', "kind = = 1", "kind = 'a'\nkind = 'b'", "[[", "\x00", "a" * 9]
)
def test_what_is_no_toml_is_refused_and_left_alone(tmp_path, text):
    path = written(tmp_path, text)
    with pytest.raises(FileRefused) as caught:
        read_questionnaire(path)
    assert "helpline.toml" in caught.value.where
    with pytest.raises(FileRefused):
        write_questionnaire(questionnaire(AGE), path)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text", ["", "question = 3\nkind = 'survey'", "kind = 3", "kind = 'survey'\nquestion = [1]"]
)
def test_toml_that_is_no_questionnaire_is_refused(tmp_path, text):
    with pytest.raises(FileRefused):
        read_questionnaire(written(tmp_path, text))


@given(st.text(max_size=120))
def test_any_text_is_a_questionnaire_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_questionnaire(path)
    except FileRefused as refusal:
        assert refusal.message


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(Refused, match="There is no folder"):
        write_questionnaire(questionnaire(AGE), tmp_path / "no" / "such" / "helpline.toml")


# ---- types and levels

SAFE = Question(
    column="safe",
    wording="How safe is it?",
    use=Use.CLOSED,
    type=QuestionType.LIKERT,
    levels=(
        Level(label="1", title="Very unsafe"),
        Level(label="2", title="Very safe"),
        Level(label="9", kind=LevelKind.DONT_KNOW, title="Can't say"),
    ),
    stem="How safe",
    item="At home",
    is_confirmed=True,
    share_of="asked",
)
TELL = Question(
    column="tell",
    wording="Whom?",
    use=Use.CLOSED,
    type=QuestionType.MULTI,
    levels=(Level(label="Police"), Level(label="Other (e.g. church, club)")),
    separator=", ",
)


def test_types_levels_stems_and_confirmation_come_back(tmp_path):
    path = tmp_path / "helpline.toml"
    original = questionnaire(SAFE, TELL, WHY, platform="REDCap")
    write_questionnaire(original, path)
    assert read_questionnaire(path) == original


def test_levels_are_written_as_a_person_would_write_them(tmp_path):
    path = tmp_path / "helpline.toml"
    write_questionnaire(questionnaire(TELL, SAFE), path)
    text = path.read_text(encoding="utf-8")
    assert 'levels = [\n    "Police",\n    "Other (e.g. church, club)",\n]' in text
    assert '{label = "9", title = "Can\'t say", kind = "don\'t know"}' in text


def test_levels_may_be_corrected_by_hand_and_comments_beside_them_stay(tmp_path):
    path = written(
        tmp_path,
        'kind = "survey"\n\n[[question]]\ncolumn = "safe"\nuse = "closed"\ntype = "Likert"\n'
        'levels = [\n  "Never", # the low end\n  "Always",\n  { label = "n/a", kind = "Not Applicable" },\n]\n',
    )
    read = read_questionnaire(path)
    assert read.questions[0].levels == (
        Level(label="Never"), Level(label="Always"), Level(label="n/a", kind=LevelKind.NOT_APPLICABLE),
    )  # fmt: skip
    write_questionnaire(read, path)
    assert "# the low end" in path.read_text(encoding="utf-8")


def test_a_file_from_before_types_gets_them_from_the_answers(tmp_path):
    path = written(
        tmp_path,
        'kind = "survey"\n\n[[question]]\ncolumn = "age"\nquestion = "How old are you?"\nuse = "closed"\n',
    )
    assert read_questionnaire(path, DATA).questions[0].type is QuestionType.NUMBER
    assert read_questionnaire(path).questions[0].type is None


def test_a_column_made_open_by_hand_loses_its_type(tmp_path):
    path = written(
        tmp_path,
        'kind = "survey"\n[[question]]\ncolumn = "safe"\nuse = "open"\ntype = "single"\nlevels = ["a", "b"]\n',
    )
    [question] = read_questionnaire(path).questions
    assert (question.type, question.levels) == (None, ())


def test_what_is_wrong_with_types_and_levels_is_listed_with_its_line(tmp_path):
    path = written(
        tmp_path,
        'kind = "survey"\n[[question]]\ncolumn = "a"\nuse = "closed"\ntype = "lickert"\n'
        'levels = ["x", { label = "y", kind = "dont know" }]\n'
        '[[question]]\ncolumn = "b"\nuse = "closed"\nlevels = [1]\nshare_of = "all"\n',
    )
    with pytest.raises(FileRefused) as refused:
        read_questionnaire(path)
    said = str(refused.value)
    assert 'line 5: "lickert" is no type. Did you mean "likert"?' in said
    assert 'line 6: "dont know" is no kind. Did you mean "don\'t know"?' in said
    assert "line 10: A level is a text" in said
    assert 'line 11: "all" is no base.' in said


def test_a_level_that_comes_twice_is_refused(tmp_path):
    path = written(
        tmp_path, 'kind = "survey"\n[[question]]\ncolumn = "a"\nuse = "closed"\nlevels = ["x", "y", "x"]\n'
    )
    with pytest.raises(FileRefused, match='The level "x" comes twice'):
        read_questionnaire(path)


LABELS = st.text(min_size=1, max_size=30).map(lambda text: text.replace("\r", "") or "x")


@given(
    st.lists(
        st.tuples(LABELS, st.sampled_from(LevelKind), st.text(max_size=10)),
        max_size=5,
        unique_by=lambda one: one[0],
    )
)
def test_any_levels_come_back(tmp_path_factory, levels):
    path = tmp_path_factory.getbasetemp() / "levels.toml"
    path.unlink(missing_ok=True)
    found = tuple(
        Level(label=label, kind=kind, title=title.replace("\r", "")) for label, kind, title in levels
    )
    original = Questionnaire(
        name="levels",
        kind=DataKind.SURVEY,
        questions=(
            Question(column="q", wording="q", use=Use.CLOSED, type=QuestionType.SINGLE, levels=found),
        ),
    )
    write_questionnaire(original, path)
    assert read_questionnaire(path) == original
