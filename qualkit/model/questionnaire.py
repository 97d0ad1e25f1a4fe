"""What the columns of a data file are: the questionnaire of `survey/NAME.csv` is `survey/NAME.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualkit.model.finding import Finding
from qualkit.model.source import Voice


class Use(StrEnum):
    """What a column is for."""

    OPEN = "open"
    """Free text: becomes a source, one segment a non-empty answer."""
    CLOSED = "closed"
    """An attribute of the record, at hand for filters and attributions."""
    RECORD = "record"
    """The record's id."""
    PERSON = "person"
    """The person the record speaks of; values may repeat."""
    WEIGHT = "weight"
    PERSONAL = "personal"
    """Personal data, left out of the copy in the study."""
    IGNORED = "ignored"


class DataKind(StrEnum):
    """A survey's rows are people who answered; a file of records holds notes about people."""

    SURVEY = "survey"
    RECORDS = "records"


class QuestionType(StrEnum):
    """How a closed column is to be counted."""

    LIKERT = "likert"
    """One level of an ordered scale."""
    SINGLE = "single"
    """One option."""
    MULTI = "multi"
    """Any number of options: joined in one cell, or one column an option."""
    NUMBER = "number"
    DATE = "date"
    COUNT = "count"
    """A figure that an organisation returned: a number, `<5`, not held, refused…"""


class LevelKind(StrEnum):
    """What an answer of a closed question says; only an `ANSWER` is rated or chosen."""

    ANSWER = "answer"
    DONT_KNOW = "don't know"
    NOT_APPLICABLE = "not applicable"
    REFUSED = "prefer not to say"
    NOT_SELECTED = "not selected"
    """An option of a multi-select that was shown and not ticked."""
    NOT_ASKED = "not asked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One answer that a closed question can have."""

    label: str
    """As it stands in the file."""
    kind: LevelKind = LevelKind.ANSWER
    title: str = ""
    """What to show instead, such as the value label of coded data; empty: the label."""

    @property
    def shown(self) -> str:
        """What tables and charts call it."""
        return self.title or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One column of a data file."""

    column: str
    """The column's name in the file, unique in it."""
    wording: str
    """The question as it was asked; the column's name where that is all there is."""
    use: Use
    voice: Voice | None = None
    """Whose words an open column holds; None for other columns."""
    is_guess: bool = True
    """False once a person has settled it."""
    type: QuestionType | None = None
    """Of closed columns; None where the answers only tell rows apart or were not looked at."""
    levels: tuple[Level, ...] = ()
    """Answers first: of a scale from its low to its high end, options as in the questionnaire. Then what is
    not an answer. Of a column that is one option of a multi-select: the cell that means ticked. Without any
    answer among them (too many to list), whatever else is given is one."""
    stem: str = ""
    """The question that the items of a grid, or the options of a multi-select over several columns, share."""
    item: str = ""
    """The row of the grid, or the option, that this column stands for."""
    separator: str = ""
    """Between the options of a multi-select joined in one cell; empty where each has its column."""
    is_confirmed: bool = False
    """A person has confirmed the direction of the scale: which end is low."""
    share_of: str = ""
    """`rated` or `asked`: the base of this question's shares; empty: as the command says."""

    @property
    def answers(self) -> tuple[Level, ...]:
        """The levels that are answers, in order."""
        return tuple(level for level in self.levels if level.kind is LevelKind.ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The questionnaire of one data file."""

    name: str
    """The data file's stem."""
    kind: DataKind
    questions: tuple[Question, ...]
    title: str = ""
    encoding: str = ""
    sheet: str = ""
    platform: str = ""
    """The program that the file was exported from, such as `Qualtrics`; empty where it is not known."""

    def column_for(self, use: Use) -> str | None:
        """The column with a use that only one column can have (record, person, weight)."""
        return next((question.column for question in self.questions if question.use is use), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFacts:
    """What a data file, or the key beside it, says of a column itself: nothing here is a guess."""

    type: QuestionType | None = None
    levels: tuple[Level, ...] = ()
    """Codes with their labels, in the file's order; user-missing codes with their kind."""
    stem: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """The cells of a data file as text. Rows have one cell a column; an empty cell is an empty string."""

    columns: tuple[str, ...]
    """Unique, non-empty names, in the file's order."""
    wordings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    """The row (xlsx) or line (csv, tsv) of the file where each row starts, counted from 1."""
    encoding: str = ""
    sheet: str = ""
    findings: tuple[Finding, ...] = ()
    platform: str = ""
    """The program that the file was exported from; empty where it is not known."""
    facts: Mapping[str, ColumnFacts] = field(default_factory=dict)
    """By column, where the file tells more than its cells."""
