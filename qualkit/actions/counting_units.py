"""The units that are counted from the coding: records, people, passages or sources, with their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from qualkit.actions.left_out import LeftOut
from qualkit.actions.redacting import redactor, shown_quote
from qualkit.actions.selection import People, Selection, check_coder, find_sources
from qualkit.actions.texts import SourceText, load_texts
from qualkit.analysis.coding_of_record import RecordOfCoding, Standing, coding_of_record
from qualkit.analysis.prevalence import CountedUnit, Noun, UnitState
from qualkit.errors import NotFound, Refused
from qualkit.manifest import Manifest
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Coding
from qualkit.model.forgetting import GONE
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment, Source, SourceKind
from qualkit.model.text import fold_line
from qualkit.store import codebooks, codings, counts, datasets, readings, screening, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study


class CountBy(StrEnum):
    """What is counted."""

    RECORD = "record"
    CASE = "case"
    SEGMENT = "segment"
    SOURCE = "source"


Take = Literal["", "first", "last", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What is asked for; empty fields leave it to what fits."""

    selection: Selection = field(default_factory=Selection)
    base: str = ""
    """Name of a base of study.toml, whose conditions join those of the selection."""
    unit: CountBy | None = None
    by: str = ""
    """Attribute or closed question that units are split by."""
    take: Take = ""
    """Which value counts where an attribute varies within a person."""
    coder: str = ""
    takes_partial: bool = False
    anyway: bool = False
    """Count people in group discussions all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingUnits:
    """Units in scope with their codes, and what to call them."""

    book: Codebook
    units: tuple[CountedUnit, ...]
    order: tuple[str, ...]
    """The groups of a closed question in the order of the questionnaire."""
    unit: CountBy
    noun: Noun
    filter: str
    has_discussions: bool
    without_consent: int
    """People in scope who refused analysis: in no unit."""
    screened_out: int
    """Records in scope that were left out by screening."""
    undecided: int
    """Records in scope of a file whose screening has begun that nobody has decided on: they count."""
    passages: Mapping[tuple[str, str], tuple[str, ...]]
    """(unit, code id) → ids of the codings behind it."""
    quotes: Mapping[str, str]
    """Coding → its words."""
    codings: tuple[Coding, ...] = ()
    """Those behind the units."""


def counting_units(study: Study, codebook: str, wanted: Counting) -> CountingUnits:
    """Everything in scope as units. Raises NotFound and Refused where it can't be counted so."""
    selection, filter_ = _with_base(study.manifest, wanted)
    with study.database.reading() as connection:
        check_coder(study, connection, wanted.coder)
        books = codebooks.codebooks(connection)
        stored = find_sources(sources.sources(connection), selection.sources)
        named = codebook or not selection.sources
        book = _book(books if named else _read_for(stored, connection, books), codebook)
        stored = stored if selection.sources else _coded_or_read(stored, connection, book)
        ids = [one.id for one in stored]
        reads = [one for one in readings.readings(connection, sources=ids) if one.codebook == book.name]
        record = coding_of_record(
            [one for one in codings.codings(connection, sources=ids) if one.code in book],
            reads,
            book_of={code.id: book.name for code in book.codes},
            consensus=study.manifest.consensus,
            coder=wanted.coder,
        )
        texts, everybody = load_texts(connection, stored), People.load(connection)
        scope = _Scope(
            book=book,
            record=record,
            texts=texts,
            people=everybody,
            left_out=LeftOut.load(connection, texts, everybody),
            undecided=screening.undecided(connection),
            read_at={(one.source, one.segment): one.at for one in reads},
            redact=redactor(connection),
            levels=_levels(connection, {one.source.stem for one in stored}),
        )
    unit = wanted.unit or _fitting(stored)
    _refuse_misfits(stored, scope, unit, anyway=wanted.anyway)
    return scope.gather(unit, selection, wanted, (filter_, _noun(study.manifest, stored, unit)))


def _levels(connection: Connection, stems: Set[str]) -> dict[str, tuple[str, ...]]:
    """Closed question → its answers in order, in the data files with these names."""
    return {
        question.column: tuple(level.label for level in question.levels)
        for one in datasets.datasets(connection)
        if one.questionnaire.name in stems
        for question in one.questionnaire.questions
    }


def _with_base(manifest: Manifest, wanted: Counting) -> tuple[Selection, str]:
    selection = wanted.selection
    if not wanted.base:
        return selection, str(selection)
    if wanted.base not in manifest.bases:
        raise NotFound(
            f'study.toml has no base called "{wanted.base}".',
            hint='A base is written there as: [bases] then NAME = { stage = "A|B" }.',
            candidates=list(manifest.bases),
        )
    conditions = tuple(f"{key}={value}" for key, value in manifest.bases[wanted.base].items())
    joined = Selection(
        sources=selection.sources,
        where=(*conditions, *selection.where),
        speaker_roles=selection.speaker_roles,
    )
    return joined, f"{wanted.base} ({joined})"


