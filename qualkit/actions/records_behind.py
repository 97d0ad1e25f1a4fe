"""Who stands behind a figure of a closed question: the records that gave the answer, with their own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.actions.closed_questions import asked_files
from qualkit.actions.question_lines import UNKNOWN, AnswerLine
from qualkit.actions.redacting import redactor, shown_text
from qualkit.actions.selection import People
from qualkit.actions.survey_views import Wish
from qualkit.errors import Refused
from qualkit.model.people import Consent, Screening
from qualkit.model.questionnaire import LevelKind, Question, QuestionType, Use
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment
from qualkit.store import closed_answers, datasets, sources
from qualkit.store.database import Connection
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.closed import ClosedAnswers, Item, Mask

_ABOUT = 3
"""So many facts tell a record from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a record says in its own words to one open question."""

    source: str
    title: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBehind:
    """A record that a figure counts."""

    key: str
    about: tuple[str, ...]
    """A few of its closed answers."""
    written: tuple[Written, ...]


def records_behind(study: Study, wish: Wish, line: AnswerLine) -> tuple[RecordBehind, ...]:
    """The records that a line of a counted question counts, in the order of the data file.

    Refused where the data file has changed since it was counted.
    """
    (file,) = asked_files(study, wish.asked, lambda _: True)
    rows = _rows(file.answers, line)
    if file.groups is not None and line.group:
        rows = rows & (file.groups.codes == file.groups.names.index(line.group))
    name = wish.question.file
    with study.database.reading() as connection:
        people = People.load(connection)
        keys = _keys(connection, people, name)
        if len(keys) != len(rows):
            raise Refused("The data file has changed meanwhile.", hint="Open the question again.")
        wanted = {key: case for (key, case), row in zip(keys, rows, strict=True) if row}
        written = _written(connection, name, wanted)
        facts = _facts(connection, name, {part.column for part in wish.question.parts})
    found = []
    for key, case in wanted.items():
        known = people.record_attributes(name, key, case)
        about = [known[column] for column in facts if known.get(column)]
        found.append(RecordBehind(key=key, about=tuple(about[:_ABOUT]), written=tuple(written[key])))
    return tuple(found)


def _rows(answers: Sequence[ClosedAnswers], line: AnswerLine) -> Mask:
    """Which of the records in scope gave the answers of a line."""
    import numpy

    from qualkit.analysis.closed import KIND_CODES
    from qualkit.analysis.closed import UNKNOWN as STRANGER
    from qualkit.analysis.ticks import ticks_of

    if answers[0].question.type is QuestionType.MULTI:
        (ticks,) = ticks_of(answers)
        if line.answers:
            chosen: Mask = ticks.ticked[:, ticks.options.index(line.answers[0])]
            return chosen
        column = ticks.people
    else:
        column = _read(next(one for one in answers if one.question.column == line.column))
    if line.answers:
        places = [place for place, level in enumerate(column.levels) if level in line.answers]
        return numpy.isin(column.codes, places)
    wanted = [STRANGER] if line.apart == UNKNOWN else [KIND_CODES[LevelKind(line.apart)]]
    if line.apart == LevelKind.MISSING.value:  # counted together, see `closed.tally`
        wanted.append(KIND_CODES[LevelKind.NOT_SELECTED])
    return numpy.isin(column.codes, wanted)


def _read(column: ClosedAnswers) -> Item:
    from qualkit.analysis.closed import item
    from qualkit.analysis.values import by_period, date_values, number_values

    match column.question.type:
        case QuestionType.NUMBER:
            return number_values(column).column
        case QuestionType.DATE:
            return by_period(date_values(column))
        case _:
            return item(column)


def _keys(connection: Connection, people: People, name: str) -> list[tuple[str, str]]:
    """(record, person) of every record that is counted: nobody who refused analysis, none left out."""
    records = closed_answers.stored_records(connection, name)
    found = []
    for key, case, screening in zip(records.keys, records.cases, records.screening, strict=True):
        person = people.cases.get(case)
        has_refused = person is not None and person.analysis is Consent.NO
        if not has_refused and screening != Screening.LEFT_OUT:
            found.append((key, case))
    return found


def _written(connection: Connection, name: str, keys: Mapping[str, str]) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {key: [] for key in keys}
    redact = redactor(connection)
    for stored in sources.sources(connection):
        if stored.question_id is None or stored.source.stem != name:
            continue
        for segment in sources.segments(connection, stored.id):
            if segment.record in found:
                found[segment.record].append(_words(redact.text(stored.source.title), segment, redact))
    return found


def _words(title: str, segment: Segment, redact: Redactor) -> Written:
    return Written(source=segment.source, title=title, key=segment.key, text=shown_text(redact, segment))


def _facts(connection: Connection, name: str, besides: set[str]) -> list[str]:
    """The columns that tell who a record is: single choices first."""
    books = {one.questionnaire.name: one.questionnaire for one in datasets.datasets(connection)}
    closed = [one for one in books[name].questions if one.use is Use.CLOSED and one.column not in besides]
    single = [one.column for one in closed if one.type is QuestionType.SINGLE]
    return single + [one.column for one in closed if _tells(one)]


def _tells(question: Question) -> bool:
    return question.type is QuestionType.LIKERT and not question.stem
