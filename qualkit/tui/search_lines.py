"""Lines of the Search screen: a hit in a row, a passage in full with what was found in it, how to search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content

from qualkit.actions.search import Hit
from qualkit.model.codebook import Code
from qualkit.model.display import display_safe
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.row_list import Part

_DIM = "$foreground 60%"
_BEFORE = 3
"""The first words found stand at most so many parts of the row from its beginning: one in three."""
_HOW_TO: tuple[tuple[str, str], ...] = (
    ("scared afraid", "passages with both words"),
    ("scared OR afraid", "with one of them"),
    ("scared NOT school", "with the first, without the second"),
    ('"not believed"', "with words in this order"),
    ("asham*", "with words that begin so"),
    ("NEAR(tell mum, 5)", "with both, at most five words apart"),
)


def how_to_search() -> Content:
    """What can be typed, while nothing is."""
    lines = [
        Content.styled("Type words to find them in everything that was said or written.", _DIM),
        Content(""),
    ]
    lines += [Content.assemble((f"  {typed:<20}", "$accent"), (found, _DIM)) for typed, found in _HOW_TO]
    return Content("\n").join(lines)


def excerpt_parts(text: str, marks: Sequence[tuple[int, int]], cells: int) -> list[Part]:
    """A passage in one row, so that the first words found are seen; these in the accent colour."""
    begin = _first_shown(text, marks, cells)
    parts: list[Part] = [("… ", "dim")] if begin else []
    at = begin
    for start, end in marks:
        if start < at or start - begin > 2 * cells:
            continue
        parts += _plain(text[at:start])
        parts.append((one_line(text[start:end]), "accent"))
        at = end
    return [*parts, *_plain(text[at : begin + 4 * cells])]


def _first_shown(text: str, marks: Sequence[tuple[int, int]], cells: int) -> int:
    """Where the excerpt begins: at the beginning of a word, not far before what was found."""
    if not marks or cell_len(text[: marks[0][1]]) <= cells * 2 // _BEFORE:
        return 0
    begin = max(min(marks[0][0] - cells // _BEFORE, len(text) - cells + 2), 0)
    while 0 < begin < marks[0][0] and not text[begin - 1].isspace():
        begin += 1
    return begin


def _plain(text: str) -> list[Part]:
    """Words between those found; blanks at their edges are parts of their own, so that none is cut off."""
    if not text:
        return []
    line = one_line(text)
    if not line:
        return [(" ", "")]
    before, after = text[0].isspace(), text[-1].isspace()
    return [*([(" ", "")] if before else []), (line, ""), *([(" ", "")] if after else [])]


def passage_content(text: str, marks: Sequence[tuple[int, int]]) -> Content:
    """A passage in full, with the words found in the accent colour."""
    pieces: list[str | tuple[str, str]] = []
    at = 0
    for start, end in marks:
        if start >= at:
            pieces += [display_safe(text[at:start]), (display_safe(text[start:end]), "bold $accent")]
            at = end
    return Content.assemble(*pieces, display_safe(text[at:]))


def who_said(hit: Hit) -> str:
    """Who said a passage, without the source that stands beside it: P3 rather than fg1:P3."""
    return one_line(hit.person).removeprefix(f"{hit.source.partition(':')[0]}:")


def passage_head(hit: Hit, title: str) -> Content:
    """Who said a passage, and where it stands."""
    where = f"{title}, {hit.ordinal:,}"
    who = who_said(hit)
    head = Content.assemble((who, "bold $accent"), ("   " if who else ""), (one_line(where), _DIM))
    return Content.assemble(head, (f"   {cut(hit.section, 80)}", _DIM)) if hit.section else head


def codes_content(
    found: Mapping[str, Sequence[str]], codes: Mapping[str, Code], marks: Mapping[str, CodeMark], me: str
) -> Content:
    """What is coded on a passage, and by whom."""
    known = [(codes[one], marks[one], by) for one, by in found.items() if one in codes and one in marks]
    if not known:
        return Content.styled("Nothing is coded here.", _DIM)
    pieces: list[str | tuple[str, str]] = []
    for code, mark, by in known:
        names = ", ".join(
            "you" if name == me else one_line(name) for name in sorted(by, key=lambda one: one != me)
        )
        pieces += [(mark.letters, f"bold {mark.colour}"), f" {one_line(code.name)} ", (f"{names}   ", _DIM)]
    return Content.assemble(*pieces)
