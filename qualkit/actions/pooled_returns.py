"""Official returns pooled over organisations (`qualkit returns`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualkit.actions.provenance import provenance
from qualkit.actions.selection import People
from qualkit.analysis.returns import Returns, ReturnsColumn, read_cell, returns
from qualkit.errors import NotFound, Refused
from qualkit.model.people import Consent, Screening
from qualkit.model.plural import counted as told
from qualkit.model.questionnaire import Question, Questionnaire, QuestionType, Use
from qualkit.model.table import Table
from qualkit.model.text import fold_line
from qualkit.store import datasets, screening
from qualkit.store.database import Connection
from qualkit.study import Study

_HAS_DIGIT = re.compile(r"\d")


def pooled_returns(study: Study, file: str, *, of: str = "", where: Sequence[str] = ()) -> Returns:
    """Each count of a file of returns, over the organisations that gave it and the base.

    `of` names the column that is the base; else the one that the questionnaire names, or the only one that
    is never less than the others. Raises NotFound for a file or column that is not there.
    """
    with study.database.reading() as connection:
        book = _file(datasets.datasets(connection), file)
        people = People.load(connection)
        out = _left_out(connection, people, book.name)
    meets = people.attribute_condition(where)
    rows = {
        record: answers
        for (name, record), answers in people.answers.items()
        if name == book.name and record not in out and meets(answers)
    }
    counted = [q for q in book.questions if q.use is Use.CLOSED and _is_count(q, rows)]
    if not counted:
        raise Refused(
            f'"{book.name}" has no column of counts.',
            hint=f'Say in survey/{book.name}.toml which columns are: type = "count".',
        )
    base = _base(book, counted, rows, of)
    columns = [_column(question, rows) for question in counted if question is not base]
    title = f"{book.title or book.name}: pooled returns"
    return returns(_names(book, rows), _column(base, rows), columns, title=title)


def returns_table(study: Study, file: str, *, of: str = "", where: Sequence[str] = ()) -> Table:
    """The same as a table, with where it comes from."""
    found = pooled_returns(study, file, of=of, where=where)
    with study.database.reading() as connection:
        people = People.load(connection)
        out = _left_out(connection, people, _file(datasets.datasets(connection), file).name)
    note = (f"Left out, by screening or refused consent: {told(len(out), 'row')}.",) if out else ()
    table = replace(found.table, notes=(*found.table.notes, *note))
    return replace(table, provenance=provenance(study, f"returns {file}", filter="; ".join(where)))


def _left_out(connection: Connection, people: People, name: str) -> set[str]:
    """Records that were left out, or are of somebody who refused that they be analysed."""
    no = {case.name for case in people.cases.values() if case.analysis is Consent.NO}
    return {
        one.key
        for one in screening.records(connection, name)
        if one.screening is Screening.LEFT_OUT or one.case in no
    }


def _file(stored: Sequence[datasets.StoredDataset], name: str) -> Questionnaire:
    for one in stored:
        if fold_line(name) in (fold_line(one.questionnaire.name), fold_line(one.file.rsplit("/", 1)[-1])):
            return one.questionnaire
    known = [one.questionnaire.name for one in stored]
    raise NotFound(f'There is no data file called "{name}" in the study.', candidates=known)


Rows = Mapping[str, Mapping[str, str]]
"""Record → column → answer."""


def _is_count(question: Question, rows: Rows) -> bool:
    """What the questionnaire calls a count; where it calls nothing so, what is nearly always one."""
    if question.type is not None:
        return question.type in (QuestionType.COUNT, QuestionType.NUMBER)
    given = [read_cell(answers[question.column]) for answers in rows.values() if question.column in answers]
    return bool(given) and sum(cell.is_given for cell in given) * 2 > len(given)


def _column(question: Question, rows: Rows) -> ReturnsColumn:
    cells = tuple(answers.get(question.column, "") for answers in rows.values())
    return ReturnsColumn(key=question.column, title=question.item or question.wording, cells=cells)


def _names(book: Questionnaire, rows: Rows) -> list[str]:
    """What organisations are called: the id of the row where it is a name, else the first column of words."""
    if any(q.use is Use.RECORD for q in book.questions) and not any(map(_HAS_DIGIT.search, rows)):
        return list(rows)
    named = next((q.column for q in book.questions if q.use is Use.CLOSED and _is_name(q, rows)), None)
    return [answers.get(named or "", "") or record for record, answers in rows.items()]


def _is_name(question: Question, rows: Rows) -> bool:
    given = [answers.get(question.column, "") for answers in rows.values()]
    return len(set(given)) == len(given) and not _is_count(question, rows)


def _base(book: Questionnaire, counted: Sequence[Question], rows: Rows, of: str) -> Question:
    wanted = of or next((question.stem for question in counted if question.stem), "")
    by_name = {fold_line(text): q for q in counted for text in (q.column, q.wording) if text}
    if wanted:
        if fold_line(wanted) not in by_name:
            columns = [question.column for question in counted]
            raise NotFound(f'"{book.name}" has no count called "{wanted}".', candidates=columns)
        return by_name[fold_line(wanted)]
    greatest = [question for question in counted if _is_never_less(question, counted, rows)]
    if len(greatest) != 1:
        names = ", ".join(question.column for question in counted)
        raise Refused(
            f'Which column of "{book.name}" is the base of the others can\'t be told from its figures.',
            hint=f"Say it with --of COLUMN. Its counts are: {names}.",
        )
    return greatest[0]


def _is_never_less(question: Question, counted: Sequence[Question], rows: Rows) -> bool:
    for answers in rows.values():
        own = read_cell(answers.get(question.column, ""))
        others = [read_cell(answers.get(other.column, "")) for other in counted if other is not question]
        if any(other.is_given and (not own.is_given or own.high < other.low) for other in others):
            return False
    return True
