"""A window to tick some of several things."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, SelectionList, Static
from textual.widgets.selection_list import Selection

from qualkit.tui.asking import Asking
from qualkit.tui.columns import cut

_CELLS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One thing to tick. `id` is what is given back."""

    id: str
    label: str


class TickWindow(Asking[tuple[str, ...] | None]):
    """Gives the ids of what is ticked, in order; None for Esc."""

    AUTO_FOCUS = "SelectionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("enter", "accept", "Take", priority=True),
    ]
    CSS: ClassVar[str] = """
    TickWindow SelectionList { background: $surface; border: none; height: auto; max-height: 14; padding: 0; }
    TickWindow SelectionList:focus { border: none; }
    """

    def __init__(self, title: str, ticks: Sequence[Tick], ticked: Collection[str] = ()) -> None:
        super().__init__(classes="window")
        self._title = title
        self._ticks = tuple(ticks)
        self._ticked = frozenset(ticked)

    def compose(self) -> ComposeResult:
        """The list and two buttons."""
        with Vertical(classes="window-box"):
            yield Static(Content(cut(self._title, _CELLS)), classes="window-title")
            yield SelectionList[str](
                *(
                    Selection(Content(cut(one.label, _CELLS)), one.id, one.id in self._ticked)
                    for one in self._ticks
                )
            )
            with Horizontal(classes="window-buttons"):
                yield Button("Take these", id="accept", compact=True)
                yield Button("Back", id="back", compact=True)
            hint = "Space or click ticks · Enter takes them · Esc leaves it as it is"
            yield Static(hint, classes="window-hint", markup=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "accept":
            self._give()
        else:
            self.dismiss(None)

    def action_accept(self) -> None:
        """Take what is ticked, or press the button that has the focus."""
        focused = self.focused
        if isinstance(focused, Button):
            focused.press()
        else:
            self._give()

    def _give(self) -> None:
        chosen = set(self.query_one(SelectionList).selected)
        self.dismiss(tuple(one.id for one in self._ticks if one.id in chosen))

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
