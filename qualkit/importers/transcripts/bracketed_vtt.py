"""Captions in which a line of its own names the speaker in brackets: `(Dana F)`."""

from __future__ import annotations

import re
from collections import Counter

from qualkit.importers.transcripts.captions import Captions, plain
from qualkit.importers.transcripts.labels import Accepted, accept, key_of
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.shares import is_family
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.speech import EVENT

_NAME_LINE = re.compile(r"^[ \t]*\(([^()\n]{1,63})\)[ \t]*$", re.MULTILINE)
_DASH_LINE = re.compile(r"^[ \t]*[-–—][ \t]*$", re.MULTILINE)


def fits(material: Material) -> bool:
    """Whether enough captions hold a name in brackets on a line of its own, and one comes back."""
    if not material.is_captions or _NAME_LINE.search(material.text) is None:
        return False
    captions = material.captions
    return is_family(_accepted(captions, material), _names(captions), len(captions.payloads))


def read(material: Material) -> Talk:
    """The cues, cut where a name in brackets stands on a line of its own."""
    captions = material.captions
    accepted = _accepted(captions, material)
    utterances: list[Utterance] = []
    speaker: str | None = None
    for start, end, payload in captions.cues:
        pieces = _NAME_LINE.split(_DASH_LINE.sub("", payload))
        for place, piece in enumerate(pieces):
            if place % 2 and key_of(piece) in accepted.keys:
                speaker = piece
                continue
            text = plain(f"({piece})" if place % 2 else piece)
            if text:
                utterances.append(Utterance(text, speaker, start, end))
    return Talk(
        utterances=utterances, findings=captions.findings, uncertain=accepted.uncertain, are_cues=True
    )


def _names(captions: Captions) -> Counter[str]:
    return Counter(
        found[1]
        for payload in captions.payloads
        for found in _NAME_LINE.finditer(payload)
        if EVENT.fullmatch(found[0].strip()) is None
    )


def _accepted(captions: Captions, material: Material) -> Accepted:
    return accept(_names(captions), len(captions.payloads), material.known)
