"""A long list of which only the visible rows are ever drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment as Piece
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.events import Click, Leave, MouseMove, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualkit.tui.columns import cut, fit

Part = tuple[str, str]
"""A text and what it is: "", "dim", "bold", "accent", "success" or a colour `#rrggbb` (drawn bold)."""


class RowList(ScrollView, can_focus=True):
    """Rows with a highlighted one. A list of its own says how many rows it has and what is in each."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    RowList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; background: $background; }
    """

    class Highlighted(Message):
        """Another row is highlighted, or the mouse rests on one."""

        def __init__(self, rows: RowList, row: int) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Chosen(Message):
        """A row was clicked, or Enter was pressed on it. `x` is the cell that was clicked, else -1."""

        def __init__(self, rows: RowList, row: int, x: int = -1) -> None:
            super().__init__()
            self.rows = rows
            self.row = row
            self.x = x

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.highlighted = 0
        self._count = 0
        self._hovered = -1

    # ---- what a list of its own says

    def row_parts(self, row: int) -> Sequence[Part]:
        """What stands in a row, from the left; the last part goes to the right edge. Here: nothing yet."""
        return (("", ""), ("", ""))

    # ---- what it shows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show_rows(self, count: int, highlighted: int | None = None) -> None:
        """Show that many rows anew."""
        self._count = count
        self.highlighted = max(0, min(self.highlighted if highlighted is None else highlighted, count - 1))
        self.virtual_size = Size(self.size.width, count)
        self._reveal()
        self.refresh()

    def refresh_rows(self, rows: Sequence[int]) -> None:
        """Draw some rows anew, those in view."""
        top, height = self.scroll_offset.y, self.size.height
        in_view = range(top, top + height)
        if isinstance(rows, range):
            rows = range(max(rows.start, top), min(rows.stop, top + height))
        shown = [Region(0, row - top, self.size.width, 1) for row in rows if row in in_view]
        if shown:
            self.refresh(*shown)

    def highlight(self, row: int, *, says_so: bool = True) -> None:
        """Highlight a row and bring it into view."""
        row = max(0, min(row, self._count - 1))
        if row == self.highlighted or not self._count:
            return
        before, self.highlighted = self.highlighted, row
        self._reveal()
        self.refresh_rows((before, row))
        if says_so:
            self.post_message(self.Highlighted(self, row))

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not height:
            return
        wanted = min(max(top, self.highlighted - height + 1), self.highlighted)
        if wanted != top:
            self.show_vertical_scrollbar = True  # not known right after opening: nothing would scroll
            self.scroll_to(y=wanted, animate=False)

    def on_resize(self, _: Resize) -> None:
        """The highlighted row stays in view."""
        self.virtual_size = Size(self.size.width, self._count)
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """A row as a strip."""
        row = self.scroll_offset.y + y
        if row >= self._count:
            return Strip.blank(self.size.width, self.rich_style)
        ground = self.background_colors[1]
        if row == self.highlighted:
            name = "block-cursor-background" if self.has_focus else "block-cursor-blurred-background"
            ground = Color.parse(self.app.theme_variables[name])
        elif row == self._hovered:
            ground = Color.parse(self.app.theme_variables["block-hover-background"])
        return self._strip(self.row_parts(row), ground)

    def _strip(self, parts: Sequence[Part], ground: Color) -> Strip:
        *left, (right, right_kind) = parts
        bar = self.scrollbar_size_vertical if self.show_vertical_scrollbar else 0
        room = self.size.width - bar - len(right) - (1 if right else 0)
        free = room - (1 if right else 0)  # so that what stands on the right does not touch the text
        pieces, used = [], 0
        for text, kind in left:
            shown = cut(text, free - used) if text.strip() else text[: max(0, free - used)]
            piece = Piece(
                shown + (" " if text.endswith(" ") and text.strip() else ""), self._style(kind, ground)
            )
            pieces.append(piece)
            used += piece.cell_length
        pieces.append(Piece(fit("", max(0, room - used)), self._style("", ground)))
        pieces.append(Piece(f"{right} " if right else "", self._style(right_kind, ground)))
        return Strip(pieces).adjust_cell_length(self.size.width, self._style("", ground))

    def _style(self, kind: str, ground: Color) -> Style:
        ink = Color.parse(self.app.theme_variables["foreground"])
        if kind == "dim":
            ink = ground.blend(ink, 0.6)
        elif kind in ("accent", "success"):
            ink = Color.parse(self.app.theme_variables[kind])
        elif kind.startswith("#"):
            ink = Color.parse(kind)
            ink = ink if self.app.current_theme.dark else ink.blend(Color(0, 0, 0), 0.3)
        is_bold = kind in ("bold", "success") or kind.startswith("#")
        return Style(color=ink.rich_color, bgcolor=ground.rich_color, bold=is_bold)

    # ---- keys and mouse

    def action_go(self, number: int) -> None:
        """So many rows down."""
        self.highlight(self.highlighted + number)

    def action_page(self, direction: int) -> None:
        """As many rows as fit on the screen."""
        self.highlight(self.highlighted + direction * max(1, self.size.height - 1))

    def action_edge(self, direction: int) -> None:
        """The first or the last row."""
        self.highlight(0 if direction < 0 else self._count - 1)

    def action_choose(self) -> None:
        """Choose the highlighted row."""
        if self._count:
            self.post_message(self.Chosen(self, self.highlighted))

    def on_click(self, event: Click) -> None:
        """Choose the row under the mouse."""
        row = self.scroll_offset.y + event.y
        if 0 <= row < self._count:
            event.stop()
            self.highlight(row)
            self.post_message(self.Chosen(self, row, event.x))

    def on_mouse_move(self, event: MouseMove) -> None:
        """The row under the mouse is told apart."""
        row = self.scroll_offset.y + event.y
        if row != self._hovered:
            before, self._hovered = self._hovered, row if row < self._count else -1
            self.refresh_rows((before, self._hovered))
            if self._hovered >= 0:
                self.post_message(self.Highlighted(self, self._hovered))

    def on_leave(self, _: Leave) -> None:
        """The mouse is gone."""
        before, self._hovered = self._hovered, -1
        self.refresh_rows((before,))
        self.post_message(self.Highlighted(self, self.highlighted))
