"""A word with what stands to its left and right, wherever it is said (`qualkit kwic`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qualkit.actions.provenance import provenance
from qualkit.actions.search import ALL, By, Hit, search
from qualkit.actions.search_limits import Limits
from qualkit.model.plural import counted
from qualkit.model.table import Column, Table
from qualkit.model.words import Token, tokens
from qualkit.study import Study

Sort = Literal["place", "left", "right"]
CONTEXT = 10
"""Words on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place where it is said."""

    source: str
    segment: str
    person: str
    left: str
    word: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Every place, and over how much they are spread."""

    query: str
    lines: tuple[Line, ...]
    passages: int
    sources: int
    people: int
    heard_only: bool

    @property
    def told(self) -> str:
        """How much was found, in words."""
        if not self.lines:
            return "Nothing was found."
        people = f" by {counted(self.people, 'person', 'people')}" if self.people else ""
        where = f"{counted(self.passages, 'passage')} of {counted(self.sources, 'source')}"
        return f"{counted(len(self.lines), 'place')} in {where}{people}."


def kwic(
    study: Study,
    query: str,
    limits: Limits | None = None,
    *,
    by: By = "words",
    context: int = CONTEXT,
    sort: Sort = "place",
) -> Concordance:
    """Every place that a search meets, with so many words around it, as shown.

    Without limits, what moderators said is left out. Sorted by place, by the words to the right, or by those
    to the left, the nearest first.
    """
    limits = limits or Limits(heard_only=True)
    found = search(study, query, limits, by=by, page=ALL)
    lines = [line for hit in found.hits for line in _lines(hit, context)]
    if sort == "left":
        lines.sort(key=lambda line: [one.form for one in reversed(tokens(line.left))])
    if sort == "right":
        lines.sort(key=lambda line: [one.form for one in tokens(line.right)])
    return Concordance(
        query=query,
        lines=tuple(lines),
        passages=found.passages,
        sources=found.sources,
        people=found.people,
        heard_only=limits.heard_only and not limits.selection.speaker_roles,
    )


def _lines(hit: Hit, context: int) -> list[Line]:
    said = tokens(hit.text)
    return [
        Line(
            source=hit.source,
            segment=hit.segment,
            person=hit.person,
            left=_left(hit.text, said, start, context),
            word=" ".join(hit.text[start:end].split()),
            right=_right(hit.text, said, end, context),
        )
        for start, end in hit.marks
    ]


def _left(text: str, said: list[Token], end: int, context: int) -> str:
    before = [one for one in said if one.end <= end][-context:] if context else []
    start = before[0].start if before else end
    if before and before[0] is said[0]:
        start = 0
    return " ".join(text[start:end].split())


def _right(text: str, said: list[Token], start: int, context: int) -> str:
    after = [one for one in said if one.start >= start][:context]
    end = after[-1].end if after else start
    if (after and after[-1] is said[-1]) or (not after and context):
        end = len(text)
    return " ".join(text[start:end].split())


_COLUMNS = (
    Column(key="source", title="Source"),
    Column(key="segment", title="Passage"),
    Column(key="person", title="Who"),
    Column(key="left", title="Left"),
    Column(key="word", title="Word"),
    Column(key="right", title="Right"),
)


def kwic_table(study: Study, found: Concordance, limits: Limits | None = None) -> Table:
    """The same as a table, one row a place."""
    return Table(
        id="kwic",
        title=f"Places with {found.query}",
        columns=_COLUMNS,
        rows=tuple({column.key: getattr(line, column.key) for column in _COLUMNS} for line in found.lines),
        notes=kwic_notes(found),
        provenance=provenance(study, "kwic", filter=str(limits or ""), coder=(limits or Limits()).coder),
    )


def kwic_notes(found: Concordance) -> tuple[str, ...]:
    """What is to be said below the lines."""
    if not found.heard_only:
        return (found.told,)
    return found.told, "Without what moderators and observers said; --speaker-role chooses."
