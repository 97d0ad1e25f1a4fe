"""What the columns of a data file are: the questionnaire of `survey/NAME.csv` is `survey/NAME.toml`."""

from __future__ import annotations

from dataclasses import dataclass
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

    def column_for(self, use: Use) -> str | None:
        """The column with a use that only one column can have (record, person, weight)."""
        return next((question.column for question in self.questions if question.use is use), None)


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
