"""The line above a list that says what is shown of it: by whom, of which kind, with which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input

from qualkit.tui.columns import cut
from qualkit.tui.screens.message import Choice, ChoiceWindow

_EVERYBODY = "Everybody"
_CELLS = 24


class FilterLine(Horizontal):
    """Two choices and a line for words; each can be clicked, and asked for by a key of its screen."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterLine { height: 1; padding: 0 1; background: $surface; }
    FilterLine Button { background: $panel; min-width: 6; margin: 0 1 0 0; }
    FilterLine Button.-chosen { color: $accent; text-style: bold; }
    FilterLine Button.-chosen:focus { color: $background; }
    FilterLine Input { width: 1fr; }
    """

    class Changed(Message):
        """Something else is to be shown."""

    def __init__(self, everything: str, *, title: str) -> None:
        super().__init__()
        self._everything = everything
        self._title = title
        self._people: Sequence[str] = ()
        self._kinds: Sequence[str] = ()
        self.who = ""
        """Whose; empty for everybody's."""
        self.kind = ""
        """Of which kind; empty for all."""

    def compose(self) -> ComposeResult:
        """Who, what kind, which words."""
        yield Button("", id="filter-who", compact=True)
        yield Button("", id="filter-kind", compact=True)
        yield Input(placeholder="/ words to find", compact=True, id="filter-words")

    def on_mount(self) -> None:
        """Everything is shown at first."""
        self._draw()

    def offer(self, people: Sequence[str], kinds: Sequence[str]) -> None:
        """What can be chosen from."""
        self._people, self._kinds = people, kinds

    @property
    def words(self) -> str:
        """The words to find."""
        return self.query_one(Input).value.strip()

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return not (self.who or self.kind or self.words)

    @property
    def said(self) -> str:
        """What is shown, in words; empty for everything."""
        words = f'with "{self.words}"' if self.words else ""
        return "; ".join(part for part in (self.who, self.kind, words) if part)

    def ask_who(self) -> None:
        """Choose whose are shown."""
        choices = [
            Choice(id="", label=_EVERYBODY),
            *(Choice(id=f"={name}", label=name) for name in self._people),
        ]
        self.app.push_screen(
            ChoiceWindow("By whom?", choices, chosen=f"={self.who}" if self.who else ""), self._who
        )

    def ask_kind(self) -> None:
        """Choose of which kind."""
        choices = [
            Choice(id="", label=self._everything),
            *(Choice(id=f"={kind}", label=kind) for kind in self._kinds),
        ]
        chosen = f"={self.kind}" if self.kind else ""
        self.app.push_screen(ChoiceWindow(self._title, choices, chosen=chosen), self._kind)

    def ask_words(self) -> None:
        """Type words."""
        self.query_one(Input).focus()

    def clear(self) -> bool:
        """Show everything again; gives whether something was left out."""
        if self.is_open:
            return False
        self.who = self.kind = ""
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self._draw()
        self.post_message(self.Changed())
        return True

    def _who(self, chosen: str | None) -> None:
        if chosen is not None:
            self.who = chosen.removeprefix("=")
            self._draw()
            self.post_message(self.Changed())

    def _kind(self, chosen: str | None) -> None:
        if chosen is not None:
            self.kind = chosen.removeprefix("=")
            self._draw()
            self.post_message(self.Changed())

    def _draw(self) -> None:
        for name, label, is_chosen in (
            ("who", self.who or _EVERYBODY, bool(self.who)),
            ("kind", self.kind or self._everything, bool(self.kind)),
        ):
            button = self.query_one(f"#filter-{name}", Button)
            button.label = Content(f"{cut(label, _CELLS)} ▾")
            button.set_class(is_chosen, "-chosen")

    @on(Button.Pressed, "#filter-who")
    def _who_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.ask_who()

    @on(Button.Pressed, "#filter-kind")
    def _kind_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.ask_kind()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())
