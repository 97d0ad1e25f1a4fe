"""The questions of the data files in a list, and the one that is highlighted counted beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Button, Footer, Static

from qualkit.actions.question_lines import CountedQuestion, counted_question
from qualkit.actions.survey_views import (
    AskedQuestion,
    Split,
    SurveyFile,
    Wish,
    survey_files,
)
from qualkit.model.questionnaire import QuestionType
from qualkit.tui.columns import counted
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.survey_lines import (
    notes_below,
    question_title,
    said_wish,
)
from qualkit.tui.widgets.figure_rows import FigureRows
from qualkit.tui.widgets.question_list import LETTERS_SAID, QuestionList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_REST = 0.08
"""Seconds that the highlight rests on a question before it is counted."""
_TOPS = (None, 1, 3)
"""How many levels the top has, one after the other; None is what is usual."""
_NONE = (
    "There is no data file in this study yet.\n\n"
    "Esc leads back. Add files (a) brings in survey answers, case records or official returns: "
    "a .csv, .xlsx or .sav file."
)


class QuestionShowingScreen(StudyScreen):
    """Questions left, figures right."""

    AUTO_FOCUS = "QuestionList"
    CSS: ClassVar[str] = """
    #survey-body { height: 1fr; }
    #survey-body QuestionList { width: 36%; min-width: 26; border-right: solid $border-blurred; }
    #survey-right { width: 1fr; }
    #survey-title { height: auto; max-height: 4; padding: 0 1; }
    #survey-how { height: 1; padding: 0 1; margin: 0 0 1 0; }
    #survey-how Button { background: $panel; min-width: 6; }
    #survey-right FigureRows { height: 1fr; }
    #survey-notes { height: auto; max-height: 6; padding: 0 1; margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: CountedQuestion | None = None
        """What is shown; None while nothing is counted."""
        self._files: Sequence[SurveyFile] = ()
        self.wish: Wish | None = None
        self.by: dict[str, Split | None] = {}
        """Data file → what its questions are split by."""
        self.top: int | None = None
        self.is_sorted = False
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """The questions; one of them counted."""
        yield TitleLine()
        with Horizontal(id="survey-body"):
            yield QuestionList(id="survey-questions")
            with Vertical(id="survey-right"):
                yield Static("", id="survey-title", markup=False)
                with Horizontal(id="survey-how"):
                    yield Button("", id="survey-split", compact=True)
                yield FigureRows(id="survey-figures")
                yield Static("", id="survey-notes", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the questions, and look from time to time whether they have changed."""
        self.study_changed()
        self.follow()

    @property
    def questions(self) -> QuestionList:
        """The list of questions."""
        return self.query_one(QuestionList)

    @property
    def figures(self) -> FigureRows:
        """The figures of the question that is shown."""
        return self.query_one(FigureRows)

    def study_changed(self) -> None:
        """Read the questions again and count the one that is shown."""
        study = self._app.study
        self.note_event()
        files = self._app.attempt(survey_files, study)
        if files is None:
            return
        self._files = files
        self.questions.open(files)
        number = sum(len(file.questions) for file in files)
        self.query_one(TitleLine).show(
            f"{study.title} ▸ Survey", f"{counted(number, 'question')} · {study.coder}"
        )
        if files:
            self.show(keep=True)
        else:
            self._say_instead(Content(_NONE))

    # ---- one question

    @on(RowList.Highlighted, "#survey-questions")
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        row = self.questions.row
        if row is None or row.shown is None or (self.wish and row.shown == self.wish.question):
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST, self.show)

    def show(self, *, keep: bool = False) -> None:
        """Count the highlighted question; `keep` leaves the highlighted line of the figures where it is."""
        row = self.questions.row
        question = row.shown if row else None
        self.wish = None if question is None else self._wished(question)
        if row is None or question is None or self.wish is None:
            self._say_instead(Content(LETTERS_SAID))
            return
        split = self.by.get(question.file)
        label = said_wish(self.wish, split.title if split else "")
        button = self.query_one("#survey-split", Button)
        button.label = Content(label)
        button.refresh(layout=True)  # a label by itself keeps the width of the one before
        self.query_one("#survey-how").display = (
            not question.is_open and question.type is not QuestionType.COUNT
        )
        self.query_one("#survey-title", Static).update(question_title(question, None))
        if question.is_open:
            self._say_open(question)
            return
        if self.view is None or self.view.wish.question != question:
            self.query_one("#survey-notes", Static).update(Content.styled("Counting …", "$foreground 60%"))
        study, wish = self._app.study, self.wish
        self._app.slowly(
            lambda: counted_question(study, wish), lambda view: self._counted(wish, view, keep=keep)
        )

    def _wished(self, question: AskedQuestion) -> Wish:
        split = self.by.get(question.file)
        by = split.key if split else ""
        return Wish(question=question, by=by, top=self.top, is_sorted=self.is_sorted)

    def _counted(self, wish: Wish, view: CountedQuestion | None, *, keep: bool) -> None:
        if wish != self.wish:
            return
        is_same = (
            keep
            and self.view is not None
            and self.view.wish.question.first.column == wish.question.first.column
        )
        self.view = view
        self.figures.open(view, keep=is_same)
        self.query_one("#survey-title", Static).update(question_title(wish.question, view))
        notes = notes_below(view) if view is not None else Content("This can't be counted so.")
        self.query_one("#survey-notes", Static).update(notes)

    def _say_open(self, question: AskedQuestion) -> None:
        self._say_instead(
            Content("Answered in words: Enter opens the answers, to read and to code."), is_titled=True
        )

    def _say_instead(self, text: Content, *, is_titled: bool = False) -> None:
        """Say something in the place of figures."""
        self.view = None
        self.figures.open(None)
        if not is_titled:
            self.query_one("#survey-title", Static).update("")
        self.query_one("#survey-notes", Static).update(text)

    def on_resize(self, _: Resize) -> None:
        """On a low screen the notes leave room for the figures."""
        self.query_one("#survey-notes", Static).styles.max_height = 4 if self.size.height < 30 else 8
