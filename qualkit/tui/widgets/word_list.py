"""Counts of words: one row a word, with a bar and its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from qualkit.model.table import Table
from qualkit.tui.columns import fit
from qualkit.tui.widgets.figure_rows import flush_right, share_bar
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.word_lines import bar_value, shown_number, word_columns, word_of

_LEAST_BAR, _MOST_BAR = 6, 30
_MOST_WORD = 30


class WordList(RowList):
    """Enter shows the passages with a word."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table: Table | None = None

    def open(self, table: Table | None) -> None:
        """Show counts; the highlighted word stays so if it is among them."""
        before = self.word
        self.table = table
        words = [word_of(table, row) for row in range(len(table.rows))] if table else []
        self.show_rows(len(words), words.index(before) if before in words else 0)

    @property
    def word(self) -> str:
        """The highlighted word, or words."""
        return word_of(self.table, self.highlighted) if self.table and self.count else ""

    def _cells(self) -> tuple[int, int]:
        """(cells of the word, of the bar)."""
        assert self.table is not None
        numbers = sum(column.width + 1 for column in word_columns(self.table))
        room = self.size.width - 3 - numbers
        word = max(min(room - _LEAST_BAR - 2, _MOST_WORD), 8)
        return word, max(min(room - word - 2, _MOST_BAR), 0)

    def head(self) -> Content:
        """The titles of the columns."""
        if self.table is None:
            return Content("")
        word, bar = self._cells()
        titles = "".join(fit(one.title, one.width, is_number=True) + " " for one in word_columns(self.table))
        return Content.styled(f"{' ' * (word + 3)}{titles} {' ' * bar}", "$foreground 60%")

    def row_parts(self, row: int) -> Sequence[Part]:
        """The word, its numbers, its bar."""
        assert self.table is not None
        word, bar = self._cells()
        parts: list[Part] = [(" ", ""), *in_column(word_of(self.table, row), word, "bold", gap=2)]
        for column in word_columns(self.table):
            parts += flush_right(shown_number(self.table.rows[row][column.key]), column.width)
            parts.append((" ", ""))
        drawn = share_bar(bar_value(self.table, row), bar)
        return [*parts, (" ", ""), (drawn, "accent"), ("", "")]
