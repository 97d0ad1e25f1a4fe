"""Transcripts as people bring them: captions, text and Word documents, read to turns and speakers."""

from qualkit.importers.transcripts.reading import read_transcript
from qualkit.importers.transcripts.registry import SUFFIXES

__all__ = ["SUFFIXES", "read_transcript"]
