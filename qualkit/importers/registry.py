"""What kind of file a name promises: the first decision when a file comes in."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from qualkit.errors import FileRefused


class Kind(Enum):
    """Which importers read a file."""

    TRANSCRIPT = auto()
    DATA = auto()
    CODEBOOK = auto()


_DATA = frozenset({".csv", ".tsv", ".xlsx", ".sav"})
_CODEBOOK = frozenset({".yaml", ".yml"})


def kind_of(path: Path) -> Kind:
    """The kind of a file by its suffix; raises FileRefused for one that qualkit does not read."""
    from qualkit.importers.transcripts import SUFFIXES

    suffix = path.suffix.casefold()
    if suffix in SUFFIXES:
        return Kind.TRANSCRIPT
    if suffix in _DATA:
        return Kind.DATA
    if suffix in _CODEBOOK:
        return Kind.CODEBOOK
    known = ", ".join(sorted(SUFFIXES | _DATA))
    raise FileRefused(
        f"qualkit does not read {suffix or 'files without an ending'}.", path.name, f"It reads {known}."
    )
