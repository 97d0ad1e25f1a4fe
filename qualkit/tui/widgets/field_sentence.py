"""A sentence to fill in, such as: Count [contacts] of [notes] with [Harm], split by [nothing]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import Button, Label

from qualkit.tui.columns import cut

_AROUND = 5
"""Cells of a button beside what it says."""


class FieldSentence(Vertical):
    """Every field is a button that can be clicked and tabbed to; a sentence says which there are."""

    ROWS: ClassVar[tuple[tuple[tuple[str, str], ...], ...]] = ()
    """Words and the field behind them, row by row."""
    OPEN: ClassVar[frozenset[str]] = frozenset()
    """What a field says that narrows nothing."""
    PREFIX: ClassVar[str] = "field"
    """How the ids of the buttons begin."""
    DEFAULT_CSS: ClassVar[str] = """
    FieldSentence { height: auto; padding: 0 1; background: $surface; }
    FieldSentence Horizontal { height: 1; }
    FieldSentence Label { width: auto; margin: 0 1 0 0; color: $foreground 75%; }
    FieldSentence Button { background: $panel; min-width: 6; margin: 0 1 0 0; }
    FieldSentence Button.-said { color: $accent; text-style: bold; }
    FieldSentence Button:focus { background: $accent; color: $background; }
    """

    class Asked(Message):
        """A field shall be filled in."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Rows of words and fields."""
        for row in self.ROWS:
            with Horizontal():
                for word, field in row:
                    yield Label(word)
                    yield Button("", id=f"{self.PREFIX}-{field}", compact=True)

    def show(self, said: Mapping[str, str]) -> None:
        """Fill the fields in."""
        self._said = said
        self._draw()

    def on_resize(self, _: Resize) -> None:
        """The sentence keeps to the width."""
        self._draw()

    def _draw(self) -> None:
        for row in self.ROWS:
            texts = {field: self._said.get(field, "") for _, field in row}
            room = self.size.width - 2 - sum(len(word) + 1 + _AROUND for word, _ in row)
            for field, text in texts.items():
                button = self.query_one(f"#{self.PREFIX}-{field}", Button)
                button.label = Content(f"{cut(text, _share(texts, field, room))} ▾")
                button.set_class(text not in self.OPEN, "-said")
                button.refresh(layout=True)  # a label by itself keeps the width of the one before

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Asked((event.button.id or "").removeprefix(f"{self.PREFIX}-")))


def _share(texts: Mapping[str, str], field: str, room: int) -> int:
    """Cells for a field: what the others do not need, and at least its part."""
    fair = max(room // len(texts), 6)
    spare = sum(max(fair - len(text), 0) for name, text in texts.items() if name != field)
    greedy = sum(len(text) > fair for text in texts.values()) or 1
    return fair + spare // greedy
