"""What Whisper and its relatives (WhisperX, whisper.cpp, Hugging Face) write as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.json_text import as_ms
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance

_LISTS = ("speakers", "segments", "transcription", "chunks")
"""Where the pieces stand, by program; Hugging Face gives those with speakers a list of their own."""


class Piece(NamedTuple):
    """A stretch of speech as the recogniser cut it."""

    text: str
    speaker: str | None
    start_ms: int | None
    end_ms: int | None


def fits(material: Material) -> bool:
    """Whether it is a list of pieces with text and times."""
    return bool(_rows(material.json))


def read(material: Material) -> Talk:
    """The pieces. Without speakers each is a turn of nobody's, to be given to somebody later."""
    pieces = [piece for row in _rows(material.json) if (piece := _piece(row)).text]
    if pieces and all(piece.start_ms is None for piece in pieces):
        raise FileRefused(
            "No time in the file can be read.",
            Where(file=material.file),
            "Export it again with times, or as .txt or .srt.",
        )
    return Talk(
        utterances=[Utterance(each.text, each.speaker, each.start_ms, each.end_ms) for each in pieces],
        are_cues=True,
    )


def _rows(content: object) -> list[Mapping[str, object]]:
    found = _lists(content)
    return next((rows for rows in found if rows and any("text" in row for row in rows)), [])


def _lists(content: object) -> Iterator[list[Mapping[str, object]]]:
    for rows in [content.get(name) for name in _LISTS] if isinstance(content, dict) else [content]:
        if isinstance(rows, list):
            yield [row for row in rows if isinstance(row, dict)]


def _piece(row: Mapping[str, object]) -> Piece:
    text, speaker = row.get("text"), row.get("speaker")
    start, end = _times(row)
    return Piece(
        " ".join(text.split("\n")).strip() if isinstance(text, str) else "",
        speaker.strip() or None if isinstance(speaker, str) else None,
        start,
        end,
    )


def _times(row: Mapping[str, object]) -> tuple[int | None, int | None]:
    """Start and end: seconds, a pair of seconds, or whisper.cpp's `00:00:04,000`."""
    stamps, pair = row.get("timestamps"), row.get("timestamp")
    if isinstance(stamps, dict):
        return milliseconds(str(stamps.get("from"))), milliseconds(str(stamps.get("to")))
    if isinstance(pair, list) and len(pair) == 2:
        return as_ms(pair[0]), as_ms(pair[1])
    return as_ms(row.get("start")), as_ms(row.get("end"))
