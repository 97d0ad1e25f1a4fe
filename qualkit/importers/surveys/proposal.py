"""A first questionnaire for a data file: every line of it is a guess for the researcher to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualkit.errors import Where
from qualkit.importers.surveys import names
from qualkit.importers.surveys.answers import Look, is_free_text, look_at
from qualkit.importers.surveys.personal import is_personal
from qualkit.importers.surveys.types import rows_without_a_question, untyped, with_types
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import DataFile, DataKind, Question, Questionnaire, QuestionType, Use
from qualkit.model.source import Voice

_ROWS_LOOKED_AT = 2_000
_SHOWN = 3
_FEWEST_COUNTS, _WORDS_OF_A_NAME = 2, 8
_YES_NO = frozenset({"yes", "no", "y", "n", "true", "false", "0", "1", "x", "ticked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A questionnaire nobody has looked at yet, and what stood out on the way."""

    questionnaire: Questionnaire
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    place: int
    name: str
    wording: str
    look: Look


def propose_questionnaire(data: DataFile, name: str) -> Proposal:
    """What each column of `data` may be: open, closed, an id, the person, a weight, personal data.

    Wording and answers of up to 2,000 rows decide, spread over the file; an id must be unique in all rows.
    """
    columns = _columns(data)
    uses = {
        column.place: Use.PERSONAL
        for column in columns
        if is_personal(column.name, column.wording, column.look)
    }
    person = _person_column(data, [column for column in columns if column.place not in uses])
    uses |= {person.place: Use.PERSON} if person else {}
    record, findings = _record_column(data, [column for column in columns if column.place not in uses], name)
    uses |= {record.place: Use.RECORD} if record else {}
    weight = next((column for column in columns if column.place not in uses and _is_weight(column)), None)
    uses |= {weight.place: Use.WEIGHT} if weight else {}
    uses |= {column.place: Use.OPEN for column in columns if column.place not in uses and _is_open(column)}
    kind = _kind(columns)
    questionnaire = Questionnaire(
        name=name,
        kind=kind,
        questions=tuple(_question(column, uses.get(column.place, Use.CLOSED), kind) for column in columns),
        encoding=data.encoding,
        sheet=data.sheet,
        platform=data.platform,
    )
    questionnaire = _with_organisations(with_types(questionnaire, data), columns, len(data.rows))
    findings += rows_without_a_question(questionnaire)
    return Proposal(questionnaire=questionnaire, findings=tuple(findings))


def _with_organisations(questionnaire: Questionnaire, columns: Sequence[_Column], rows: int) -> Questionnaire:
    """In a file of official returns the column that names each organisation once is the record's id."""
    questions = questionnaire.questions
    counts = sum(question.type is QuestionType.COUNT for question in questions)
    if counts < _FEWEST_COUNTS or counts * 2 < len(questions) or questionnaire.column_for(Use.RECORD):
        return questionnaire
    name = next(
        (
            column.name
            for column, question in zip(columns, questions, strict=True)
            if question.use in (Use.OPEN, Use.CLOSED)
            and question.type is not QuestionType.COUNT
            and column.look.answers == column.look.distinct == rows
            and column.look.words <= _WORDS_OF_A_NAME
        ),
        None,
    )
    changed = (
        replace(untyped(question), use=Use.RECORD, voice=None) if question.column == name else question
        for question in questions
    )
    return replace(questionnaire, questions=tuple(changed))


def usual_voice(kind: DataKind) -> Voice:
    """Whose words a text column holds, as long as nobody says otherwise."""
    return Voice.WORKERS_NOTES if kind is DataKind.RECORDS else Voice.OWN_WORDS


