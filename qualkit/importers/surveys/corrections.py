"""A questionnaire as a researcher corrects it by command."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches

from qualkit.errors import NotFound, Refused, Where
from qualkit.importers.surveys.proposal import usual_voice
from qualkit.model.questionnaire import DataKind, Question, Questionnaire, Use
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
    return replace(question, use=use, voice=voice, is_guess=False)


def _with_voice(question: Question, voice: Voice | None, columns: frozenset[str]) -> Question:
    if voice is None or question.use is not Use.OPEN or (columns and question.column not in columns):
        return question
    return replace(question, voice=voice, is_guess=False)
