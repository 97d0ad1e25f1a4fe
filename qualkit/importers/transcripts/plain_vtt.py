"""Captions that name nobody: one turn a cue, so that speakers can be given to stretches of them later."""

from __future__ import annotations

from qualkit.importers.transcripts.captions import plain
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance


def fits(material: Material) -> bool:
    """Whether the file is captions at all, which a .vtt always claims to be."""
    return material.suffix == ".vtt" or material.is_captions


def read(material: Material) -> Talk:
    """Each cue, without a speaker."""
    captions = material.captions
    spoken = ((plain(payload), start, end) for start, end, payload in captions.cues)
    utterances = [Utterance(text, None, start, end) for text, start, end in spoken if text]
    return Talk(utterances=utterances, findings=captions.findings, are_cues=True)
