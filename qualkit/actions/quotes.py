"""The quote bank: what was coded, gathered under its themes and handed over (`qualkit quotes`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualkit.actions.coding_sheet import coding_sheet
from qualkit.actions.origin_note import origin_notes
from qualkit.actions.provenance import provenance
from qualkit.actions.quote_scope import QuoteScope
from qualkit.actions.redacting import shown_bank, shown_book, shown_table
from qualkit.actions.selection import Selection, check_coder
from qualkit.analysis.coding_of_record import RecordOfCoding
from qualkit.errors import Refused
from qualkit.exports.quotebank import Show, build_bank
from qualkit.exports.render import write_bank
from qualkit.model.bank import Bank
from qualkit.model.codebook import Codebook
from qualkit.model.codepath import find_code
from qualkit.model.coding import Coding
from qualkit.model.source import Voice
from qualkit.model.table import Provenance, Table
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class BankOptions:
    """Which quotes, and how they are shown."""

    codes: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    coder: str = ""
    """Empty: the coding of record; a name; or `any`."""
    include_moderator: bool = False
    show: Show = "as chosen"
    """Chosen quotes, of a theme without any all passages; or `all` passages; or `chosen` quotes only."""
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
    """Gather the quote bank. Nothing is changed.

    Raises Refused where only chosen quotes are wanted and none is chosen.
    """
    options = options or BankOptions()
    with study.database.reading() as connection:
        check_coder(study, connection, options.coder)
        scope = QuoteScope.load(
            study, connection, options.selection.sources, coder=options.coder, context=options.context
        )
    passages = [scope.handed_over(one) for one in scope.passages(_asked_for(scope, options))]
    own = [one for one in passages if one.voice is not Voice.WORKERS_NOTES]
    notes = [one for one in passages if one.voice is Voice.WORKERS_NOTES]
    if options.show == "chosen" and not any(one.quote for one in own):
        raise Refused(
            "No quote has been chosen yet.", hint="Choose some on the Quotes screen, or leave out --chosen."
        )
    sizes, people = scope.voices(options.selection.where)
    shown = [shown_book(scope.redact, book) for book in _shown_books(scope.books, options.codes)]
    bank = build_bank(
        own,
        shown,
        title=f"Quote bank: {study.title}",
        # with single codes asked for, nobody is listed: not to be quoted on one theme says nothing
        people=[] if options.codes else people,
        attribution_sizes=sizes,
        include_moderator=options.include_moderator,
        show=options.show,
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
    began = origin_notes(_behind(bank, scope.record))
    noted = replace(bank, notes=(*_awaiting(scope.record), *scope.counting.notes(), *bank.notes, *began))
    return Gathered(
        bank=shown_bank(scope.redact, _with_facts_told(noted)),
        evidence=shown_bank(scope.redact, _with_facts_told(evidence)) if evidence else None,
        coding=shown_table(
            scope.redact, coding_sheet(scope.texts, scope.record, scope.books, scope.left_out, scope.read_at)
        ),
        provenance=provenance(study, "quotes", filter=_filter(options), coder=options.coder),
    )


def _asked_for(scope: QuoteScope, options: BankOptions) -> Iterator[Coding]:
    """The codings of record that were asked for, in source order."""
    chosen = [find_code(path, scope.books) for path in options.codes]
    wanted = {code_id for book, code in chosen for code_id in book.under(code.id)} or scope.book_of.keys()
    meets = scope.everybody.condition(options.selection.where)
    roles = options.selection.speaker_roles
    for coding in scope.record.codings:
        text = scope.texts[coding.source]
        if coding.code in wanted and text.holds(coding.place):
            first = text.within(coding.place)[0]
            if meets(first) and (not roles or first.speaker_role in roles):
                yield coding


def _behind(bank: Bank, record: RecordOfCoding) -> list[Coding]:
    """The codings of the passages that a bank shows."""
    codes = (code for theme in bank.themes for code in theme.codes)
    ids = {id_ for code in codes for passage in code.passages for id_ in passage.coding_ids}
    return [coding for coding in record.codings if coding.id in ids]


def _awaiting(record: RecordOfCoding) -> list[str]:
    """What the coding of record leaves out."""
    if not record.awaiting:
        return []
    passages = "passage waits" if record.awaiting == 1 else "passages wait"
    return [f"{record.awaiting} {passages} for agreement between coders and are left out."]


def _with_facts_told(bank: Bank) -> Bank:
    """The bank with a note on which facts of people are in it."""
    codes = (code for theme in bank.themes for code in theme.codes)
    facts = dict.fromkeys(name for code in codes for passage in code.passages for name in passage.attributes)
    if not facts:
        return bank
    noun = "quotes" if bank.is_for_quotation else "notes"
    said = f"Facts of people beside their {noun} in .xlsx, .html, .csv and .json: {', '.join(facts)}."
    return replace(bank, notes=(*bank.notes, said))


def _filter(options: BankOptions) -> str:
    shown = {"all": "all passages", "chosen": "chosen quotes"}.get(options.show, "")
    parts = [*(f"code {code}" for code in options.codes), str(options.selection), shown]
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
