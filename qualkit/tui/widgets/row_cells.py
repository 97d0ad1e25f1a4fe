"""Columns in the rows of a list."""

from __future__ import annotations

from rich.cells import cell_len

from qualkit.tui.columns import cut
from qualkit.tui.widgets.row_list import Part


def in_column(text: str, cells: int, kind: str = "", *, gap: int = 2) -> list[Part]:
    """A text cut and filled up to `cells` cells, with a gap to the next column."""
    shown = cut(text, cells)
    return [(shown, kind), (" " * (cells - cell_len(shown) + gap), "")]
