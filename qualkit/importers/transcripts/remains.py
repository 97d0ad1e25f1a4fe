"""What remains of a talk of which something was removed for good, turn by turn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.source import Segment

FIRST_LINE = "What remains of a talk: something in it was removed for good. Kept by qualkit."
_ABOUT = "About the talk:"
_HEAD = re.compile(r"(?P<speaker>.*?):(?: (?P<more>\{.*\}))?")


def fits(material: Material) -> bool:
    """Whether the file is one of ours."""
    return material.text.startswith(FIRST_LINE)


def read(material: Material) -> Talk:
    """The turns as they were written, with nothing left to be guessed."""
    about: list[str] = []
    utterances: list[Utterance] = []
    for head, text in _blocks(material):
        if head == _ABOUT and not utterances:
            about.append(text)
        else:
            utterances.append(_utterance(head, text, material.file))
    return Talk(utterances=utterances, memo="\n".join(about))


def _blocks(material: Material) -> Iterable[tuple[str, str]]:
    head, lines = "", list[str]()
    for line in material.text.split("\n")[1:]:
        if line.startswith("\t"):
            lines.append(line[1:])
        elif line:
            if head:
                yield head, "\n".join(lines)
            head, lines = line, []
    if head:
        yield head, "\n".join(lines)


def _utterance(head: str, text: str, file: str) -> Utterance:
    found = _HEAD.fullmatch(head)
    try:
        more = json.loads(found["more"] or "{}") if found else None
    except ValueError:
        more = None
    if found is None or not isinstance(more, dict):
        raise FileRefused("This line names no speaker.", Where(file=file), "Take the file from a backup.")
    return Utterance(
        text,
        more.get("speaker", found["speaker"]) or None,
        more.get("start_ms"),
        more.get("end_ms"),
        tuple((int(at), int(ms)) for at, ms in more.get("times", ())),
        more.get("section"),
    )


def remains_text(segments: Iterable[Segment], about: str = "") -> str:
    """Turns as the text of such a file."""
    parts = [FIRST_LINE, ""]
    if about:
        parts += [_ABOUT, *_indented(about), ""]
    for segment in segments:
        parts += [_head(segment), *_indented(segment.text), ""]
    return "\n".join(parts)


def _head(segment: Segment) -> str:
    speaker = segment.speaker or ""
    more: dict[str, object] = {
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "times": [list(stamp) for stamp in segment.times] or None,
        "section": segment.section,
    }
    plain = {name: value for name, value in more.items() if value is not None}
    if ":" in speaker or speaker.startswith("\t") or speaker != speaker.strip():
        plain["speaker"], speaker = segment.speaker, ""
    return f"{speaker}:" + (f" {json.dumps(plain, ensure_ascii=False)}" if plain else "")


def _indented(text: str) -> list[str]:
    return ["\t" + line for line in text.split("\n")]
