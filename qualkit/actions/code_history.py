"""What became of a code: who made it, changed it, moved it, merged or split it, when, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qualkit.model.coding import Event
from qualkit.store import code_use
from qualkit.store.code_use import CodeUse
from qualkit.study import Study

_TITLES = {
    "name": "Name",
    "brief": "In brief",
    "definition": "Definition",
    "when": "Use when",
    "when_not": "Not when",
    "examples": "Examples",
    "colour": "Colour",
    "counts_in_any": "Counts in any",
    "summary": "Summary",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that somebody did to a code."""

    number: int
    """Of its event."""
    at: str
    """ISO 8601, UTC."""
    coder: str
    text: str
    """A sentence: "ana renamed the code Fear to "Dread"."""
    changes: tuple[str, ...] = ()
    """What was before and what is since, a field each."""


def code_history(study: Study, code_id: str) -> tuple[HistoryLine, ...]:
    """What was done to a code, newest first. What was coded with it is not told.

    A code that came in with a codebook file has no line for that: the log has it.
    """
    with study.database.reading() as connection:
        logged = code_use.events_about(connection, code_id)
    return tuple(
        HistoryLine(
            number=one.number,
            at=one.event.at,
            coder=one.event.coder,
            text=f"{one.event.coder} {_said(one.event)}",
            changes=tuple(_changes(one.event)),
        )
        for one in reversed(logged)
    )


def _said(event: Event) -> str:
    said = event.summary
    for verb, words in (("undo: ", "took back: "), ("redo: ", "did again: ")):
        said = words + said.removeprefix(verb) if said.startswith(verb) else said
    return said


def _changes(event: Event) -> Iterator[str]:
    old, new = event.detail.get("old"), event.detail.get("new")
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return
    for name, title in _TITLES.items():
        if name in old and name in new:
            yield f"{title}: {_value(name, old[name])} became {_value(name, new[name])}"


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if value or name == "examples" else "nothing"


def code_use_of(study: Study, code_id: str, *, only_mine: bool = False) -> CodeUse:
    """How many passages have a code itself, and of how many people: everybody's coding, or this coder's."""
    with study.database.reading() as connection:
        return code_use.use_of(connection, code_id, coder=study.coder if only_mine else "")
