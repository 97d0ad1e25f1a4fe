"""A word in its surroundings: one row a place, the words found one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.kwic import Line
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.figure_rows import flush_right
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList

_WHO = 12
_MOST_WORD = 24


class PlaceList(RowList):
    """Enter goes to the passage."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self._word = 0

    def open(self, lines: Sequence[Line]) -> None:
        """Show places."""
        self.lines = lines
        self._word = min(max((len(line.word) for line in lines), default=0), _MOST_WORD)
        self.show_rows(len(lines), 0)

    @property
    def highlighted_line(self) -> Line | None:
        """The place of the highlighted row."""
        return self.lines[self.highlighted] if self.highlighted < len(self.lines) else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """Who, what stands before, the word, what stands behind."""
        line = self.lines[row]
        who = one_line(line.person).removeprefix(f"{line.source.partition(':')[0]}:")
        left = max((self.size.width - _WHO - self._word - 6) // 2, 8)
        return [
            (" ", ""),
            *in_column(who, _WHO - 2, "dim"),
            *flush_right(_end(line.left, left), left),
            (" ", ""),
            *in_column(line.word, self._word, "accent", gap=1),
            (line.right, ""),
            ("", ""),
        ]


def _end(text: str, cells: int) -> str:
    """The end of a text, as far as there is room."""
    line = one_line(text)
    return cut(line[::-1], cells)[::-1]
