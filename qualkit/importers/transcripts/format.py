"""What a format is: a name, the endings of such files, and the module that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk


class Layout(Protocol):
    """A module that reads one format."""

    def fits(self, material: Material, /) -> bool:
        """Whether a file is of this format; asked in the order of the registry."""

    def read(self, material: Material, /) -> Talk:
        """What the file gives; raises FileRefused where it gives nothing."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing a transcript down."""

    name: str
    """As a recipe stores it."""
    title: str
    """As people are told."""
    suffixes: frozenset[str]
    """How the names of such files end, in small letters, such as `.vtt`."""
    layout: Layout
    is_general: bool = False
    """Whether it reads what has no layout of its own, and so is asked after the installed formats."""
