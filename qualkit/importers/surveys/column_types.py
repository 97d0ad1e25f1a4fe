"""The type of one closed column and its levels, from its answers and what the file says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from qualkit.importers.surveys.kinds import kind_of_answer, plain_words
from qualkit.importers.surveys.multiselects import multi_select
from qualkit.importers.surveys.scales import (
    NUMBERS,
    Scale,
    ends_in_wording,
    number_of,
    scale_of,
    without_leftovers,
)
from qualkit.model.questionnaire import ColumnFacts, Level, LevelKind, QuestionType

_NUMBER = re.compile(r"[-+]?[£$€]?\s?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s?%?|[-+]?\.\d+")
_DATE = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))"
    r"([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?"
    r"( ?(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5}([+-]\d+)?))?)?"
    r"|\d{1,2}[ -][A-Za-z]{3,9}[ -](\d{4}|\d{2})"
)
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?")
_RETURNED = re.compile(
    r"((this |the )?(information|data)( is| was)? )?(not (held|recorded|collected|available|provided)"
    r"|withheld|refused|exempt(ed|ion)?)\b.*|no (reply|response|data)\b.*|declined\b.*|did not answer"
    r"|<\s*\d+|\*+|\[?[cx]\]?|(s|section)\.? ?\d+.*|nil( return)?|none|n/?a|[-\u2013:]|\.\.",
    re.IGNORECASE,
)
_ONLY_RETURNED = re.compile(r"<\s*\d+|\*+|.*not held\b.*|.*withheld\b.*|exempt.*", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(how (many|much|old|long|far)|number|numbers|count|counts|age|aged|years?|hours?|minutes?|seconds?"
    r"|days|times|duration|total|points|percent|percentage|salary|income|price|cost|amount|size|progress"
    r"|grade)\b"
)
_FROM_ZERO = re.compile(r"\b0\s*(=|to|-|\u2013)|recommend|nps\b")
_BAND = re.compile(
    r"[^\w<>]*(?P<less>under|below|less than|up to|<)?\s*(?P<more>over|above|more than|>)?"
    r"\s*[£$€]?(?P<number>\d[\d,]*)"
)
_MOST_LISTED, _ID_LIKE = 40, 30
_NEARLY_ALL = 0.95
_TICKS = frozenset(["1", "1.0", "x", "yes", "y", "true", "ticked", "checked", "selected", "tick"])
_NO_TICKS, _NO = frozenset({"0", "0.0", "false"}), frozenset({"no", "n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnType:
    """The type of a column; None where its answers only tell rows apart."""

    type: QuestionType | None = None
    levels: tuple[Level, ...] = ()
    separator: str = ""
    scale: Scale | None = None
    """Of likert columns: the titles of the levels that are answers, before those of other columns join."""


def column_type(counts: Mapping[str, int], wording: str, facts: ColumnFacts | None = None) -> ColumnType:
    """The type that a column's answers speak for. `counts`: how often each was given; no blanks."""
    levels = known_levels(counts, facts)
    given = {label: counts.get(label, 0) for label, level in levels.items() if level.kind is LevelKind.ANSWER}
    others = tuple(level for level in levels.values() if level.kind is not LevelKind.ANSWER)
    if not given:
        return ColumnType(levels=others)
    if facts and facts.type in (QuestionType.NUMBER, QuestionType.DATE):
        return ColumnType(type=facts.type, levels=others)
    if _is_returned(counts):
        return ColumnType(type=QuestionType.COUNT)
    return (
        _likert(given, levels, others, wording)
        or _measured(given, levels, others)
        or _multi(given, levels, others)
        or _single(given, levels, others)
    )


def known_levels(counts: Mapping[str, int], facts: ColumnFacts | None = None) -> dict[str, Level]:
    """Every answer of a column as a level: those that the file names, then those that it only holds."""
    levels = {level.label: _of_kind(level) for level in (facts.levels if facts else ())}
    for label in counts:
        levels.setdefault(label, Level(label=label, kind=kind_of_answer(label)))
    return levels


