"""The formats that transcripts come in, in the order in which they are tried. A new one is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from qualkit.errors import NotFound, Where
from qualkit.importers.transcripts import (
    bracketed_vtt,
    docx_headings,
    docx_table,
    labelled_text,
    meet_docx,
    otter_text,
    plain_vtt,
    rev_text,
    sonix_text,
    teams_docx,
    teams_docx_old,
    teams_vtt,
    untagged_text,
    zoom_chat,
    zoom_vtt,
)
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk

_TEXT = frozenset({".txt", ".md"})
_CAPTIONS = frozenset({".vtt", ".txt", ".md"})
_WORD = frozenset({".docx"})


class Layout(Protocol):
    """A module that reads one format."""

    def fits(self, material: Material, /) -> bool:
        """Whether a file is of this format; asked in the order of FORMATS."""

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
    layout: Layout


FORMATS: tuple[Format, ...] = (
    Format("teams-vtt", "Microsoft Teams captions", _CAPTIONS, teams_vtt),
    Format("zoom-vtt", "captions with names, as from Zoom", _CAPTIONS, zoom_vtt),
    Format("bracketed-vtt", "captions with names in brackets", _CAPTIONS, bracketed_vtt),
    Format("vtt", "captions without speakers", _CAPTIONS, plain_vtt),
    Format("zoom-chat", "the chat of a Zoom call", _TEXT, zoom_chat),
    Format("meet-docx", "Google Meet in Word", _WORD, meet_docx),
    Format("teams-docx-old", "Microsoft Teams in Word, before 2023", _WORD, teams_docx_old),
    Format("teams-docx", "Microsoft Teams in Word", _WORD, teams_docx),
    Format("rev", "Rev", _TEXT | _WORD, rev_text),
    Format("otter", "Otter", _TEXT | _WORD, otter_text),
    Format("sonix", "Sonix or Trint", _TEXT | _WORD, sonix_text),
    Format("docx-table", "a Word table with speakers", _WORD, docx_table),
    Format("docx-headings", "Word with a heading for each speaker", _WORD, docx_headings),
    Format("labels", "text with speaker labels", _TEXT | _WORD, labelled_text),
    Format("text", "text without speakers", _TEXT | _WORD, untagged_text),
)

SUFFIXES: frozenset[str] = frozenset().union(*(each.suffixes for each in FORMATS))
"""The endings of names that can be read as a transcript."""


def format_for(material: Material, name: str = "") -> Format:
    """The format of a file: the one named, else the first that fits. Raises NotFound for an unknown name."""
    possible = [each for each in FORMATS if material.suffix in each.suffixes]
    if not name:
        return next(each for each in possible if each.layout.fits(material))
    named = next((each for each in possible if each.name == name), None)
    if named is None:
        names = [each.name for each in possible]
        raise NotFound(
            f'There is no format "{name}" for a {material.suffix} file.',
            Where(file=material.file),
            candidates=tuple(get_close_matches(name, names, n=3, cutoff=0.4) or names),
        )
    return named
