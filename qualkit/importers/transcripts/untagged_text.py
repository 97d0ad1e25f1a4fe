"""Text without speakers: a turn a paragraph."""

from __future__ import annotations

from qualkit.importers.transcripts.front_matter import header_lines
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.questions import is_question
from qualkit.importers.transcripts.talk import Talk, Utterance


def fits(material: Material) -> bool:
    """Whether it is text at all: what has no other layout is read as it stands."""
    return not material.is_captions


def read(material: Material) -> Talk:
    """Each paragraph, without a speaker; each line, where no line is empty. Nothing of a mere header."""
    is_header = header_lines(material.lines, material.known) == len(material.lines)
    lines = () if is_header else material.lines
    has_paragraphs = material.is_wrapped or sum(line.opens for line in lines) > 1
    join = " " if material.is_wrapped else "\n"
    utterances: list[Utterance] = []
    section: str | None = None
    rows: list[str] = []
    for line in lines:
        text = line.text.strip()
        if rows and (line.opens or not has_paragraphs):
            utterances.append(_utterance(join.join(rows), section))
            rows = []
        if line.heading:
            section = text
        else:
            rows.append(text)
    if rows:
        utterances.append(_utterance(join.join(rows), section))
    return Talk(utterances=utterances)


def _utterance(text: str, section: str | None) -> Utterance:
    return Utterance(text, section=section, is_question=is_question(text))
