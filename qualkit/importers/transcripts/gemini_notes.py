"""Notes that Google's Gemini wrote about a call: a machine's summary, which nobody said."""

from __future__ import annotations

import re

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts import labelled_text
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk

_GEMINI = re.compile(r"\bGemini\b")
_NOTES = re.compile(r"\b(?:notes|notizen|notas|note|notities|anteckningar)\b", re.IGNORECASE)
_MOST_WORDS = 40


def fits(material: Material) -> bool:
    """Whether one of the first or last lines speaks of Gemini's notes, and no labels part the rest."""
    lines = [line.text for line in (*material.lines[:6], *material.lines[-6:])]
    speaks_of_notes = any(
        _GEMINI.search(line) and _NOTES.search(line) and len(line.split()) <= _MOST_WORDS for line in lines
    )
    return speaks_of_notes and not labelled_text.fits(material)


def read(material: Material) -> Talk:
    """Nothing: a summary is refused rather than read as testimony."""
    raise FileRefused(
        "These are notes that Google's Gemini wrote about the call, not what was said in it.",
        Where(file=material.file),
        "Add the call's transcript: in Google Docs it is the tab beside the notes.",
    )
