"""A passage with what stands around it, as a walk shows it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from qualkit.actions.walk_passages import ContextLine, InContext
from qualkit.model.display import display_safe

_AROUND = 400
"""Characters shown before and after a passage in its own turn, and of a turn beside it."""


def context_of(found: InContext) -> Content:
    """The passage in bold, the rest dimmed; who speaks stands before each turn."""
    if not found.lines:
        return Content.styled("This passage is no longer in the text: go on.", "$warning")
    place = f"{found.source.title}, {found.source.kind.segment_noun} {found.ordinal:,}"
    lines = [Content.styled(display_safe(place), "$accent")]
    first = next((at for at, line in enumerate(found.lines) if line.is_in_passage), 0)
    for at, line in enumerate(found.lines):
        lines += [Content(""), Content.assemble(*_turn(line, is_before=at < first))]
    return Content("\n").join(lines)


def _turn(line: ContextLine, *, is_before: bool) -> Iterator[tuple[str, str]]:
    if line.speaker:
        yield f"{display_safe(line.speaker)}: ", "$foreground 60%"
    if not line.is_in_passage:
        yield _end_of(line.text) if is_before else _start_of(line.text), "$foreground 60%"
        return
    yield _end_of(line.text[: line.start]), "$foreground 60%"
    yield display_safe(line.text[line.start : line.end]), "bold"
    yield _start_of(line.text[line.end :]), "$foreground 60%"


def _start_of(text: str) -> str:
    return display_safe(text if len(text) <= _AROUND else f"{text[:_AROUND]} …")


def _end_of(text: str) -> str:
    return display_safe(text if len(text) <= _AROUND else f"… {text[-_AROUND:]}")
