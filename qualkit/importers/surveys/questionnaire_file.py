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
from qualkit.importers.surveys.types import untyped, with_types
from qualkit.model.questionnaire import (
    DataFile,
    DataKind,
    Level,
    LevelKind,
    Question,
    Questionnaire,
    Use,
)

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array, Table

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
    'type   of closed columns: "likert" (levels of a scale), "single", "multi" (several options), "number",',
    '       "date", "count" (figures that organisations returned)',
    "levels of a scale from its low to its high end; the options of others. What is not an answer is written",
    '       { label = "N/A", kind = "not applicable" }; codes are written { label = "1", title = "Never" }',
    "confirmed = true says that a person has looked at which end of the scale is low",
    "guess  stands where nobody has looked yet: take that line out once you have",
)
_TABLE = re.compile(r"\s*\[\[\s*question\s*\]\]")


def read_questionnaire(path: Path, data: DataFile | None = None) -> Questionnaire:
    """The questionnaire of a file. With `data`, columns and types that it does not mention are proposed.

    A column of personal data may be missing from `data`: the study's copy is without it.

    Raises:
        FileRefused: the file is not TOML, or holds something unknown; all its problems are listed.
    """
    text = _text(path)
    entry = _entry(text, path, data)
    questions = {found.column: _question(found, entry.kind) for found in entry.question}
    if data is not None:
        questions = _in_order_of(data, questions, path.stem)
    questionnaire = Questionnaire(
        name=path.stem,
        kind=entry.kind,
        questions=tuple(questions.values()),
        title=entry.title,
        encoding=entry.encoding,
        sheet=entry.sheet,
        platform=entry.platform,
    )
    return with_types(questionnaire, data) if data is not None else questionnaire


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
    for key in ("title", "platform", "encoding", "sheet"):
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
    name = str(loc[2] if len(loc) > 2 else loc[-1])
    key = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
    return next((number for number in range(start, end + 1) if key.match(lines[number - 1])), start)


def _question(entry: QuestionEntry, kind: DataKind) -> Question:
    question = Question(
        column=entry.column,
        wording=entry.question or entry.column,
        use=entry.use,
        voice=(entry.voice or usual_voice(kind)) if entry.use is Use.OPEN else None,
        is_guess=entry.guess,
        type=entry.type,
        levels=tuple(Level(label=one.label, kind=one.kind, title=one.title) for one in entry.levels),
        stem=entry.stem,
        item=entry.item,
        separator=entry.separator,
        is_confirmed=entry.confirmed,
        share_of=entry.share_of,
    )
    return question if question.use is Use.CLOSED else untyped(question)


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
    _fill_type(table, question)
    if question.is_guess and not table.get("guess"):
        table["guess"] = tomlkit.item(True).comment("nobody has looked at this yet")
    elif not question.is_guess and "guess" in table:
        del table["guess"]


def _fill_type(table: Table, question: Question) -> None:
    """Type and levels, each level in its line."""
    _set(table, "type", question.type.value if question.type else "")
    levels = [_level_as_plain(level) for level in question.levels]
    if not levels and "levels" in table:
        del table["levels"]
    elif levels and not _same_levels(table, levels):
        table["levels"] = _level_array(levels)
    for key in ("stem", "item", "separator"):
        _set(table, key, getattr(question, key))
    if question.is_confirmed and table.get("confirmed") is not True:
        table["confirmed"] = True
    elif not question.is_confirmed and "confirmed" in table:
        del table["confirmed"]
    _set(table, "share_of", question.share_of)


def _same_levels(table: Table, levels: Sequence[str | Mapping[str, str]]) -> bool:
    """Whether a file has these levels already, in whatever way a person wrote them."""

    def said(level: str | Mapping[str, str]) -> tuple[str, str, str]:
        plain = {"label": level} if isinstance(level, str) else level
        kind = str(plain.get("kind", LevelKind.ANSWER)).strip().casefold().replace("\u2019", "'")
        return str(plain["label"]), kind, str(plain.get("title", ""))

    return [said(level) for level in table.get("levels", [])] == [said(level) for level in levels]


def _level_as_plain(level: Level) -> str | dict[str, str]:
    if level.kind is LevelKind.ANSWER and not level.title:
        return level.label
    plain = {"label": level.label, "title": level.title, "kind": level.kind.value}
    if level.kind is LevelKind.ANSWER:
        del plain["kind"]
    return {key: value for key, value in plain.items() if value}


def _level_array(levels: Sequence[str | Mapping[str, str]]) -> Array:
    import tomlkit

    array = tomlkit.array().multiline(True)
    for level in levels:
        if isinstance(level, str):
            array.append(level)
            continue
        inline = tomlkit.inline_table()
        inline.update(level)
        array.append(inline)
    return array


def _set(table: Any, key: str, value: str) -> None:
    if not value:
        with suppress(KeyError):
            del table[key]
    elif table.get(key) != value:
        table[key] = value
