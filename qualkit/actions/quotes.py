"""The quote bank: what was coded, gathered under its themes and handed over (`qualkit quotes`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualkit.actions.coding_sheet import coding_sheet
from qualkit.actions.provenance import provenance
from qualkit.actions.selection import People, Selection, check_coder, find_sources
from qualkit.actions.texts import SourceText, load_texts
from qualkit.analysis.coding_of_record import RecordOfCoding, Standing, coding_of_record
from qualkit.errors import NotFound, Refused
from qualkit.exports.attribution import attribution, fields_of
from qualkit.exports.quotebank import build_bank
from qualkit.exports.render import write_bank
from qualkit.manifest import Manifest
from qualkit.model.bank import Bank, Part, Passage
from qualkit.model.codebook import Codebook
from qualkit.model.codepath import find_code
from qualkit.model.coding import Coding
from qualkit.model.people import Consent
from qualkit.model.source import Segment, Source, SourceKind, SpeakerRole, Voice
from qualkit.model.table import Provenance, Table
from qualkit.store import codebooks, codings, readings, sources
from qualkit.store.database import Connection
from qualkit.study import Study

_FALLBACKS = {
    SourceKind.TRANSCRIPT: "participant",
    SourceKind.ANSWERS: "respondent",
    SourceKind.RECORDS: "case record",
    SourceKind.DOCUMENT: "document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BankOptions:
    """Which quotes, and how they are shown."""

    codes: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    coder: str = ""
    """Empty: the coding of record; a name; or `any`."""
    include_moderator: bool = False
    context: int = 0
    """Turns before and after, and the rest of the passage's own turn; answers give the rest of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The bank in own words, the evidence from worker's notes, and what goes with both."""

    bank: Bank
    evidence: Bank | None
    coding: Table
    provenance: Provenance


def gather(study: Study, options: BankOptions | None = None) -> Gathered:
    """Gather the quote bank. Nothing is changed."""
    options = options or BankOptions()
    with study.database.reading() as connection:
        check_coder(study, connection, options.coder)
        books = codebooks.codebooks(connection)
        scope = _Scope.load(study, connection, books, options)
    passages = list(scope.passages())
    own = [one for one in passages if one.voice is not Voice.WORKERS_NOTES]
    notes = [one for one in passages if one.voice is Voice.WORKERS_NOTES]
    sizes, people = scope.voices()
    origin = provenance(study, "quotes", filter=_filter(options), coder=options.coder)
    shown = _shown_books(books, options.codes)
    title = f"Quote bank: {study.title}"
    bank = build_bank(
        own,
        shown,
        title=title,
        people=people,
        attribution_sizes=sizes,
        include_moderator=options.include_moderator,
    )
    evidence = None
    if notes:
        evidence = build_bank(
            notes,
            shown,
            title=f"Evidence from worker's notes, not for quotation: {study.title}",
            people=(),
            attribution_sizes={},
            is_for_quotation=False,
        )
    return Gathered(
        bank=replace(bank, notes=(*scope.notes(), *bank.notes)),
        evidence=evidence,
        coding=coding_sheet(scope.texts, scope.record, books, scope.everybody),
        provenance=origin,
    )


def _filter(options: BankOptions) -> str:
    parts = [*(f"code {code}" for code in options.codes), str(options.selection)]
    return "; ".join(part for part in parts if part)


def _shown_books(books: Sequence[Codebook], codes: Sequence[str]) -> list[Codebook]:
    """The codebooks, less what --code leaves out; the codes above a chosen one stay."""
    if not codes:
        return list(books)
    wanted = [find_code(path, books) for path in codes]
    shown = []
    for book in books:
        inside = {below for owner, code in wanted if owner is book for below in book.under(code.id)}
        above = {code.id for below in inside for code in book.lineage(below)}
        if above:
            shown.append(replace(book, codes=tuple(code for code in book.codes if code.id in above)))
    return shown


@dataclass(slots=True, kw_only=True)
class _Scope:
    """Everything that is looked up for a bank."""

    manifest: Manifest
    books: Sequence[Codebook]
    record: RecordOfCoding
    texts: Mapping[str, SourceText]
    everybody: People
    options: BankOptions
    wanted: frozenset[str]
    """The ids of the codes asked for."""

    @classmethod
    def load(
        cls, study: Study, connection: Connection, books: Sequence[Codebook], options: BankOptions
    ) -> _Scope:
        stored = find_sources(sources.sources(connection), options.selection.sources)
        ids = [one.id for one in stored]
        book_of = {code.id: book.name for book in books for code in book.codes}
        record = coding_of_record(
            codings.codings(connection, sources=ids),
            readings.readings(connection, sources=ids),
            book_of=book_of,
            consensus=study.manifest.consensus,
            coder=options.coder,
        )
        chosen = [find_code(path, books) for path in options.codes]
        under = {code_id for book, code in chosen for code_id in book.under(code.id)}
        scope = cls(
            manifest=study.manifest,
            books=books,
            record=record,
            texts=load_texts(connection, stored),
            everybody=People.load(connection),
            options=options,
            wanted=frozenset(under or book_of),
        )
        scope.check_templates()
        return scope

    def check_templates(self) -> None:
        """Refuse an attribution that names an attribute nobody has."""
        known = {name.casefold() for name in self.everybody.names()}
        for where, template in self.manifest.attribution.items():
            for name in fields_of(template):
                if known and name.casefold() not in known:
                    raise NotFound(
                        f'The attribution of "{where}" names "{name}", which nobody has.',
                        "study.toml",
                        f"Known are: {', '.join(self.everybody.names()[:12])}.",
                    )

    def passages(self) -> Iterable[Passage]:
        """The passages of record that were asked for, in source order."""
        meets = self.everybody.condition(self.options.selection.where)
        roles = self.options.selection.speaker_roles
        for coding in self.record.codings:
            text = self.texts[coding.source]
            if coding.code not in self.wanted or not text.holds(coding.place):
                continue
            first = text.within(coding.place)[0]
            if meets(first) and (not roles or first.speaker_role in roles):
                yield self._passage(coding, text)

    def _passage(self, coding: Coding, text: SourceText) -> Passage:
        source, parts = text.stored.source, text.parts(coding.place)
        heard = [
            segment for segment, _ in parts if segment.speaker_role is None or segment.speaker_role.is_heard
        ]
        same_person = len({segment.case for segment in heard}) == 1
        attributes = self.everybody.attributes(heard[0]) if heard and same_person else {}
        first = parts[0][0]
        book = next(book.name for book in self.books if coding.code in book)
        spot = (coding.source, coding.place.segment, book)
        before, after = self._context(text, coding) if self.options.context else ("", "")
        return Passage(
            code=coding.code,
            source=source.name,
            source_title=source.title,
            kind=source.kind.value,
            voice=source.voice,
            segment=first.key,
            ordinal=first.ordinal,
            start=coding.place.start,
            end_segment=coding.place.end_segment,
            end=coding.place.end,
            parts=tuple(self._part(segment, words) for segment, words in parts),
            group=source.stem,
            attributes=attributes,
            quotation=self._consent(heard),
            attribution=self._attribution(source, attributes),
            start_ms=_time_at(first, coding.place.start),
            before=before,
            after=after,
            coders=(coding.coder,),
            memo=coding.memo,
            record=first.record,
            coding_ids=(coding.id,),
            is_read=self.record.standing.get(spot) is Standing.READ,
        )

    def _part(self, segment: Segment, words: str) -> Part:
        case = self.everybody.cases.get(segment.case or "")
        shown = (case.pseudonym if case and case.pseudonym else segment.speaker) if segment.speaker else None
        return Part(speaker=shown, role=segment.speaker_role, case=segment.case, text=words)

    def _consent(self, heard: Sequence[Segment]) -> Consent:
        found = (self.everybody.cases.get(segment.case or "") for segment in heard)
        people = [person for person in found if person is not None]
        said = {person.quotation for person in people} | {
            person.analysis for person in people if person.analysis is Consent.NO
        }
        if Consent.NO in said:
            return Consent.NO
        return Consent.YES if said == {Consent.YES} else Consent.NOT_RECORDED

    def _attribution(self, source: Source, attributes: Mapping[str, str]) -> str:
        templates = self.manifest.attribution
        fallback = _FALLBACKS[source.kind]
        template = (
            templates.get(source.name) or templates.get(source.stem) or templates.get("default") or fallback
        )
        plain = template if not fields_of(template) else fallback
        return attribution(template, attributes, plain)

    def _context(self, text: SourceText, coding: Coding) -> tuple[str, str]:
        first, last = text.index[coding.place.segment], text.index[coding.place.end_segment]
        before = text.segments[first].text[: coding.place.start].strip()
        after = text.segments[last].text[coding.place.end :].strip()
        if not text.is_continuous:
            return before, after
        turns = self.options.context
        ahead = [self._turn(segment) for segment in text.segments[max(first - turns, 0) : first]]
        behind = [self._turn(segment) for segment in text.segments[last + 1 : last + 1 + turns]]
        return "\n".join(filter(None, [*ahead, before])), "\n".join(filter(None, [after, *behind]))

    def _turn(self, segment: Segment) -> str:
        case = self.everybody.cases.get(segment.case or "")
        if case and Consent.NO in (case.quotation, case.analysis):
            return "[turn left out]"
        who = self._part(segment, "").speaker
        return f"{who}: {segment.text}" if who else segment.text

    def voices(self) -> tuple[dict[str, int], list[str]]:
        """Attribution → how many people it fits, and everybody heard in scope, in order.

        With single codes asked for, nobody is listed: not to be quoted on one theme says nothing.
        """
        meets = self.everybody.condition(self.options.selection.where)
        fits: dict[str, set[str]] = {}
        people: dict[str, None] = {}
        for text in self.texts.values():
            source = text.stored.source
            if source.voice is not Voice.OWN_WORDS:
                continue
            for segment in text.segments:
                is_person = segment.speaker_role in (None, SpeakerRole.PARTICIPANT)
                if segment.case and is_person:
                    said = self._attribution(source, self.everybody.attributes(segment))
                    fits.setdefault(said, set()).add(segment.case)
                    people |= {segment.case: None} if meets(segment) else {}
        listed = [] if self.options.codes else list(people)
        return {said: len(cases) for said, cases in fits.items()}, listed

    def notes(self) -> list[str]:
        """What the coding of record leaves out."""
        if not self.record.awaiting:
            return []
        passages = "passage waits" if self.record.awaiting == 1 else "passages wait"
        return [f"{self.record.awaiting} {passages} for agreement between coders and are left out."]


def _time_at(segment: Segment, offset: int) -> int | None:
    """The time of the nearest stamp at or before an offset in a segment."""
    time = segment.start_ms
    for at, ms in segment.times:
        if at <= offset:
            time = ms
    return time


EVIDENCE_SUFFIX = "-evidence-not-for-quotation"


def export_quotes(
    study: Study,
    gathered: Gathered,
    path: Path,
    *,
    template: Path | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the bank by suffix, and beside it the evidence from worker's notes where there is any."""
    if path.is_dir():
        raise Refused("This is a folder.", str(path), "Give the name of a file.")
    evidence_path = path.parent / f"{path.stem}{EVIDENCE_SUFFIX}{path.suffix}"
    targets = [(gathered.bank, path)] + ([(gathered.evidence, evidence_path)] if gathered.evidence else [])
    for _, target in targets:
        if target.exists() and not force:
            raise Refused(
                "There is such a file already.", str(target), "Give another name, or --force to replace it."
            )
    for bank, target in targets:
        write_bank(
            bank,
            target,
            coding=gathered.coding,
            provenance=gathered.provenance,
            template=template,
            force=force,
        )
    log_export(
        study,
        [target.name for _, target in targets],
        quotes=sum(t.tally.quotes for t in gathered.bank.themes),
    )
    return tuple(target for _, target in targets)


def log_export(study: Study, names: Sequence[str], **counts: int) -> None:
    """Note in the log that something was handed over; it is no step of undo."""
    from qualkit.store.writer import Writer, record_event

    with study.database.writing() as connection:
        writer = Writer(connection, study.coder)
        writer.summary = f"exported {', '.join(names)}"
        writer.detail = {"files": list(names), **counts}
        record_event(writer, "export")
