"""Passages as rows, the nearest first: how near, where, who, the words, what is coded on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment as Piece
from textual.binding import Binding, BindingType
from textual.strip import Strip

from qualkit.actions.passages_in_scope import ScopedPassage
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut
from qualkit.tui.widgets.marked_rows import BOX_CELLS, MarkedRows
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part

_NEAR, _CODES = 4, 11
_NARROW, _WIDE = (13, 7), (22, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPassage:
    """A passage in a row."""

    passage: ScopedPassage
    nearness: float | None
    who: str = ""
    codes: tuple[str, ...] = ()
    """Ids of the codes that are on it."""


class PassageRows(MarkedRows):
    """One row a passage. Where `can_mark`, passages can be marked, and their codes are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open")]

    def __init__(self, *, can_mark: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.can_mark = can_mark
        self.passages: Sequence[NearPassage] = ()
        self.titles: Mapping[str, str] = {}
        """Source's name → its title."""
        self.code_marks: Mapping[str, CodeMark] = {}
        self.wanted: frozenset[str] = frozenset()
        """Codes that a passage is looked for to have: those that have one are ticked."""
        self.marked: set[int] = set()
        """Rows that are marked."""
        self.otherwise = ""
        """What is said where there is no row."""

    def open(self, passages: Sequence[NearPassage], row: int = 0) -> None:
        """Show passages."""
        self.passages = passages
        self.show_rows(len(passages), row)

    def renew(self, passages: Sequence[NearPassage]) -> None:
        """Show the same passages with what is coded on them by now."""
        self.passages = passages
        self.refresh()

    @property
    def highlighted_passage(self) -> NearPassage | None:
        """The passage of the highlighted row."""
        return self.passages[self.highlighted] if self.highlighted < len(self.passages) else None

    def meant(self) -> list[NearPassage]:
        """The passages that are marked, else the highlighted one."""
        if self.marked:
            return [self.passages[row] for row in sorted(self.marked)]
        return [one] if (one := self.highlighted_passage) else []

    # ---- what is in a row

    def row_parts(self, row: int) -> Sequence[Part]:
        """Mark, nearness, source, who, words, codes."""
        one = self.passages[row]
        source, who = _WIDE if self.size.width >= 100 else _NARROW
        codes = _CODES if self.can_mark else 0
        box = BOX_CELLS if self.can_mark else 1
        room = self.size.width - box - _NEAR - source - who - codes - 8
        parts: list[Part] = [("● ", "accent") if row in self.marked else (" " * box, "")]
        parts += in_column("" if one.nearness is None else f"{one.nearness:.2f}", _NEAR, "dim")
        segment = one.passage.segment
        title = self.titles.get(segment.source, segment.source)
        parts += [*in_column(title, source, "dim"), *in_column(one.who, who, "dim")]
        parts += in_column(one.passage.text, max(room, 10))
        return [*parts, *(self._codes(one) if codes else []), ("", "")]

    def _codes(self, one: NearPassage) -> list[Part]:
        parts: list[Part] = [("✓ ", "success") if self.wanted & set(one.codes) else ("  ", "")]
        for code in one.codes[:3]:
            if (mark := self.code_marks.get(code)) is not None:
                parts += [(mark.letters, mark.colour), (" ", "")]
        return parts

    def render_line(self, y: int) -> Strip:
        """A row as a strip; a word where there is none."""
        if not self.count and self.otherwise and y == 1:
            said = Piece("  " + cut(self.otherwise, self.size.width - 2), self.rich_style)
            return Strip([said]).adjust_cell_length(self.size.width, self.rich_style)
        return super().render_line(y)

    # ---- marking

    def mark(self, row: int) -> None:
        """Mark a passage, or take its mark away."""
        if self.can_mark and row < self.count:
            self.marked ^= {row}
            self.refresh_rows((row,))
            self.post_message(self.MarksChanged())

    def mark_all(self, *, is_so: bool) -> None:
        """Mark all of them, or none."""
        self.marked = set(range(self.count)) if is_so else set()
        self.refresh()
        self.post_message(self.MarksChanged())
