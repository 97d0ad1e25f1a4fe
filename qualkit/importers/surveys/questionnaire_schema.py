"""The shape of a questionnaire file, and what is wrong with one in plain words. Imported late: pydantic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from qualkit.model.questionnaire import DataKind, LevelKind, QuestionType, Use
from qualkit.model.source import Voice

Problem = tuple[tuple[str | int, ...], str]
"""(where in the file, what is wrong in plain words)"""


def _plain(value: object) -> object:
    return value.strip().casefold().replace("\u2019", "'") if isinstance(value, str) else value


def _as_level(value: object) -> object:
    return {"label": value} if isinstance(value, str) else value


class LevelEntry(BaseModel):
    """One of `levels`: a text, or a table for what is no answer or is shown by another name."""

    model_config = ConfigDict(extra="forbid")
    label: str = Field(min_length=1)
    kind: Annotated[LevelKind, BeforeValidator(_plain)] = LevelKind.ANSWER
    title: str = ""


class QuestionEntry(BaseModel):
    """One `[[question]]`."""

    model_config = ConfigDict(extra="forbid")
    column: str = Field(min_length=1)
    question: str = ""
    use: Annotated[Use, BeforeValidator(_plain)]
    voice: Annotated[Voice | None, BeforeValidator(_plain)] = None
    guess: bool = False
    type: Annotated[QuestionType | None, BeforeValidator(_plain)] = None
    levels: list[Annotated[LevelEntry, BeforeValidator(_as_level)]] = []
    stem: str = ""
    item: str = ""
    separator: str = ""
    confirmed: bool = False
    share_of: Annotated[Literal["", "rated", "asked"], BeforeValidator(_plain)] = ""


class QuestionnaireEntry(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[DataKind, BeforeValidator(_plain)]
    title: str = ""
    encoding: str = ""
    sheet: str = ""
    platform: str = ""
    question: list[QuestionEntry] = []


_WORDS: Mapping[str, type[StrEnum]] = {"kind": DataKind, "use": Use, "voice": Voice, "type": QuestionType}
_KINDS_OF_VALUE = {"bool": "true or false, without quotation marks", "string": 'a text in "quotation marks"'}


def checked(content: Mapping[str, Any]) -> QuestionnaireEntry | list[Problem]:
    """The file's content, or all that is wrong with it."""
    try:
        return QuestionnaireEntry.model_validate(content)
    except ValidationError as error:
        return [
            (found["loc"], _in_words(found["loc"], found["type"], found["input"])) for found in error.errors()
        ]


def doubled(entry: QuestionnaireEntry) -> list[Problem]:
    """Columns named twice, and uses that only one column can have."""
    problems: list[Problem] = []
    seen: set[str] = set()
    alone: dict[Use, str] = {}
    for place, question in enumerate(entry.question):
        if question.column in seen:
            problems.append((("question", place, "column"), f'The column "{question.column}" comes twice.'))
        seen.add(question.column)
        problems += _doubled_levels(place, question)
        if question.use in (Use.RECORD, Use.PERSON, Use.WEIGHT):
            other = alone.setdefault(question.use, question.column)
            if other != question.column:
                said = f'Only one column can be "{question.use}", and "{other}" is it already.'
                problems.append((("question", place, "use"), said))
    return problems


def _doubled_levels(place: int, question: QuestionEntry) -> list[Problem]:
    """Levels that come twice."""
    labels = [level.label for level in question.levels]
    doubled = dict.fromkeys(label for label in labels if labels.count(label) > 1)
    return [(("question", place, "levels"), f'The level "{label}" comes twice.') for label in doubled]


def unknown(entry: QuestionnaireEntry, columns: Sequence[str]) -> list[Problem]:
    """Columns that the data has not. Those of personal data may be missing: the study's copy is without."""
    problems: list[Problem] = []
    for place, question in enumerate(entry.question):
        if question.column not in columns and question.use is not Use.PERSONAL:
            near = nearest(question.column, columns)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            problems.append(
                (("question", place, "column"), f'The data has no column "{question.column}".{hint}')
            )
    return problems


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known words that a mistyped one may mean."""
    by_folded = {name.casefold(): name for name in known}
    return [
        by_folded[found] for found in get_close_matches(word.casefold(), list(by_folded), n=3, cutoff=0.5)
    ]


def _in_words(loc: Sequence[str | int], kind: str, value: object) -> str:
    in_level = "levels" in loc
    key = str(loc[-1])
    if kind == "extra_forbidden":
        model = LevelEntry if in_level else QuestionEntry if len(loc) > 1 else QuestionnaireEntry
        near = nearest(key, model.model_fields)
        return f'"{key}" is nothing that belongs here.' + (f' Did you mean "{near[0]}"?' if near else "")
    if kind in ("missing", "string_too_short"):
        return f'"{key}" is {"missing" if kind == "missing" else "empty"}.'
    if kind == "enum":
        known = [str(word) for word in (LevelKind if in_level else _WORDS[key])]
        near = nearest(str(value), known)
        hint = f'Did you mean "{near[0]}"?' if near else "It is one of: " + ", ".join(known) + "."
        return f'"{value}" is no {key}. {hint}'
    if kind == "literal_error":
        return f'"{value}" is no base. It is one of: rated, asked.'
    if in_level:
        return 'A level is a text in "quotation marks", or { label = "N/A", kind = "not applicable" }.'
    wanted = _KINDS_OF_VALUE.get(kind.partition("_")[0], "written as [[question]], one for each column")
    return f'"{key}" has to be {wanted}.'
