"""A list of which rows can be marked: at the left edge, or with Ctrl; a double click opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Click
from textual.message import Message

from qualkit.tui.widgets.row_list import RowList

BOX_CELLS = 2
"""A click in these marks a row."""


class MarkedRows(RowList):
    """Rows that can be marked. A list of its own says what marking one does."""

    can_mark = True

    class MarksChanged(Message):
        """Others are marked."""

    if TYPE_CHECKING:  # each list says what this is there

        def mark(self, row: int) -> None:
            """Mark a row, or take its mark away."""

    def on_click(self, event: Click) -> None:
        """Highlight a row; at its left edge or with Ctrl mark it; twice opens it."""
        row = self.scroll_offset.y + event.y
        event.prevent_default()  # the list that this one is made of would choose the row
        if not 0 <= row < self.count or event.button != 1:
            return
        event.stop()
        self.highlight(row)
        if self.can_mark and (event.ctrl or event.x < BOX_CELLS):
            self.mark(row)
        elif event.chain == 2:
            self.post_message(self.Chosen(self, row))