def _book(books: Sequence[Codebook], name: str) -> Codebook:
    found = [book for book in books if fold_line(name) in (fold_line(book.name), fold_line(book.title))]
    if not found and not name and len(books) == 1:
        return books[0]
    if not found:
        raise NotFound(
            f'There is no codebook called "{name}".' if name else "Say which codebook is to be counted.",
            candidates=[book.name for book in books],
        )
    return found[0]


def _read_for(stored: Sequence[Stored], connection: Connection, books: Sequence[Codebook]) -> list[Codebook]:
    """The codebooks that somebody has read or coded these sources for; all, where nobody has for any."""
    ids = {one.id for one in stored}
    return [book for book in books if ids & counts.sources_worked_on(connection, book.name)] or list(books)


def _coded_or_read(stored: Sequence[Stored], connection: Connection, book: Codebook) -> list[Stored]:
    """Without --source: the sources that somebody has read or coded for this codebook."""
    touched = counts.sources_worked_on(connection, book.name)
    found = [one for one in stored if one.id in touched]
    if not found:
        raise Refused(
            f'Nothing has been read for the codebook "{book.name}" yet, so there is nothing to count.',
            hint='Read and code, and mark as read: "f" in the workspace, or qualkit finish NAME.',
        )
    names = dict.fromkeys(one.source.stem for one in found)
    if len(names) > 1 and any(_is_rows(one.source) for one in found):
        raise Refused(
            f'Several files were read for "{book.name}": {", ".join(names)}.',
            hint="Their counts have different bases: choose with --source NAME.",
        )
    return found


def _fitting(stored: Sequence[Stored]) -> CountBy:
    kinds = {one.source.kind for one in stored}
    if kinds <= {SourceKind.ANSWERS, SourceKind.RECORDS}:
        return CountBy.RECORD
    return CountBy.CASE if kinds == {SourceKind.TRANSCRIPT} else CountBy.SOURCE


def _refuse_misfits(stored: Sequence[Stored], scope: _Scope, unit: CountBy, *, anyway: bool) -> None:
    if unit is CountBy.RECORD and any(not _is_rows(one.source) for one in stored):
        raise Refused(
            "Transcripts and documents have no records.",
            hint="Count people (--unit case), turns (--unit segment) or sources (--unit source).",
        )
    if unit is not CountBy.CASE:
        return
    nameless = [
        one.source.name
        for one in stored
        if not any(segment.case for segment in scope.texts[one.source.name].segments)
    ]
    if nameless:
        raise Refused(
            f'"{nameless[0]}" does not say whom a record is about, so people can\'t be counted in it.',
            hint="Count records (--unit record), or say which column names the person: qualkit add --person.",
        )
    talks = [one.source.name for one in stored if _is_discussion(scope.texts[one.source.name])]
    if talks and not anyway:
        raise Refused(
            f'"{talks[0]}" is a group discussion: who did not speak of something may yet agree.',
            hint="Count turns (--unit segment) or groups (--unit source), or people all the same (--anyway).",
        )


def _is_rows(source: Source) -> bool:
    return source.kind in (SourceKind.ANSWERS, SourceKind.RECORDS)


def _is_discussion(text: SourceText) -> bool:
    if text.stored.source.kind is not SourceKind.TRANSCRIPT:
        return False
    heard = {segment.case for segment in text.segments if segment.case and _is_heard(segment)}
    return len(heard) > 1


def _is_heard(segment: Segment) -> bool:
    return segment.speaker_role is None or segment.speaker_role.is_heard


_NOUNS: Mapping[SourceKind, Noun] = {
    SourceKind.RECORDS: ("record", "records"),
    SourceKind.ANSWERS: ("respondent", "respondents"),
}


def _noun(manifest: Manifest, stored: Sequence[Stored], unit: CountBy) -> Noun:
    """What one unit is called: study.toml's word (`FILE`, `FILE people`, `people`), else a plain one."""
    stems = list(dict.fromkeys(one.source.stem for one in stored))
    names = [*(one.source.name for one in stored), *stems] if unit is CountBy.RECORD else []
    names += [*(f"{stem} people" for stem in stems), "people"] if unit is CountBy.CASE else []
    for name in names:
        if name in manifest.nouns:
            return manifest.nouns[name]
    if unit is CountBy.CASE:
        return ("person", "people")
    if unit is CountBy.SOURCE:
        kinds = {one.source.kind for one in stored}
        return ("transcript", "transcripts") if kinds == {SourceKind.TRANSCRIPT} else ("source", "sources")
    kind = stored[0].source.kind
    noun = kind.segment_noun
    return _NOUNS.get(kind, (noun, f"{noun}s")) if unit is CountBy.RECORD else (noun, f"{noun}s")


