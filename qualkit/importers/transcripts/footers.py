"""Lines that a transcription service adds under a talk, which nobody said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qualkit.errors import Where
from qualkit.importers.transcripts.labels import key_of
from qualkit.importers.transcripts.lines import Line
from qualkit.model.finding import Finding, Severity

_VENDOR = re.compile(
    r"^[^:]{0,60}\b(?:otter\.ai|rev\.com|trint\.com|sonix\.ai|descript\.com|happyscribe\.com|temi\.com|"
    r"gotranscript\.com|amberscript\.com|turboscribe\.ai|notta\.ai|fireflies\.ai)\S*\s*\.?$"
    r"|^[^:]{0,60}https?://(?:www\.)?(?:otter\.ai|rev\.com|trint\.com|sonix\.ai|turboscribe\.ai)\S*$"
    r"|^(?:This )?(?:editable )?transcript was (?:computer|automatically|machine) generated\b.*$",
    re.IGNORECASE,
)
_MOST_LETTERS = 160


class Trimmed(NamedTuple):
    """The lines of a talk, and a note on each line that was left out."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def without_footers(lines: Sequence[Line], file: str) -> Trimmed:
    """The lines less the closing ones that a transcription service wrote."""
    end = len(lines)
    while end and len(lines[end - 1].text) <= _MOST_LETTERS and _VENDOR.match(lines[end - 1].text.strip()):
        end -= 1
    return Trimmed(tuple(lines[:end]), tuple(left_out(line, file) for line in lines[end:]))


def is_announcement(text: str, keys: frozenset[str]) -> bool:
    """Whether a line is a known speaker and at most two words: `Priya Nair stopped transcription`.

    Compared with names and not with English, because Teams writes it in the user's language.
    """
    words = text.split()
    return any(
        key_of(" ".join(words[:-count])) in keys
        for count in (1, 2)
        if len(words) > count and not text.rstrip().endswith((".", "?", "!"))
    )


def left_out(line: Line, file: str) -> Finding:
    """The note on a line that nobody said."""
    return Finding(
        rule="footer",
        severity=Severity.NOTE,
        message=f"“{line.text.strip()}” is not part of the talk and was left out.",
        where=Where(file=file),
    )
