"""What stands about a talk above it: a YAML block, or lines such as `Date: …` and `Location: …`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualkit.importers.transcripts.labels import is_candidate, key_of, split_label
from qualkit.importers.transcripts.lines import Line

_MOST_HEADER_LINES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The block above a talk: kept as a memo, its speakers as known labels."""

    memo: str = ""
    title: str = ""
    speakers: tuple[str, ...] = ()
    lines: int = 0
    """How many lines of the text it takes up."""


def yaml_block(text: str) -> FrontMatter:
    """The block between `---` lines at the top of a text; empty where there is none.

    Only `title` and `speakers` are looked at, so a block that is not quite YAML is no obstacle.
    """
    if not text.startswith("---\n"):
        return FrontMatter()
    block, fence, _ = text[4:].partition("\n---")
    if not fence:
        return FrontMatter()
    fields = _fields(block.split("\n"))
    return FrontMatter(
        memo=block.strip(),
        title=" ".join(fields.get("title", ())),
        speakers=tuple(fields.get("speakers", ())),
        lines=block.count("\n") + 3,
    )


def header_lines(lines: Sequence[Line], known: Iterable[str]) -> int:
    """How many lines at the top are about the talk: a block of `Key: value`, one of them a usual key.

    `Interviewer: Jane Smith` in such a block is about her; under it, the same label speaks.
    """
    count = 0
    has_usual_key = False
    seen: set[str] = set()
    speakers = frozenset(map(key_of, known))
    for line in lines[: _MOST_HEADER_LINES + 1]:
        label = split_label(line.text)
        if line.heading and not count:
            return 0
        if label is None or key_of(label.name) in speakers:
            break
        if line.opens and has_usual_key and is_candidate(label.name):
            break
        if key_of(label.name) in seen:
            return 0
        seen.add(key_of(label.name))
        has_usual_key = has_usual_key or not is_candidate(label.name)
        count += 1
    return count if has_usual_key and count <= _MOST_HEADER_LINES else 0


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """The values by key of the simple YAML that front matter is written in."""
    fields: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if line[:1].isalpha() and ":" in line:
            key, _, value = line.partition(":")
            values = value.strip().removeprefix("[").removesuffix("]").split(",") if "[" in value else [value]
            fields[key] = [_unquoted(each) for each in values if _unquoted(each)]
        elif key and line.lstrip().startswith("- "):
            fields[key].append(_unquoted(line.lstrip()[2:]))
    return fields


def _unquoted(value: str) -> str:
    bare = value.strip()
    is_quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return bare[1:-1] if is_quoted else bare
