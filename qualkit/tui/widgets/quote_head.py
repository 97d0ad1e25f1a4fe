"""Above the quotes: the theme, by which one goes to the next, and the balance of what is chosen."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from qualkit.tui.columns import cut, one_line

_BACK, _ON = " ◂ ", " ▸ "


class QuoteHead(Static):
    """`◂ Fear ▸  professional 2, young person 5 · never quoted: P6`; ◂, name and ▸ can be clicked."""

    DEFAULT_CSS: ClassVar[str] = """
    QuoteHead { height: auto; max-height: 2; padding: 0; border-bottom: none; }
    """

    class Turned(Message):
        """Another theme is wanted: the one before (-1), the next (1), or the list of them (0)."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._name_cells = 0

    def show(self, name: str, balance: str, warning: str) -> None:
        """Say this of a theme."""
        width = max(self.size.width, 40)
        shown = cut(name, width // 3)
        self._name_cells = cell_len(shown)
        room = width - self._name_cells - len(_BACK) - len(_ON) - 3
        first = Content.assemble(
            (_BACK, "$accent"),
            (shown, "bold $accent"),
            (_ON, "$accent"),
            "  ",
            (cut(balance, room), "$foreground 75%"),
        )
        second = Content.styled(f" {one_line(warning)}", "$warning") if warning else None
        self.update(Content("\n").join([first, second]) if second else first)

    def on_click(self, event: Click) -> None:
        """◂ and ▸ turn to the neighbours, the name opens the list."""
        event.stop()
        on = len(_BACK) + self._name_cells
        if event.y == 0 and event.x < on + len(_ON):
            self.post_message(self.Turned(-1 if event.x < len(_BACK) else 0 if event.x < on else 1))
