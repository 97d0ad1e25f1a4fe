"""Texts wrapped to a width: a table of rows over all passages, and the way between rows and places.

Widths are in terminal cells, offsets in code points of the passage's text. Nothing here draws.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

from qualkit.model.display import display_safe
from qualkit.model.text import is_boundary

LEAST_WIDTH = 8
_HANGING = 8
"""Blanks at most that hang over the end of a row rather than begin the next one."""
_NARROW = re.compile(
    "[\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0384-\u0386\u0388-\u038a\u038e-\u03a1\u03a3-\u0482"
    "\u2010-\u2015\u2018-\u2027\u2030-\u203b\u203d-\u2048\u20ac\ufffd]*"
)
"""Text in which every character is a letter of its own and one cell wide."""
_PIECE = re.compile(rf"[^ \t\n]{{1,256}}|[ \t]{{1,{_HANGING}}}|\n")


class Spot(NamedTuple):
    """A place between two characters: before `offset` of the text of passage number `passage` (from 0)."""

    passage: int
    offset: int


class RowKind(IntEnum):
    """What a row of the screen shows."""

    HEADER = 0
    TEXT = 1
    GAP = 2


class Row(NamedTuple):
    """One row: of which passage, and, for text, which part of it (half-open)."""

    passage: int
    kind: RowKind
    start: int
    end: int
    is_last: bool
    """Whether the passage's text ends on this row."""


