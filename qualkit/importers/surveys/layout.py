"""What a layout of header rows gives: names, wordings, and how many rows are no answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header rows of a data file. Names may still be empty or double."""

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    rows: int
    """How many rows at the top hold no answers."""
    rows_kept_under_names: int
    """How many of them a copy needs under its row of names, to be read in the same way."""
    platform: str = ""
