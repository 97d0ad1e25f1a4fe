"""What proposals are learned from: the passages that were read for a codebook, with the coding of record.

It is the coding of record, not that of one person, since that is what tables count: what the team agreed on
holds, and passages that wait for a decision teach nothing. What was accepted as a proposal, or coded by a
rule, is learned from like the rest, since a person wanted it; but nothing is judged by it, or a model would
be praised for what it has said itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualkit.actions.left_out import LeftOut
from qualkit.actions.proposal_setting import set_aside
from qualkit.actions.redacting import redactor, shown_text
from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText, load_texts
from qualkit.analysis.coding_of_record import RecordOfCoding, Standing, coding_of_record
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.coding import Anchor, Coding, Origin, Reading
from qualkit.model.forgetting import GONE
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment, Source
from qualkit.store import codings, counts, readings, sources
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.suggest import Lessons

Progress = Callable[[str, int, int], object]
"""Told what is being done, how much of it is done, and of how much."""
IsStopped = Callable[[], bool]
Key = tuple[str, str]
"""(source's name, segment's key)."""
_AIDED = (Origin.RULE, Origin.PROPOSAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A codebook's passages: those to learn from, and those to propose for."""

    book: Codebook
    codes: tuple[Code, ...]
    """Those that are in use."""
    segments: tuple[Segment, ...]
    """What people said in the sources that were worked on with this codebook, in order."""
    texts: tuple[str, ...]
    """The segments as they are shown."""
    groups: tuple[str, ...]
    learned: tuple[int, ...]
    """Which of them are lessons: read, and agreed on where several have read."""
    given: Mapping[Key, Mapping[str, bool]]
    """Of lessons: code → whether a person gave it unaided."""
    read_at: Mapping[Key, str]
    """When each passage was last read."""
    mine: frozenset[tuple[str, str, str]]
    """(source, key, code) that this coder has coded."""
    aside: frozenset[Key]
    """Where nothing is proposed to this coder: what two people code apart."""
    redact: Redactor


def material(study: Study, book: Codebook) -> Material:
    """Gather what was read and coded with a codebook."""
    with study.database.reading() as connection:
        touched = counts.sources_worked_on(connection, book.name)
        stored = [one for one in sources.sources(connection) if one.id in touched]
        ids = [one.id for one in stored]
        texts = load_texts(connection, stored)
        left_out = LeftOut.load(connection, texts, People.load(connection))
        reads = [one for one in readings.readings(connection, sources=ids) if one.codebook == book.name]
        made = [
            one
            for one in codings.codings(connection, sources=ids)
            if one.code in book and one.anchor is not Anchor.LOST and texts[one.source].holds(one.place)
        ]
        redact = redactor(connection)
        aside = set_aside(study, connection).keys(connection, book.name, study.coder)
    record = coding_of_record(
        made, reads, book_of={code.id: book.name for code in book.codes}, consensus=study.manifest.consensus
    )
    segments = tuple(
        one for text in texts.values() for one in text.segments if _is_said(one) and not left_out.has(one)
    )
    of_source = {text.stored.source.name: text.stored.source for text in texts.values()}
    standing = [record.standing.get((one.source, one.key, book.name)) for one in segments]
    return Material(
        book=book,
        codes=tuple(code for code in book.codes if code.status is not CodeStatus.RETIRED),
        segments=segments,
        texts=tuple(shown_text(redact, one) for one in segments),
        groups=tuple(_who(of_source[one.source], one) for one in segments),
        learned=tuple(row for row, state in enumerate(standing) if state is Standing.READ),
        given=_given(record, texts),
        read_at=_read_at(reads),
        mine=_mine(made, texts, study.coder),
        aside=aside,
        redact=redact,
    )


def _is_said(segment: Segment) -> bool:
    is_heard = segment.speaker_role is None or segment.speaker_role.is_heard
    return is_heard and bool(segment.text.strip()) and segment.text != GONE


def _who(source: Source, segment: Segment) -> str:
    """Who speaks or is spoken of: nobody is in both halves when the model is judged."""
    if segment.case:
        return segment.case
    if segment.record:
        return f"{source.stem}\x1f{segment.record}"
    return f"{source.name}\x1f{segment.speaker or ''}"


def _given(record: RecordOfCoding, texts: Mapping[str, SourceText]) -> dict[Key, dict[str, bool]]:
    found: dict[Key, dict[str, bool]] = {}
    for coding in record.codings:
        is_unaided = coding.origin not in _AIDED
        for segment in texts[coding.source].within(coding.place):
            here = found.setdefault((coding.source, segment.key), {})
            here[coding.code] = here.get(coding.code, False) or is_unaided
    return found


def _read_at(reads: Sequence[Reading]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for one in reads:
        key = (one.source, one.segment)
        found[key] = max(found.get(key, ""), one.at)
    return found


def _mine(
    made: Sequence[Coding], texts: Mapping[str, SourceText], coder: str
) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (one.source, segment.key, one.code)
        for one in made
        if one.coder == coder
        for segment in texts[one.source].within(one.place)
    )


def lessons_of(found: Material, *, means: str = "", vectors: Any = None, hint_vectors: Any = None) -> Lessons:
    """The lessons of some material as they are learned from; `vectors` are those of all its passages."""
    import numpy as np

    from qualkit.analysis.suggest import Lessons

    rows = list(found.learned)
    shape = (len(rows), len(found.codes))
    given, known, unaided = (
        np.zeros(shape, dtype=bool),
        np.ones(shape, dtype=bool),
        np.ones(shape, dtype=bool),
    )
    for row, number in enumerate(rows):
        key = (found.segments[number].source, found.segments[number].key)
        codes = found.given.get(key, {})
        for column, code in enumerate(found.codes):
            given[row, column] = code.id in codes
            known[row, column] = code.id in codes or code.created <= found.read_at.get(key, "~")
            unaided[row, column] = codes.get(code.id, True)
    return Lessons(
        texts=[found.texts[number] for number in rows],
        groups=[found.groups[number] for number in rows],
        codes=[code.id for code in found.codes],
        given=given,
        known=known,
        judged=known & unaided,
        hints=[hint(found.redact, code) for code in found.codes],
        vectors=None if vectors is None else vectors[rows],
        hint_vectors=hint_vectors,
        means=means,
    )


def hint(redact: Redactor, code: Code) -> str:
    """What the codebook says a code is: name, definition, examples; not when it is not to be used."""
    return redact.text(
        "\n".join(part for part in (code.name, code.meaning, code.when, *code.examples) if part)
    )