class TextLayout:
    """Passages one below the other, each a header row, its wrapped text and an empty row."""

    def __init__(self, texts: Sequence[str], width: int) -> None:
        self.width = max(LEAST_WIDTH, width)
        self.texts = [display_safe(text) for text in texts]
        """As shown: one character for one, so offsets are those of the passages' own texts."""
        self._is_narrow = [_NARROW.fullmatch(text) is not None for text in self.texts]
        self._starts = [
            (_narrow_starts if is_narrow else _wide_starts)(text, self.width)
            for text, is_narrow in zip(self.texts, self._is_narrow, strict=True)
        ]
        self._tops = list(accumulate((len(starts) + 2 for starts in self._starts), initial=0))

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._tops[-1]

    @property
    def end(self) -> Spot:
        """The end of the last passage; before everything where there is none."""
        last = len(self.texts) - 1
        return Spot(last, len(self.texts[last])) if self.texts else Spot(0, 0)

    def row(self, y: int) -> Row:
        """The row at `y`, counted from 0."""
        index = bisect_right(self._tops, y) - 1
        inside = y - self._tops[index]
        starts = self._starts[index]
        length = len(self.texts[index])
        if inside == 0:
            return Row(index, RowKind.HEADER, 0, 0, False)
        if inside > len(starts):
            return Row(index, RowKind.GAP, length, length, False)
        is_last = inside == len(starts)
        return Row(index, RowKind.TEXT, starts[inside - 1], length if is_last else starts[inside], is_last)

    def rows_of(self, index: int) -> range:
        """The rows of a passage, from its header to its empty row."""
        return range(self._tops[index], self._tops[index + 1])

    def text_rows_of(self, index: int) -> range:
        """The rows of a passage's text."""
        return range(self._tops[index] + 1, self._tops[index + 1] - 1)

    def row_of(self, spot: Spot) -> int:
        """The row on which a spot stands; between two rows, the second."""
        return self._tops[spot.passage] + max(1, bisect_right(self._starts[spot.passage], spot.offset))

    def column_of(self, spot: Spot) -> int:
        """The cell of its row in which a spot stands."""
        row = self.row(self.row_of(spot))
        if self._is_narrow[spot.passage]:
            return spot.offset - row.start
        return sum(
            width
            for start, _, width in clusters(self.texts[spot.passage], row.start, row.end)
            if start < spot.offset
        )

    def spot_at(self, y: int, column: int) -> Spot:
        """The spot of a row and cell. Above and below a text, and beyond a row's end, the nearest."""
        row = self.row(min(max(0, y), self.row_count - 1))
        if row.kind is not RowKind.TEXT:
            return Spot(row.passage, row.start)
        last = self.last_spot(row)
        if self._is_narrow[row.passage]:
            return Spot(row.passage, min(row.start + max(0, column), last.offset))
        at = 0
        for start, _, width in clusters(self.texts[row.passage], row.start, row.end):
            if at + width > column or start >= last.offset:
                return Spot(row.passage, min(start, last.offset))
            at += width
        return last

    def last_spot(self, row: Row) -> Spot:
        """Where the End key goes on a row of text: behind its last word."""
        if row.is_last:
            return Spot(row.passage, row.end)
        text = self.texts[row.passage]
        at = row.start + len(text[row.start : row.end].rstrip(" \t\n"))
        if at == row.end and at > row.start:  # a word goes on below: the end itself belongs to that row
            *_, (at, _, _) = clusters(text, row.start, row.end)
        return Spot(row.passage, at)

    def letter_end(self, spot: Spot) -> int:
        """The offset behind the letter at a spot."""
        text = self.texts[spot.passage]
        return next((end for _, end, _ in clusters(text, spot.offset, len(text))), len(text))

    def shown(self, index: int, start: int, end: int) -> str:
        """A part of a text as it is drawn: a tab and a line end take one cell."""
        return self.texts[index][start:end].replace("\t", " ").replace("\n", " ")

    def width_of(self, index: int, start: int, end: int) -> int:
        """The cells that a part of a text takes."""
        if self._is_narrow[index]:
            return end - start
        return sum(width for _, _, width in clusters(self.texts[index], start, end))


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, cells) of each letter as a reader sees it: é, a flag and 👩🏽‍⚕️ are one each."""
    at = start
    for offset in range(start + 1, end + 1):
        # only the letter itself is looked at: a long run of flags would cost its square otherwise
        if offset == end or is_boundary(text[at : offset + 1], offset - at):
            yield at, offset, _cells(text[at:offset])
            at = offset


def _cells(cluster: str) -> int:
    return 1 if cluster in "\t\n" else cell_len(cluster)


@lru_cache(maxsize=4)
def _wrapping(width: int) -> re.Pattern[str]:
    """What a row takes of narrow text: whole words and the blanks behind them, or a part of a long word."""
    blanks = "[ \t]"
    fitting = rf"[^\n]{{0,{width}}}(?:{blanks}{{0,{_HANGING}}}\n|{blanks}{{1,{_HANGING}}}|\Z)"
    return re.compile(rf"{fitting}|[^\n]{{{width}}}")


def _narrow_starts(text: str, width: int) -> array[int]:
    starts = array("L", [match.start() for match in _wrapping(width).finditer(text)])
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return starts


def _wide_starts(text: str, width: int) -> array[int]:
    starts, at, wrapping = array("L", [0]), 0, _wrapping(width)
    while at < len(text):
        row = wrapping.match(text, at)
        end = row.end() if row else at
        is_plain = row and _NARROW.fullmatch(text, at, end) and is_boundary(text, end)
        at = end if is_plain else _wide_row_end(text, at, width)
        starts.append(at)
    if len(starts) > 1:
        starts.pop()
    return starts


def _wide_row_end(text: str, at: int, width: int) -> int:
    column = 0
    for match in _PIECE.finditer(text, at):
        piece = match[0]
        if piece == "\n" or (piece[0] in " \t" and column > width):
            return match.end()
        column += _width(piece)
        if piece[0] in " \t" or column <= width:
            continue
        if match.start() > at and is_boundary(text, match.start()):
            return match.start()
        return _cut(text, at, match.end(), width)
    return len(text)


def _width(piece: str) -> int:
    if "\u200d" in piece or "\ufe0f" in piece:  # what these join is measured letter by letter
        return sum(size for _, _, size in clusters(piece, 0, len(piece)))
    return cell_len(piece) if piece[0] not in " \t" else len(piece)


def _cut(text: str, start: int, end: int, width: int) -> int:
    """Where a word that is wider than a row breaks: between two letters."""
    column = 0
    for at, _, size in clusters(text, start, end):
        if at > start and column + size > width:
            return at
        column += size
    return end
