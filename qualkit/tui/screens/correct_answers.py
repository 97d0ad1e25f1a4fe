"""Correcting and redacting the highlighted answer."""

from __future__ import annotations

from functools import partial

from qualkit.actions.correct import correct_segment
from qualkit.tui.correct_lines import moved_line, review_text
from qualkit.tui.layout import Spot
from qualkit.tui.redact_steps import Marked, ask_redaction
from qualkit.tui.screens.answer_deciding import AnswerDecidingScreen
from qualkit.tui.screens.message import Choice, Window
from qualkit.tui.screens.shown_originals import ShownOriginalsScreen
from qualkit.tui.widgets.correct_window import CorrectWindow


class CorrectAnswersScreen(AnswerDecidingScreen, ShownOriginalsScreen):
    """Answers whose words can be corrected and redacted. AnswersScreen codes them."""

    def action_correct(self) -> None:
        """Correct a slip in the highlighted answer."""
        if not self.has_answer or self._answer is None:
            return
        segment, words = self._answer.segment, self.opened.text_as_it_is
        hint = "" if words == segment.text else "These are the words as they were said: nothing is redacted."
        at = self.opened.place(segment.key, self.text.cursor.offset, self.text.cursor.offset).start
        title = f"Correct {self.opened.noun} {segment.ordinal}"

        def keep(text: str | None) -> None:
            if text == words:
                self._app.say("Nothing was changed.")
            elif text is not None:
                self._correct(segment.key, text, f"Corrected {self.opened.noun} {segment.ordinal}")

        self.app.push_screen(CorrectWindow(title, words, at=at, hint=hint), keep)

    def _correct(self, key: str, text: str, said: str) -> None:
        done = self._app.attempt(partial(correct_segment, self._app.study, self.source, key, text))
        if done is None:
            return
        self.study_changed()
        moved = moved_line(done)
        self._app.say(f"{said}{': ' if moved else ''}{moved}. Ctrl+Z undoes")
        if done.to_review:
            choices = (Choice(id="look", label="Look at it"), Choice(id="later", label="Later"))
            self.app.push_screen(Window(f"{moved}.", review_text(done.to_review), choices), self._review)

    def _review(self, answer: str | None) -> None:
        if answer == "look":
            self._app.show("lost")

    def action_redact(self) -> None:
        """Redact the words that are marked in the answer, or the word at its cursor."""
        if not self.has_answer or self._answer is None:
            return
        if self.text.selection is None and not self.text.is_alone:
            self._app.say(
                "Go into the answer (Tab) and mark the words that are not to be shown, then press r."
            )
            return
        start, end = self.text.selection or self.text.word_here
        words = self._words_as_they_are(start, end)
        if not any(letter.isalnum() for letter in words):
            self._app.say("Mark the words that are not to be shown, then press r.")
            return
        key = self._answer.segment.key
        marked = Marked(words=words, source=self.source, segment=key, noun=self.opened.noun)
        ask_redaction(self._app, marked, self.study_changed)

    def _words_as_they_are(self, start: Spot, end: Spot) -> str:
        assert self._answer is not None
        place = self.opened.place(self._answer.segment.key, start.offset, end.offset)
        return self.opened.text_as_it_is[place.start : place.end]

    @property
    def _is_open(self) -> bool:
        return self.has_answer

    def _show_originals(self) -> None:
        self._changed()

    def _show_redacted(self) -> None:
        self.study_changed()
