"""A window to write a note in: several lines, kept or thrown away, never lost by a stray key."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Button, Static, TextArea

from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking
from qualkit.tui.screens.message import Choice, Window

_AROUND = 13
"""Rows of the window that are not for writing."""
_LEAST, _MOST = 3, 16


class NoteWindow(Asking[str | None]):
    """A title and a text of several lines to write or change; gives the text, or None if it is to stay."""

    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "keep", "Keep it", priority=True),
        Binding("escape", "leave", "Close", priority=True),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    NoteWindow TextArea {
        height: 8; border: none; padding: 0 1; background: $panel; scrollbar-size-vertical: 1;
    }
    NoteWindow TextArea:focus { border: none; }
    NoteWindow .window-note { margin: 0 0 1 0; }
    """

    def __init__(self, title: str, text: str = "", *, accept: str = "Keep it", hint: str = "") -> None:
        super().__init__(classes="window")
        self._title = title
        self._before = text
        self._shown = display_safe(text)
        self._accept = accept
        self._hint = hint

    def compose(self) -> ComposeResult:
        """A box with the text, its buttons and its keys."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            if self._hint:
                yield Static(Content(display_safe(self._hint)), classes="window-note")
            yield TextArea(self._shown, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            with Horizontal(classes="window-buttons"):
                yield Button(Content(self._accept), id="keep", compact=True)
                yield Button("Back", id="back", compact=True)
            yield Static("Ctrl+S keeps it · Esc leaves", classes="window-hint")

    def on_resize(self, event: Resize) -> None:
        """As much room to write as the screen has."""
        room = event.size.height * 9 // 10 - _AROUND
        self.query_one(TextArea).styles.height = max(_LEAST, min(room, _MOST))

    def on_mount(self) -> None:
        """Writing goes on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    @property
    def text(self) -> str:
        """What stands in the window now."""
        written = self.query_one(TextArea).text
        return self._before if written == self._shown else written

    @property
    def is_changed(self) -> bool:
        """Whether the text is another than before."""
        return self.text.strip() != self._before.strip()

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Give the text."""
        self.dismiss(self.text)

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Leave the text as it was; asks if something was written."""
        if not self.is_changed:
            self.dismiss(None)
            return
        choices = (Choice(id="keep", label="Keep"), Choice(id="throw", label="Throw away"))
        said = "You have written something that is not kept yet. Esc goes back to writing."
        self.app.push_screen(Window("Keep what you wrote?", said, choices), self._left)

    def _left(self, answer: str | None) -> None:
        if answer is not None:
            self.dismiss(self.text if answer == "keep" else None)
