"""What a person says of a file on Add: who speaks, what a column holds, whose words they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on
from textual.screen import Screen
from textual.widgets import Button, OptionList

from qualkit.actions.add import DataPlan, Stretch, TranscriptPlan, parse_stretches, same_people
from qualkit.actions.given_turns import checked
from qualkit.model.questionnaire import DataKind, QuestionType, Use
from qualkit.model.source import SpeakerRole, Voice
from qualkit.tui import add_lines, add_windows
from qualkit.tui.file_draft import FileDraft, drafts_of

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp


class AddSayingScreen(Screen[None]):
    """A file that is corrected before it comes in. AddScreen reads it, shows it and brings it in."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__()
        self._drafts = drafts_of(paths)
        self._at = 0
        self._plan: add_lines.AnyPlan | None = None
        self._rows: list[add_lines.Row] = []
        self._doing = ""

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def _draft(self) -> FileDraft:
        return self._drafts[self._at]

    if TYPE_CHECKING:

        def _read(self, draft: FileDraft) -> None:
            """Read the file with what is said about it."""

    # ---- saying what something is

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Say what the highlighted speaker or column is."""
        key = self._highlighted()
        if isinstance(self._plan, TranscriptPlan) and (turn := self._highlighted_turn()):
            self._ask_who_says(turn)
        elif isinstance(self._plan, TranscriptPlan) and key:
            window = add_windows.who_is(self._plan, key)
            self.app.push_screen(window, lambda answer: self._told_speaker(key, answer))
        elif isinstance(self._plan, DataPlan) and key:
            window = add_windows.what_is_in(self._plan, key)
            self.app.push_screen(window, lambda answer: self._told_column(key, answer))

    def _highlighted(self) -> str:
        at = self.query_one(OptionList).highlighted
        return self._rows[at].key if at is not None and at < len(self._rows) else ""

    def _highlighted_turn(self) -> int:
        at = self.query_one(OptionList).highlighted
        return self._rows[at].turn if at is not None and at < len(self._rows) else 0

    # ---- speakers

    def _told_speaker(self, label: str, answer: str | None) -> None:
        if answer == add_windows.RENAME:
            self._ask_name(label)
        elif answer is not None and answer.startswith(add_windows.SAME):
            self._read(self._draft.renamed(label, answer.removeprefix(add_windows.SAME)))
        elif answer is not None:
            self._read(self._draft.with_role(label, SpeakerRole(answer)))

    def _ask_name(self, label: str) -> None:
        self.app.push_screen(add_windows.new_name(label), lambda given: self._told_name(label, given))

    def _told_name(self, label: str, given: tuple[str, ...] | None) -> None:
        if given and given[0] and given[0] != label:
            self._read(self._draft.renamed(label, given[0]))

    # ---- columns

    def _told_column(self, column: str, answer: str | None) -> None:
        if answer == add_windows.TURN:
            self._read(self._draft.turned(column))
        elif answer is not None and answer.startswith(add_windows.TYPE):
            type_ = QuestionType(answer.removeprefix(add_windows.TYPE))
            self._read(self._draft.with_type(column, type_))
        elif answer is not None:
            self._read(self._draft.with_use(column, Use(answer)))

    def action_same_person(self) -> None:
        """The highlighted speaker is the one that the form proposes."""
        if not isinstance(self._plan, TranscriptPlan):
            return
        proposed = same_people(self._plan)
        label = self._highlighted()
        if label in proposed:
            self._read(self._draft.renamed(label, proposed[label].same_as))
        elif proposed:
            self._app.say(f"Highlight {next(iter(proposed))} first: y then makes the two one person.")

    def action_who_says(self) -> None:
        """Give turns to a speaker, from the highlighted one on."""
        if isinstance(self._plan, TranscriptPlan):
            self._ask_who_says(self._highlighted_turn() or 1)

    def _ask_who_says(self, turn: int) -> None:
        if isinstance(self._plan, TranscriptPlan):
            self.app.push_screen(add_windows.who_says(self._plan, turn), self._told_who_says)

    def _told_who_says(self, given: tuple[str, ...] | None) -> None:
        plan = self._plan
        if given is None or not isinstance(plan, TranscriptPlan):
            return
        name, first, last = given

        def asked() -> Stretch:
            (stretch,) = parse_stretches([f"{name}={first}-{last or first}"])
            return checked(plan.transcript, stretch)

        if stretch := self._app.attempt(asked):
            self._read(self._draft.given(stretch))

    def action_moderator(self) -> None:
        """The highlighted speaker leads the talk."""
        self._set_role(SpeakerRole.MODERATOR)

    def action_participant(self) -> None:
        """The highlighted speaker takes part."""
        self._set_role(SpeakerRole.PARTICIPANT)

    def _set_role(self, role: SpeakerRole) -> None:
        if isinstance(self._plan, TranscriptPlan) and (label := self._highlighted()):
            self._read(self._draft.with_role(label, role))

    def action_rename(self) -> None:
        """Give the highlighted speaker another name."""
        if isinstance(self._plan, TranscriptPlan) and (label := self._highlighted()):
            self._ask_name(label)

    def action_open_question(self) -> None:
        """The highlighted column holds people's words."""
        self._set_use(Use.OPEN)

    def action_closed_question(self) -> None:
        """The highlighted column holds answers to tick."""
        self._set_use(Use.CLOSED)

    def _set_use(self, use: Use) -> None:
        if isinstance(self._plan, DataPlan) and (column := self._highlighted()):
            self._read(self._draft.with_use(column, use))

    def action_as_proposed(self) -> None:
        """Forget what was said about this file."""
        if self._doing != "bring in":
            self._read(self._draft.as_proposed())

    # ---- the file

    @on(Button.Pressed, "#add-kind")
    def _ask_kind(self) -> None:
        if isinstance(self._plan, DataPlan):
            self.app.push_screen(add_windows.kind_of_rows(self._plan), self._told_kind)

    def _told_kind(self, answer: str | None) -> None:
        if answer is not None:
            self._say_of_file(kind=DataKind(answer))

    @on(Button.Pressed, "#add-voice")
    def _ask_voice(self) -> None:
        if self._plan is not None:
            _, _, now = add_lines.name_kind_voice(self._plan)
            self.app.push_screen(add_windows.whose_words(now), self._told_voice)

    def _told_voice(self, answer: str | None) -> None:
        if answer is not None:
            self._say_of_file(voice=Voice(answer))

    def _say_of_file(self, *, kind: DataKind | None = None, voice: Voice | None = None) -> None:
        said = self._draft.options
        options = replace(said, kind=kind or said.kind, voice=voice or said.voice)
        self._read(replace(self._draft, options=options))
