"""The log in sentences: who did what, when, with sources by their titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualkit.model.coding import Event
from qualkit.model.plural import counted
from qualkit.store import journal, log_rows, sources
from qualkit.study import Study

_OPENINGS = {
    "undo": ("undo: ", "took back: "),
    "redo": ("redo: ", "did again: "),
    "memo": ("memo on", "wrote a memo on"),
    "import codings": ("imported", "brought in"),
    "export": ("exported", "handed over"),
    "unread": ("not read", "marked as not read"),
    "display quote": ("a quote is no longer for display", "took a quote out of those for display"),
    "attribute quote": ("a quote is by whom", "let a quote be by whom"),
}
"""Verb → (how its summary begins, how the sentence goes on after the name)."""
_MEMO_ON = re.compile(r"(.* memo on) (study|source|passage|person|code)(?: (.+))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One thing that somebody did."""

    number: int
    """Of its event."""
    at: str
    """ISO 8601, UTC."""
    coder: str
    text: str
    """A sentence: "Ana coded 2 passages of Focus group 1 as Fear"."""

    @property
    def did(self) -> str:
        """The sentence without its first word, who did it."""
        return self.text[len(self.coder) + 1 :]


def log_lines(study: Study, *, newest: int = 500) -> tuple[LogLine, ...]:
    """The newest events as sentences, newest first."""
    with study.database.reading() as connection:
        logged = journal.latest(connection, newest)
    lines = lines_numbered(study, [one.number for one in logged])
    return tuple(lines[one.number] for one in logged)


def lines_numbered(study: Study, numbers: Sequence[int]) -> dict[int, LogLine]:
    """Some events as sentences, by their numbers; those that there are."""
    with study.database.reading() as connection:
        titles = {one.source.name: short_title(one.source.title) for one in sources.sources(connection)}
        events = log_rows.events_numbered(connection, numbers)
        steps = {_step(event) for event in events.values()} - events.keys() - {0}
        told = events | log_rows.events_numbered(connection, steps)
    return {
        number: LogLine(
            number=number,
            at=event.at,
            coder=event.coder,
            text=f"{event.coder} {_said(event, told, titles)}",
        )
        for number, event in events.items()
    }


def short_title(title: str) -> str:
    """A source's title inside a sentence: a whole question is cut, and stands in quotation marks."""
    if len(title) <= _TITLE and not set(title) & set(",;:?!"):
        return title
    cut = title if len(title) <= _TITLE else title[: _TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{cut}”"


_TITLE = 44


def _said(event: Event, events: Mapping[int, Event], titles: Mapping[str, str]) -> str:
    before, after = _OPENINGS.get(event.verb, ("", ""))
    if event.verb in ("undo", "redo"):
        step = events.get(_step(event))
        told = _said(step, events, titles) if step else event.summary.removeprefix(before)
        return f"{after}{told}"
    text = event.summary
    if before and text.startswith(before):
        text = after + text.removeprefix(before)
    match event.verb:
        case "memo":
            return _memo(_as_codes(_with_titles(text, event, titles), event), titles)
        case "import codebook":
            return _codebook(event)
        case "finish" | "unread":
            return _for_books(_with_titles(text, event, titles), event)
    return _as_codes(_with_titles(text, event, titles), event)


def _with_titles(text: str, event: Event, titles: Mapping[str, str]) -> str:
    """The sentence with the titles of the sources that it names."""
    for name in sorted(_sources(event), key=len, reverse=True):
        there = re.compile(rf"(?<=\s){re.escape(name)}(?=$|[\s,:])")
        title = titles.get(name, name)
        text = there.sub(lambda _, title=title: title, text, count=1)  # type: ignore[misc]
    return text


def _memo(text: str, titles: Mapping[str, str]) -> str:
    """What a memo is on, in a researcher's words."""
    found = _MEMO_ON.fullmatch(text)
    if found is None:
        return text
    did, about, target = found[1], found[2], found[3] or ""
    name, _, last = target.rpartition("#" if about == "passage" else ":")
    on = {
        "study": "the study",
        "source": titles.get(target, target),
        "passage": f"{titles.get(name, name)}, passage {last}",
        "person": f"{last} of {titles.get(name, name)}" if name else target,
        "code": f"the code {_path(target)}",
    }
    return f"{did} {on[about]}"


def _codebook(event: Event) -> str:
    """What an import did to a codebook."""
    added, changed = (_count(event, name) for name in ("added", "changed"))
    parts = [counted(added, "new code")] * bool(added) + [counted(changed, "change")] * bool(changed)
    name = event.detail.get("codebook")
    if not isinstance(name, str) or not parts:
        return event.summary.replace("codebook ", "brought in the codebook ", 1)
    return f"brought in the codebook {name}: {', '.join(parts)}"


def _for_books(text: str, event: Event) -> str:
    """`for barriers` is `for the codebook barriers`."""
    names = event.detail.get("codebooks")
    if not isinstance(names, list) or not names:
        return text
    books = ", ".join(str(name) for name in names)
    noun = "codebook" if len(names) == 1 else "codebooks"
    return f"{text.removesuffix(books)}the {noun} {books}" if text.endswith(f"for {books}") else text


def _as_codes(text: str, event: Event) -> str:
    """`… passages: Fear/Of school` is `… passages as Fear › Of school`."""
    codes = event.detail.get("code")
    if not isinstance(codes, str) or not codes:
        return text
    if event.verb in ("code", "propose") and text.endswith(f": {codes}"):
        return f"{text.removesuffix(f': {codes}')} as {_path(codes)}"
    before, there, after = text.rpartition(codes)
    return before + _path(codes) + after if there and "/" in codes else text


def _path(path: str) -> str:
    """A code's path for reading: `Fear › Of school`."""
    return " › ".join(re.split(r"(?<!\\)/", path)).replace("\\/", "/")


def _step(event: Event) -> int:
    return _count(event, "step") if event.verb in ("undo", "redo") else 0


def _count(event: Event, name: str) -> int:
    found = event.detail.get(name)
    return found if isinstance(found, int) else 0


def _sources(event: Event) -> list[str]:
    """The names of the sources that an event is about."""
    several = event.detail.get("sources")
    names = several if isinstance(several, list) else [event.detail.get("source")]
    return [name for name in names if isinstance(name, str) and name]
