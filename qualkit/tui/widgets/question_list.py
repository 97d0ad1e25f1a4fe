"""The questions of the study's data files, as they were put; grids fold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from qualkit.actions.survey_views import AskedQuestion, SurveyFile
from qualkit.model.questionnaire import Question, QuestionType
from qualkit.tui.widgets.row_list import Part, RowList

_LETTERS: Mapping[QuestionType | None, str] = {
    QuestionType.LIKERT: "L",
    QuestionType.SINGLE: "1",
    QuestionType.MULTI: "M",
    QuestionType.NUMBER: "#",
    QuestionType.DATE: "D",
    QuestionType.COUNT: "R",
    None: "✎",
}
LETTERS_SAID = "L scale · M several · 1 one choice · # number · D date · R returns · ✎ in words"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A row of the list: a data file, a question, or an item of a grid."""

    file: SurveyFile
    question: AskedQuestion | None = None
    part: Question | None = None

    @property
    def shown(self) -> AskedQuestion | None:
        """What is counted when the row is highlighted."""
        return self.question.only(self.part) if self.question and self.part else self.question


class QuestionList(RowList):
    """Left and right fold a grid and unfold it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "fold(True)", show=False),
        Binding("right", "fold(False)", show=False),
        Binding("enter", "choose", "Open"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[QuestionRow] = []
        self._files: Sequence[SurveyFile] = ()
        self._open: set[tuple[str, str]] = set()

    def open(self, files: Sequence[SurveyFile]) -> None:
        """Show the questions; what was unfolded and highlighted stays so."""
        self._files = files
        self._lay_out()

    @property
    def row(self) -> QuestionRow | None:
        """The highlighted row."""
        return self.rows[self.highlighted] if self.rows else None

    def go_to(self, question: AskedQuestion, column: str) -> None:
        """Highlight an item of a grid, which unfolds for it."""
        self._open.add(_key(question))
        self._lay_out()
        for number, row in enumerate(self.rows):
            is_in_it = row.question is not None and _key(row.question) == _key(question)
            if is_in_it and row.part is not None and row.part.column == column:
                self.highlight(number)

    def fold(self, row: int, *, is_folded: bool | None = None) -> None:
        """Fold a grid or unfold it; by default the other way than it is."""
        question = self.rows[row].question
        if question is None or not question.is_grid:
            return
        key = _key(question)
        is_open = key in self._open if is_folded is None else is_folded
        if is_open:
            self._open.discard(key)
            grid = (n for n, one in enumerate(self.rows) if one.question is question and one.part is None)
            self.highlight(next(grid))
        else:
            self._open.add(key)
        self._lay_out()

    def action_fold(self, is_folded: bool) -> None:
        """Fold the highlighted grid, or unfold it."""
        if self.rows:
            self.fold(self.highlighted, is_folded=is_folded)

    def _lay_out(self) -> None:
        before = _identity(self.row)
        self.rows = list(self._rows())
        ids = [_identity(row) for row in self.rows]
        first = next((number for number, row in enumerate(self.rows) if row.question), 0)
        self.show_rows(len(self.rows), ids.index(before) if before and before in ids else first)

    def _rows(self) -> Iterator[QuestionRow]:
        for file in self._files:
            yield QuestionRow(file=file)
            for question in file.questions:
                yield QuestionRow(file=file, question=question)
                if question.is_grid and _key(question) in self._open:
                    for part in question.parts:
                        yield QuestionRow(file=file, question=question, part=part)

    def row_parts(self, row: int) -> Sequence[Part]:
        """Fold mark, the question, its letter."""
        shown = self.rows[row]
        question = shown.question
        if question is None:
            return [(" ", ""), (shown.file.title, "accent"), (f"{shown.file.records:,}", "dim")]
        if shown.part is not None:
            return [("     ", ""), (shown.part.item or shown.part.wording, ""), ("", "")]
        fold = ("▾ " if _key(question) in self._open else "▸ ") if question.is_grid else "  "
        letter = _LETTERS[question.type]
        times = f"×{len(question.parts)}" if question.is_grid or letter == "R" else ""
        return [(" ", ""), (fold, "dim"), (question.title, ""), (f" {letter}{times}", "dim")]


def _key(question: AskedQuestion) -> tuple[str, str]:
    return question.file, question.first.column


def _identity(row: QuestionRow | None) -> tuple[str, str, str] | None:
    if row is None or row.question is None:
        return None
    return (*_key(row.question), row.part.column if row.part else "")
