"""The passages that a question to the texts is about, as they are shown: whole, or their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from qualkit.actions.left_out import LeftOut
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import QUESTION, People, Selection, find_sources
from qualkit.actions.texts import load_texts
from qualkit.analysis.sentences import sentence_places
from qualkit.model.forgetting import GONE
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.text import fold_line
from qualkit.store import sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored

PassageUnit = Literal["segment", "sentence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageScope:
    """Which passages are meant; empty fields ask for everything that people said."""

    selection: Selection = field(default_factory=Selection)
    questions: tuple[str, ...] = ()
    """Open questions of a survey, or questions of a talk, by number or as they begin; any of them."""
    unit: PassageUnit = "segment"

    def __str__(self) -> str:
        parts = [str(self.selection)] if str(self.selection) else []
        parts += [f"question {one}" for one in self.questions]
        return "; ".join([*parts, *(["sentences"] if self.unit == "sentence" else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedPassage:
    """A passage, or a sentence of one."""

    segment: Segment
    start: int
    end: int
    """Half-open, in the passage's own text."""
    text: str
    """As it is shown."""
    within: str
    """The whole passage as it is shown."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        key = self.segment.key
        return Place(segment=key, start=self.start, end_segment=key, end=self.end)

    @property
    def quote(self) -> str:
        """Its exact words, which may hold what is redacted: for the store only."""
        return self.segment.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class InScope:
    """The passages of a scope."""

    passages: tuple[ScopedPassage, ...]
    people: People
    redact: Redactor
    notes: tuple[str, ...] = ()
    """What is not among them, and why."""


def passages_in_scope(connection: Connection, scope: PassageScope) -> InScope:
    """What people said in a scope, in the order of sources; raises NotFound for unknown names.

    Less what was left out by screening, what people said who refused analysis and, unless a part in the talk
    is asked for, what moderators and the like said.
    """
    everybody, redact = People.load(connection), redactor(connection)
    stored, conditions = _asked(find_sources(sources.sources(connection), scope.selection.sources), scope)
    meets = everybody.condition(conditions) if conditions else (lambda _segment: True)
    texts = load_texts(connection, stored)
    left_out = LeftOut.load(connection, texts, everybody)
    roles = set(scope.selection.speaker_roles)
    said = [
        segment
        for text in texts.values()
        for segment in text.segments
        if segment.text.strip() and segment.text != GONE and _is_heard(segment, roles) and meets(segment)
    ]
    kept = [segment for segment in said if not left_out.has(segment)]
    refused = sum((segment.source, segment.key) in left_out.refused for segment in said)
    notes = []
    if refused:
        passages = counted(refused, "passage")
        notes.append(f"Left out: {passages} of people who refused that their words be analysed.")
    if len(said) - len(kept) - refused:
        notes.append(f"Left out by screening: {counted(len(said) - len(kept) - refused, 'passage')}.")
    return InScope(
        passages=tuple(_units(kept, redact, scope.unit)), people=everybody, redact=redact, notes=tuple(notes)
    )


def _is_heard(segment: Segment, roles: set[SpeakerRole]) -> bool:
    role = segment.speaker_role
    return role in roles if roles else role is None or role.is_heard


def _asked(stored: Sequence[Stored], scope: PassageScope) -> tuple[list[Stored], list[str]]:
    """Sources and conditions that the questions of a scope mean."""
    conditions = list(scope.selection.where)
    found: list[Stored] = []
    for question in scope.questions:
        said = fold_line(question)
        named = [
            one
            for one in stored
            if one.question_id
            and said in (fold_line(one.source.name.partition(":")[2]), fold_line(one.source.title))
        ]
        if not named:  # a question of a talk: it is said of passages, not of sources
            conditions.append(f"{QUESTION}={'|'.join(scope.questions)}")
            return list(stored), conditions
        found += [one for one in named if one not in found]
    return found or list(stored), conditions


def _units(segments: Iterable[Segment], redact: Redactor, unit: PassageUnit) -> Iterator[ScopedPassage]:
    for segment in segments:
        shown = redact.shown(segment.text, segment.source, segment.key)
        whole = ScopedPassage(
            segment=segment, start=0, end=len(segment.text), text=shown.text, within=shown.text
        )
        if unit == "segment":
            yield whole
            continue
        for start, end in sentence_places(shown.text):
            first, last = shown.original(start, end)
            yield replace(whole, start=first, end=last, text=shown.text[start:end])
