"""What a search found as rows: source, who, the words among others. Only rows in view are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment as Piece
from textual.message import Message
from textual.strip import Strip

from qualkit.actions.search import PAGE, Hit
from qualkit.tui.columns import cut
from qualkit.tui.search_lines import excerpt_parts, who_said
from qualkit.tui.widgets.marked_rows import BOX_CELLS, MarkedRows
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part

_GAPS = 4
_NARROW, _WIDE = (13, 7), (22, 10)


class HitList(MarkedRows):
    """One row a hit, in the order of sources and passages; a row that is not there yet is asked for."""

    class PageWanted(Message):
        """Rows are in view that are not there yet: hits from number `first` on."""

        def __init__(self, first: int) -> None:
            super().__init__()
            self.first = first

    class LeftUpwards(Message):
        """Up was pressed in the first row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hits: dict[int, Hit] = {}
        self._titles: Mapping[str, str] = {}
        self._asked = -1
        self.marked: dict[int, Hit] = {}
        """Passage's id → the hit: those that are marked or, with `all_marked`, those that are not."""
        self.all_marked = False
        self.otherwise = ""
        """What is said where there is no row."""

    def open(self, count: int, hits: Sequence[Hit], titles: Mapping[str, str], *, row: int = 0) -> None:
        """Show what was found, of which the first are here."""
        self._hits, self._titles, self._asked = dict(enumerate(hits)), titles, -1
        self.show_rows(count, row)

    def take(self, first: int, hits: Sequence[Hit]) -> None:
        """Show hits that were asked for."""
        self._asked = -1
        self._hits |= {first + number: hit for number, hit in enumerate(hits)}
        self.refresh()

    def entitle(self, titles: Mapping[str, str]) -> None:
        """Source's name → its title."""
        self._titles = titles
        self.refresh()

    def hit(self, row: int) -> Hit | None:
        """The hit of a row, if it is here."""
        return self._hits.get(row)

    @property
    def highlighted_hit(self) -> Hit | None:
        """The hit of the highlighted row."""
        return self.hit(self.highlighted) if self.count else None

    # ---- what is in a row

    def row_parts(self, row: int) -> Sequence[Part]:
        """Mark, source, who, the words found among others."""
        hit = self._hits.get(row)
        if hit is None:
            self._ask_for(row)
            return [("  …", "dim"), ("", "")]
        source, who = _WIDE if self.size.width >= 100 else _NARROW
        room = self.size.width - BOX_CELLS - source - who - _GAPS - 2
        before = self._hits.get(row - 1)
        is_first = before is None or before.source != hit.source
        return [
            ("● ", "accent") if self.is_marked(hit) else ("  ", ""),
            *in_column(self._titles.get(hit.source, hit.source), source, "bold" if is_first else "dim"),
            *in_column(who_said(hit), who, "dim"),
            *excerpt_parts(hit.text, hit.marks, max(room, 10)),
            ("", ""),
        ]

    def _ask_for(self, row: int) -> None:
        if self._asked < 0:
            self._asked = row // PAGE * PAGE
            self.post_message(self.PageWanted(self._asked))

    def render_line(self, y: int) -> Strip:
        """A row as a strip; a word where there is none."""
        if not self.count and self.otherwise and y == 1:
            said = Piece("  " + cut(self.otherwise, self.size.width - 2), self.rich_style)
            return Strip([said]).adjust_cell_length(self.size.width, self.rich_style)
        return super().render_line(y)

    # ---- marking

    def is_marked(self, hit: Hit) -> bool:
        """Whether a hit is marked."""
        return (hit.id in self.marked) != self.all_marked

    @property
    def marked_count(self) -> int:
        """How many are marked."""
        return self.count - len(self.marked) if self.all_marked else len(self.marked)

    def mark(self, row: int) -> None:
        """Mark a hit, or take its mark away."""
        if (hit := self.hit(row)) is None:
            return
        if self.marked.pop(hit.id, None) is None:
            self.marked[hit.id] = hit
        self.refresh_rows((row,))
        self.post_message(self.MarksChanged())

    def mark_all(self, *, is_so: bool) -> None:
        """Mark every hit, also those that are not here, or none."""
        self.marked, self.all_marked = {}, is_so
        self.refresh()
        self.post_message(self.MarksChanged())

    # ---- keys and mouse

    def action_go(self, number: int) -> None:
        """So many rows down; up from the first row leaves the list."""
        if number < 0 and self.highlighted == 0:
            self.post_message(self.LeftUpwards())
        super().action_go(number)
