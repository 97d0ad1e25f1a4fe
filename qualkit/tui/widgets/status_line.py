"""The bottom line: what just happened, what the next key will do, what went wrong."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from qualkit.model.display import display_safe


class StatusLine(Static):
    """One line of talk above the footer; a long warning takes a second and a third."""

    DEFAULT_CSS: ClassVar[str] = """
    StatusLine {
        dock: bottom;
        height: auto;
        min-height: 1;
        max-height: 3;
        padding: 0 1;
        margin: 0 0 1 0;
        color: $foreground 80%;
        background: $background;
    }
    StatusLine.-warning { color: $warning; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.said = ""

    def on_mount(self) -> None:
        """A screen that opens right after something was said still says it."""
        talk = getattr(self.app, "talk", None)
        if isinstance(talk, Talk) and talk.is_fresh:
            self.say(talk.text, is_warning=talk.is_warning)

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Show a text instead of what stands here."""
        self.said = display_safe(text)
        self.set_class(is_warning, "-warning")
        shown = Content(f"! {self.said}" if is_warning else self.said)
        rows = 1 if shown.cell_length <= self.content_size.width and "\n" not in self.said else 2
        # laying out the screen anew costs more than all the rest of a key: only when the height changes
        self.update(shown, layout=rows > 1 or self.size.height != 1)


class Talk:
    """What was said last, and when: a screen that opens right after it still shows it."""

    FRESH_SECONDS = 2.0

    def __init__(self) -> None:
        self.text = ""
        self.is_warning = False
        self._at = 0.0

    def say(self, text: str, is_warning: bool) -> None:
        """Remember what was said."""
        self.text, self.is_warning, self._at = text, is_warning, monotonic()

    @property
    def is_fresh(self) -> bool:
        """Whether it was said a moment ago."""
        return bool(self.text) and monotonic() - self._at < self.FRESH_SECONDS
