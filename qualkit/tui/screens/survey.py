"""Survey: the questions of the data files, each counted, and who stands behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Button, Footer, Static

from qualkit.actions.confirm_scales import confirm_scales
from qualkit.actions.copying import table_to_copy
from qualkit.actions.dated_path import dated_path
from qualkit.actions.question_lines import AnswerLine, CountedQuestion, LineKind, counted_question
from qualkit.actions.records_behind import RecordBehind, records_behind
from qualkit.actions.survey_views import (
    AskedQuestion,
    Split,
    SurveyFile,
    Wish,
    export_result,
    question_result,
    splits,
    survey_files,
)
from qualkit.actions.workspace import last_event
from qualkit.model.questionnaire import QuestionType
from qualkit.model.result import Result
from qualkit.tui.columns import counted
from qualkit.tui.commands import bindings_for
from qualkit.tui.screens.message import Choice, Window
from qualkit.tui.survey_lines import (
    Opened,
    asking_direction,
    behind_lines,
    behind_title,
    notes_below,
    question_title,
    said_wish,
    share_said,
)
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.figure_rows import FigureRows
from qualkit.tui.widgets.question_list import LETTERS_SAID, QuestionList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_LOOK_EVERY = 1.0
"""Seconds between looks for other people's work."""
_REST = 0.08
"""Seconds that the highlight rests on a question before it is counted."""
_TOPS = (None, 1, 3)
"""How many levels the top has, one after the other; None is what is usual."""
_NONE = (
    "There is no data file in this study yet.\n\n"
    "Esc leads back. Add files (a) brings in survey answers, case records or official returns: "
    "a .csv, .xlsx or .sav file."
)


