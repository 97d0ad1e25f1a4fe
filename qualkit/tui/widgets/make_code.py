"""Making a code without leaving the text: its name, and its place in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.actions.coding import NewCode
from qualkit.model.codebook import Codebook, CodeStatus
from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking

__all__ = ["MakeCode", "NewCode"]


class MakeCode(Asking[NewCode | None]):
    """A name and a place; Enter makes the code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("down", "app.focus_next", show=False),
    ]
    CSS: ClassVar[str] = """
    MakeCode { align: right top; background: transparent; }
    MakeCode .window-box { width: 46; max-width: 70%; max-height: 90%; margin: 1 0; padding: 0 1; }
    MakeCode OptionList { max-height: 10; }
    """

    def __init__(
        self,
        name: str,
        books: Sequence[Codebook],
        *,
        parent: str | None = None,
        title: str = "A new code",
        accept: str = "Make it and apply it",
    ) -> None:
        super().__init__()
        self._title = title
        self._accept = accept
        self._name_given = display_safe(" ".join(name.split()))
        self._places: list[tuple[str, str, str | None]] = []
        for book in books:
            title = f"at the top of {book.title or book.name}" if len(books) > 1 else "at the top of the tree"
            self._places.append((title, book.name, None))
            self._places += [
                ("  " * depth + f"under {display_safe(code.name)}", book.name, code.id)
                for depth, code in book.walk()
                if code.status is not CodeStatus.RETIRED
            ]
        if not books:
            self._places.append(("in a first codebook", "codes", None))
        self._chosen = next(
            (number for number, place in enumerate(self._places) if parent and place[2] == parent), 0
        )

    def compose(self) -> ComposeResult:
        """Name, place, buttons."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            yield Label("Name")
            yield Input(self._name_given, id="make-name", compact=True, select_on_focus=False)
            yield Label("Place in the codebook")
            places = (Option(Content(title)) for title, _, _ in self._places)
            yield OptionList(*places, id="make-place", compact=True, markup=False)
            with Horizontal(classes="window-buttons"):
                yield Button(self._accept, id="make", compact=True)
                yield Button("Back", id="back", compact=True)

    def on_mount(self) -> None:
        """One begins at the name."""
        self.query_one(OptionList).highlighted = self._chosen
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _enter(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        self._give()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "make":
            self._give()
        else:
            self.dismiss(None)

    def _give(self) -> None:
        name = " ".join(self.query_one(Input).value.split())
        highlighted = self.query_one(OptionList).highlighted
        _, book, parent = self._places[highlighted or 0]
        if name:
            self.dismiss(NewCode(name=name, book=book, parent=parent))

    def action_leave(self) -> None:
        """Close, making nothing."""
        self.dismiss(None)
