"""Survey: the questions of the data files, each counted, and who stands behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Button

from qualkit.actions.confirm_scales import confirm_scales
from qualkit.actions.dated_path import dated_path
from qualkit.actions.question_lines import AnswerLine, CountedQuestion, LineKind
from qualkit.actions.records_behind import RecordBehind, records_behind
from qualkit.actions.survey_views import AskedQuestion, Wish, question_result, splits
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.model.questionnaire import QuestionType
from qualkit.tui.columns import counted
from qualkit.tui.commands import bindings_for
from qualkit.tui.leaving_lines import with_small, wrote_small
from qualkit.tui.screens.message import Choice, Window
from qualkit.tui.screens.question_showing import QuestionShowingScreen
from qualkit.tui.survey_lines import Opened, asking_direction, behind_lines, behind_title, share_said
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.row_list import RowList

_TOPS = (None, 1, 3)
"""How many levels the top has, one after the other; None is what is usual."""


class SurveyScreen(QuestionShowingScreen):
    """Questions left, figures right."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("survey"))

    # ---- opening

    @on(RowList.Chosen, "#survey-questions")
    def _question_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self.questions.rows[event.row]
        if event.x >= 0:
            if row.part is None and row.question is not None and row.question.is_grid:
                self.questions.fold(event.row)
            self.show()
        else:
            self._open_question()

    def _open_question(self) -> None:
        row = self.questions.row
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
        line, view, row = self.figures.line, self.view, self.questions.row
        if line is None or view is None:
            return
        if line.kind is LineKind.ITEM and row is not None and row.question is not None:
            self.questions.go_to(row.question, line.column)
            self.show()
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
        row = self.questions.row
        if row is None:
            return
        file = row.file.name
        found = self._app.attempt(splits, self._app.study, file)
        if found is None:
            return
        lines = [Line(id="", text=Content("nothing"), name="nothing")]
        lines += [Line(id=f"={one.key}", text=Content(one.title), name=one.title) for one in found]
        before = self.by.get(file)

        def take(chosen: str | None) -> None:
            if chosen is None:
                return
            self.by[file] = next((one for one in found if chosen == f"={one.key}"), None)
            self.show()

        window = ChooseOne("Split by what?", lines, chosen=f"={before.key}" if before else "")
        self.app.push_screen(window, take)

    def action_top(self) -> None:
        """Another number of levels for top and bottom."""
        if self.wish is None or self.wish.question.type is not QuestionType.LIKERT:
            self._app.say("Only a scale has a top and a bottom.")
            return
        if self.wish.question.unconfirmed:
            self._app.say("Say first which end of the scale is low: k.")
            return
        self.top = _TOPS[(_TOPS.index(self.top) + 1) % len(_TOPS)]
        said = "two levels, of a short scale one" if self.top is None else counted(self.top, "level")
        self._app.say(f"Top and bottom have {said}.")
        self.show(keep=True)

    def action_sort(self) -> None:
        """The most frequent first, or as asked."""
        self.is_sorted = not self.is_sorted
        self._app.say("The most frequent first." if self.is_sorted else "In the order of the questionnaire.")
        self.show()

    def action_confirm(self) -> None:
        """Ask which end of the scale is low."""
        if self.wish is None or self.wish.question.type is not QuestionType.LIKERT:
            self._app.say("Only a scale has a low and a high end.")
            return
        question = self.wish.question
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
        if self.wish is None or self.wish.question.is_open:
            self._app.say("Choose a question with figures first.")
            return None
        return self.wish

    def action_copy_table(self) -> None:
        """Copy the question as a table."""
        if (wish := self._counted_wish()) is not None:
            study = self._app.study
            self._app.slowly(lambda: copy_out(study, question_result(study, wish)), self._copy)

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            what = f"the question as a table{with_small(found.small)}"
            self._app.copy(found.text, found.html, what=what)

    def action_hand_over(self, suffix: str) -> None:
        """Write the question into a file."""
        if (wish := self._counted_wish()) is not None:
            study = self._app.study
            self._app.say("Writing the question …")
            path = dated_path(study, "survey", suffix)
            self._app.slowly(
                lambda: write_out(study, question_result(study, wish), path),
                lambda small: self._handed_over(path, small),
            )

    def _handed_over(self, path: Path, small: int | None) -> None:
        if small is not None:
            self._app.handed_over([path])
            if small:
                self._app.say(wrote_small(path, small), is_warning=True)

    def action_back(self) -> None:
        """Back to the questions, then leave."""
        if not self.questions.has_focus:
            self.questions.focus()
        else:
            self.app.pop_screen()
