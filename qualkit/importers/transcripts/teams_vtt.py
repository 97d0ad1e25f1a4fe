"""Microsoft Teams captions: `<v First Last>text</v>`, and what of that is missing in real files."""

from __future__ import annotations

import html
import re

from qualkit.importers.transcripts.captions import plain
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance

_VOICE = re.compile(r"<v(?:\.[^\s<>.]+)*\s+([^\s<>][^<>\n]*)>(.*?)(?=</v>|<v[\s.]|\Z)", re.DOTALL)


def fits(material: Material) -> bool:
    """Whether a caption names its voice."""
    text = material.text
    return ("<v " in text or "<v." in text) and _VOICE.search(text) is not None and material.is_captions


def read(material: Material) -> Talk:
    """The voices of the cues; a cue without one stays without a speaker, and two in one are two."""
    captions = material.captions
    utterances: list[Utterance] = []
    for start, end, payload in captions.cues:
        for label, text in _voices(payload):
            if text:
                utterances.append(Utterance(text, label, start, end))
    return Talk(utterances=utterances, findings=captions.findings, are_cues=True)


def _voices(payload: str) -> list[tuple[str | None, str]]:
    if payload.startswith("<v "):
        name, _, said = payload[3:].partition(">")
        said = said.removesuffix("</v>")
        if "<" not in said:
            return [(html.unescape(name) if "&" in name else name, plain(said))]
    return _several_voices(payload)


def _several_voices(payload: str) -> list[tuple[str | None, str]]:
    voices: list[tuple[str | None, str]] = []
    at = 0
    for found in _VOICE.finditer(payload):
        voices.append((None, plain(payload[at : found.start()])))
        voices.append((html.unescape(found[1]), plain(found[2])))
        at = found.end()
    voices.append((None, plain(payload[at:])))
    return voices
