"""Microsoft Teams in Word, since 2023: a paragraph a turn, its first line `Name   0:04`."""

from __future__ import annotations

from qualkit.importers.transcripts.document import Paragraph
from qualkit.importers.transcripts.footers import is_announcement, left_out
from qualkit.importers.transcripts.headed_text import Header, header_of
from qualkit.importers.transcripts.labels import key_of
from qualkit.importers.transcripts.lines import Line
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.otter_text import HEADER
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.finding import Finding


def fits(material: Material) -> bool:
    """Whether paragraphs of several lines begin with a speaker and a time."""
    headed = [paragraph for paragraph in material.paragraphs if _header(paragraph)]
    with_text = [paragraph for paragraph in headed if len(_rows(paragraph)) > 1]
    return bool(with_text) and len(headed) >= 0.15 * len(material.paragraphs)


def read(material: Material) -> Talk:
    """The turns. `X stopped transcription`, in whatever language, is not one."""
    keys = frozenset(key_of(header.label) for each in material.paragraphs if (header := _header(each)))
    utterances: list[Utterance] = []
    above: list[str] = []
    findings: list[Finding] = []
    for paragraph in material.paragraphs:
        header, rows = _header(paragraph), _rows(paragraph)
        text = "\n".join(rows)
        if header:
            said = "\n".join(rows[1:])
            utterances += [Utterance(said, header.label, header.start_ms)] if said else []
        elif not utterances:
            above.append(text)
        elif is_announcement(text, keys):
            findings.append(left_out(Line(text, paragraph.number), material.file))
        else:
            utterances[-1] = utterances[-1]._replace(text=f"{utterances[-1].text}\n{text}")
    title = above[0] if above else ""
    return Talk(utterances=utterances, title=title, memo="\n".join(above[1:]), findings=tuple(findings))


def _rows(paragraph: Paragraph) -> list[str]:
    return [row.strip() for row in paragraph.text.split("\n") if row.strip()]


def _header(paragraph: Paragraph) -> Header | None:
    rows = _rows(paragraph)
    return header_of(rows[0], HEADER) if rows else None
