"""Applying a code to what a pattern finds (`qualkit code`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from qualkit.actions.redacting import redactor
from qualkit.actions.selection import Selection, select_segments
from qualkit.analysis.sentences import sentence_places
from qualkit.errors import QualkitError
from qualkit.model.codebook import Code, Codebook
from qualkit.model.codepath import find_usable_code
from qualkit.model.coding import Coding, Origin
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment
from qualkit.model.text import fold, snap
from qualkit.store import codebooks, codings
from qualkit.study import Study

Unit = Literal["span", "sentence", "segment"]

_NOT_PLAIN = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One passage that a pattern found."""

    source: str
    segment: Segment
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The passage's exact words."""
        return self.segment.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(segment=self.segment.key, start=self.start, end_segment=self.segment.key, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """What `code` would do: which code, and on which passages."""

    codebook: Codebook
    code: Code
    found: tuple[Found, ...]
    pattern: str
    redact: Redactor = field(default_factory=Redactor)

    def shown(self, found: Found, start: int, end: int) -> str:
        """A stretch of the segment in which a passage was found, as it is shown."""
        return self.redact.part(found.segment.text, (start, end), found.source, found.segment.key)

    @property
    def path(self) -> str:
        """The code's path."""
        return self.codebook.path(self.code.id)


def plan_code(
    study: Study,
    path: str,
    pattern: str,
    *,
    selection: Selection,
    unit: Unit = "span",
    match_case: bool = False,
) -> CodePlan:
    """Find the passages that a pattern meets. Nothing is coded.

    Typographic quotes, dashes and hidden characters match their plain forms; places are those of the
    original text. Raises NotFound for an unknown code, QualkitError for a pattern that can't be read.
    """
    if not pattern.strip():
        raise QualkitError("There is nothing to look for.", hint="Give words after --match, such as afraid.")
    expression = _compiled(pattern, match_case=match_case)
    with study.database.reading() as connection:
        books = codebooks.codebooks(connection)
        book, code = find_usable_code(path, books)
        selected, redact = select_segments(connection, selection), redactor(connection)
    found = tuple(
        Found(source=one.stored.source.name, segment=segment, start=start, end=end)
        for one in selected
        for segment in one.segments
        for start, end in _places(segment.text, expression, unit)
    )
    return CodePlan(codebook=book, code=code, found=found, pattern=pattern, redact=redact)


def _compiled(pattern: str, *, match_case: bool) -> re.Pattern[str]:
    try:
        return re.compile(_folded(pattern), 0 if match_case else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise QualkitError(
            f'The pattern "{pattern}" can\'t be read: {error}.',
            hint="Signs such as ( ) [ ] * + ? have a meaning in patterns; write \\( for a bracket itself.",
        ) from error


def _folded(pattern: str) -> str:
    """The pattern in plain characters. What only becomes a sign by that (… as dots) stands for itself."""
    composed = unicodedata.normalize("NFC", pattern)
    return _NOT_PLAIN.sub(lambda found: re.escape(fold(found[0]).text), composed)


def _places(text: str, expression: re.Pattern[str], unit: Unit) -> Iterator[tuple[int, int]]:
    folded = fold(text)
    matches = (match.span() for match in expression.finditer(folded.text) if match.end() > match.start())
    spans = [snap(text, *folded.original(*span)) for span in matches]
    if not spans:
        return
    if unit == "segment":
        yield 0, len(text)
    elif unit == "sentence":
        yield from _sentences_with(text, spans)
    else:
        yield from dict.fromkeys(spans)


def _sentences_with(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in sentence_places(text):
        if any(first < end and last > start for first, last in spans):
            yield start, end


def code_all(study: Study, plan: CodePlan) -> int:
    """Code what was found, as this coder and as one step; gives how many codings are new."""
    wanted = [
        Coding(
            id=str(uuid4()),
            source=found.source,
            place=found.place,
            code=plan.code.id,
            coder=study.coder,
            quote=found.quote,
            origin=Origin.RULE,
        )
        for found in plan.found
    ]
    with study.step("code") as writer:
        added = codings.add_codings(writer, wanted)
        writer.summary = f"coded {counted(added, 'passage')}: {plan.path}"
        writer.detail = {"code": plan.path, "code_id": plan.code.id, "passages": added, "origin": "rule"}
    return added


def propose_all(study: Study, plan: CodePlan) -> int:
    """Leave what was found as proposals, which count for nothing until a person accepts them."""
    wanted = [
        codings.Proposal(
            id=str(uuid4()),
            source=found.source,
            place=found.place,
            code=plan.code.id,
            coder=study.coder,
            quote=found.quote,
            made_by="rule",
            because=plan.pattern,
        )
        for found in plan.found
    ]
    with study.step("propose") as writer:
        added = codings.add_proposals(writer, wanted)
        writer.summary = f"proposed {counted(added, 'passage')}: {plan.path}"
        writer.detail = {"code": plan.path, "code_id": plan.code.id, "passages": added}
    return added
