"""Transcripts as people bring them: captions, text, documents and PDFs, read to turns and speakers.

`Format`, `Material`, `Talk` and `Utterance` are what a format of another package is written with: see
docs/transcripts.md.
"""

from qualkit.importers.transcripts.format import Format, Layout
from qualkit.importers.transcripts.late_speakers import SpeakerRange, between, by_turn, with_late_speakers
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.reading import read_transcript
from qualkit.importers.transcripts.registry import SUFFIXES, is_read
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.importers.transcripts.variants import Suggestion, suggestions

__all__ = [
    "SUFFIXES",
    "Format",
    "Layout",
    "Material",
    "SpeakerRange",
    "Suggestion",
    "Talk",
    "Utterance",
    "between",
    "by_turn",
    "is_read",
    "read_transcript",
    "suggestions",
    "with_late_speakers",
]
