"""Choosing one of a long list: by typing a part of its name, by arrows, or by mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking
from qualkit.tui.matching import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to choose. `id` is what is given back; what is typed is looked for in `name`."""

    id: str
    text: Content
    name: str


_AROUND = 12
"""Rows that the window takes beside the list."""


class ChooseOne(Asking[str | None]):
    """A title, a line to type in, and what fits; None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("up", "go('cursor_up')", show=False),
        Binding("down", "go('cursor_down')", show=False),
        Binding("pageup", "go('page_up')", show=False),
        Binding("pagedown", "go('page_down')", show=False),
    ]
    CSS: ClassVar[str] = """
    ChooseOne .window-box { padding: 0 2; }
    ChooseOne .window-box OptionList { max-height: 100%; margin: 1 0 0 0; }
    """

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        chosen: str = "",
        hint: str = "Type to find · Enter or click chooses · Esc leaves it as it is",
    ) -> None:
        super().__init__(classes="window")
        self._title = title
        self._lines = tuple(lines)
        self._fitting = self._lines
        self._chosen = chosen
        self._hint = hint

    def compose(self) -> ComposeResult:
        """A box with the list."""
        with Vertical(classes="window-box -wide"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            yield Input(placeholder="type a part of the name", compact=True)
            yield OptionList(compact=True, markup=False)
            yield Static(self._hint, classes="window-hint", markup=False)

    def on_mount(self) -> None:
        """What holds now is highlighted."""
        found = self.query_one(OptionList)
        found.can_focus = False
        rows = sum(len(line.text.plain.splitlines()) for line in self._lines)
        found.styles.height = max(1, min(rows, self.app.size.height - _AROUND))
        self._show(self._lines)
        ids = [line.id for line in self._lines]
        if self._chosen in ids:
            self.query_one(OptionList).highlighted = ids.index(self._chosen)

    def _show(self, lines: Sequence[Line]) -> None:
        self._fitting = tuple(lines)
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([Option(line.text) for line in lines])
        found.highlighted = 0 if lines else None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        typed = event.value.strip()
        if not typed:
            self._show(self._lines)
            return
        scored = [(score(typed, line.name), line) for line in self._lines]
        fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        self._show([line for _, line in fitting])

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._fitting[highlighted].id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._fitting[event.option_index].id)

    def action_go(self, how: str) -> None:
        """Highlight another line."""
        found = self.query_one(OptionList)
        getattr(found, f"action_{how}")()

    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
