"""Choosing what stands beside the answers: a list to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from qualkit.actions.answers import Field
from qualkit.tui.asking import Asking
from qualkit.tui.widgets.row_list import Part, RowList


class ColumnRows(RowList):
    """What is known, ticked or not."""

    def __init__(self, fields: Sequence[Field], ticked: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fields = fields
        self.ticked = [name for name in ticked if name in {field.name for field in fields}]

    def on_mount(self) -> None:
        """Everything that there is."""
        self.show_rows(len(self._fields), 0)

    def tick(self, row: int) -> None:
        """Tick a line, or untick it; columns stand in the order in which they were ticked."""
        name = self._fields[row].name
        if name in self.ticked:
            self.ticked.remove(name)
        else:
            self.ticked.append(name)
        self.refresh()

    def row_parts(self, row: int) -> Sequence[Part]:
        """Box, name, wording."""
        field = self._fields[row]
        box = ("☑ ", "success") if field.name in self.ticked else ("☐ ", "dim")
        wording = field.wording if field.wording != field.name else ""
        return [box, (field.name, ""), ("  ", ""), (wording, "dim"), ("", "")]


class ColumnsWindow(Asking[tuple[str, ...] | None]):
    """Tick what is to be shown; gives the names in the order of the columns, None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("space", "tick", show=False, priority=True),
    ]
    CSS: ClassVar[str] = """
    ColumnsWindow ColumnRows { height: auto; max-height: 14; min-height: 3; background: $surface; }
    """

    def __init__(self, fields: Sequence[Field], ticked: Sequence[str]) -> None:
        super().__init__(classes="window")
        self._fields = fields
        self._ticked = ticked

    def compose(self) -> ComposeResult:
        """A box with the list."""
        with Vertical(classes="window-box"):
            yield Static("What to show beside the answers", classes="window-title")
            rows = ColumnRows(self._fields, self._ticked, id="columns-rows")
            rows.styles.height = min(14, max(3, len(self._fields)))
            yield rows
            with Horizontal(classes="window-buttons"):
                yield Button("Show these", id="show", compact=True)
                yield Button("Back", id="back", compact=True)
            yield Static("Space or a click ticks · Enter shows these · Esc closes", classes="window-hint")

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(ColumnRows).focus()

    def action_tick(self) -> None:
        """Tick the highlighted line; on a button, press it."""
        rows = self.query_one(ColumnRows)
        if isinstance(self.focused, Button):
            self.focused.press()
        elif self._fields:
            rows.tick(rows.highlighted)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.x < 0:
            self.dismiss(tuple(self.query_one(ColumnRows).ticked))
        else:
            self.query_one(ColumnRows).tick(event.row)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        shown = tuple(self.query_one(ColumnRows).ticked)
        self.dismiss(shown if event.button.id == "show" else None)

    def action_leave(self) -> None:
        """Close, changing nothing."""
        self.dismiss(None)
