"""The quote bank as a document to read and as a table to sort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from qualkit.exports.document import (
    Block,
    Contents,
    Document,
    Heading,
    NoteList,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    QuoteBlock,
    Run,
    RunStyle,
    TitlePage,
    plain,
    provenance_blocks,
)
from qualkit.exports.render.format import clock
from qualkit.exports.tally import tally
from qualkit.exports.wording import pieces, quote_text, reference, verbatim_text
from qualkit.model.bank import Bank, BankCode, Passage, Tally, Theme
from qualkit.model.plural import counted
from qualkit.model.table import Column, Provenance, Table, Unit, Value

NOT_FOR_QUOTATION = (
    "Not for quotation. These are notes that workers wrote about people, not anybody's own words. "
    "They are evidence for the analysis and should not be printed as quotes."
)

_COLUMNS = (
    Column(key="theme", title="Theme", shown=False),
    Column(key="code", title="Code"),
    Column(key="quote", title="Quote"),
    Column(key="attribution", title="Attribution"),
    Column(key="cases", title="People", unit=Unit.LIST, shown=False),
    Column(key="source", title="Source"),
    Column(key="segment", title="Segment", shown=False),
    Column(key="turn", title="Turn", unit=Unit.COUNT),
    Column(key="time", title="Time", unit=Unit.TIME, shown=False),
    Column(key="coder", title="Coder", shown=False),
    Column(key="memo", title="Memo", shown=False),
    Column(key="voice", title="Voice", shown=False),
    Column(key="consent", title="Consent to quotation", shown=False),
    Column(key="code_id", title="Code id", shown=False),
)
_CHOICE = (
    Column(key="chosen", title="Chosen", shown=False),
    Column(key="display", title="Display", shown=False),
    Column(key="verbatim", title="Verbatim", shown=False),
)
"""`verbatim` is what was said, where the quote is edited."""


def bank_document(bank: Bank, provenance: Provenance) -> Document:
    """Title page, contents, a chapter a theme, the notes, and where it all comes from."""
    notes: tuple[Block, ...] = (NoteList(bank.notes),) if bank.notes else (Paragraph(plain("None.")),)
    return Document(
        title=bank.title,
        provenance=provenance,
        blocks=(
            _title_page(bank, provenance),
            Contents(),
            *(block for theme in bank.themes for block in _chapter(bank, theme)),
            PageBreak(),
            Heading(1, "Notes"),
            *notes,
            *provenance_blocks(provenance),
        ),
    )


def bank_table(bank: Bank, provenance: Provenance | None = None) -> Table:
    """One row a quote, with its code's whole path; an attribute of the people is a column each."""
    rows = [(theme, code, item) for theme in bank.themes for code in theme.codes for item in code.passages]
    keys = _attribute_keys(item for _, _, item in rows)
    choice = _CHOICE if any(item.quote for _, _, item in rows) else ()
    has_context = any(item.before or item.after for _, _, item in rows)
    context = (
        Column(key="before", title="Before", shown=False),
        Column(key="after", title="After", shown=False),
    )
    return Table(
        id="quotes" if bank.is_for_quotation else "evidence",
        title=bank.title,
        columns=(
            *_COLUMNS,
            *choice,
            *(context if has_context else ()),
            *(Column(key=key, title=name, shown=False) for name, key in keys.items()),
        ),
        rows=tuple(_row(theme, code, item, keys) for theme, code, item in rows),
        notes=bank.notes,
        provenance=provenance or Provenance(),
    )


def _attribute_keys(passages: Iterator[Passage]) -> Mapping[str, str]:
    """Attribute → key of its column, which is its name unless a column of the bank has that."""
    taken = {column.key for column in (*_COLUMNS, *_CHOICE)} | {"before", "after"}
    names = dict.fromkeys(name for item in passages for name in item.attributes)
    return {name: f"attribute:{name}" if name in taken else name for name in names}


def _row(theme: Theme, code: BankCode, passage: Passage, keys: Mapping[str, str]) -> Mapping[str, Value]:
    return {
        "theme": theme.code.name,
        "code": code.path,
        "quote": quote_text(passage),
        "attribution": passage.credit,
        "cases": list(passage.cases),
        "source": passage.source,
        "segment": passage.segment,
        "turn": passage.ordinal,
        "time": passage.start_ms,
        "coder": ", ".join(passage.coders),
        "memo": passage.memo,
        "voice": str(passage.voice),
        "consent": str(passage.quotation),
        "code_id": passage.code,
        "chosen": "yes" if passage.quote else "",
        "display": "yes" if passage.is_display else "",
        "verbatim": verbatim_text(passage) if passage.quote and passage.quote.wording else "",
        "before": passage.before,
        "after": passage.after,
        **{key: passage.attributes.get(name, "") for name, key in keys.items()},
    }


