"""`survey/NAME.toml`: the questionnaire of `survey/NAME.csv`, made to be corrected in a text editor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.errors import FileRefused, Where
from qualkit.files import replace_file
from qualkit.importers.encoding import decode
from qualkit.importers.surveys.proposal import propose_questionnaire, usual_voice
from qualkit.model.questionnaire import DataFile, DataKind, Question, Questionnaire, Use

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

    from qualkit.importers.surveys.questionnaire_schema import Problem, QuestionEntry, QuestionnaireEntry

_HEADING = (
    "What the columns of this data file are. Correct what is wrong and save: it holds from then on.",
    "",
    'kind   "survey": a row is what somebody answered; "records": a row is a note about somebody',
    'use    "open": free text to be coded          "closed": a fact of the row, for filters and tables',
    '       "record": the id of the row            "person": who it is about; may come in several rows',
    '       "weight": the survey weight            "personal": left out of the copy in the study',
    '       "ignored": of no interest',
    'voice  whose words an open column holds: "own words", "worker\'s notes" (never quoted) or "document"',
    "guess  stands where nobody has looked yet: take that line out once you have",
)
_TABLE = re.compile(r"\s*\[\[\s*question\s*\]\]")


def read_questionnaire(path: Path, data: DataFile | None = None) -> Questionnaire:
    """The questionnaire of a file. With `data`, columns that it does not mention are proposed.

    A column of personal data may be missing from `data`: the study's copy is without it.

    Raises:
        FileRefused: the file is not TOML, or holds something unknown; all its problems are listed.
    """
    text = _text(path)
    entry = _entry(text, path, data)
    questions = {found.column: _question(found, entry.kind) for found in entry.question}
    if data is not None:
        questions = _in_order_of(data, questions, path.stem)
    return Questionnaire(
        name=path.stem,
        kind=entry.kind,
        questions=tuple(questions.values()),
        title=entry.title,
        encoding=entry.encoding,
        sheet=entry.sheet,
    )


def write_questionnaire(questionnaire: Questionnaire, path: Path) -> None:
    """Writes the file in one go. A file that is there keeps its comments, blank lines and order.

    Raises:
        FileRefused: the file that is there is not TOML; it is left as it is.
    """
    existing = _text(path) if path.exists() else ""
    replace_file(path, questionnaire_text(questionnaire, existing, file=path.name).encode())


def questionnaire_text(questionnaire: Questionnaire, existing: str = "", *, file: str = "") -> str:
    """The questionnaire as the text of its file; the comments of `existing`, its text so far, stay."""
    import tomlkit

    document = _parsed(existing, Path(file or questionnaire.name)) if existing.strip() else _new_document()
    _set(document, "kind", questionnaire.kind.value)
    for key in ("title", "encoding", "sheet"):
        _set(document, key, getattr(questionnaire, key))
    wanted = {question.column: question for question in questionnaire.questions}
    tables = document.get("question") or tomlkit.aot()
    for place in reversed(range(len(tables))):
        question = wanted.pop(str(tables[place].get("column")), None)
        if question is None:
            del tables[place]
        else:
            _fill(tables[place], question)
    for question in wanted.values():
        tables.append(_new_table(question))
    if "question" not in document and len(tables):
        document.append("question", tables)
    return tomlkit.dumps(document)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused("The questionnaire can't be opened.", Where(file=str(path))) from error
    return decode(data, file=path.name, encoding="utf-8").text


def _parsed(text: str, path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import ParseError, TOMLKitError

    hint = 'Texts stand in "quotation marks", and each line is one: name = value.'
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        said = str(error).rsplit(" at line", 1)[0]
        where = Where(file=path.name, line=error.line)
        raise FileRefused(f"This line is not written as it should be ({said}).", where, hint) from error
    except (TOMLKitError, RecursionError, ValueError) as error:
        raise FileRefused("The file is not written as it should be.", Where(file=path.name), hint) from error


def _in_order_of(data: DataFile, known: Mapping[str, Question], name: str) -> dict[str, Question]:
    """A question for each column in the data's order, then those the data is without."""
    questions = dict(known)
    if not known.keys() >= set(data.columns):
        proposed = propose_questionnaire(data, name).questionnaire.questions
        questions = {question.column: question for question in proposed} | questions
    in_order = {column: questions[column] for column in data.columns}
    return in_order | {column: question for column, question in questions.items() if column not in in_order}


def _entry(text: str, path: Path, data: DataFile | None) -> QuestionnaireEntry:
    from qualkit.importers.surveys.questionnaire_schema import checked, doubled, unknown

    entry = checked(_parsed(text, path).unwrap())
    if isinstance(entry, list):
        raise _refused(entry, text, path)
    problems = [*doubled(entry), *(unknown(entry, data.columns) if data else [])]
    if problems:
        raise _refused(problems, text, path)
    return entry


def _refused(problems: Sequence[Problem], text: str, path: Path) -> FileRefused:
    count = f"{len(problems)} things are" if len(problems) > 1 else "One thing is"
    by_line = sorted((_line_of(text, loc), problem) for loc, problem in problems)
    said = [f"  line {line}: {problem}" for line, problem in by_line]
    return FileRefused(
        "\n".join([f"{count} wrong in the questionnaire.", *said]),
        Where(file=path.name),
        "Nothing was changed. Correct the file and try again.",
    )


def _line_of(text: str, loc: Sequence[str | int]) -> int:
    """The line of a key (`("question", 2, "use")`), or of its table where the key is missing."""
    lines = text.split("\n")
    tables = [number for number, line in enumerate(lines, start=1) if _TABLE.match(line)]
    place = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else None
    if place is not None and place < len(tables):
        start, end = tables[place], ([*tables, len(lines) + 1])[place + 1] - 1
    else:
        start, end = 1, (tables[0] - 1 if tables else len(lines))
    key = re.compile(rf"\s*[\"']?{re.escape(str(loc[-1]))}[\"']?\s*=")
    return next((number for number in range(start, end + 1) if key.match(lines[number - 1])), start)


def _question(entry: QuestionEntry, kind: DataKind) -> Question:
    return Question(
        column=entry.column,
        wording=entry.question or entry.column,
        use=entry.use,
        voice=(entry.voice or usual_voice(kind)) if entry.use is Use.OPEN else None,
        is_guess=entry.guess,
    )


def _new_document() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    for line in _HEADING:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    return document


def _new_table(question: Question) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.add("column", question.column)
    table.add("question", question.wording)
    _fill(table, question)
    return table


def _fill(table: Table, question: Question) -> None:
    """Sets what differs and nothing else, so that what a person wrote beside it stays."""
    import tomlkit

    if table.get("question", question.column) != question.wording:
        table["question"] = question.wording
    _set(table, "use", question.use.value)
    _set(table, "voice", question.voice.value if question.voice else "")
    if question.is_guess and not table.get("guess"):
        table["guess"] = tomlkit.item(True).comment("nobody has looked at this yet")
    elif not question.is_guess and "guess" in table:
        del table["guess"]


def _set(table: Any, key: str, value: str) -> None:
    if not value:
        with suppress(KeyError):
            del table[key]
    elif table.get(key) != value:
        table[key] = value
