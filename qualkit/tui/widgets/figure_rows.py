"""A counted question: its answers with numbers and bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from qualkit.actions.question_lines import AnswerLine, CountedQuestion, LineKind
from qualkit.exports.render.format import percent
from qualkit.tui.columns import one_line
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_COUNT, _SHARE, _LEAST_BAR, _LEAST_TEXT = 6, 5, 8, 12
_SET_APART = (LineKind.GROUP, LineKind.BOX, LineKind.APART, LineKind.FIGURE)
"""An empty row stands before these, where they come after something else."""


def share_bar(share: float, cells: int) -> str:
    """A share of 0 to 1 as a bar of at most so many cells; whoever is there at all is seen.

    >>> share_bar(0.5, 4), share_bar(0.001, 4), share_bar(0.0, 4)
    ('██', '▏', '')
    """
    eighths = round(min(share, 1.0) * cells * 8)
    eighths = max(eighths, 1) if share > 0 else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def flush_right(text: str, cells: int, kind: str = "") -> list[Part]:
    """A text set flush right in so many cells; blanks behind it stay."""
    shown = text.rstrip(" ")
    behind = len(text) - len(shown)
    before = max(cells - cell_len(text), 0)
    return [(" " * before, ""), (shown, kind), (" " * behind, "")]


class FigureRows(RowList):
    """Enter shows who is behind a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Behind it")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[AnswerLine | None] = []
        """None is an empty row."""

    def open(self, counted: CountedQuestion | None, *, keep: bool = False) -> None:
        """Show a question; `keep` leaves the highlighted line where it is."""
        self.lines = []
        for line in counted.lines if counted else ():
            before = self.lines[-1] if self.lines else None
            if before is not None and line.kind in _SET_APART and line.kind is not before.kind:
                self.lines.append(None)
            self.lines.append(line)
        first = next((n for n, one in enumerate(self.lines) if one and one.kind is not LineKind.GROUP), 0)
        self.styles.max_height = max(len(self.lines), 1)
        self.show_rows(len(self.lines), None if keep else first)

    @property
    def line(self) -> AnswerLine | None:
        """The highlighted line."""
        return self.lines[self.highlighted] if self.highlighted < len(self.lines) else None

    def action_go(self, number: int) -> None:
        """So many rows down; empty rows are passed over."""
        super().action_go(number)
        if self.lines and self.line is None:
            super().action_go(number)

    def row_parts(self, row: int) -> Sequence[Part]:
        """The answer, how many, the share and its bar, or its words."""
        line = self.lines[row]
        if line is None:
            return [("", ""), ("", "")]
        if line.kind is LineKind.GROUP:
            n = f"n = {line.count:,}" if line.count is not None else ""
            return [(" ", ""), (line.text, "accent"), ("   ", ""), (n, "dim"), ("", "")]
        width = self._text_width()
        kind = {LineKind.APART: "dim", LineKind.BOX: "bold"}.get(line.kind, "")
        count = "" if line.count is None else f"{line.count:,}"
        share = "" if line.share is None else percent(line.share, 0)
        parts = [(" ", ""), *in_column(line.text, width, kind, gap=0)]
        if line.kind is LineKind.FIGURE and line.count is None:
            return [*parts, (f"  {line.words}", ""), ("", "")]
        parts += [*flush_right(count, _COUNT, kind), *flush_right(share, _SHARE + 1, kind), ("  ", "")]
        if line.words and (line.kind is not LineKind.ITEM or line.words.startswith("mostly ")):
            return [*parts, (line.words, "dim"), ("", "")]
        bar = share_bar(line.share, self._bar_width(width)) if line.share is not None else ""
        return [*parts, (bar, "accent"), ("", "")]

    def _text_width(self) -> int:
        longest = max((cell_len(one_line(one.text)) for one in self.lines if one and _is_row(one)), default=0)
        room = self.size.width - _COUNT - _SHARE - _LEAST_BAR - 5
        return max(_LEAST_TEXT, min(longest, room))

    def _bar_width(self, text: int) -> int:
        return max(_LEAST_BAR, min(40, self.size.width - text - _COUNT - _SHARE - 6))


def _is_row(line: AnswerLine) -> bool:
    return line.kind is not LineKind.GROUP
