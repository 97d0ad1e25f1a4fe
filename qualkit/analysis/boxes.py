"""Which levels of a scale are its bottom, its middle and its top, and what each box is called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Half-open stretches of levels: the bottom is 0 to `low`, the top `high` to the end."""

    low: int
    high: int

    @property
    def has_middle(self) -> bool:
        """False where the bottom and the top are the whole scale: then there is no middle, not one of 0."""
        return self.low < self.high


def top_boxes(levels: Sequence[str], top: int | None = None) -> Boxes:
    """The `top` highest and as many lowest levels; by default two, and one of a scale of up to three levels.

    >>> top_boxes("abcde"), top_boxes("abc")
    (Boxes(low=2, high=3), Boxes(low=1, high=2))
    """
    size = (1 if len(levels) <= 3 else 2) if top is None else top
    if size < 1 or 2 * size > len(levels):
        raise Refused(
            f"A scale of {len(levels)} levels ({_ends(levels)}) has no top {size}: "
            "top and bottom must be apart.",
            hint=f"Take 1 to {len(levels) // 2}."
            if len(levels) > 1
            else "A scale needs at least two levels.",
        )
    return Boxes(low=size, high=len(levels) - size)


def centred_boxes(levels: Sequence[str], centre: float) -> Boxes:
    """Everything below the centre and everything above it, as the R package likert splits a scale.

    A whole number is the neutral level, in neither box; a half lies between two levels.

    >>> centred_boxes("abcde", 3), centred_boxes("abcde", 2.5)
    (Boxes(low=2, high=3), Boxes(low=2, high=2))
    """
    if not 1.5 <= centre <= len(levels) - 0.5 or centre * 2 != int(centre * 2):
        raise Refused(
            f"{centre:g} is no centre of a scale of {len(levels)} levels ({_ends(levels)}).",
            hint=f"Take 1.5 to {len(levels) - 0.5:g} in steps of a half.",
        )
    return Boxes(low=math.floor(centre - 0.5), high=math.ceil(centre + 0.5) - 1)


def box_name(levels: Sequence[str], start: int, end: int) -> str:
    """What a box is called: its levels, and their numbers where the names do not begin with one.

    >>> box_name(["Never", "Rarely", "Sometimes", "Often", "Always"], 3, 5)
    'often or always, 4-5'
    >>> box_name(["1 - Not at all", "2", "3", "4", "5 - Very"], 2, 5)
    '3 to 5 - Very'
    """
    names = [_plain(name) for name in levels[start:end]]
    if not names:
        return ""
    text = " or ".join(names) if len(names) <= 2 else f"{names[0]} to {names[-1]}"
    if all(name[:1].isdigit() for name in names):
        return text
    return f"{text}, {start + 1}" + (f"-{end}" if end > start + 1 else "")


def _plain(name: str) -> str:
    """The name with a small first letter, unless the first word is `I` or an abbreviation."""
    first = name.split(" ", 1)[0]
    return (
        name
        if len(first) == 1 or first.startswith("I'") or not first[1:].islower()
        else first.lower() + name[len(first) :]
    )


def _ends(levels: Sequence[str]) -> str:
    return f"{levels[0]} … {levels[-1]}" if len(levels) > 1 else "".join(levels)
