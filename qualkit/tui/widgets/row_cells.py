"""Columns in the rows of a list."""

from __future__ import annotations

from rich.cells import cell_len

from qualkit.tui.columns import cut
from qualkit.tui.widgets.row_list import Part


def number_in_column(text: str, cells: int, kind: str = "", *, gap: int = 1) -> list[Part]:
    """A number to the right of `cells` cells, with a gap to the next column."""
    shown = cut(text, cells)
    return [(" " * (cells - cell_len(shown)), ""), (shown, kind), (" " * gap, "")]


def in_column(text: str, cells: int, kind: str = "", *, gap: int = 2) -> list[Part]:
    """A text cut and filled up to `cells` cells, with a gap to the next column."""
    shown = cut(text, cells)
    return [(shown, kind), (" " * (cells - cell_len(shown) + gap), "")]
