"""Whether a questionnaire knows every answer of its data file, and what a person has still to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from qualkit.errors import Where
from qualkit.importers.surveys.kinds import kind_of_answer
from qualkit.importers.surveys.multiselects import split_options
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import DataFile, LevelKind, Question, Questionnaire, QuestionType, Use

_ROWS_NAMED, _ANSWERS_NAMED = 5, 10
_LISTED = (QuestionType.LIKERT, QuestionType.SINGLE, QuestionType.MULTI)


def check_survey(questionnaire: Questionnaire, data: DataFile) -> list[Finding]:
    """Answers that the questionnaire does not know, with their rows; unconfirmed scales; unused options.

    A question whose answers are not listed (many options, numbers, dates) knows them all.
    """
    places = {column: place for place, column in enumerate(data.columns)}
    counted = [
        question
        for question in questionnaire.questions
        if question.use is Use.CLOSED and question.type in _LISTED and question.column in places
    ]
    findings: list[Finding] = []
    for question in counted:
        given = _given(question, data, places[question.column])
        findings += _unknown(question, given, questionnaire.name)
        findings += _never_chosen(question, given, questionnaire.name)
    return [*findings, *_unconfirmed(counted, questionnaire.name)]


def _given(question: Question, data: DataFile, place: int) -> dict[str, list[int]]:
    """Each answer, or each option of a multi-select, with the rows of the file that give it."""
    options = [level.label for level in question.answers]
    parts: dict[str, list[str]] = {}
    given: dict[str, list[int]] = {}
    for number, row in zip(data.row_numbers, data.rows, strict=True):
        cell = row[place].strip()
        if not cell:
            continue
        if cell not in parts:
            parts[cell] = split_options(cell, options, question.separator)
        for part in parts[cell]:
            given.setdefault(part, []).append(number)
    return given


def _unknown(question: Question, given: Mapping[str, list[int]], name: str) -> Iterator[Finding]:
    if not question.answers:
        return
    known = {level.label for level in question.levels}
    unknown = sorted((label for label in given if label not in known), key=lambda label: given[label][0])
    if unknown and question.separator:
        yield _written_in(question, {label: given[label] for label in unknown}, name)
        return
    for label in unknown[:_ANSWERS_NAMED]:
        rows = given[label]
        yield Finding(
            rule="unknown-answer",
            severity=Severity.WARNING,
            message=f'"{_short(label)}" is not among the levels of this question ({_rows(rows)}).',
            where=Where(file=name, row=rows[0], column=question.column),
            hint=_hint(label, question),
        )
    if len(unknown) > _ANSWERS_NAMED:
        count = len(unknown) - _ANSWERS_NAMED
        yield Finding(
            rule="unknown-answer",
            severity=Severity.WARNING,
            message=f"{count} more answers are not among the levels of this question.",
            where=Where(file=name, column=question.column),
        )


def _written_in(question: Question, unknown: Mapping[str, list[int]], name: str) -> Finding:
    """One note for all that people wrote beside the options of a multi-select."""
    rows = sorted({row for some in unknown.values() for row in some})
    listed = ", ".join(f'"{_short(label)}"' for label in list(unknown)[:_ROWS_NAMED])
    more = f" and {len(unknown) - _ROWS_NAMED} more" if len(unknown) > _ROWS_NAMED else ""
    return Finding(
        rule="written-in",
        severity=Severity.NOTE,
        message=f"Not among the options of this question: {listed}{more} ({_rows(rows)}).",
        where=Where(file=name, row=rows[0], column=question.column),
        hint="People wrote this in, or the options are not complete: add those that belong to them.",
    )


def _hint(label: str, question: Question) -> str:
    kind = kind_of_answer(label)
    if kind is not LevelKind.ANSWER:
        return f'It looks like "{kind}": add it to the levels with that kind.'
    folded = {level.label.casefold().strip(): level.label for level in question.levels}
    near = folded.get(label.casefold().strip())
    if near:
        return f'Did they mean "{near}"? Correct the file, or add it to the levels.'
    return "Add it to the levels of this question, or correct the file."


def _rows(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = f" and {len(rows) - _ROWS_NAMED} more" if len(rows) > _ROWS_NAMED else ""
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{more}"


def _never_chosen(question: Question, given: Mapping[str, list[int]], name: str) -> Iterator[Finding]:
    never = [level.shown for level in question.answers if level.label not in given]
    if not never or not given:
        return
    listed = ", ".join(f'"{_short(label)}"' for label in never[:_ANSWERS_NAMED])
    yield Finding(
        rule="never-chosen",
        severity=Severity.NOTE,
        message=f"Nobody chose {listed}.",
        where=Where(file=name, column=question.column),
    )


def _unconfirmed(questions: list[Question], name: str) -> Iterator[Finding]:
    """One finding for all columns that share a scale."""
    scales = Counter(
        tuple(level.shown for level in question.answers)
        for question in questions
        if question.type is QuestionType.LIKERT and not question.is_confirmed
    )
    for scale, count in scales.items():
        columns = [
            question.column
            for question in questions
            if question.type is QuestionType.LIKERT
            and not question.is_confirmed
            and tuple(level.shown for level in question.answers) == scale
        ]
        ends = f'from low "{_short(scale[0])}" to high "{_short(scale[-1])}"' if scale else "without levels"
        yield Finding(
            rule="unconfirmed-scale",
            severity=Severity.WARNING,
            message=f"Nobody has confirmed the scale {ends} ({count} question{'s' if count > 1 else ''}).",
            where=Where(file=name, column=columns[0]),
            hint="Look which end is low, then confirm it or turn it round.",
        )


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57] + "…"
