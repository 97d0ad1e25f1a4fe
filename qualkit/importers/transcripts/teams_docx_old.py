"""Microsoft Teams in Word, before 2023: `0:0:0.0 --> 0:0:1.510`, the name and the text, a line each."""

from __future__ import annotations

import re

from qualkit.importers.transcripts.labels import TIME
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance

_CUE = re.compile(rf"^\s*(?P<start>{TIME})\s*-->\s*(?P<end>{TIME})\s*$")


def fits(material: Material) -> bool:
    """Whether a line of the document is the timing of a caption."""
    return any(_CUE.match(line.text) for line in material.lines)


def read(material: Material) -> Talk:
    """The cues: the line after the timing is the speaker."""
    above: list[str] = []
    cues: list[tuple[str, str, list[str]]] = []
    for line in material.lines:
        timing = _CUE.match(line.text)
        if timing:
            cues.append((timing["start"], timing["end"], []))
        elif cues:
            cues[-1][2].append(line.text.strip())
        else:
            above.append(line.text.strip())
    utterances = [
        Utterance("\n".join(rows[1:]), rows[0], milliseconds(start), milliseconds(end))
        for start, end, rows in cues
        if len(rows) > 1
    ]
    return Talk(utterances=utterances, memo="\n".join(above), are_cues=True)
