"""The passages of the open source as a list, below the source's name and what is listed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from qualkit.model.display import display_safe
from qualkit.tui.columns import cut
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.row_painter import Page


class PassageList(RowList):
    """A row a passage: flagged or read, who speaks, how many codings. Choosing one goes there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page: Page | None = None
        self._cells = 2
        self.numbers: Sequence[int] = ()
        """The numbers of the passages that are listed, in their order."""

    def open(self, page: Page, numbers: Sequence[int]) -> None:
        """Show passages of a page."""
        self._page = page
        self._cells = len(str(len(page.segments)))
        self.list_only(numbers)

    def list_only(self, numbers: Sequence[int], *, here: int = 0) -> None:
        """List these passages; the one at the cursor is highlighted, or the one before it."""
        self.numbers = numbers
        self.show_rows(len(numbers), self.row_at(here))

    def row_at(self, passage: int) -> int:
        """The row of a passage, or of the last one listed before it."""
        row = bisect_left(self.numbers, passage)
        is_listed = row < len(self.numbers) and self.numbers[row] == passage
        return row if is_listed else max(0, row - 1)

    def go_to(self, passage: int) -> None:
        """Highlight a passage."""
        self.highlight(self.row_at(passage), says_so=False)

    def refresh_passages(self, passages: Sequence[int]) -> None:
        """Draw the rows of some passages anew."""
        self.refresh_rows([self.row_at(one) for one in passages])

    def row_parts(self, row: int) -> Sequence[Part]:
        """Read mark, number, speaker or first words, how many are proposed (`?2`), number of codings."""
        assert self._page is not None
        number = self.numbers[row]
        segment = self._page.segments[number]
        mark = ("✓", "success") if number in self._page.read else (" ", "")
        mark = ("!", "accent") if number in self._page.flagged else mark
        is_heard = segment.speaker_role is None or segment.speaker_role.is_heard
        name = segment.speaker or segment.record or segment.text[:40]
        coded, proposed = self._page.coded.count(number), self._page.proposed.get(number)
        return [
            mark,
            (" ", ""),
            (f"{segment.ordinal:>{self._cells}} ", "dim"),
            (name, "" if is_heard else "dim"),
            (f"?{len(proposed.code_ids)} {coded or ''}".strip() if proposed else str(coded or ""), "dim"),
        ]


class PassagePanel(Vertical):
    """The source's name, which opens another; what is listed; the passages."""

    DEFAULT_CSS: ClassVar[str] = """
    PassagePanel .panel-line { height: auto; max-height: 3; padding: 0 1; color: $foreground 75%; }
    PassagePanel .panel-line:hover { background: $panel; color: $foreground; }
    PassagePanel PassageList { height: 1fr; }
    PassagePanel .-on { color: $accent; }
    """

    class SourceAsked(Message):
        """The source's name was clicked."""

    class FilterAsked(Message):
        """What is listed was clicked. `is_end`: on the cross at its end, which takes the filter away."""

        def __init__(self, *, is_end: bool) -> None:
            super().__init__()
            self.is_end = is_end

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cells_said = 0

    def compose(self) -> ComposeResult:
        """Two lines over the list."""
        yield Static("", id="panel-source", classes="panel-line", markup=False)
        yield Static("", id="panel-filter", classes="panel-line", markup=False)
        yield PassageList(id="code-passages")

    @property
    def listed(self) -> PassageList:
        """The list."""
        return self.query_one(PassageList)

    def name_source(self, title: str) -> None:
        """Say which source is open."""
        width = max(8, self.content_size.width - 4) if self.content_size.width else 17
        self.query_one("#panel-source", Static).update(Content(f"▾ {cut(title, width)}"))

    def say_listed(self, said: str) -> None:
        """Say what is listed; empty for everything."""
        line = self.query_one("#panel-filter", Static)
        line.set_class(bool(said), "-on")
        shown = Content(f"✕ {display_safe(said)}" if said else "  show only …")
        # laying out the screen anew costs more than all the rest of a key: only where the height may change
        line.update(shown, layout=shown.cell_length != self._cells_said)
        self._cells_said = shown.cell_length

    def on_click(self, event: Click) -> None:
        """A click on a line above the list."""
        asked = event.widget.id if event.widget else None
        if asked == "panel-source":
            self.post_message(self.SourceAsked())
        elif asked == "panel-filter":
            self.post_message(self.FilterAsked(is_end=event.x <= 2 and event.y == 0))
