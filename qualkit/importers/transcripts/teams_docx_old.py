"""Microsoft Teams in Word, before 2023: `0:0:0.0 --> 0:0:1.510`, the name and the text, a line each."""

from __future__ import annotations

import re
from typing import NamedTuple

from qualkit.importers.transcripts.labels import TIME, is_candidate
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance

_CUE = re.compile(rf"^\s*(?P<start>{TIME})\s*-->\s*(?P<end>{TIME})\s*$")


class _Cues(NamedTuple):
    """The lines above the first timing, and (start, end, the lines under it) of each."""

    above: list[str]
    cues: list[tuple[str, str, list[str]]]


def fits(material: Material) -> bool:
    """Whether lines are timings of captions, and under most of them stand a name and a text."""
    cues = _cues(material).cues
    named = [rows for _, _, rows in cues if len(rows) > 1 and is_candidate(rows[0])]
    return bool(cues) and 2 * len(named) >= len(cues)


def read(material: Material) -> Talk:
    """The cues: the line after the timing is the speaker."""
    above, cues = _cues(material)
    utterances = [
        Utterance("\n".join(rows[1:]), rows[0], milliseconds(start), milliseconds(end))
        for start, end, rows in cues
        if len(rows) > 1
    ]
    return Talk(utterances=utterances, memo="\n".join(above), are_cues=True)


def _cues(material: Material) -> _Cues:
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
    return _Cues(above, cues)
