"""A theme's passages as they will print: a few lines each, of which only the visible ones are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.events import Click, MouseMove, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from qualkit.exports.wording import noun_of
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut
from qualkit.tui.layout import TextLayout
from qualkit.tui.widgets.row_list import Part, RowList

if TYPE_CHECKING:
    from qualkit.actions.bank import BankQuote

MOST_LINES = 3
"""Lines of a quote's words in the list; all of them stand below it once it is highlighted."""
BOX_CELLS = 3
"""Cells from the left in which a click chooses."""
_INDENT = 7


class QuoteRows(RowList, inherit_bindings=False):
    """Quotes of one theme. A click selects, one on the box chooses, a double click opens the wording."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "edge(-1)", show=False),
        Binding("end,ctrl+end", "edge(1)", show=False),
    ]

    class Ticked(Message):
        """The box of a quote was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.quotes: Sequence[BankQuote] = ()
        self.theme = ""
        """Id of the theme's own code: quotes of codes below it say their code."""
        self.marks: Mapping[str, CodeMark] = {}
        self.ticked: Mapping[str, bool] = {}
        """Coding id → chosen or not, where the study has just been told and was not read again yet."""
        self._tops = [0]
        self._width = 0
        """Cells that the words were wrapped to; a resize wraps them anew."""
        self._wrapped: dict[tuple[str, int], tuple[str, ...]] = {}

    # ---- what it shows

    def open(self, quotes: Sequence[BankQuote], highlighted: str = "") -> None:
        """Show these. The quote with that coding id is highlighted, else the one at the place it was."""
        gap = self._tops[self.highlighted] - self.scroll_offset.y if self.count else 0
        self.quotes = quotes
        self._lay_out()
        ids = [one.coding_id for one in quotes]
        self.show_rows(len(ids), ids.index(highlighted) if highlighted in ids else None)
        if self.count and self.size.height:
            self.scroll_to(y=self._tops[self.highlighted] - gap, animate=False)
            self._reveal()

    @property
    def quote(self) -> BankQuote | None:
        """The highlighted one."""
        return self.quotes[self.highlighted] if self.quotes else None

    def is_chosen(self, quote: BankQuote) -> bool:
        """Whether it is in the bank, as far as this window knows."""
        return self.ticked.get(quote.coding_id, quote.quote is not None)

    def _lay_out(self) -> None:
        self._width = self.size.width - _INDENT - 1
        heights = (len(self._lines(one)) + 1 for one in self.quotes)
        self._tops = list(accumulate(heights, initial=0))

    def _lines(self, quote: BankQuote) -> tuple[str, ...]:
        """The words in curly quotes, wrapped; cut with … after a few lines."""
        key = (quote.wording, self._width)
        if key not in self._wrapped:
            self._wrapped[key] = _wrapped(f"“{quote.wording}”", self._width)
        return self._wrapped[key]

    def show_rows(self, count: int, highlighted: int | None = None) -> None:
        """Show that many quotes anew."""
        super().show_rows(count, highlighted)
        self.virtual_size = Size(self.size.width, self._tops[-1])

    def refresh_rows(self, rows: Sequence[int]) -> None:
        """Draw some quotes anew, those in view."""
        top, height = self.scroll_offset.y, self.size.height
        first, last = self._row_at(top), self._row_at(top + height - 1)
        if isinstance(rows, range):
            rows = range(max(rows.start, first), min(rows.stop, last + 1))
        shown = [
            Region(0, self._tops[row] - top, self.size.width, self._tops[row + 1] - self._tops[row])
            for row in rows
            if first <= row <= last and row < self.count
        ]
        if shown:
            self.refresh(*shown)

    def _row_at(self, line: int) -> int:
        return bisect_right(self._tops, line) - 1

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not height or not self.count:
            return
        first, end = self._tops[self.highlighted], self._tops[self.highlighted + 1]
        wanted = min(max(top, end - height), first)
        if wanted != top:
            self.show_vertical_scrollbar = True  # not known right after opening: nothing would scroll
            self.scroll_to(y=wanted, animate=False)

    def on_resize(self, event: Resize) -> None:
        """The words are wrapped anew, and the highlighted quote stays in view."""
        event.prevent_default()
        self._wrapped.clear()
        self._lay_out()
        self.virtual_size = Size(self.size.width, self._tops[-1])
        self._reveal()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of a quote as a strip."""
        line = self.scroll_offset.y + y
        row = self._row_at(line)
        if row >= self.count:
            return Strip.blank(self.size.width, self.rich_style)
        return self._strip(self._line_parts(row, line - self._tops[row]), self._ground(row))

    def _ground(self, row: int) -> Color:
        names = self.app.theme_variables
        if row == self.highlighted:
            focus = "block-cursor-background" if self.has_focus else "block-cursor-blurred-background"
            return Color.parse(names[focus])
        return (
            Color.parse(names["block-hover-background"])
            if row == self._hovered
            else self.background_colors[1]
        )

    def _line_parts(self, row: int, inside: int) -> Sequence[Part]:
        quote = self.quotes[row]
        lines, is_chosen = self._lines(quote), self.is_chosen(quote)
        kind = "dim" if quote.withheld else ""
        if inside == len(lines):
            room = max(self.size.width // 2 - _INDENT, 16)
            return [(" " * _INDENT, ""), *self._about(quote), (f"  {place_of(quote, room)}", "dim")]
        if inside:
            return [(" " * _INDENT, ""), (lines[inside], kind), ("", "")]
        box = "☑" if is_chosen else "–" if quote.withheld else "☐"
        number = str(row + 1) if is_chosen and quote.quote is not None else ""
        return [
            (" ", ""),
            (box, "accent" if is_chosen and not quote.withheld else "dim"),
            (" " * (_INDENT - 3 - len(number)), ""),
            (number, "accent"),
            (" ", ""),
            (lines[0], kind),
            ("", ""),
        ]

    def _about(self, quote: BankQuote) -> Sequence[Part]:
        """Whose words, which code below the theme, and that it is for display or can't be printed."""
        if quote.withheld:
            return [(f"not printed: {quote.withheld}", "dim")]
        parts: list[Part] = [(f"– {quote.attribution}", "dim")]
        mark = self.marks.get(quote.code.id)
        if mark is not None and quote.code.id != self.theme:
            parts += [("  ", ""), (mark.letters, mark.colour), (" ", ""), (quote.code.name, "dim")]
        if quote.quote is not None and quote.quote.is_display:
            parts += [("  ", ""), ("★ display", "accent")]
        if quote.quote is not None and quote.quote.wording:
            parts += [("  ", ""), ("shortened", "dim")]
        return parts

    # ---- keys and mouse

    def action_page(self, direction: int) -> None:
        """As many quotes as fit on the screen."""
        line = self._tops[self.highlighted] + direction * max(1, self.size.height - 1)
        row = min(max(self._row_at(max(line, 0)), 0), self.count - 1)
        self.highlight(row if row != self.highlighted else row + direction)

    def on_click(self, event: Click) -> None:
        """Select; on the box, choose; twice, open the wording."""
        event.stop()
        event.prevent_default()
        row = self._row_at(self.scroll_offset.y + event.y)
        if not 0 <= row < self.count:
            return
        self.highlight(row)
        if event.x < BOX_CELLS:
            if event.chain == 1:
                self.post_message(self.Ticked(row))
        elif event.chain == 2:
            self.post_message(self.Chosen(self, row, event.x))

    def on_mouse_move(self, event: MouseMove) -> None:
        """The quote under the mouse is told apart."""
        event.prevent_default()
        row = self._row_at(self.scroll_offset.y + event.y)
        row = row if row < self.count else -1
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            self.refresh_rows([one for one in (before, row) if one >= 0])


def place_of(quote: BankQuote, room: int = 0) -> str:
    """Where a quote stands, in words: `Focus group 2, turn 17`; a long title is cut to the room there is."""
    passage = quote.passage
    title = passage.source_title or passage.source
    spot = f", {noun_of(passage)} {passage.record or passage.ordinal}"
    return (cut(title, max(room - cell_len(spot), 8)) if room else title) + spot


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    start = text[: max(width, 1) * (MOST_LINES + 1)]
    layout = TextLayout([start], width)
    rows = [layout.row(y) for y in layout.text_rows_of(0)]
    lines = [layout.shown(0, row.start, row.end).strip() for row in rows]
    if len(lines) <= MOST_LINES and len(start) == len(text):
        return tuple(lines)
    lines = lines[:MOST_LINES]
    return (*lines[:-1], f"{lines[-1][: width - 2]} …")
