"""What Whisper writes as a table: start and end in milliseconds, and the text, parted by tabs."""

from __future__ import annotations

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.finding import Finding, Severity

HEADER = ("start", "end", "text")


def is_header(line: str) -> bool:
    """Whether the first line of a table is that of Whisper, which tells it from a survey's."""
    return tuple(cell.strip().casefold() for cell in line.lstrip("\ufeff").split("\t")) in (
        HEADER,
        (*HEADER, "speaker"),
    )


def fits(material: Material) -> bool:
    """Whether the table begins with Whisper's header."""
    return is_header(material.text.partition("\n")[0])


def read(material: Material) -> Talk:
    """A piece a row, of nobody's unless a fourth column says whose."""
    utterances: list[Utterance] = []
    findings: list[Finding] = []
    for number, row in enumerate(material.text.split("\n")[1:], start=2):
        cells = row.split("\t")
        if len(cells) < 3 or not cells[2].strip():
            continue
        start, end = _number(cells[0]), _number(cells[1])
        if start is None:
            findings.append(_untimed(material.file, number))
        speaker = cells[3].strip() if len(cells) > 3 else ""
        utterances.append(Utterance(cells[2].strip(), speaker or None, start, end))
    if utterances and len(findings) == len(utterances):
        raise FileRefused(
            "No time in the file can be read.", Where(file=material.file), "Export it again from Whisper."
        )
    return Talk(utterances=utterances, findings=tuple(findings), are_cues=True)


def _number(cell: str) -> int | None:
    digits = cell.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _untimed(file: str, line: int) -> Finding:
    return Finding(
        rule="caption-time",
        severity=Severity.WARNING,
        message="The time of this row can't be read; its words were kept without it.",
        where=Where(file=file, line=line),
        hint="It should be a number of milliseconds.",
    )
