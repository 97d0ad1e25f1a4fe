"""The open text: read, move, select. It changes nothing; the screen does, when told to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Blur, Click, Focus, MouseDown, MouseMove, MouseUp, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from qualkit.model.source import Segment
from qualkit.model.speech import words_in
from qualkit.model.text import snap
from qualkit.tui.coded_text import CodedText
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import RowKind, Spot, TextLayout
from qualkit.tui.moves import Moves
from qualkit.tui.target import Target, TargetKind
from qualkit.tui.widgets.row_painter import MARGIN, Ink, Page, RowPainter, RowState

__all__ = ["Target", "TargetKind", "TextView"]
LONG_TURN = 150
"""Words; a longer turn is coded by the sentence when nothing is selected."""
WIDEST = 100
"""Cells of text in a row: longer ones are hard to read."""
_MARGIN_ROWS = 2
_AUTOSCROLL_SECONDS = 0.05


class TextView(ScrollView, can_focus=True):
    """Passages one below the other, with a cursor, a selection and what is coded."""

    ALLOW_SELECT = False  # the selection is our own: it knows passages, and what may be coded
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("text")]
    DEFAULT_CSS: ClassVar[str] = """
    TextView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class Moved(Message):
        """The cursor or the selection is somewhere else."""

    class PassageEntered(Message):
        """The cursor has come into another passage."""

    class MenuAsked(Message):
        """The text was clicked with the right button; the cursor is there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.segments: Sequence[Segment] = ()
        self.cursor = Spot(0, 0)
        self.began: Spot | None = None
        """Where the selection began; None without one."""
        self._may_run_on = True
        self._column: int | None = None
        self._page = Page((), TextLayout((), 40), CodedText(TextLayout((), 40)))
        self._moves = Moves((), self._page.layout)
        self._painter: RowPainter | None = None
        self._drawn: dict[int, RowState] = {}
        self._target: Target | None = None
        self._is_dragging = False
        self._drag_timer: Timer | None = None
        self._drag_at = (0, 0)

    # ---- what is shown

    @property
    def page(self) -> Page:
        """What is shown: passages, their rows, codings, marks, what is read. Call `redraw` after changes."""
        return self._page

    def open(self, segments: Sequence[Segment], coded: CodedText, *, may_run_on: bool) -> None:
        """Show passages. `may_run_on`: whether a selection may run over several."""
        self.segments, self._may_run_on = segments, may_run_on
        self._page = Page(segments, self._page.layout, coded)
        self.cursor, self.began = Spot(0, 0), None
        self._lay_out()

    def _lay_out(self) -> None:
        width = min(self.size.width - MARGIN - 1, WIDEST)
        texts = [segment.text for segment in self.segments]
        layout = TextLayout(texts, width)
        old = self._page.layout
        above = (old if old.texts else layout).row_of(self.cursor) - self.scroll_offset.y if texts else 0
        self._page.layout = layout
        self._page.coded.lay_out(layout)
        self._moves = Moves(texts, layout)
        self._painter = None
        self._target = None
        self.virtual_size = Size(self.size.width, layout.row_count)
        if texts:
            self.scroll_to(y=max(0, layout.row_of(self.cursor) - above), animate=False)
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Another width wraps the text anew; the cursor stays where it was on the screen."""
        if min(event.size.width - MARGIN - 1, WIDEST) != self._page.layout.width or self._painter is None:
            self._lay_out()
        self.show_cursor()

    def notify_style_update(self) -> None:
        """Other colours: paint everything anew."""
        super().notify_style_update()
        self._painter = None

    def on_focus(self, _: Focus) -> None:
        """The cursor shows."""
        self.redraw()

    def on_blur(self, _: Blur) -> None:
        """The cursor hides."""
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """A row as a strip."""
        row = self.scroll_offset.y + y
        if row >= self._page.layout.row_count or not self.segments:
            return Strip.blank(self.size.width, self.rich_style)
        if self._painter is None:
            self._painter = RowPainter(self._page, self._ink(), self.size.width)
        state = self._drawn[y] = self._state(row)
        return self._painter.paint(state)

    def _ink(self) -> Ink:
        theme = self.app.current_theme
        background, text = self.background_colors[1], self.colors[3]
        colours = self.app.theme_variables
        parse = type(background).parse
        return Ink(background, text, parse(colours["accent"]), parse(colours["success"]), theme.dark)

    def _state(self, y: int) -> RowState:
        row = self._page.layout.row(y)
        length = len(self._page.layout.texts[row.passage])
        target = self.target
        is_next = target.start.passage <= row.passage <= target.end.passage
        start, end = target.part_of(row.passage, length) if is_next else (0, 0)
        if is_next and target.kind is TargetKind.WHOLE:
            is_next = row.kind is not RowKind.GAP
        elif is_next:
            is_next = row.kind is RowKind.TEXT and start < row.end and end > row.start
        caret = -1
        if (
            row.passage == self.cursor.passage
            and self.has_focus
            and y == self._page.layout.row_of(self.cursor)
        ):
            caret = self.cursor.offset
        is_selected = target.kind is TargetKind.SELECTION
        return RowState(
            y=y,
            revision=self._page.coded.revision(row.passage),
            is_read=row.passage in self._page.read,
            is_next=is_next,
            next_start=start if is_next else 0,
            next_end=end if is_next else 0,
            selected_start=start if is_selected and is_next else 0,
            selected_end=end if is_selected and is_next else 0,
            caret=caret,
            proposed=self._page.proposed.get(row.passage),
        )

    def redraw(self) -> None:
        """Draw the visible rows that look different from before."""
        top, height = self.scroll_offset.y, self.size.height
        if not self.segments or self._painter is None:
            self.refresh()
            return
        rows = range(min(height, self._page.layout.row_count - top))
        changed = [y for y in rows if self._drawn.get(y) != self._state(top + y)]
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    # ---- what the next key codes

    @property
    def selection(self) -> tuple[Spot, Spot] | None:
        """What is selected, first place first."""
        if self.began is None or self.began == self.cursor:
            return None
        return min(self.began, self.cursor), max(self.began, self.cursor)

    @property
    def target(self) -> Target:
        """What the next key codes: the selection, else the passage, else the sentence of a long one."""
        if self._target is None:
            self._target = self._find_target()
        return self._target

    @property
    def word_here(self) -> tuple[Spot, Spot]:
        """The word at the cursor."""
        start, end = self._moves.word_at(self.cursor)
        return Spot(self.cursor.passage, start), Spot(self.cursor.passage, end)

    def _find_target(self) -> Target:
        if self.selection:
            return Target(*self.selection, TargetKind.SELECTION)
        passage = self.cursor.passage
        text = self.segments[passage].text if self.segments else ""
        if len(text) > LONG_TURN and words_in(text) > LONG_TURN:
            start, end = self._moves.sentence_at(self.cursor)
            return Target(Spot(passage, start), Spot(passage, end), TargetKind.SENTENCE)
        return Target(Spot(passage, 0), Spot(passage, len(text)), TargetKind.WHOLE)

    def words(self, start: Spot, end: Spot) -> str:
        """The exact words at a place; passages are joined by a line end."""
        parts = []
        for passage in range(start.passage, end.passage + 1):
            text = self.segments[passage].text
            first = start.offset if passage == start.passage else 0
            parts.append(text[first : end.offset if passage == end.passage else len(text)])
        return "\n".join(parts)

    # ---- moving

    def go(
        self, spot: Spot, *, extend: bool = False, keep_column: bool = False, is_mouse: bool = False
    ) -> None:
        """Put the cursor somewhere; `extend` selects up to there. Under the mouse, text in view stays put."""
        if not self.segments:
            return
        before = self.cursor
        if extend:
            self.began = before if self.began is None else self.began
            spot = self._held(spot)
        elif self.began is not None:
            self.began = None
        self.cursor = spot
        self._target = None
        if not keep_column:
            self._column = None
        self.show_cursor(0 if is_mouse else _MARGIN_ROWS)
        self.redraw()
        self.post_message(self.Moved())
        if spot.passage != before.passage:
            self.post_message(self.PassageEntered())

    def _held(self, spot: Spot) -> Spot:
        """A selection in answers and records stays inside the one where it began."""
        assert self.began is not None
        if self._may_run_on or spot.passage == self.began.passage:
            return spot
        begins = self.began.passage
        return Spot(begins, 0 if spot.passage < begins else len(self.segments[begins].text))

    def select(self, start: Spot, end: Spot, *, is_mouse: bool = False) -> None:
        """Select a place; no letter is cut in half."""
        first, last = self.segments[start.passage].text, self.segments[end.passage].text
        start = Spot(start.passage, snap(first, start.offset, start.offset)[0])
        self.began = start
        self.go(Spot(end.passage, snap(last, end.offset, end.offset)[1]), extend=True, is_mouse=is_mouse)

    def clear_selection(self) -> bool:
        """Select nothing; gives whether anything was."""
        had = self.selection is not None
        self.began = None
        self._target = None
        self.redraw()
        self.post_message(self.Moved())
        return had

    def show_cursor(self, around: int = _MARGIN_ROWS) -> None:
        """Scroll so that the cursor is in view, with so many rows of text around it."""
        if not self.segments or not self.size.height:
            return
        y, top, height = self._page.layout.row_of(self.cursor), self.scroll_offset.y, self.size.height
        room = min(around, (height - 1) // 2)
        wanted = min(max(top, y - height + 1 + room), y - room)
        if wanted != top:
            self.scroll_to(y=max(0, wanted), animate=False)

    def keep_clear(self, rows: int) -> None:
        """Scroll so that the cursor is above so many rows at the bottom of the screen."""
        bottom = self.app.size.height - self.region.y - rows
        y = self._page.layout.row_of(self.cursor) if self.segments else 0
        if y - self.scroll_offset.y >= bottom:
            self.scroll_to(y=max(0, y - max(1, bottom // 2)), animate=False)

    def action_move(self, unit: str, direction: int, extend: bool = False) -> None:
        """Move by letter, word, sentence, turn, row's edge or the whole source."""
        if not self.segments:
            return
        if self.selection and not extend and unit == "letter":
            self.go(self.selection[direction > 0])
        elif extend and unit == "turn":
            self.go(self._moves.turn_end(self.cursor, direction), extend=True)
        else:
            self.go(self._moves.by(unit, self.cursor, direction), extend=extend)
        if unit == "turn" and not extend:
            self.show_passage()

    def show_passage(self) -> None:
        """Bring the whole passage into view if it fits."""
        if not self.segments:
            return
        rows = self._page.layout.rows_of(self.cursor.passage)
        top, height = self.scroll_offset.y, self.size.height
        if rows.start < top or len(rows) > height:
            self.scroll_to(y=rows.start, animate=False)
        elif rows.stop > top + height:
            self.scroll_to(y=rows.stop - height, animate=False)

    def action_rows(self, number: int, extend: bool = False) -> None:
        """Move by rows, keeping the column."""
        if self._column is None and self.segments:
            self._column = self._page.layout.column_of(self.cursor)
        if self.segments:
            self.go(self._moves.rows(self.cursor, number, self._column or 0), extend=extend, keep_column=True)

    def action_page(self, direction: int, extend: bool = False) -> None:
        """Move by what fits on the screen, less two rows."""
        self.action_rows(direction * max(1, self.size.height - 2), extend)

    # ---- the mouse

    def _spot_under(self, x: int, y: int) -> Spot:
        row = self.scroll_offset.y + y
        return self._page.layout.spot_at(row, x - MARGIN)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Put the cursor there; dragging selects."""
        if not self.segments or event.x >= self.size.width:
            return
        self.focus()
        if event.button == 3:
            self._ask_menu(self._spot_under(event.x, event.y))
            event.stop()
        if event.button != 1:
            return
        self._is_dragging = True
        self.capture_mouse()
        self.go(self._spot_under(event.x, event.y), extend=event.shift, is_mouse=True)
        event.stop()

    def _ask_menu(self, spot: Spot) -> None:
        """What is marked stays so if the mouse is on it."""
        if self.selection is None or not self.selection[0] <= spot <= self.selection[1]:
            self.go(spot, is_mouse=True)
        self.post_message(self.MenuAsked())

    def on_mouse_move(self, event: MouseMove) -> None:
        """Select up to the mouse; beyond the edge the text scrolls."""
        if not self._is_dragging:
            return
        self._drag_at = (event.x, event.y)
        self._drag()
        is_outside = not 0 <= event.y < self.size.height
        if is_outside and self._drag_timer is None:
            self._drag_timer = self.set_interval(_AUTOSCROLL_SECONDS, self._drag)
        elif not is_outside:
            self._stop_scrolling()
        event.stop()

    def _drag(self) -> None:
        x, y = self._drag_at
        if self.began is None:
            self.began = self.cursor
        spot = self._spot_under(x, min(max(y, -1), self.size.height))
        if spot != self.cursor:
            self.go(spot, extend=True, is_mouse=True)
        elif not 0 <= y < self.size.height:  # the blank between two passages has no place of its own
            self.scroll_to(y=self.scroll_offset.y + (1 if y > 0 else -1), animate=False)

    def _stop_scrolling(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def on_mouse_up(self, event: MouseUp) -> None:
        """The selection stands."""
        if self._is_dragging:
            self._is_dragging = False
            self._stop_scrolling()
            self.release_mouse()
            if self.selection:
                self.select(*self.selection, is_mouse=True)
            event.stop()

    def on_click(self, event: Click) -> None:
        """Twice selects a word, three times a sentence."""
        if not self.segments or event.chain == 1 or event.button != 1:
            return
        spot = self._spot_under(event.x, event.y)
        start, end = self._moves.word_at(spot) if event.chain == 2 else self._moves.sentence_at(spot)
        self.select(Spot(spot.passage, start), Spot(spot.passage, end), is_mouse=True)
        event.stop()
