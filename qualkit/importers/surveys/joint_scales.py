"""Scales that columns share: the rows of a grid as one scale, and levels that nobody chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualkit.importers.surveys.column_types import ColumnType
from qualkit.importers.surveys.grids import InGrid
from qualkit.importers.surveys.scales import (
    NUMBERS,
    Scale,
    completed,
    ends_in_wording,
    joint_scale,
    number_of,
    scale_of,
)
from qualkit.model.questionnaire import ColumnFacts, Level, LevelKind, QuestionType


def joint_types(
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
        is_row = found.type in (QuestionType.LIKERT, QuestionType.SINGLE, QuestionType.NUMBER)
        if column in places and (is_row or found == ColumnType()):
            rows.setdefault(places[column].stem, []).append(column)
    adopted = dict(types)
    for columns in rows.values():
        labels = dict.fromkeys(title for column in columns for title in _titles(types[column]))
        whole = scale_of(list(labels))
        is_known = any(types[column].scale for column in columns)
        if whole is None or len(columns) < 2 or (whole.family == NUMBERS and not is_known):
            continue
        for column in columns:
            if not types[column].scale:
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


def same_scale(types: Mapping[str, ColumnType], places: Mapping[str, InGrid]) -> dict[str, InGrid]:
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