def _title_page(bank: Bank, provenance: Provenance) -> TitlePage:
    everything = tally([item for theme in bank.themes for code in theme.codes for item in code.passages])
    lines = (
        "" if provenance.study in bank.title else provenance.study,
        _tally_line(bank, replace(everything, by_voice={}))
        if everything.quotes
        else "Nothing coded is in scope.",
        provenance.date.split("T")[0],
    )
    notice = "" if bank.is_for_quotation else NOT_FOR_QUOTATION
    return TitlePage(bank.title, tuple(line for line in lines if line), notice)


def _chapter(bank: Bank, theme: Theme) -> Iterator[Block]:
    yield PageBreak()
    told: set[str] = set()
    for entry in theme.codes:
        yield from _introduction(bank, theme, entry, is_told=entry.code.id in told)
        told.add(entry.code.id)
        for passage in entry.passages:
            yield quote_block(passage, is_quoted=bank.is_for_quotation)


def _introduction(bank: Bank, theme: Theme, entry: BankCode, *, is_told: bool) -> Iterator[Block]:
    """A code's heading with what it means; only the heading where the order comes back to it."""
    if is_told:
        yield Heading(max(min(entry.depth, 2) + 1, 2), _heading_of(bank, entry))
        return
    yield Heading(min(entry.depth, 2) + 1, _heading_of(bank, entry))
    if entry.depth == 0 and (book := _one_of_several(bank, entry)):
        yield Paragraph(plain(book), ParagraphStyle.TALLY)
    yield from _prose(entry.code.meaning, ParagraphStyle.DEFINITION)
    yield from _prose(entry.code.summary, ParagraphStyle.BODY)
    behind = theme.tally if entry.depth == 0 else _tally_of(theme, entry.code.id)
    if behind.quotes:
        of = theme.chosen_from if entry.depth == 0 else None
        yield Paragraph(plain(_tally_line(bank, behind) + _chosen_from(of)), ParagraphStyle.TALLY)


def _tally_of(theme: Theme, code_id: str) -> Tally:
    return tally([item for entry in theme.codes if entry.code.id == code_id for item in entry.passages])


def _chosen_from(everything: Tally | None) -> str:
    """“, chosen from 21 passages of 7 people”."""
    if everything is None:
        return ""
    people = f" of {counted(everything.people, 'person', 'people')}" if everything.people else ""
    return f", chosen from {counted(everything.quotes, 'passage')}{people}"


def _prose(text: str, style: ParagraphStyle) -> Iterator[Paragraph]:
    """What a researcher wrote, a paragraph where they left a line empty; other line ends are wrapping."""
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.strip():
            yield Paragraph(plain(" ".join(paragraph.split())), style)


def _heading_of(bank: Bank, entry: BankCode) -> str:
    """The code's name; deeper down after its parents', with its book's where two themes are called so."""
    book = next(book for book in bank.codebooks if entry.code.id in book)
    if entry.depth == 0 and sum(theme.code.name == entry.code.name for theme in bank.themes) > 1:
        return f"{entry.code.name} ({book.title or book.name})"
    return " › ".join(code.name for code in book.lineage(entry.code.id)[min(entry.depth, 2) :])


def _one_of_several(bank: Bank, entry: BankCode) -> str:
    """The title of a theme's codebook, where the bank has themes of several."""
    book = next(book for book in bank.codebooks if entry.code.id in book)
    return "" if all(theme.code.id in book for theme in bank.themes) else book.title or book.name


def _tally_line(bank: Bank, behind: Tally) -> str:
    """“11 quotes from 7 people in 2 sources (young person 9, professional 2)”.

    Where not everybody is known: “10 notes, 2 of them about 2 known people, in 2 sources”.
    """
    one, many = ("quote", "quotes") if bank.is_for_quotation else ("note", "notes")
    of, is_all = "from" if bank.is_for_quotation else "about", behind.of_known == behind.quotes
    people = f" {of} {counted(behind.people, 'person', 'people')}" if behind.people else ""
    if people and not is_all:
        known = counted(behind.people, "known person", "known people")
        people = f", {behind.of_known:,} of them {of} {known},"
    line = f"{counted(behind.quotes, one, many)}{people} in {counted(behind.sources, 'source', 'sources')}"
    voices = [f"{name} {number:,}" for name, number in behind.by_voice.items()]
    return f"{line} ({', '.join(voices)})" if voices else line


def quote_block(passage: Passage, *, is_quoted: bool = True) -> QuoteBlock:
    """A passage as somebody's words, with who it is by and where it stands."""
    place = [reference(passage), *([clock(passage.start_ms)] if passage.start_ms is not None else [])]
    return QuoteBlock(
        runs=tuple(
            Run(piece.text, RunStyle.PLAIN if piece.is_verbatim else RunStyle.ASIDE)
            for piece in pieces(passage)
        ),
        attribution=passage.credit,
        reference=", ".join(place),
        attributes=passage.attributes,
        before=passage.before,
        after=passage.after,
        is_quoted=is_quoted,
        is_display=passage.is_display,
    )
