"""The types of closed questions: column by column, then joined where columns share a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.importers.surveys.column_types import (
    ColumnType,
    column_type,
    is_tick,
    known_levels,
    tick_levels,
)
from qualkit.importers.surveys.grids import InGrid, places_in_grids
from qualkit.importers.surveys.multiselects import multi_select
from qualkit.importers.surveys.platforms import LIMESURVEY
from qualkit.importers.surveys.scale_words import ranks_of
from qualkit.importers.surveys.scales import (
    NUMBERS,
    Scale,
    completed,
    ends_in_wording,
    joint_scale,
    number_of,
    scale_of,
)
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
    types = _joint(types, places, wordings, data.facts)
    kept = _same_scale(types, places)
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


# ---- scales that columns share


def _joint(
    types: Mapping[str, ColumnType],
    places: Mapping[str, InGrid],
    wordings: Mapping[str, str],
    facts: Mapping[str, ColumnFacts],
) -> dict[str, ColumnType]:
    """Likert columns with the levels that another column of the scale has, and those nobody chose.

    Where the file itself lists the levels, it lists them all.
    """
    types = _adopted(types, places)
    scales = {column: found.scale for column, found in types.items() if found.scale}
    by_stem: dict[str, list[Scale]] = {}
    for column, scale in scales.items():
        if column in places:
            by_stem.setdefault(places[column].stem, []).append(scale)
    joined: dict[str, ColumnType] = dict(types)
    for column, scale in scales.items():
        if scale.family != NUMBERS and column in facts and facts[column].levels:
            continue
        beside = by_stem.get(places[column].stem, []) if column in places else []
        others = [*scales.values()] if scale.family != NUMBERS else []
        wide = completed(_united(scale, beside) if beside else joint_scale(scale, others))
        said = _of_wording(wide, wordings[column])
        joined[column] = _with_scale(types[column], said, types, wordings[column])
    return joined


def _adopted(types: Mapping[str, ColumnType], places: Mapping[str, InGrid]) -> dict[str, ColumnType]:
    """Rows of a grid as one scale, also those in which too few levels were chosen to know it."""
    rows: dict[str, list[str]] = {}
    for column, found in types.items():
        if column in places and found.type in (QuestionType.LIKERT, QuestionType.SINGLE, QuestionType.NUMBER):
            rows.setdefault(places[column].stem, []).append(column)
    adopted = dict(types)
    for columns in rows.values():
        labels = dict.fromkeys(title for column in columns for title in _titles(types[column]))
        whole = scale_of(list(labels))
        is_known = any(types[column].scale for column in columns)
        if whole is None or len(columns) < 2 or (whole.family == NUMBERS and not is_known):
            continue
        for column in columns:
            if not types[column].scale and _titles(types[column]):
                adopted[column] = replace(types[column], type=QuestionType.LIKERT, scale=whole)
    return adopted


def _titles(found: ColumnType) -> list[str]:
    return [level.shown for level in found.levels if level.kind is LevelKind.ANSWER]


def _united(scale: Scale, others: Sequence[Scale]) -> Scale:
    """All levels of a grid's rows as one scale, if they are one."""
    labels = list(dict.fromkeys(label for other in [scale, *others] for label in other.labels))
    whole = scale_of(labels)
    return whole if whole and whole.family == scale.family else joint_scale(scale, others)


def _of_wording(scale: Scale, wording: str) -> Scale:
    """A numbered scale from end to end, where the question says what its ends are."""
    ends = ends_in_wording(wording)
    numbers = {number_of(label): label for label in scale.labels}
    if scale.family != NUMBERS or not ends or max(ends) - min(ends) > 10:
        return scale
    if any(number is None or not min(ends) <= number <= max(ends) for number in numbers):
        return scale
    labels = tuple(numbers.get(number, str(number)) for number in range(min(ends), max(ends) + 1))
    return Scale(family=NUMBERS, labels=labels)


def _with_scale(found: ColumnType, scale: Scale, types: Mapping[str, ColumnType], wording: str) -> ColumnType:
    mine = {level.shown: level for level in found.levels if level.kind is LevelKind.ANSWER}
    theirs = {
        level.shown: level
        for other in types.values()
        if other.scale
        for level in other.levels
        if level.kind is LevelKind.ANSWER
    }
    ends = ends_in_wording(wording) if scale.family == NUMBERS else {}
    levels = []
    for title in scale.labels:
        level = mine.get(title) or theirs.get(title) or Level(label=title)
        number = number_of(level.label)
        if number in ends and level.shown == level.label:
            level = replace(level, title=f"{number} - {ends[number]}")
        levels.append(level)
    rest = (level for level in found.levels if level.kind is not LevelKind.ANSWER)
    return replace(found, levels=(*levels, *rest), scale=scale)


def _same_scale(types: Mapping[str, ColumnType], places: Mapping[str, InGrid]) -> dict[str, InGrid]:
    """The places of columns that share type and scale with another of their stem: only those are a grid."""

    def shape(column: str) -> tuple[object, ...]:
        scale = types[column].scale
        return (places[column].stem, types[column].type, scale.labels if scale else ())

    shapes = Counter(shape(column) for column in types if column in places)
    return {
        column: places[column]
        for column in types
        if column in places and types[column].type and shapes[shape(column)] > 1
    }
