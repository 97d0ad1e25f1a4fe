"""Text in columns of a terminal: cut and padded by the cells it takes, and safe to show."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from qualkit.model.display import display_safe

_BAR = "▓"
_BAR_REST = "░"


def one_line(text: str) -> str:
    """The text as one safe line: line breaks and tabs are blanks."""
    return display_safe(" ".join(text.split()))


def cut(text: str, cells: int) -> str:
    """One line of at most `cells` cells; what is cut off ends in …"""
    line = one_line(text)
    if cell_len(line) <= cells:
        return line
    return set_cell_size(line, max(cells - 1, 0)).rstrip() + "…" if cells > 0 else ""


def fit(text: str, cells: int, *, is_number: bool = False) -> str:
    """The same, filled up with blanks to exactly `cells` cells; numbers stand to the right."""
    line = cut(text, cells)
    blanks = " " * max(cells - cell_len(line), 0)
    return blanks + line if is_number else line + blanks


def cut_title(title: str, tail: str, cells: int) -> str:
    """`title, tail` in at most `cells` cells: the title is cut off, never what tells it from its like.

    >>> cut_title("What stops children from telling?", "answer 12", 24)
    'What stops c…, answer 12'
    """
    return f"{cut(title, cells - cell_len(tail) - 2)}, {tail}" if title else cut(tail, cells)


def bar(done: int, total: int, cells: int = 10) -> str:
    """Progress as a bar. It is full only when everything is done, and empty only when nothing is."""
    if total <= 0:
        return "–" + " " * (cells - 1)
    full = min(done * cells // total, cells)
    full = max(full, 1) if done > 0 else 0
    return _BAR * full + _BAR_REST * (cells - full)


def counted(number: int, noun: str) -> str:
    """`1 turn`, `2,467 turns`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