class SurveyScreen(Screen[None]):
    """Questions left, figures right."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("survey"))
    AUTO_FOCUS = "QuestionList"
    CSS: ClassVar[str] = """
    #survey-body { height: 1fr; }
    #survey-body QuestionList { width: 36%; min-width: 26; border-right: solid $border-blurred; }
    #survey-right { width: 1fr; }
    #survey-title { height: auto; max-height: 4; padding: 0 1; }
    #survey-how { height: 1; padding: 0 1; margin: 0 0 1 0; }
    #survey-how Button { background: $panel; min-width: 6; }
    #survey-right FigureRows { height: 1fr; }
    #survey-notes { height: auto; max-height: 6; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: CountedQuestion | None = None
        """What is shown; None while nothing is counted."""
        self._files: Sequence[SurveyFile] = ()
        self._wish: Wish | None = None
        self._by: dict[str, Split | None] = {}
        """Data file → what its questions are split by."""
        self._top: int | None = None
        self._is_sorted = False
        self._seen = -1
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
        self.set_interval(_LOOK_EVERY, self._look)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def _questions(self) -> QuestionList:
        return self.query_one(QuestionList)

    @property
    def figures(self) -> FigureRows:
        """The figures of the question that is shown."""
        return self.query_one(FigureRows)

    def on_screen_resume(self) -> None:
        """Coming back, what was done meanwhile is counted."""
        if self._seen >= 0:
            self._look()

    def _look(self) -> None:
        if self.is_active and self._app.has_study:
            newest = self._app.attempt(last_event, self._app.study)
            if newest is not None and newest != self._seen:
                self.study_changed()

    def study_changed(self) -> None:
        """Read the questions again and count the one that is shown."""
        study = self._app.study
        self._seen = self._app.attempt(last_event, study) or 0
        files = self._app.attempt(survey_files, study)
        if files is None:
            return
        self._files = files
        self._questions.open(files)
        number = sum(len(file.questions) for file in files)
        self.query_one(TitleLine).show(
            f"{study.title} ▸ Survey", f"{counted(number, 'question')} · {study.coder}"
        )
        if files:
            self._show(keep=True)
        else:
            self._say_instead(Content(_NONE))

    # ---- one question

    @on(RowList.Highlighted, "#survey-questions")
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        row = self._questions.row
        if row is None or row.shown is None or (self._wish and row.shown == self._wish.question):
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST, self._show)

    def _show(self, *, keep: bool = False) -> None:
        row = self._questions.row
        question = row.shown if row else None
        self._wish = None if question is None else self._wished(question)
        if row is None or question is None or self._wish is None:
            self._say_instead(Content(LETTERS_SAID))
            return
        split = self._by.get(question.file)
        label = said_wish(self._wish, split.title if split else "")
        self.query_one("#survey-split", Button).label = Content(label)
        self.query_one("#survey-how").display = (
            not question.is_open and question.type is not QuestionType.COUNT
        )
        self.query_one("#survey-title", Static).update(question_title(question, None))
        if question.is_open:
            self._say_open(question)
            return
        if self.view is None or self.view.wish.question != question:
            self.query_one("#survey-notes", Static).update(Content.styled("Counting …", "$foreground 60%"))
        study, wish = self._app.study, self._wish
        self._app.slowly(
            lambda: counted_question(study, wish), lambda view: self._counted(wish, view, keep=keep)
        )

    def _wished(self, question: AskedQuestion) -> Wish:
        split = self._by.get(question.file)
        by = split.key if split else ""
        return Wish(question=question, by=by, top=self._top, is_sorted=self._is_sorted)

    def _counted(self, wish: Wish, view: CountedQuestion | None, *, keep: bool) -> None:
        if wish != self._wish:
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

    # ---- opening

    @on(RowList.Chosen, "#survey-questions")
    def _question_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self._questions.rows[event.row]
        if event.x >= 0:
            if row.part is None and row.question is not None and row.question.is_grid:
                self._questions.fold(event.row)
            self._show()
        else:
            self._open_question()

    def _open_question(self) -> None:
        row = self._questions.row
        if row is None or row.shown is None:
            return
        if row.shown.is_open:
            self._app.open_source(row.shown.source)
        else:
            self.figures.focus()

    @on(RowList.Chosen, "#survey-figures")
    def _figure_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._behind()

    def action_open(self) -> None:
        """The figures, the answers in words, or who is behind a figure."""
        if self.figures.has_focus:
            self._behind()
        else:
            self._open_question()

    def _behind(self) -> None:
        line, view, row = self.figures.line, self.view, self._questions.row
        if line is None or view is None:
            return
        if line.kind is LineKind.ITEM and row is not None and row.question is not None:
            self._questions.go_to(row.question, line.column)
            self._show()
        elif not line.has_records:
            self._app.say("Nobody is behind this." if line.count == 0 else "This is not one answer.")
        else:
            study = self._app.study
            self._app.slowly(
                lambda: records_behind(study, view.wish, line), lambda found: self._list(view, line, found)
            )

    def _list(self, view: CountedQuestion, line: AnswerLine, records: Sequence[RecordBehind] | None) -> None:
        if not records:
            return
        lines, opens = behind_lines(records)
        title = behind_title(view, line, len(records))
        hint = "Type to find · Enter or click opens the answer · Esc goes back"
        self.app.push_screen(ChooseOne(title, lines, hint=hint), lambda chosen: self._go(opens, chosen))
        self._app.say(f"{line.text}: {share_said(line)}")

    def _go(self, opens: Sequence[Opened | None], chosen: str | None) -> None:
        if chosen is None:
            return
        opened = opens[int(chosen)]
        if opened is None:
            self._app.say("Nothing was written here: no open question was answered.")
        else:
            self._app.open_source(*opened)

    # ---- how it is counted

    @on(Button.Pressed, "#survey-split")
    def _split_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_split()

    def action_split(self) -> None:
        """Choose what to split by."""
        row = self._questions.row
        if row is None:
            return
        file = row.file.name
        found = self._app.attempt(splits, self._app.study, file)
        if found is None:
            return
        lines = [Line(id="", text=Content("nothing"), name="nothing")]
        lines += [Line(id=f"={one.key}", text=Content(one.title), name=one.title) for one in found]
        before = self._by.get(file)

        def take(chosen: str | None) -> None:
            if chosen is None:
                return
            self._by[file] = next((one for one in found if chosen == f"={one.key}"), None)
            self._show()

        window = ChooseOne("Split by what?", lines, chosen=f"={before.key}" if before else "")
        self.app.push_screen(window, take)

    def action_top(self) -> None:
        """Another number of levels for top and bottom."""
        if self._wish is None or self._wish.question.type is not QuestionType.LIKERT:
            self._app.say("Only a scale has a top and a bottom.")
            return
        if self._wish.question.unconfirmed:
            self._app.say("Say first which end of the scale is low: k.")
            return
        self._top = _TOPS[(_TOPS.index(self._top) + 1) % len(_TOPS)]
        said = "two levels, of a short scale one" if self._top is None else counted(self._top, "level")
        self._app.say(f"Top and bottom have {said}.")
        self._show(keep=True)

    def action_sort(self) -> None:
        """The most frequent first, or as asked."""
        self._is_sorted = not self._is_sorted
        self._app.say("The most frequent first." if self._is_sorted else "In the order of the questionnaire.")
        self._show()

    def action_confirm(self) -> None:
        """Ask which end of the scale is low."""
        if self._wish is None or self._wish.question.type is not QuestionType.LIKERT:
            self._app.say("Only a scale has a low and a high end.")
            return
        question = self._wish.question
        choices = (
            Choice(id="right", label="Yes, so it is"),
            Choice(id="turn", label="No, turn it round"),
            Choice(id="later", label="Not now"),
        )
        window = Window("Which end is low?", asking_direction(question), choices)
        self.app.push_screen(window, lambda answer: self._confirm(question, answer))

    def _confirm(self, question: AskedQuestion, answer: str | None) -> None:
        if answer not in ("right", "turn"):
            return
        study, columns = self._app.study, [part.column for part in question.unconfirmed or question.parts]

        def settle() -> bool:
            confirm_scales(study, question.file, columns, is_reversed=answer == "turn")
            return True

        def settled(done: bool | None) -> None:
            if done:
                self._app.say(f"{'Turned round' if answer == 'turn' else 'Confirmed'}. Ctrl+Z undoes")
                self.study_changed()

        self._app.slowly(settle, settled)

    # ---- what leaves the screen

    def _counted_wish(self) -> Wish | None:
        if self._wish is None or self._wish.question.is_open:
            self._app.say("Choose a question with figures first.")
            return None
        row = self._questions.row
        return replace(self._wish, question=row.shown) if row and row.shown else self._wish

    def action_copy_table(self) -> None:
        """Copy the question as a table."""
        if (wish := self._counted_wish()) is not None:
            study = self._app.study
            self._app.slowly(lambda: question_result(study, wish), self._copy)

    def _copy(self, result: Result | None) -> None:
        if result is not None:
            text, html = table_to_copy(result.tables[0])
            self._app.copy(text, html, what="the question as a table")

    def action_hand_over(self, suffix: str) -> None:
        """Write the question into a file."""
        if (wish := self._counted_wish()) is not None:
            study = self._app.study
            self._app.say("Writing the question …")
            self._app.slowly(
                lambda: export_result(
                    study, question_result(study, wish), dated_path(study, "survey", suffix)
                ),
                lambda done: self._app.handed_over([done]) if done else None,
            )

    def action_back(self) -> None:
        """Back to the questions, then leave."""
        if not self._questions.has_focus:
            self._questions.focus()
        else:
            self.app.pop_screen()
