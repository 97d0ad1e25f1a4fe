"""How wide a text is in print, and where it is broken into lines. The font comes with matplotlib."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from qualkit.model.display import display_safe

FONT = "DejaVu Sans"
_POINTS = 72
_SUBPIXELS = 64


def broken(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most `width` inches; a word that is longer than a line is cut."""
    lines = [""]
    for word in display_safe(text).split():
        for piece in _pieces(word, width, size, bold):
            longer = f"{lines[-1]} {piece}".strip()
            if lines[-1] and inches(longer, size, bold=bold) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
    return lines


def inches(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is at a size in points."""
    font = _font(bold)
    font.set_size(size, _POINTS)
    with warnings.catch_warnings():  # a sign that the font lacks is drawn as a box, and needs no telling
        warnings.simplefilter("ignore", UserWarning)
        font.set_text(text)
    return float(font.get_width_height()[0] / _SUBPIXELS / _POINTS)


@cache
def _font(bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """The word, cut where it is wider than a line."""
    pieces = []
    while inches(word, size, bold=bold) > width and len(word) > 1:
        end = next(
            (end for end in range(len(word) - 1, 1, -1) if inches(word[:end], size, bold=bold) <= width), 1
        )
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
