"""Captions that begin with a name and a colon, as Zoom writes them."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

from qualkit.importers.transcripts.captions import Captions, plain
from qualkit.importers.transcripts.labels import MAX_LETTERS, accept, key_of
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.questions import is_question
from qualkit.importers.transcripts.shares import is_family
from qualkit.importers.transcripts.talk import Talk, Utterance

_SAMPLE = 4_000
"""Cues that are looked at to tell what kind of file it is: two hours or more."""
_BLANKS = ("", " ", "\t", "\u00a0")


def fits(material: Material) -> bool:
    """Whether enough captions begin with a label that comes back."""
    if not material.is_captions:
        return False
    sample = material.captions.payloads[:_SAMPLE]
    names = _names(_prefixes(sample))
    return is_family(accept(names, len(sample), material.known), names, len(sample))


def read(material: Material) -> Talk:
    """The labels of the cues. A cue without one goes on with the speaker before it."""
    captions = material.captions
    prefixes = _prefixes(captions.payloads)
    accepted = accept(_names(prefixes), len(captions.payloads), material.known)
    labels = {prefix: _name(prefix) for prefix in prefixes if key_of(_name(prefix)) in accepted.keys}
    return Talk(
        utterances=_utterances(captions, labels),
        findings=captions.findings,
        uncertain=accepted.uncertain,
        are_cues=True,
    )


def _prefixes(payloads: Sequence[str]) -> Counter[str]:
    """How often each distinct beginning stands before a colon.

    In a long call there are few of them, and each is judged once instead of once a cue.
    """
    counts: Counter[str] = Counter()
    for payload in payloads:
        for line in payload.split("\n") if "\n" in payload else (payload,):
            colon = line.find(":", 0, MAX_LETTERS + 3)
            if colon > 0 and line[colon + 1 : colon + 2] in _BLANKS:
                counts[line[:colon]] += 1
    return counts


def _names(prefixes: Counter[str]) -> Counter[str]:
    names: Counter[str] = Counter()
    for prefix, count in prefixes.items():
        names[_name(prefix)] += count
    return names


def _name(prefix: str) -> str:
    """The label that a beginning is, its entities decoded."""
    return html.unescape(prefix) if "&" in prefix else prefix


def _utterances(captions: Captions, labels: Mapping[str, str]) -> list[Utterance]:
    utterances: list[Utterance] = []
    speaker: str | None = None
    is_asked = False
    for start, end, payload in captions.cues:
        for label, said in _pieces(payload, labels):
            text = plain(said)
            if label is not None:
                speaker, is_asked = label, False
            elif is_question(text):
                speaker, is_asked = None, True
            if text:
                utterances.append(Utterance(text, speaker, start, end, is_question=is_asked))
    return utterances


def _pieces(payload: str, labels: Mapping[str, str]) -> list[tuple[str | None, str]]:
    """The voices of a cue, each with its lines; None for the lines before the first label."""
    first, _, below = payload.partition("\n")
    pieces = [_piece(first, labels)]
    for line in below.split("\n") if below else ():
        piece = _piece(line, labels)
        if piece[0] is None:
            label, before = pieces[-1]
            pieces[-1] = (label, f"{before}\n{line}")
        else:
            pieces.append(piece)
    return pieces


def _piece(line: str, labels: Mapping[str, str]) -> tuple[str | None, str]:
    prefix, colon, said = line.partition(":")
    return (labels[prefix], said) if colon and prefix in labels else (None, line)
