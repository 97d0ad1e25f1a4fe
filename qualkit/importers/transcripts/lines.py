"""A text file as numbered lines, without what its typist added: line numbers and blank lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$")
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_NUMBERED = re.compile(r"^[ \t]*(\d{1,4})(?:[.)]?[ \t]+|[.)]?$)")
_SHARE_NUMBERED = 0.8


class Line(NamedTuple):
    """A line with its place in the file. `opens` is true for the first line of a paragraph."""

    text: str
    number: int
    opens: bool = True
    heading: int = 0
    """1 to 6 for a heading, 0 for none."""


class NumberedText(NamedTuple):
    """The lines of a text that are not empty, and whether its typist had numbered them."""

    lines: tuple[Line, ...]
    had_numbers: bool


def lines_of(text: str, skip: int = 0) -> NumberedText:
    """The lines of a text after the first `skip`: numbers and Markdown's marks for headings off."""
    rows = text.split("\n")[skip:]
    had_numbers = _are_numbered(rows)
    lines: list[Line] = []
    opens = True
    for number, row in enumerate(rows, start=skip + 1):
        text_of_row = _NUMBERED.sub("", row) if had_numbers else row
        if not text_of_row.strip() or _RULE.match(text_of_row):
            opens = opens or not had_numbers
            continue
        heading = _HEADING.match(text_of_row)
        lines.append(
            Line(_without_marks(heading[2]), number, True, len(heading[1]))
            if heading
            else Line(text_of_row, number, opens)
        )
        opens = heading is not None
    return NumberedText(tuple(lines), had_numbers)


def _without_marks(heading: str) -> str:
    """A heading less the marks that may close it: `## Intros ##`."""
    bare = heading.rstrip().rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else heading.rstrip()


def _are_numbered(rows: list[str]) -> bool:
    """Whether at least 80 % of the lines with text carry a number, and the numbers go up by one."""
    filled = [row for row in rows if row.strip()]
    numbers = [int(found[1]) for row in filled if (found := _NUMBERED.match(row))]
    steps = sum(following == number + 1 for number, following in pairwise(numbers))
    return (
        len(numbers) >= 4
        and len(numbers) >= _SHARE_NUMBERED * len(filled)
        and steps >= 0.9 * (len(numbers) - 1)
    )
