"""What screens have in common that show the study, and follow what others do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from qualkit.actions.workspace import last_event

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_LOOK_EVERY = 1.2
"""Seconds between looks for other people's work."""


class StudyScreen(Screen[None]):
    """A screen that reads the study again when somebody has worked on it: another coder, another window.

    Its own `on_mount` calls `study_changed` and `follow`; its `study_changed` begins with `note_event`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen = -1
        """The newest event that is shown; -1 while nothing is."""

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def _may_look(self) -> bool:
        """Whether what is shown may change now."""
        return self.is_active

    def follow(self) -> None:
        """From now on, look from time to time whether somebody has worked on the study."""
        self.set_interval(_LOOK_EVERY, self._look)

    def note_event(self) -> None:
        """What is shown from here on is the study as of now."""
        self._seen = self._app.attempt(last_event, self._app.study) or 0

    def on_screen_resume(self) -> None:
        """Coming back, what was done meanwhile is there."""
        if self._seen >= 0:
            self._look()

    def _look(self) -> None:
        if self._may_look and self._seen >= 0 and self._app.has_study:
            newest = self._app.attempt(last_event, self._app.study)
            if newest is not None and newest != self._seen:
                self.study_changed()

    def study_changed(self) -> None:
        """Read the study again and show it."""
        self.note_event()
