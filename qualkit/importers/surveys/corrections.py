"""A questionnaire as a researcher corrects it by command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from qualkit.errors import NotFound, Refused, Where
from qualkit.importers.surveys.proposal import usual_voice
from qualkit.importers.surveys.types import as_type, untyped
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

_ONE_COLUMN_ONLY = (Use.RECORD, Use.PERSON, Use.WEIGHT)


def corrected(
    questionnaire: Questionnaire,
    *,
    open_columns: Collection[str] = (),
    closed_columns: Collection[str] = (),
    record: str | None = None,
    person: str | None = None,
    kind: DataKind | None = None,
    voice: Voice | None = None,
) -> Questionnaire:
    """The questionnaire with what a person said instead of what was guessed.

    Columns are named as in the file; case and blanks do not matter. The column that was the record or the
    person before becomes a closed one. A new kind changes the voice of open columns that are guesses;
    `voice` is for the columns made open here, or for all open ones if none are.

    Raises:
        NotFound: no such column; the nearest names are the candidates.
        Refused: one column is given two uses.
    """
    asked = [(name, Use.OPEN) for name in open_columns] + [(name, Use.CLOSED) for name in closed_columns]
    asked += [(name, use) for name, use in ((record, Use.RECORD), (person, Use.PERSON)) if name is not None]
    uses = _uses(questionnaire, asked)
    in_kind = _of_kind(questionnaire, kind) if kind else questionnaire
    displaced = {use for use in uses.values() if use in _ONE_COLUMN_ONLY}
    questions = (_with_use(question, uses, displaced, in_kind.kind) for question in in_kind.questions)
    voiced = frozenset(column for column, use in uses.items() if use is Use.OPEN)
    return replace(in_kind, questions=tuple(_with_voice(question, voice, voiced) for question in questions))


def confirmed(questionnaire: Questionnaire, columns: Collection[str] = ()) -> Questionnaire:
    """The questionnaire with the direction of its scales confirmed by a person: of all, or of `columns`.

    Raises:
        NotFound: no such column.
    """
    named = {_column(questionnaire, name) for name in columns}
    return _changed(
        questionnaire,
        [
            question.column
            for question in questionnaire.questions
            if question.type is QuestionType.LIKERT and (not columns or question.column in named)
        ],
        lambda question: replace(question, is_confirmed=True),
    )


def with_type(
    questionnaire: Questionnaire, columns: Collection[str], type_: QuestionType, data: DataFile
) -> Questionnaire:
    """The questionnaire with the type of closed columns as a person says, and the levels that go with it.

    Raises:
        NotFound: no such column.
        Refused: the column is not closed.
    """
    named = [_closed_column(questionnaire, name) for name in columns]
    return _changed(questionnaire, named, lambda question: as_type(question, type_, data))


def with_levels(
    questionnaire: Questionnaire, columns: Collection[str], labels: Sequence[str]
) -> Questionnaire:
    """The questionnaire with the levels of a scale from low to high, or of a list of options, in this order.

    Labels (or titles) that the question does not have become levels of it; levels that are not named become
    "not applicable". A person who gives the order has confirmed it.

    Raises:
        NotFound: no such column.
        Refused: the column is not closed, or a label comes twice.
    """
    if len(set(labels)) < len(labels):
        raise Refused("A level comes twice.", Where(file=questionnaire.name), "Name each of them once.")
    named = [_closed_column(questionnaire, name) for name in columns]
    return _changed(questionnaire, named, lambda question: _in_order(question, labels))


def reversed_scale(questionnaire: Questionnaire, columns: Collection[str]) -> Questionnaire:
    """The questionnaire with scales turned round: what was low is high. That confirms their direction.

    Raises:
        NotFound: no such column.
        Refused: a column is no scale.
    """
    named = [_closed_column(questionnaire, name) for name in columns]
    for question in questionnaire.questions:
        if question.column in named and question.type is not QuestionType.LIKERT:
            raise Refused(
                f"The column {question.column!r} is no scale.",
                Where(file=questionnaire.name),
                'Give it the type "likert" first.',
            )
    return _changed(
        questionnaire,
        named,
        lambda question: _in_order(question, [one.label for one in question.answers[::-1]]),
    )


def with_kind(
    questionnaire: Questionnaire, columns: Collection[str], label: str, kind: LevelKind
) -> Questionnaire:
    """The questionnaire with what one answer says: an answer, don't know, not applicable and so on.

    Raises:
        NotFound: no such column.
        Refused: the column is not closed.
    """
    named = [_closed_column(questionnaire, name) for name in columns]
    return _changed(questionnaire, named, lambda question: _saying(question, label, kind))


def with_stem(questionnaire: Questionnaire, columns: Sequence[str], stem: str) -> Questionnaire:
    """The questionnaire with columns as the rows of one grid, or the options of one question.

    An empty stem takes them apart. An item is what the column has as such, or else its wording.

    Raises:
        NotFound: no such column.
        Refused: a column is not closed.
    """
    said = " ".join(stem.split())
    named = [_closed_column(questionnaire, name) for name in columns]
    return _changed(
        questionnaire,
        named,
        lambda question: replace(
            question, stem=said, item=(question.item or question.wording) if said else "", is_guess=False
        ),
    )


def _changed(
    questionnaire: Questionnaire, columns: Collection[str], change: Callable[[Question], Question]
) -> Questionnaire:
    questions = (
        change(question) if question.column in columns else question for question in questionnaire.questions
    )
    return replace(questionnaire, questions=tuple(questions))


def _closed_column(questionnaire: Questionnaire, name: str) -> str:
    column = _column(questionnaire, name)
    use = next(question.use for question in questionnaire.questions if question.column == column)
    if use is not Use.CLOSED:
        raise Refused(
            f"The column {column!r} is {use}; only closed columns are counted.",
            Where(file=questionnaire.name),
            "Make it closed first.",
        )
    return column


def _in_order(question: Question, labels: Sequence[str]) -> Question:
    known = {level.shown: level for level in question.levels} | {one.label: one for one in question.levels}
    ordered = [replace(known.get(label, Level(label=label)), kind=LevelKind.ANSWER) for label in labels]
    taken = {level.label for level in ordered}
    rest = [
        replace(level, kind=LevelKind.NOT_APPLICABLE) if level.kind is LevelKind.ANSWER else level
        for level in question.levels
        if level.label not in taken
    ]
    is_scale = question.type is QuestionType.LIKERT
    return replace(question, levels=(*ordered, *rest), is_confirmed=is_scale, is_guess=False)


def _saying(question: Question, label: str, kind: LevelKind) -> Question:
    known = [level for level in question.levels if label in (level.label, level.shown)]
    changed = replace(known[0] if known else Level(label=label), kind=kind)
    levels = [changed if level in known else level for level in question.levels]
    levels += [] if known else [changed]
    ordered = sorted(levels, key=lambda level: level.kind is not LevelKind.ANSWER)
    return replace(question, levels=tuple(ordered), is_guess=False)


def _uses(questionnaire: Questionnaire, asked: Collection[tuple[str, Use]]) -> dict[str, Use]:
    uses: dict[str, Use] = {}
    for name, use in asked:
        column = _column(questionnaire, name)
        if uses.setdefault(column, use) is not use:
            raise Refused(
                f"The column {column!r} can't be {uses[column]} and {use} at once.",
                Where(file=questionnaire.name),
            )
    return uses


def _column(questionnaire: Questionnaire, name: str) -> str:
    columns = [question.column for question in questionnaire.questions]
    if name in columns:
        return name
    by_folded = {_folded(column): column for column in columns}
    if _folded(name) in by_folded:
        return by_folded[_folded(name)]
    near = get_close_matches(_folded(name), list(by_folded), n=3)
    raise NotFound(
        f"There is no column {name!r}.",
        Where(file=questionnaire.name),
        "" if near else "Columns are named as in the first row of the file.",
        candidates=[by_folded[found] for found in near],
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _of_kind(questionnaire: Questionnaire, kind: DataKind) -> Questionnaire:
    questions = tuple(
        replace(question, voice=usual_voice(kind))
        if question.use is Use.OPEN and question.is_guess
        else question
        for question in questionnaire.questions
    )
    return replace(questionnaire, kind=kind, questions=questions)


def _with_use(question: Question, uses: Mapping[str, Use], displaced: set[Use], kind: DataKind) -> Question:
    use = uses.get(question.column)
    if use is None and question.use in displaced:
        return replace(question, use=Use.CLOSED, voice=None)
    if use is None:
        return question
    voice = (question.voice or usual_voice(kind)) if use is Use.OPEN else None
    kept = question if use is Use.CLOSED else untyped(question)
    return replace(kept, use=use, voice=voice, is_guess=False)


def _with_voice(question: Question, voice: Voice | None, columns: frozenset[str]) -> Question:
    if voice is None or question.use is not Use.OPEN or (columns and question.column not in columns):
        return question
    return replace(question, voice=voice, is_guess=False)
