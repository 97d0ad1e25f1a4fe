"""A source's text as it is handed out for editing, and what a person made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualkit.errors import Refused, Where
from qualkit.model.source import Segment, SourceKind, SpeakerRole

NEW = "new"
_HEADER = re.compile(r"\[(new|\d+(?:\.\d+)*)\](?=\s|$)")
"""What begins a turn; keys of answers and records may be anything, and are known by being there."""
_BLANK_LINES = re.compile(r"\n\s*\n")
_ROLE = re.compile(r"(.*\S)\s*\((" + "|".join(role.value for role in SpeakerRole) + r")\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A turn as it is to be. `key` is empty for a new one, `role` is given for a new speaker only."""

    key: str
    text: str
    speaker: str | None = None
    role: SpeakerRole | None = None
    line: int = 0
    """Where it begins in the edited text; 0 where it comes from none."""


def edit_text(segments: Sequence[Segment], kind: SourceKind) -> str:
    """The text of a source for editing: a line with number and speaker, then the words, then a blank line."""
    keys = {segment.key for segment in segments}
    blocks = (
        f"[{one.key}]{' ' + one.speaker if one.speaker else ''}\n{_escaped(one.text, keys)}\n"
        for one in segments
    )
    return "\n".join([_explained(kind), *blocks])


def _explained(kind: SourceKind) -> str:
    noun = kind.segment_noun
    lines = [
        f"# Correct the words below, and save. The number in [ ] is how each {noun} is known: let it stand."
    ]
    if kind in (SourceKind.TRANSCRIPT, SourceKind.DOCUMENT):
        lines += [
            f"# To join a {noun} to the one before it, take its line with the number away.",
            f"# To split one, put a line with [{NEW}] and the speaker's name between the two parts.",
            "# To say that somebody else was speaking, write the other name behind the number;",
            "# behind a name that is new here, write the part in the talk, such as: Dora (participant).",
        ]
    return "\n".join(lines) + "\n"


def _escaped(text: str, keys: set[str]) -> str:
    lines = text.split("\n")
    return "\n".join("\\" + line if _is_like_header(line.lstrip("\\"), keys) else line for line in lines)


def _is_like_header(line: str, keys: set[str]) -> bool:
    return _HEADER.match(line) is not None or _key_of(line, keys) is not None


def _key_of(line: str, keys: set[str]) -> str | None:
    """The key in brackets that a line begins with, where it is one of the source's."""
    at = line.find("]") if line.startswith("[") else -1
    while at > 0:
        if line[1:at] in keys and (at + 1 == len(line) or line[at + 1].isspace()):
            return line[1:at]
        at = line.find("]", at + 1)
    return None


def parse_edit_text(text: str, segments: Sequence[Segment]) -> tuple[Block, ...]:
    """The turns of an edited text. What differs only in blanks at the ends of lines is as it was.

    Raises Refused, with the line, for a number that the source does not have or that stands twice, and for
    words before the first one.
    """
    known = {segment.key: segment for segment in segments}
    blocks = []
    seen: dict[str, int] = {}
    for line, header, body in _pieces(text, set(known)):
        key, label = header
        if key != NEW and key not in known:
            raise Refused(
                f"There is no [{key}] in this source.",
                Where(line=line),
                f"A part of its own begins with [{NEW}], words in brackets with a \\ before them: \\[{key}].",
            )
        if key in seen and key != NEW:
            raise Refused(
                f"[{key}] stands here and in line {seen[key]}.", Where(line=line), f"Write [{NEW}]."
            )
        seen[key] = line
        was = known.get(key)
        words = was.text if was and _trimmed(was.text) == _trimmed(body) else _joined(body, was)
        speaker, role = _speaker(label)
        if not words.strip() and not (was and was.text == words):
            raise Refused(
                f"[{key}] has no words left.",
                Where(line=line),
                "To take it out, take its line with the number away, too.",
            )
        blocks.append(Block(key="" if key == NEW else key, text=words, speaker=speaker, role=role, line=line))
    return tuple(blocks)


def _joined(body: str, was: Segment | None) -> str:
    """Words as they were written, less the blank line that is left where turns were joined."""
    words = body.strip("\n")
    return words if was and _BLANK_LINES.search(was.text) else _BLANK_LINES.sub("\n", words)


def _trimmed(text: str) -> list[str]:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").split("\n")


def _speaker(label: str) -> tuple[str | None, SpeakerRole | None]:
    told = _ROLE.fullmatch(label)
    if told:
        return told[1], SpeakerRole(told[2])
    return label or None, None


def _pieces(text: str, keys: set[str]) -> Iterator[tuple[int, tuple[str, str], str]]:
    """(line, (key, label), words) of each block."""
    begun: tuple[int, tuple[str, str]] | None = None
    body: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n"), start=1):
        like = _HEADER.match(line)
        key = _key_of(line, keys) or (like[1] if like else None)
        if key is not None:
            if begun:
                yield *begun, "\n".join(body)
            begun, body = (number, (key, line[len(key) + 2 :].strip())), []
        elif begun:
            is_escaped = line.startswith("\\") and _is_like_header(line.lstrip("\\"), keys)
            body.append(line[1:] if is_escaped else line)
        elif line.strip() and not line.startswith("#"):
            raise Refused(
                "These words belong to no turn.",
                Where(line=number),
                "Each turn begins with a line such as: [12] Mary.",
            )
    if begun:
        yield *begun, "\n".join(body)
