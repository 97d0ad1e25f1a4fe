"""The types of closed questions: column by column, then joined where columns share a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.errors import Where
from qualkit.importers.surveys.column_types import (
    ColumnType,
    column_type,
    is_tick,
    known_levels,
    tick_levels,
)
from qualkit.importers.surveys.grids import InGrid, places_in_grids
from qualkit.importers.surveys.joint_scales import joint_types, same_scale
from qualkit.importers.surveys.multiselects import multi_select
from qualkit.importers.surveys.platforms import LIMESURVEY
from qualkit.importers.surveys.scale_words import ranks_of
from qualkit.importers.surveys.scales import (
    NUMBERS,
    scale_of,
)
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import (
    ColumnFacts,
    DataFile,
    Level,
    LevelKind,
    Question,
    Questionnaire,
    QuestionType,
    Use,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    type: ColumnType
    place: InGrid | None


def with_types(questionnaire: Questionnaire, data: DataFile) -> Questionnaire:
    """The questionnaire with a type, levels and stem for every closed question that has no type yet."""
    columns = set(data.columns)
    lacking = {
        question.column
        for question in questionnaire.questions
        if question.use is Use.CLOSED and question.type is None and question.column in columns
    }
    if not lacking:
        return questionnaire
    closed = [question.column for question in questionnaire.questions if question.use is Use.CLOSED]
    found = _types([column for column in data.columns if column in set(closed)], data)
    return replace(
        questionnaire,
        questions=tuple(
            _with_type(question, found[question.column]) if question.column in lacking else question
            for question in questionnaire.questions
        ),
    )


def rows_without_a_question(questionnaire: Questionnaire) -> list[Finding]:
    """A note for each run of scales alike with no stem: rows of a grid whose question the export has lost."""
    runs: list[list[Question]] = [[]]
    for question in questionnaire.questions:
        is_row = question.type is QuestionType.LIKERT and not question.stem
        if not is_row or (runs[-1] and runs[-1][-1].answers != question.answers):
            runs.append([])
        runs[-1] += [question] if is_row else []
    return [
        Finding(
            rule="rows-without-a-question",
            severity=Severity.NOTE,
            message=f"{len(run)} columns from {run[0].column!r} to {run[-1].column!r} share one scale.",
            where=Where(file=questionnaire.name, column=run[0].column),
            hint="If they were the rows of one question, give them that question as their stem.",
        )
        for run in runs
        if len(run) > 1
    ]


def as_type(question: Question, type_: QuestionType, data: DataFile) -> Question:
    """A closed question of another type, with levels for it: those it has, or what its answers speak for."""
    if question.type is type_:
        return replace(question, is_guess=False)
    counts = _counts([question.column], data)[question.column]
    facts = data.facts.get(question.column)
    known = tuple(question.levels) or (facts.levels if facts else ())
    levels = tuple(known_levels(counts, replace(facts or ColumnFacts(), levels=known)).values())
    answers = [level for level in levels if level.kind is LevelKind.ANSWER]
    rest = [level for level in levels if level.kind is not LevelKind.ANSWER]
    separator = ""
    if type_ is QuestionType.MULTI and not question.stem:
        found = multi_select({level.label: counts[level.label] for level in answers if counts[level.label]})
        separator = found.separator if found else ""
        answers = [Level(label=option) for option in found.options] if found else answers
    elif type_ is QuestionType.LIKERT:
        scale = scale_of([level.shown for level in answers])
        by_title = {level.shown: level for level in answers}
        answers = [by_title[title] for title in scale.labels] if scale else answers
    elif type_ in (QuestionType.NUMBER, QuestionType.DATE, QuestionType.COUNT):
        answers = []
    return replace(
        question,
        type=type_,
        levels=(*answers, *rest),
        separator=separator,
        is_confirmed=False,
        is_guess=False,
    )


def untyped(question: Question) -> Question:
    """The question without what is known of closed ones."""
    return replace(
        question, type=None, levels=(), stem="", item="", separator="", is_confirmed=False, share_of=""
    )


def _with_type(question: Question, found: _Typed) -> Question:
    place = found.place
    return replace(
        question,
        type=found.type.type,
        levels=found.type.levels if found.type.type else (),
        separator=found.type.separator,
        stem=place.stem if place and found.type.type else "",
        item=place.item if place and found.type.type else "",
    )


def _types(closed: Sequence[str], data: DataFile) -> dict[str, _Typed]:
    counts = _counts(closed, data)
    wordings = dict(zip(data.columns, data.wordings, strict=True))
    places = places_in_grids(data.columns, data.wordings, data.facts)
    found = _ticked(closed, counts, places, data)
    left = [column for column in closed if column not in found]
    types = {column: column_type(counts[column], wordings[column], data.facts.get(column)) for column in left}
    types = joint_types(_returned(types), places, wordings, data.facts)
    kept = same_scale(types, places)
    found |= {column: _Typed(type=types[column], place=kept.get(column)) for column in left}
    return found


def _counts(closed: Sequence[str], data: DataFile) -> dict[str, Counter[str]]:
    at = {column: place for place, column in enumerate(data.columns)}
    found = {}
    for column in closed:
        place = at[column]
        raw = Counter([row[place] for row in data.rows])
        counts: Counter[str] = Counter()
        for cell, count in raw.items():
            if cell.strip():
                counts[cell.strip()] += count
        found[column] = counts
    return found


# ---- multi-selects spread over columns


def _ticked(
    closed: Sequence[str], counts: Mapping[str, Counter[str]], places: Mapping[str, InGrid], data: DataFile
) -> dict[str, _Typed]:
    """The columns that are options of a multi-select, each with what a tick in it looks like."""
    families: dict[str, list[str]] = {}
    for column in closed:
        if column in places:
            families.setdefault(places[column].stem, []).append(column)
    found: dict[str, _Typed] = {}
    for family in families.values():
        levels = {
            column: tick_levels(
                counts[column], data.facts.get(column), no_is_unticked=data.platform == LIMESURVEY
            )
            for column in family
        }
        asked = {column: ticks for column, ticks in levels.items() if ticks is not None}
        empty = [column for column in family if not counts[column]]
        if len(asked) < 2 or len(asked) + len(empty) < len(family) or not _are_options(asked, data):
            continue
        for column, ticks in asked.items():
            found[column] = _option(ticks, places[column])
        for column in empty:
            item = places[column].item
            ticks = (Level(label=item or "1"),)
            found[column] = _option(ticks, places[column])
    return found


def _are_options(levels: Mapping[str, tuple[Level, ...]], data: DataFile) -> bool:
    """Ticks alike in all columns, or a text of its own in each: no grid that people answered alike."""
    texts = [ticks[0].shown for ticks in levels.values()]
    if all(map(is_tick, texts)):
        return len(data.rows) > 1
    return len(set(texts)) == len(texts) and not all(map(ranks_of, texts))


def _option(ticks: tuple[Level, ...], place: InGrid) -> _Typed:
    said = "" if is_tick(ticks[0].shown) else ticks[0].shown
    item = said if said and (not place.item or place.item == place.stem) else place.item or said
    return _Typed(type=ColumnType(type=QuestionType.MULTI, levels=ticks), place=replace(place, item=item))


# ---- official returns


def _returned(types: Mapping[str, ColumnType]) -> dict[str, ColumnType]:
    """In a file of returns the columns that hold no `<5` or "not held" are counts like the others."""
    counts = sum(found.type is QuestionType.COUNT for found in types.values())
    numbers = [column for column, found in types.items() if _is_number(found)]
    if counts < 2 and 2 * counts < len(numbers):
        return dict(types)
    more = {column: ColumnType(type=QuestionType.COUNT) for column in numbers} if counts else {}
    return {**types, **more}


def _is_number(found: ColumnType) -> bool:
    if found.type is QuestionType.LIKERT and found.scale and found.scale.family == NUMBERS:
        return all(label.isdigit() for label in found.scale.labels)
    return found.type is QuestionType.NUMBER
