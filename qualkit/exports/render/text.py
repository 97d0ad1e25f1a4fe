"""A table for the terminal, as plain text of a given width."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from qualkit.exports.render.format import NUMERIC, cell_on_paper, shown_columns
from qualkit.model.display import display_safe
from qualkit.model.table import Table
from qualkit.model.text import is_boundary

_PLAIN = re.compile("[\x20-\u02ff\u2010-\u2027\u2030-\u205e]*")
"""Letters of Latin scripts and typographic signs: one column each."""
_GAP = "  "
_NARROWEST = 12
_WHOLE_WORD = 14
"""Words of so many columns are never broken to fit a table into the width."""
_TITLE_LINES = 3
"""Lines at most that the title of a column of numbers is broken into."""


def render_text(table: Table, width: int = 80) -> str:
    """The table with its title, aligned columns and notes; long texts are wrapped to fit `width` columns.

    Where there are too many numbers for it, further columns stand below, each time beside the first texts.
    Nothing in the data can steer the terminal. Ends with a newline.
    """
    columns = shown_columns(table)
    units = [column.unit for column in columns]
    cells = [[_clean(cell_on_paper(row, column)) for column in columns] for row in table.rows]
    titles = [_clean(column.title) for column in columns]
    flush_right = [unit in NUMERIC for unit in units]
    widths = _widths([titles, *cells], flush_right, width)
    lines = [_clean(table.title)] if table.title else []
    for number, block in enumerate(_blocks(widths, flush_right, width)):
        sizes, are_right = [widths[at] for at in block], [flush_right[at] for at in block]
        lines += [""] * bool(number)
        lines += _row([titles[at] for at in block], sizes, are_right)
        lines.append(_GAP.join("─" * size for size in sizes))
        for row in cells:
            lines += _row([row[at] for at in block], sizes, are_right)
    if not table.rows:
        lines.append("(none)")
    lines += [""] * bool(table.notes)
    for note in table.notes:
        lines += (
            textwrap.wrap(_clean(note), max(width, 20), subsequent_indent="  ", initial_indent="· ") or []
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def columns_wide(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters and emoji two, marks none."""
    if _PLAIN.fullmatch(text):
        return len(text)
    return sum(_cluster_width(cluster) for cluster in _clusters(text))


def _clean(text: str) -> str:
    return display_safe(text).replace("\t", " ")


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text) + 1):
        if is_boundary(text, at):
            yield text[start:at]
            start = at


def _cluster_width(cluster: str) -> int:
    if len(cluster) > 1 and any(character in "\u200d\ufe0f" for character in cluster):
        return 2
    return max((_character_width(character) for character in cluster), default=0)


def _character_width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _widths(rows: Sequence[Sequence[str]], flush_right: Sequence[bool], width: int) -> list[int]:
    """Column widths: as the texts need; else titles of numbers break, and the widest texts are cut back."""
    columns = list(zip(*rows, strict=True))
    natural = [_widest(column) for column in columns]
    gaps = len(_GAP) * (len(natural) - 1)
    if sum(natural) + gaps > width:
        natural = [
            max(_widest(column[1:]), _least(column[0])) if is_number else size
            for column, size, is_number in zip(columns, natural, flush_right, strict=True)
        ]
    room = width - gaps - sum(size for size, is_number in zip(natural, flush_right, strict=True) if is_number)
    texts = sorted(size for size, is_number in zip(natural, flush_right, strict=True) if not is_number)
    if room < _NARROWEST * len(texts):
        room = max(room, width // 4)  # the numbers will stand in several blocks, with room beside the texts
    cap = max(texts, default=0)
    for number, size in enumerate(texts):
        share = room // (len(texts) - number)
        if size > share:
            cap = max(share, _NARROWEST)
            break
        room -= size
    return [
        size if is_number else max(min(size, cap), _longest_word(column))
        for column, size, is_number in zip(columns, natural, flush_right, strict=True)
    ]


def _blocks(widths: Sequence[int], flush_right: Sequence[bool], width: int) -> list[list[int]]:
    """The columns that stand side by side after the first texts: as many as fit, shared out evenly."""
    blocks = _filled(widths, flush_right, width)
    while len(blocks) > 1 and width > 0:
        width -= 1
        evener = _filled(widths, flush_right, width)
        if len(evener) > len(blocks):
            break
        blocks = evener
    return blocks


def _filled(widths: Sequence[int], flush_right: Sequence[bool], width: int) -> list[list[int]]:
    leading = list(range(flush_right.index(True))) if True in flush_right else list(range(len(widths)))
    blocks = [list(leading)] if widths else []
    for at in range(len(leading), len(widths)):
        wide = sum(widths[other] + len(_GAP) for other in blocks[-1]) + widths[at]
        if wide > width and len(blocks[-1]) > len(leading):
            blocks.append(list(leading))
        blocks[-1].append(at)
    return blocks


def _longest_word(cells: Sequence[str]) -> int:
    """Columns that keep the words of a text column whole, where they are not too long for any table."""
    words = (columns_wide(word) for cell in cells for word in cell.split())
    return max((size for size in words if size <= _WHOLE_WORD), default=0)


def _widest(cells: Sequence[str]) -> int:
    return max((columns_wide(line) for cell in cells for line in cell.split("\n")), default=0)


def _least(title: str) -> int:
    """Columns that a title needs in at most three lines, no word of it broken."""
    words = [columns_wide(word) for word in title.split()]
    size = max([*words, -(-columns_wide(title) // _TITLE_LINES)], default=0)
    while len(wrapped(title, size)) > _TITLE_LINES:
        size += 1
    return size


def _row(cells: Sequence[str], widths: Sequence[int], flush_right: Sequence[bool]) -> list[str]:
    cells_lines = [wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, cells_lines), default=0)
    return [
        _GAP.join(
            padded(lines[number] if number < len(lines) else "", size, is_right=is_right)
            for lines, size, is_right in zip(cells_lines, widths, flush_right, strict=True)
        )
        for number in range(height)
    ]


def padded(text: str, size: int, *, is_right: bool = False) -> str:
    """The text filled up with blanks to `size` columns."""
    blank = " " * max(size - columns_wide(text), 0)
    return blank + text if is_right else text + blank


def wrapped(text: str, size: int) -> list[str]:
    """The text in lines of at most `size` columns, broken between words where it can be."""
    return [line for paragraph in text.split("\n") for line in _wrapped_paragraph(paragraph, size)]


def _wrapped_paragraph(paragraph: str, size: int) -> list[str]:
    if columns_wide(paragraph) <= size:
        return [paragraph]
    indent = " " * min(len(paragraph) - len(paragraph.lstrip(" ")), size // 2)
    lines = [indent]
    used = 0
    size -= len(indent)
    for word in paragraph.split():
        for piece in _pieces(word, size):
            wide = columns_wide(piece)
            if used and used + 1 + wide > size:
                lines.append(indent)
                used = 0
            lines[-1] += (" " if used else "") + piece
            used += wide + bool(used)
    return lines


def _pieces(word: str, size: int) -> list[str]:
    """A word cut so that each piece fits; nearly always the word itself."""
    if columns_wide(word) <= size:
        return [word]
    cut = [""]
    for cluster in _clusters(word):
        if cut[-1] and columns_wide(cut[-1]) + _cluster_width(cluster) > size:
            whole, joint, begun = cut[-1].rpartition("_")
            cut[-1:] = [whole + joint, begun] if joint and whole else [cut[-1], ""]
        cut[-1] += cluster
    return cut