def _of_kind(level: Level) -> Level:
    if level.kind not in (LevelKind.ANSWER, LevelKind.MISSING):
        return level
    kind = kind_of_answer(level.shown)
    return level if kind is LevelKind.ANSWER else replace(level, kind=kind)


def tick_levels(
    counts: Mapping[str, int], facts: ColumnFacts | None = None, *, no_is_unticked: bool = False
) -> tuple[Level, ...] | None:
    """The levels of a column that is one option of a multi-select: ticked, not selected; None for others.

    `no_is_unticked`: the platform writes No for an option that was not ticked; else No is an answer.
    """
    no_ticks = _NO_TICKS | _NO if no_is_unticked else _NO_TICKS
    levels = known_levels(counts, facts)
    labels = [label for label, level in levels.items() if level.kind is LevelKind.ANSWER]
    unticked = [label for label in labels if label.casefold() in no_ticks]
    ticked = [label for label in labels if label not in unticked]
    if len(ticked) > 1 or len(unticked) > 1 or (unticked and ticked and not is_tick(ticked[0])):
        return None
    if (
        not ticked
        and not unticked
        and not any(level.kind is LevelKind.NOT_SELECTED for level in levels.values())
    ):
        return None
    found = [levels[label] for label in ticked] or [Level(label=_tick_beside(unticked))]
    found += [replace(levels[label], kind=LevelKind.NOT_SELECTED) for label in unticked]
    return (*found, *(level for level in levels.values() if level.kind is not LevelKind.ANSWER))


def is_tick(label: str) -> bool:
    """Whether a cell only says that it is ticked, and not which option it is."""
    return label.strip().casefold() in _TICKS


def _tick_beside(unticked: list[str]) -> str:
    """What a tick would be where nobody ticked."""
    return {"0": "1", "0.0": "1.0", "no": "Yes", "n": "y", "false": "TRUE"}.get(
        unticked[0].casefold() if unticked else "", "1"
    )


# ---- each type


def _likert(
    given: dict[str, int], levels: Mapping[str, Level], others: tuple[Level, ...], wording: str
) -> ColumnType | None:
    titles = {levels[label].shown: label for label in given}
    is_coded = any(levels[label].title for label in given)
    if is_coded and any(not levels[label].title for label in given):
        return _numbered_ends(given, levels, others)
    by_title = {title: given[label] for title, label in titles.items()}
    kept, left = without_leftovers(by_title)
    scale = scale_of(list(kept))
    if scale is None or (scale.family == NUMBERS and not is_coded and not _is_rating(scale, wording)):
        return None
    found = [levels[titles[title]] for title in scale.labels]
    rest = [replace(levels[titles[title]], kind=LevelKind.NOT_APPLICABLE) for title in left if _is_not(title)]
    return ColumnType(type=QuestionType.LIKERT, levels=(*found, *rest, *others), scale=scale)


def _is_not(title: str) -> bool:
    return bool(
        re.match(r"(i|we) (dont|do not|have not|havent|did not|didnt|am not|was not)\b", plain_words(title))
    )


def _numbered_ends(
    given: dict[str, int], levels: Mapping[str, Level], others: tuple[Level, ...]
) -> ColumnType | None:
    """Codes of which only some have labels: a numbered scale that keeps its numbers."""
    scale = scale_of(list(given))
    if scale is None or scale.family != NUMBERS:
        return None
    found = tuple(
        replace(levels[label], title=f"{label} - {levels[label].title}")
        if levels[label].title
        else levels[label]
        for label in scale.labels
    )
    shown = Scale(family=NUMBERS, labels=tuple(level.shown for level in found))
    return ColumnType(type=QuestionType.LIKERT, levels=(*found, *others), scale=shown)


