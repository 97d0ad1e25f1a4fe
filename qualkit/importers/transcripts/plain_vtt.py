"""Captions that name nobody: one turn a cue, so that speakers can be given to stretches of them later."""

from __future__ import annotations

import re

from qualkit.importers.transcripts.captions import plain
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance

_DASHED = re.compile(r"^[ \t]*[-–—][ \t]*(?=\S)", re.MULTILINE)


def fits(material: Material) -> bool:
    """Whether the file is captions at all, which a .vtt or .srt always claims to be."""
    return material.suffix in (".vtt", ".srt") or material.is_captions


def read(material: Material) -> Talk:
    """Each cue, without a speaker; lines that each begin with a dash are as many voices."""
    captions = material.captions
    utterances = [
        Utterance(text, None, start, end)
        for start, end, payload in captions.cues
        for voice in _voices(payload)
        if (text := plain(voice))
    ]
    return Talk(utterances=utterances, findings=captions.findings, are_cues=True)


def _voices(payload: str) -> list[str]:
    if "\n" not in payload:
        return [payload]
    lines = [line for line in payload.split("\n") if line.strip()]
    dashed = [_DASHED.match(line) for line in lines]
    if len(lines) < 2 or not all(dashed):
        return [payload]
    return [_DASHED.sub("", line) for line in lines]
