"""The log in sentences: who did what, when, with sources by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.model.coding import Event
from qualkit.store import journal, sources
from qualkit.study import Study

_OPENINGS = {
    "undo": ("undo: ", "took back: "),
    "redo": ("redo: ", "did again: "),
    "memo": ("memo on", "wrote a memo on"),
    "import codebook": ("codebook ", "brought in the codebook "),
}
"""Verb → (how its summary begins, how the sentence goes on after the name)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One thing that somebody did."""

    number: int
    """Of its event."""
    at: str
    """ISO 8601, UTC."""
    coder: str
    text: str
    """A sentence: "Ana coded 2 passages of Focus group 1: Fear"."""


def log_lines(study: Study, *, newest: int = 500) -> tuple[LogLine, ...]:
    """The newest events as sentences, newest first."""
    with study.database.reading() as connection:
        titles = {one.source.name: one.source.title for one in sources.sources(connection)}
        logged = journal.latest(connection, newest)
    events = {one.number: one.event for one in logged}
    return tuple(
        LogLine(
            number=one.number,
            at=one.event.at,
            coder=one.event.coder,
            text=f"{one.event.coder} {_said(one.event, events, titles)}",
        )
        for one in logged
    )


def _said(event: Event, events: Mapping[int, Event], titles: Mapping[str, str]) -> str:
    before, after = _OPENINGS.get(event.verb, ("", ""))
    if event.verb in ("undo", "redo"):
        step = events.get(_number(event))
        told = _said(step, events, titles) if step else event.summary.removeprefix(before)
        return f"{after}{told}"
    text = event.summary
    if before and text.startswith(before):
        text = after + text.removeprefix(before)
    for name in _sources(event):
        text = text.replace(f" {name}", f" {titles.get(name, name)}", 1)
    return text


def _number(event: Event) -> int:
    step = event.detail.get("step")
    return step if isinstance(step, int) else 0


def _sources(event: Event) -> list[str]:
    """The names of the sources that an event is about."""
    several = event.detail.get("sources")
    names = several if isinstance(several, list) else [event.detail.get("source")]
    return [name for name in names if isinstance(name, str) and name]