def _is_rating(scale: Scale, wording: str) -> bool:
    if any(not re.fullmatch(r"\s*[-+]?\d+(\.0+)?\s*", label) for label in scale.labels):
        return True
    if len(ends_in_wording(wording)) >= 2:
        return True
    numbers = [number for label in scale.labels if (number := number_of(label)) is not None]
    if _COUNTED.search(plain_words(wording)) or max(numbers) < 4:
        return False
    starts_well = min(numbers) in (1, 2) or bool(_FROM_ZERO.search(wording.casefold())) or max(numbers) == 10
    return starts_well and len(numbers) >= 0.5 * (max(numbers) - min(numbers) + 1)


def _measured(
    given: dict[str, int], levels: Mapping[str, Level], others: tuple[Level, ...]
) -> ColumnType | None:
    if any(levels[label].title for label in given):
        return None  # codes that stand for words
    answers = sum(given.values())
    for type_, pattern in ((QuestionType.NUMBER, _NUMBER), (QuestionType.DATE, _DATE), (None, _TIME)):
        fitting = sum(count for label, count in given.items() if pattern.fullmatch(label))
        if fitting >= _NEARLY_ALL * answers and fitting:
            return ColumnType(type=type_, levels=others if type_ else ())
    return None


def _multi(
    given: dict[str, int], levels: Mapping[str, Level], others: tuple[Level, ...]
) -> ColumnType | None:
    if any(levels[label].title for label in given):
        return None
    found = multi_select(given)
    if found is None:
        return None
    options = [Level(label=option, kind=_kind_of_option(option)) for option in found.options]
    fresh = {level.label for level in options}
    more = (level for level in others if level.label not in fresh)
    ordered = sorted([*options, *more], key=lambda level: level.kind is not LevelKind.ANSWER)
    return ColumnType(type=QuestionType.MULTI, levels=tuple(ordered), separator=found.separator)


def _kind_of_option(option: str) -> LevelKind:
    """An option that somebody ticked is an answer unless it refuses one, in so many words."""
    kind = kind_of_answer(option)
    is_long = kind is LevelKind.DONT_KNOW and len(option.split()) > 4
    return LevelKind.ANSWER if is_long else kind


def _single(given: dict[str, int], levels: Mapping[str, Level], others: tuple[Level, ...]) -> ColumnType:
    answers = sum(given.values())
    if len(given) >= _ID_LIKE and len(given) > 0.5 * answers and not any(levels[one].title for one in given):
        return ColumnType()
    if len(given) > _MOST_LISTED and not any(levels[label].title for label in given):
        return ColumnType(type=QuestionType.SINGLE, levels=others)
    is_coded = any(levels[label].title for label in given)
    found = list(given) if is_coded else _in_order(given)
    return ColumnType(type=QuestionType.SINGLE, levels=(*(levels[label] for label in found), *others))


def _in_order(given: Mapping[str, int]) -> list[str]:
    """Bands by their numbers, Yes before No, else the most given first and `Other` last."""
    bands = {label: place for label in given if (place := _band(label)) is not None}
    if len(bands) >= 3 and len(bands) >= 0.7 * len(given):
        rest = [label for label in given if label not in bands]
        return [*sorted(bands, key=lambda label: bands[label]), *rest]
    return sorted(given, key=lambda label: (_is_last(label), not _is_yes(label), -given[label], label))


def _band(label: str) -> float | None:
    found = _BAND.match(label.strip().casefold())
    if not found:
        return None
    number = float(found["number"].replace(",", ""))
    return number - 0.5 if found["less"] else number + 0.5 if found["more"] else number


def _is_last(label: str) -> bool:
    return bool(re.match(r"(other|none of|something else)\b", plain_words(label)))


def _is_yes(label: str) -> bool:
    return plain_words(label).split()[:1] == ["yes"]


def _is_returned(counts: Mapping[str, int]) -> bool:
    """Figures of official returns: numbers beside `<5`, `*`, not held, refused, exempt."""
    numbers = [label for label in counts if _NUMBER.fullmatch(label)]
    words = [label for label in counts if label not in numbers]
    return (
        len(numbers) >= 2
        and all(_RETURNED.fullmatch(label) for label in words)
        and any(_ONLY_RETURNED.fullmatch(label) for label in words)
    )
