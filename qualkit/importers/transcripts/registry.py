"""The formats that transcripts come in, in the order in which they are tried. A new one is one line here."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from qualkit.errors import FileRefused, NotFound, Where
from qualkit.importers.transcripts import (
    bracketed_vtt,
    docx_headings,
    docx_table,
    elan_eaf,
    gemini_notes,
    labelled_text,
    meet_docx,
    otter_text,
    plain_vtt,
    remains,
    rev_text,
    sonix_text,
    teams_docx,
    teams_docx_old,
    teams_vtt,
    untagged_text,
    whisper_json,
    whisper_tsv,
    zoom_chat,
    zoom_vtt,
)
from qualkit.importers.transcripts.format import Format
from qualkit.importers.transcripts.material import Material
from qualkit.model.finding import Finding

_CAPTIONS = frozenset({".vtt", ".srt", ".txt", ".md"})
_PLAIN = frozenset({".txt", ".md"})
_DOCUMENT = frozenset({".docx", ".odt"})
_PAGES = _DOCUMENT | {".rtf", ".pdf"}
_TEXT = _PLAIN | _PAGES | {".otr"}


FORMATS: tuple[Format, ...] = (
    Format("remains", "what remains after forgetting", frozenset({".txt"}), remains),
    Format("whisper-json", "Whisper (JSON)", frozenset({".json"}), whisper_json),
    Format("whisper-tsv", "Whisper (table)", frozenset({".tsv"}), whisper_tsv),
    Format("elan", "ELAN", frozenset({".eaf"}), elan_eaf),
    Format("teams-vtt", "Microsoft Teams captions", _CAPTIONS, teams_vtt),
    Format("zoom-vtt", "captions with names, as from Zoom", _CAPTIONS, zoom_vtt),
    Format("bracketed-vtt", "captions with names in brackets", _CAPTIONS, bracketed_vtt),
    Format("zoom-chat", "the chat of a Zoom call", _PLAIN, zoom_chat),
    Format("meet-docx", "Google Meet", _TEXT, meet_docx),
    Format("teams-docx-old", "Microsoft Teams in Word, before 2023", _PAGES, teams_docx_old),
    Format("teams-docx", "Microsoft Teams in Word", _DOCUMENT, teams_docx),
    Format("rev", "Rev", _TEXT, rev_text),
    Format("otter", "Otter", _TEXT, otter_text),
    Format("sonix", "Sonix or Trint", _TEXT, sonix_text),
    Format("gemini-notes", "notes by Google's Gemini", _TEXT, gemini_notes),
    Format("docx-table", "a table with speakers", _DOCUMENT, docx_table),
    Format("docx-headings", "a heading for each speaker", _DOCUMENT, docx_headings),
    Format("vtt", "captions without speakers", _CAPTIONS, plain_vtt, is_general=True),
    Format("labels", "text with speaker labels", _TEXT, labelled_text, is_general=True),
    Format("text", "text without speakers", _TEXT, untagged_text, is_general=True),
)

SUFFIXES: frozenset[str] = frozenset().union(*(each.suffixes for each in FORMATS))
"""The endings of names that qualkit itself reads as a transcript."""
_OWN_NAMES = frozenset(each.name for each in FORMATS)


def is_read(path: Path) -> bool:
    """Whether a file of such a name can be read as a transcript, by qualkit or by an installed format."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return True
    from qualkit.importers.transcripts.installed import installed_suffixes

    return bool(suffix) and suffix in installed_suffixes()


class Chosen(NamedTuple):
    """The format of a file, and what was noticed about installed ones on the way."""

    format: Format
    findings: tuple[Finding, ...] = ()


def format_for(material: Material, name: str = "") -> Chosen:
    """The format of a file: the one named, else the first that fits.

    Installed formats are asked after qualkit's own, and before those that read what has no layout of its
    own: one of them can't take a Teams file away, and need not compete with plain text. Raises NotFound for
    an unknown name, FileRefused where nothing fits.
    """
    own = [each for each in FORMATS if material.suffix in each.suffixes]
    if name:
        return _named(name, material, own)
    found = next((each for each in own if not each.is_general and each.layout.fits(material)), None)
    if found is not None:
        return Chosen(found)
    from qualkit.importers.transcripts.installed import first_that_fits

    installed = first_that_fits(material, _OWN_NAMES)
    found = installed.format or next(
        (each for each in own if each.is_general and each.layout.fits(material)), None
    )
    if found is not None:
        return Chosen(found, installed.findings)
    raise FileRefused(
        f"This {material.suffix} file has no layout that qualkit knows.",
        Where(file=material.file),
        "Export the transcript as .docx, .txt or .vtt, and add that.",
    )


def _named(name: str, material: Material, own: Sequence[Format]) -> Chosen:
    found = next((each for each in own if each.name == name), None)
    if found is not None:
        return Chosen(found)
    from qualkit.importers.transcripts.installed import installed_formats

    installed = installed_formats(_OWN_NAMES)
    possible = [*own, *(each for each in installed.formats if material.suffix in each.suffixes)]
    found = next((each for each in possible if each.name == name), None)
    if found is not None:
        return Chosen(found, installed.findings)
    names = [each.name for each in possible]
    raise NotFound(
        f'There is no format "{name}" for a {material.suffix} file.',
        Where(file=material.file),
        candidates=tuple(get_close_matches(name, names, n=3, cutoff=0.4) or names),
    )