def _columns(data: DataFile) -> list[_Column]:
    step = max(1, -(-len(data.rows) // _ROWS_LOOKED_AT))
    by_column = list(zip(*data.rows[::step], strict=True))
    return [
        _Column(place=place, name=name, wording=wording, look=look_at(by_column[place]))
        for place, (name, wording) in enumerate(zip(data.columns, data.wordings, strict=True))
    ]


def _question(column: _Column, use: Use, kind: DataKind) -> Question:
    own = kind is DataKind.RECORDS and names.holds_own_words(column.name)
    voice = None if use is not Use.OPEN else Voice.OWN_WORDS if own else usual_voice(kind)
    return Question(column=column.name, wording=column.wording, use=use, voice=voice)


def _is_open(column: _Column) -> bool:
    if column.wording.rstrip().endswith("]") and column.look.distinct <= _SHOWN * 3:
        return False  # a row of a grid: "Question [Row]"
    is_asked_for = names.asks_for_text(column.name) or names.asks_for_text(column.wording)
    return is_free_text(column.look, is_asked_for=is_asked_for)


def _person_column(data: DataFile, columns: Sequence[_Column]) -> _Column | None:
    ranked = [(rank, column) for column in columns if (rank := names.rank_as_person(column.name)) is not None]
    fitting = [(rank, column) for rank, column in ranked if _could_be_people(data, column)]
    return min(fitting, key=lambda pair: (pair[0], pair[1].place))[1] if fitting else None


def _could_be_people(data: DataFile, column: _Column) -> bool:
    """Ids or pseudonyms: short, of some variety, no yes and no. A respondent's unique id is the record's."""
    values = [row[column.place].strip() for row in data.rows if row[column.place].strip()]
    distinct = {value.casefold() for value in values}
    if not values or column.look.words > 3 or distinct <= _YES_NO:
        return False
    is_record = names.rank_as_record(column.name) is not None and len(distinct) == len(data.rows)
    has_other = any(
        names.rank_as_record(name) is not None
        for place, name in enumerate(data.columns)
        if place != column.place
    )
    return len(distinct) >= 0.02 * len(values) and (not is_record or has_other)


def _record_column(
    data: DataFile, columns: Sequence[_Column], name: str
) -> tuple[_Column | None, list[Finding]]:
    """The column that names each record once; a finding for one that should and does not."""
    ranked = [(rank, column) for column in columns if (rank := names.rank_as_record(column.name)) is not None]
    findings: list[Finding] = []
    for _, column in sorted(ranked, key=lambda pair: (pair[0], pair[1].place)):
        fault = _fault_of_ids(data, column, name)
        if fault is None:
            return column, findings
        findings.append(fault)
    first = columns[0] if columns else None
    if first and first.place == 0 and first.name == "Column 1" and _counts_up(data):
        return first, findings
    return None, findings


def _fault_of_ids(data: DataFile, column: _Column, name: str) -> Finding | None:
    values = [row[column.place].strip() for row in data.rows]
    counts = Counter(value for value in values if value)
    doubled = [value for value, count in counts.items() if count > 1]
    empty = values.count("")
    if not doubled and not empty:
        return None
    shown = ", ".join(doubled[:_SHOWN])
    faults = [f"{len(doubled)} of its values come more than once ({shown})"] if doubled else []
    faults += [f"{empty} are empty"] if empty else []
    return Finding(
        rule="record-id",
        severity=Severity.WARNING,
        message=f"The column {column.name!r} looks like the record's id, but {' and '.join(faults)}.",
        where=Where(file=name, column=column.name),
        hint="It was not taken as the id; correct the file, or name the right column.",
    )


def _counts_up(data: DataFile) -> bool:
    """Whether the first column numbers the rows, as a table saved with its row names does."""
    values = [row[0].strip() for row in data.rows]
    return values in ([str(number) for number in range(start, start + len(values))] for start in (0, 1))


def _is_weight(column: _Column) -> bool:
    return column.look.numbers >= 0.95 and column.look.distinct > 1 and names.is_weight(column.name)


def _kind(columns: Sequence[_Column]) -> DataKind:
    """Records, if the names speak of cases, workers and notes and hardly any name is a question."""
    said = frozenset[str]().union(*(names.record_file_words(column.name) for column in columns))
    questions = sum(names.is_question(column.name) for column in columns)
    if not said or (questions > 1 and (len(said) < 2 or questions * 3 > len(columns))):
        return DataKind.SURVEY
    return DataKind.RECORDS
