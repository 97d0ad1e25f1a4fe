"""Showing redacted words as they are for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.timer import Timer

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp
    from qualkit.tui.open_answers import OpenAnswers
    from qualkit.tui.open_source import OpenSource

_MOMENT = 10.0
"""Seconds for which the words are shown as they are."""


class ShownOriginalsScreen(Screen[None]):
    """A screen with words that may be redacted."""

    _moment: Timer | None = None

    if TYPE_CHECKING:  # each screen says what these are there

        @property
        def opened(self) -> OpenSource | OpenAnswers:
            """What is open."""

        @property
        def _is_open(self) -> bool:
            """Whether there are words to show."""

        def _show_originals(self) -> None:
            """Draw the words, as they are now."""

        def _show_redacted(self) -> None:
            """Read and draw the words as they are shown."""

    def action_originals(self) -> None:
        """Show the words as they are for a moment; again hides them at once."""
        app = cast("QualkitApp", self.app)
        if not self._is_open:
            return
        if self._moment is not None:
            self._hide_originals()
        elif self.opened.show_as_they_are():
            self._show_originals()
            self._moment = self.set_timer(_MOMENT, self._hide_originals)
            app.say(f"The words as they are, for {_MOMENT:.0f} seconds.", is_warning=True)
        else:
            app.say("Nothing is redacted in this study.")

    def _hide_originals(self) -> None:
        if self._moment is not None:
            self._moment.stop()
            self._moment = None
            self._show_redacted()
            cast("QualkitApp", self.app).say("Redacted words are hidden again.")
