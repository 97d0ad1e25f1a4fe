"""A made data file of notes, with what a reader finds in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage of a note and its code."""

    book: str
    """The codebook, such as `risk`."""
    code: str
    """The code's own name, such as `Self-harm`; it is unique in these two codebooks."""
    start: int
    """In code points of the note; `end` is behind the last one."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """One data file of notes: its table, and the codings of record, by the record's id."""

    stem: str
    """The file is `survey/STEM.csv`; its one open column is `note`, its first column `id`."""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    found: Mapping[str, tuple[Found, ...]]
    """What the notes hold; an included record without a code is not in it."""
    read_for: Mapping[str, tuple[str, ...]]
    """Codebook → ids of the records that are read for it, in the file's order."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Record → reason. Every other record is included."""
