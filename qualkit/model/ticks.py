"""A coding as ticks: what a row of the sheet for colleagues holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

READ = "read"
"""Stands for a code in the column that says that a passage was read."""
SHEET, BOOK, BEFORE = "Coding", "Codebook", "As it was"
"""Names of the three sheets; the last is hidden."""
PASSAGE = "Passage"
TICK = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class TickColumn:
    """A code's column."""

    code_id: str
    title: str
    """Its path, with its book where there are several."""
    brief: str = ""
    definition: str = ""
    use_when: str = ""
    use_when_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickRow:
    """A passage with its ticks."""

    passage: str
    """`SOURCE#17`."""
    who: str
    text: str
    ticks: frozenset[str] = frozenset()
    """Codes' ids, and `READ`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickSheet:
    """A sheet as it is given out, or as it came back."""

    columns: tuple[TickColumn, ...]
    rows: tuple[TickRow, ...]
    books: tuple[str, ...] = ()
    """The codebooks that a tick under "Read" is for."""
    before: Mapping[str, frozenset[str]]
    """Passage → ticks as the sheet was given out."""
