"""Answers as rows: marked, read, what else is known, the first words, the codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment as Piece
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from qualkit.actions.answers import AnswerRow, Field
from qualkit.tui.columns import cut
from qualkit.tui.open_answers import OpenAnswers
from qualkit.tui.widgets.row_list import Part, RowList

BOX_CELLS = 2
"""A click in these marks an answer."""
_READ_CELLS = 2
_NARROWEST, _WIDEST = 6, 22
_DEFAULT_CELLS = 14
_GONE: Sequence[Part] = ((" ", ""), ("This answer is no longer in the file.", "dim"), ("", ""))


class AnswerList(RowList):
    """One row an answer; only those in view are ever fetched."""

    class MarksChanged(Message):
        """Other answers are marked."""

    class HeadingChosen(Message):
        """A column's heading was clicked; empty for that of the words."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._opened: OpenAnswers | None = None
        self.columns: Sequence[Field] = ()
        """What is shown beside the words."""
        self.marked: set[int] = set()
        """Ids of the answers that are marked; all of them are shown."""
        self._began: int | None = None
        """The row where marking by Shift began."""
        self._stretch: set[int] = set()
        """Ids that Shift has marked since then."""
        self.proposed: Mapping[int, int] = {}
        """Answer's id → how many codes are proposed for it, as far as they may be seen."""

    def open(self, opened: OpenAnswers, columns: Sequence[Field]) -> None:
        """Show the answers that are to be shown now; marks of others are dropped."""
        self._opened, self.columns = opened, columns
        if self.marked:
            self.marked &= set(opened.ids)
        self._began, self._stretch = None, set()
        self.show_rows(len(opened.ids))

    def keep(self, id_: int | None) -> None:
        """Highlight an answer if it is shown, else the first."""
        row = self._opened.row_of(id_) if self._opened is not None and id_ is not None else None
        self.show_rows(self.count, row or 0)

    @property
    def highlighted_id(self) -> int | None:
        """The answer of the highlighted row; None where nothing is shown."""
        ids = self._opened.ids if self._opened else []
        return ids[self.highlighted] if self.highlighted < len(ids) else None

    # ---- what is in a row

    def widths(self) -> list[int]:
        """The cells of each column, and of the codes at the end."""
        most = max(_NARROWEST, min(_WIDEST, self.size.width // 6))
        columns = [
            max(_NARROWEST, min(most, max(field.widest or _DEFAULT_CELLS, len(field.name))))
            for field in self.columns
        ]
        return [*columns, 12 if self.size.width >= 70 else 9]

    def row_parts(self, row: int) -> Sequence[Part]:
        """Mark, read, columns, words, codes."""
        assert self._opened is not None
        shown = self._opened.row(row)
        if shown is None:
            return _GONE
        *columns, codes = self.widths()
        parts = [("● ", "accent") if shown.id in self.marked else ("  ", "")]
        is_out = shown.id in self._opened.standing.left_out
        parts.append(self._standing(shown.id))
        for field, cells in zip(self.columns, columns, strict=True):
            parts += _padded(shown.facts.get(field.name, ""), cells, "dim")
        room = self.size.width - BOX_CELLS - _READ_CELLS - sum(cells + 2 for cells in columns) - codes - 2
        parts += (
            _padded(shown.beginning, max(room, 8), "dim" if is_out else "") if shown.beginning.strip() else []
        )
        parts += [] if shown.beginning.strip() else _padded("(no words)", max(room, 8), "dim")
        return [*parts, *self._codes(shown, codes), ("", "")]

    def _standing(self, id_: int) -> Part:
        """Flagged, left out or read; the first of these that holds."""
        assert self._opened is not None
        if id_ in self._opened.standing.flagged:
            return ("! ", "accent")
        if id_ in self._opened.standing.left_out:
            return ("– ", "dim")
        return ("✓ ", "success") if id_ in self._opened.read else ("  ", "")

    def _codes(self, shown: AnswerRow, cells: int) -> list[Part]:
        assert self._opened is not None
        proposed = self.proposed.get(shown.id, 0)
        most = cells // 3 - bool(proposed)
        fitting = shown.codes if len(shown.codes) <= most else shown.codes[: most - 1]
        parts: list[Part] = [(f"?{proposed}", "accent"), (" ", "")] if proposed else []
        for code_id, is_mine in fitting:
            mark = self._opened.marks.get(code_id)
            if mark is not None:
                parts += [(mark.letters, mark.colour if is_mine else "dim"), (" ", "")]
        more = len(shown.codes) - len(fitting)
        return [*parts, (f"+{more}", "dim")] if more else parts

    def render_line(self, y: int) -> Strip:
        """A row as a strip; a word where there is none."""
        if self._opened is not None and not self._opened.ids and y == 1:
            said = "Nothing fits. Esc in the words, or t, shows all again."
            text = Piece("  " + cut(said, self.size.width - 2), self.rich_style)
            return Strip([text]).adjust_cell_length(self.size.width, self.rich_style)
        return super().render_line(y)

    # ---- marking

    def toggle(self, row: int) -> None:
        """Mark an answer, or take its mark away."""
        if self._opened is not None and row < len(self._opened.ids):
            self._began, self._stretch = None, set()
            self.marked ^= {self._opened.ids[row]}
            self._tell(range(row, row + 1))

    def mark(self, ids: Sequence[int]) -> None:
        """Mark these answers and no others."""
        self.marked = set(ids)
        self._began, self._stretch = None, set()
        self._tell(range(self.count))

    def extend(self, row: int) -> None:
        """Highlight a row, and mark everything from where Shift was first held to there."""
        if self._opened is None or not self._opened.ids:
            return
        began = self.highlighted if self._began is None else self._began
        row = max(0, min(row, self.count - 1))
        self.highlight(row)
        self._began = began
        ids = self._opened.ids[min(began, row) : max(began, row) + 1]
        self.marked -= self._stretch
        self._stretch = set(ids) - self.marked
        self.marked |= self._stretch
        self._tell(range(self.count))

    def stop_extending(self) -> None:
        """What Shift marks next begins at the highlighted row."""
        self._began, self._stretch = None, set()

    def _tell(self, rows: range) -> None:
        self.refresh_rows(rows)
        self.post_message(self.MarksChanged())

    def action_go(self, number: int) -> None:
        """So many rows down."""
        self.stop_extending()
        super().action_go(number)

    def action_page(self, direction: int) -> None:
        """As many rows as fit on the screen."""
        self.stop_extending()
        super().action_page(direction)

    def action_edge(self, direction: int) -> None:
        """The first or the last row."""
        self.stop_extending()
        super().action_edge(direction)

    # ---- the mouse

    def on_click(self, event: Click) -> None:
        """Highlight a row; at its left edge or with Ctrl mark it; with Shift all up to it; twice opens it."""
        row = self.scroll_offset.y + event.y
        if not 0 <= row < self.count or event.button != 1:
            return
        event.stop()
        event.prevent_default()  # the list that this one is made of would choose the row
        if event.shift:
            self.extend(row)
            return
        self.stop_extending()
        self.highlight(row)
        if event.ctrl or event.x < BOX_CELLS:
            self.toggle(row)
        elif event.chain == 2:
            self.post_message(self.Chosen(self, row))


def _padded(text: str, cells: int, kind: str) -> list[Part]:
    """A text in a column, and two blanks behind it."""
    shown = cut(text, cells)
    return [(shown, kind), (" " * (cells - cell_len(shown) + 2), "")]
