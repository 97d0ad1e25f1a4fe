from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import FileRefused, Refused
from qualkit.importers.surveys.questionnaire_file import read_questionnaire, write_questionnaire
from qualkit.model.questionnaire import DataFile, DataKind, Question, Questionnaire, Use
from qualkit.model.source import Voice


def questionnaire(*questions: Question, **more) -> Questionnaire:
    return Questionnaire(name="helpline", kind=DataKind.SURVEY, questions=questions, **more)


AGE = Question(column="age", wording="How old are you?", use=Use.CLOSED)
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