@dataclass(slots=True, kw_only=True)
class _Scope:
    """What is looked up once."""

    book: Codebook
    record: RecordOfCoding
    texts: Mapping[str, SourceText]
    people: People
    left_out: LeftOut
    undecided: frozenset[tuple[str, str]]
    """(data file, record) that nobody has decided on, where screening has begun."""
    read_at: Mapping[tuple[str, str], str]
    redact: Redactor
    levels: Mapping[str, tuple[str, ...]]
    """Closed question → its answers, in the order of the questionnaire."""

    def gather(
        self, unit: CountBy, selection: Selection, wanted: Counting, told: tuple[str, Noun]
    ) -> CountingUnits:
        """The segments in scope as units."""
        grouped: dict[str, list[Segment]] = {}
        refused, screened, undecided = set(), set(), set()
        for segment in self._in_scope(selection):
            if segment.text == GONE:
                continue  # forgotten for good: nobody can read it
            record = (segment.source.split(":", 1)[0], segment.record or "")
            if (segment.source, segment.key) in self.left_out.refused:
                refused.add(segment.case)
            elif (segment.source, segment.key) in self.left_out.screened:
                screened.add(record)
            elif unit is not CountBy.CASE or (segment.case and _is_heard(segment)):
                grouped.setdefault(_key(segment, unit), []).append(segment)
                undecided |= {record} & self.undecided
        by_segment = self._codings_by_segment()
        passages: dict[tuple[str, str], list[str]] = {}
        for key, segments in grouped.items():
            for segment in segments:
                for code, coding in by_segment.get((segment.source, segment.key), ()):
                    passages.setdefault((key, code), []).append(coding)
        codes: dict[str, set[str]] = {}
        for key, code in passages:
            codes.setdefault(key, set()).add(code)
        units = tuple(
            CountedUnit(
                key=key,
                codes=frozenset(codes.get(key, ())),
                state=self._state(segments),
                groups=self._groups(key, segments, wanted) if wanted.by else (),
                read_before=self._read_before(segments),
            )
            for key, segments in grouped.items()
        )
        filter_, noun = told
        return CountingUnits(
            book=self.book,
            units=units,
            order=self.levels.get(self.people.named(wanted.by), ()) if wanted.by else (),
            unit=unit,
            noun=noun,
            filter=filter_,
            has_discussions=any(_is_discussion(text) for text in self.texts.values()),
            without_consent=len(refused),
            screened_out=len(screened),
            undecided=len(undecided),
            passages={pair: tuple(dict.fromkeys(ids)) for pair, ids in passages.items()},
            quotes={coding.id: self._words(coding) for coding in self.record.codings},
            codings=self._behind(passages.values()),
        )

    def _behind(self, ids: Iterable[Iterable[str]]) -> tuple[Coding, ...]:
        wanted = {id_ for some in ids for id_ in some}
        return tuple(coding for coding in self.record.codings if coding.id in wanted)

    def _words(self, coding: Coding) -> str:
        text = self.texts[coding.source]
        is_refused = self.left_out.touches_refused(coding, text)
        if is_refused:
            return "[left out: somebody here refused analysis]"
        return shown_quote(self.redact, text, coding)

    def _in_scope(self, selection: Selection) -> Iterator[Segment]:
        meets = self.people.condition(selection.where)
        roles = selection.speaker_roles
        for text in self.texts.values():
            for segment in text.segments:
                if (not roles or segment.speaker_role in roles) and meets(segment):
                    yield segment

    def _codings_by_segment(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """(source, key) → (code, coding) of what touches it."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for coding in self.record.codings:
            text = self.texts[coding.source]
            if text.holds(coding.place):
                for segment in text.within(coding.place):
                    found.setdefault((coding.source, segment.key), []).append((coding.code, coding.id))
        return found

    def _state(self, segments: Iterable[Segment]) -> UnitState:
        spots = [self.record.standing.get((s.source, s.key, self.book.name)) for s in segments]
        if Standing.AWAITING in spots:
            return UnitState.AWAITING
        if all(standing is Standing.READ for standing in spots):
            return UnitState.READ
        return UnitState.PARTLY if Standing.READ in spots else UnitState.UNREAD

    def _read_before(self, segments: Sequence[Segment]) -> frozenset[str]:
        first = min((self.read_at.get((s.source, s.key), "~") for s in segments), default="~")
        return frozenset(code.id for code in self.book.codes if first != "~" and code.created > first)

    def _groups(self, key: str, segments: Sequence[Segment], wanted: Counting) -> tuple[str, ...]:
        name = self.people.named(wanted.by)
        values = [self.people.attributes(segment).get(name, "") for segment in segments]
        distinct = tuple(value for value in dict.fromkeys(values) if value)
        if len(distinct) <= 1 or wanted.take == "any":
            return distinct
        if not wanted.take:
            raise Refused(
                f'"{wanted.by}" is not one thing for each unit: {key} has {" and ".join(distinct[:3])}.',
                hint="Say which counts: --take first, --take last, or --take any (in each of its groups).",
            )
        return distinct[:1] if wanted.take == "first" else distinct[-1:]


def _key(segment: Segment, unit: CountBy) -> str:
    match unit:
        case CountBy.RECORD:
            return f"{segment.source.split(':', 1)[0]}:{segment.record}"
        case CountBy.CASE:
            return segment.case or ""
        case CountBy.SOURCE:
            return segment.source
        case _:
            return f"{segment.source}#{segment.key}"
