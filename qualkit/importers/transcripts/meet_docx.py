"""Google Meet: labelled paragraphs under bare times, after notes by a machine that nobody said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qualkit.importers.transcripts.footers import left_out
from qualkit.importers.transcripts.labelled_text import read_lines
from qualkit.importers.transcripts.labels import is_candidate, key_of, split_label
from qualkit.importers.transcripts.lines import Line
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk

_STAMP = re.compile(r"^\d{2}:\d{2}:\d{2}$")
_TRAILER = re.compile(r"^\D{3,80}\d{2}:\d{2}:\d{2}\.?$")
_FEWEST_LINES_ABOVE = 2
_FIRST_MINUTE_MS = 60_000


def fits(material: Material) -> bool:
    """Whether a bare time stands over a labelled paragraph, under other paragraphs that are not the talk's.

    A typed transcript may have bare times too. Its first one is not of the first minute, and the same
    people speak above it.
    """
    place = _first_stamp(material.lines)
    if place < _FEWEST_LINES_ABOVE:
        return False
    first = milliseconds(material.lines[place].text.strip())
    above, below = _labels(material.lines[:place]), _labels(material.lines[place:])
    return (first is not None and first < _FIRST_MINUTE_MS) or not above & below


def read(material: Material) -> Talk:
    """The talk from its first time on. What stands above is kept as a memo and is nobody's testimony."""
    start, end = _first_stamp(material.lines), _trailer(material.lines)
    talk = read_lines(material.lines[start:end], material, material.lines[:start])
    closing = tuple(left_out(line, material.file) for line in material.lines[end:])
    return replace(talk, title="", findings=(*talk.findings, *closing))


def _first_stamp(lines: Sequence[Line]) -> int:
    """Where the first time stands that is followed by a labelled line; -1 where none does."""
    for place, (line, following) in enumerate(pairwise(lines)):
        label = split_label(following.text)
        if _STAMP.match(line.text.strip()) and label is not None and is_candidate(label.name):
            return place
    return -1


def _trailer(lines: Sequence[Line]) -> int:
    """Where the closing lines begin, such as `Transcription ended after 00:05:41`; else the end."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        if _TRAILER.match(lines[place].text.strip()) and split_label(lines[place].text) is None:
            return place
    return len(lines)


def _labels(lines: Sequence[Line]) -> set[str]:
    """The keys of what could be speakers' labels."""
    labels = filter(None, (split_label(line.text) for line in lines))
    return {key_of(label.name) for label in labels if is_candidate(label.name)}
