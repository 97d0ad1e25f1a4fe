"""Correcting and redacting a text where the cursor is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from qualkit.actions.correct import (
    TextCorrected,
    correct_segment,
    merge_turns,
    reassign_turn,
    split_turn,
)
from qualkit.model.source import Segment, SpeakerRole
from qualkit.tui.correct_lines import moved_line, review_text
from qualkit.tui.layout import Spot
from qualkit.tui.redact_steps import Marked, ask_redaction
from qualkit.tui.screens.message import Choice, Field, FormWindow, Window
from qualkit.tui.screens.read_text import ReadTextScreen
from qualkit.tui.screens.shown_originals import ShownOriginalsScreen
from qualkit.tui.widgets.correct_window import CorrectWindow

_SOMEBODY_NEW = "\N{FULL BLOCK}"
_ROLES = (SpeakerRole.PARTICIPANT, SpeakerRole.MODERATOR, SpeakerRole.OBSERVER)


class CorrectTextScreen(ReadTextScreen, ShownOriginalsScreen):
    """A source whose words can be corrected and redacted. CodeScreen codes it."""

    HERE: ClassVar[tuple[str, ...]] = (*ReadTextScreen.HERE, "correct", "redact")

    def _here(self) -> Segment:
        return self.opened.segments[self.text.cursor.passage]

    def _named(self, segment: Segment) -> str:
        return f"{self.opened.noun} {segment.ordinal}"

    # ---- correcting

    def action_correct(self) -> None:
        """Correct a slip in the turn or answer at the cursor."""
        if not self.has_text:
            return
        cursor, segment = self.text.cursor, self._here()
        passage = cursor.passage
        words = self.opened.words_as_they_are(Spot(passage, 0), Spot(passage, len(segment.text)))
        who = f", {segment.speaker}" if segment.speaker else ""
        hint = "" if words == segment.text else "These are the words as they were said: nothing is redacted."
        at = self.opened.place(cursor, cursor).start
        window = CorrectWindow(f"Correct {self._named(segment)}{who}", words, at=at, hint=hint)

        def keep(text: str | None) -> None:
            if text == words:
                self._app.say("Nothing was changed.")
            elif text is not None:
                self._revise(
                    f"Corrected {self._named(segment)}",
                    partial(correct_segment, self._app.study, self.source, segment.key, text),
                )

        self.app.push_screen(window, keep)

    def action_split_turn(self) -> None:
        """Split the turn at the cursor; asks who says the second part."""
        if not self.has_text:
            return
        cursor, segment = self.text.cursor, self._here()
        at = self.opened.place(cursor, cursor).start
        split = partial(split_turn, self._app.study, self.source, segment.key, at)
        said = f"Split {self._named(segment)}"
        if segment.speaker is None:
            self._revise(said, split)
            return
        choices = self._speakers(first=self.opened.speaker_of(cursor.passage))
        self.ask(
            "Who says what follows the cursor?",
            choices,
            lambda name: self._revise(said, partial(split, speaker=name)),
        )

    def action_merge_turns(self) -> None:
        """Join the turn at the cursor with the next one."""
        if not self.has_text:
            return
        following = self.text.cursor.passage + 1
        if following >= len(self.opened.segments):
            self._app.say(f"This is the last {self.opened.noun}.")
            return
        keys = [self._here().key, self.opened.segments[following].key]
        said = f"Joined {self._named(self._here())} with the next"
        self._revise(said, partial(merge_turns, self._app.study, self.source, keys))

    def action_reassign(self) -> None:
        """Say that somebody else said the turn at the cursor."""
        if not self.has_text:
            return
        segment = self._here()
        if segment.speaker is None:
            self._app.say("Nobody is named as speaking here.")
            return
        choices = [*self._speakers(), Choice(id=_SOMEBODY_NEW, label="Somebody new …")]
        self.ask(f"Who says {self._named(segment)}?", choices, lambda name: self._reassign(segment, name))

    def _speakers(self, first: str = "") -> list[Choice]:
        speakers = self.opened.speakers
        names = sorted(speakers, key=lambda name: name != first)
        return [Choice(id=name, label=speakers[name]) for name in names]

    def _reassign(self, segment: Segment, name: str) -> None:
        if name != _SOMEBODY_NEW:
            reassign = partial(reassign_turn, self._app.study, self.source, segment.key, name)
            self._revise(
                f"{self._named(segment).capitalize()} is now {self.opened.speakers[name]}'s", reassign
            )
            return

        def ask_role(lines: tuple[str, ...] | None) -> None:
            if lines is None or not lines[0]:
                return
            choices = [Choice(id=role.value, label=role.value) for role in _ROLES]
            self.ask(
                f"What part does {lines[0]} have?", choices, partial(self._reassign_new, segment, lines[0])
            )

        form = FormWindow("Somebody new", [Field(label="Name, as it is to stand")], accept="Go on")
        self.app.push_screen(form, ask_role)

    def _reassign_new(self, segment: Segment, name: str, role: str) -> None:
        reassign = partial(
            reassign_turn, self._app.study, self.source, segment.key, name, role=SpeakerRole(role)
        )
        self._revise(f"{self._named(segment).capitalize()} is now {name}'s", reassign)

    def _revise(self, said: str, do: Callable[[], TextCorrected]) -> None:
        """Change the text, show it, and say what became of the codings."""
        done = self._app.attempt(do)
        if done is None:
            return
        self._show_study()
        moved = moved_line(done)
        self._app.say(f"{said}{': ' if moved else ''}{moved}. Ctrl+Z undoes")
        if done.to_review:
            choices = (Choice(id="look", label="Look at it"), Choice(id="later", label="Later"))
            self.app.push_screen(Window(f"{moved}.", review_text(done.to_review), choices), self._review)

    def _review(self, answer: str | None) -> None:
        if answer == "look":
            self._app.show("lost")

    def _show_study(self) -> None:
        fetched = self._app.attempt(self.opened.fetch)
        if fetched is not None:
            self._take(fetched)

    # ---- redacting

    def action_redact(self) -> None:
        """Redact the marked words, or the word at the cursor."""
        if not self.has_text:
            return
        start, end = self.text.selection or self.text.word_here
        if start.passage != end.passage:
            self._app.say(f"Mark words of one {self.opened.noun} only.")
            return
        words = self.opened.words_as_they_are(start, end)
        if not any(letter.isalnum() for letter in words):
            self._app.say("Mark the words that are not to be shown, then press r.")
            return
        key = self.opened.segments[start.passage].key
        marked = Marked(words=words, source=self.source, segment=key, noun=self.opened.noun)
        ask_redaction(self._app, marked, self._show_study)

    @property
    def _is_open(self) -> bool:
        return self.has_text

    def _show_originals(self) -> None:
        self._show_text_again()
        self._describe()

    def _show_redacted(self) -> None:
        self._show_study()
