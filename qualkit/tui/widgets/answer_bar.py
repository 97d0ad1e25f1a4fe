"""Above the answers: how they are sorted and which are shown, to be clicked; and the columns' headings."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Input, Static

from qualkit.tui.columns import cut, fit
from qualkit.tui.widgets.answer_list import BOX_CELLS, AnswerList

_WORDS = "Answer"


class Chip(Static):
    """A few words that do something when they are clicked."""

    DEFAULT_CSS: ClassVar[str] = """
    Chip { width: auto; height: 1; margin: 0 2 0 0; color: $foreground 80%; }
    Chip:hover { color: $accent; }
    Chip.-on { color: $accent; text-style: bold; }
    """

    def __init__(self, action: str, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._action = action

    async def on_click(self, event: Click) -> None:
        """Do it."""
        event.stop()
        await self.app.run_action(self._action, self.screen)


class AnswerBar(Horizontal):
    """One line of chips, and a place to type words in."""

    DEFAULT_CSS: ClassVar[str] = """
    AnswerBar { height: 1; padding: 0 1; background: $background; }
    AnswerBar Input { width: 1fr; min-width: 10; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        """Sorting, filters, columns, words."""
        yield Chip("sort", id="answer-sort")
        yield Chip("show_only", id="answer-only")
        yield Chip("show_all", id="answer-all")
        yield Chip("columns", id="answer-columns")
        yield Input(placeholder="/ with these words", id="answer-words", compact=True, select_on_focus=False)

    def show(self, sorting: str, only: str, *, is_filtered: bool) -> None:
        """Say how the answers are sorted and which are shown."""
        room = max(self.size.width, 60)
        chips = (
            ("sort", f"sort: {cut(sorting, room // 5)} ▾", False),
            ("only", f"show: {cut(only, room // 4)} ▾", is_filtered),
            ("all", "× all", False),
            ("columns", "columns ▾", False),
        )
        for name, text, is_on in chips:
            chip = self.query_one(f"#answer-{name}", Chip)
            chip.update(Content(text))
            chip.set_class(is_on, "-on")
        self.query_one("#answer-all", Chip).display = is_filtered
        self.query_one("#answer-columns", Chip).display = room >= 100 or not is_filtered


class AnswerHeadings(Widget):
    """The names of the columns; a click on one sorts by it."""

    DEFAULT_CSS: ClassVar[str] = """
    AnswerHeadings { height: 1; color: $foreground 60%; }
    """

    def __init__(self, rows: AnswerList, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = rows
        self._sorted_by = ""

    def show(self, sorted_by: str) -> None:
        """Draw them anew; the column that is sorted by has an arrow."""
        self._sorted_by = sorted_by
        self.refresh()

    def render(self) -> Content:
        """The headings where the columns stand."""
        width = self.size.width
        line = Content("").join(Content(text) for text, _ in self._cells())
        return line.truncate(width, ellipsis=True)

    def _cells(self) -> list[tuple[str, str]]:
        """(what is drawn, the field that it stands for)."""
        *widths, _ = self._rows.widths()
        cells = [(" " * (BOX_CELLS + 2), "")]
        for field, number in zip(self._rows.columns, widths, strict=True):
            arrow = "▾" if field.name == self._sorted_by else ""
            name = cut(field.name, number - cell_len(arrow)) + arrow
            cells.append((fit(name, number) + "  ", field.name))
        return [*cells, (_WORDS, "")]

    def on_click(self, event: Click) -> None:
        """Sort by the column under the mouse."""
        at = 0
        for text, field in self._cells():
            at += cell_len(text)
            if event.x < at and field:
                self._rows.post_message(AnswerList.HeadingChosen(field))
                return
