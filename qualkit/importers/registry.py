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


def readable_suffixes() -> tuple[str, ...]:
    """The endings of files that can be brought in, codebooks among them."""
    from qualkit.importers.transcripts import SUFFIXES

    return tuple(sorted(SUFFIXES | _DATA | _CODEBOOK))


def kind_of(path: Path) -> Kind:
    """The kind of a file by its suffix; raises FileRefused for one that qualkit does not read.

    A .tsv is a transcript where its header is that of Whisper, else answers.
    """
    from qualkit.importers.transcripts import SUFFIXES, is_read

    suffix = path.suffix.casefold()
    if suffix in _DATA and not (suffix in SUFFIXES and _is_from_whisper(path)):
        return Kind.DATA
    if suffix in _CODEBOOK:
        return Kind.CODEBOOK
    if is_read(path):
        return Kind.TRANSCRIPT
    known = ", ".join(sorted(SUFFIXES | _DATA))
    raise FileRefused(
        f"qualkit does not read {suffix or 'files without an ending'}.", path.name, f"It reads {known}."
    )


def _is_from_whisper(path: Path) -> bool:
    from qualkit.importers.transcripts.whisper_tsv import is_header

    try:
        with path.open("rb") as stream:
            return is_header(stream.readline(200).decode("utf-8", "replace"))
    except OSError:
        return False
