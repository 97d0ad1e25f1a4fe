"""What is redacted in a study, for everything that shows its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualkit.actions.texts import SourceText
from qualkit.model.bank import Bank, Passage
from qualkit.model.codebook import Code, Codebook
from qualkit.model.coding import Coding
from qualkit.model.place import Place
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment
from qualkit.model.table import Table
from qualkit.store import redactions
from qualkit.store.database import Connection
from qualkit.study import Study


def redactor(connection: Connection) -> Redactor:
    """What is redacted now."""
    return Redactor(redactions.redactions(connection))


def redactor_of(study: Study) -> Redactor:
    """What is redacted now, for who has no connection at hand."""
    with study.database.reading() as connection:
        return redactor(connection)


def shown_text(redact: Redactor, segment: Segment) -> str:
    """A passage's words as they are shown."""
    return redact.text(segment.text, segment.source, segment.key)


def shown_parts(redact: Redactor, text: SourceText, place: Place) -> list[tuple[Segment, str]]:
    """Each segment that a place touches with its words as they are shown; redactions are whole."""
    if redact.is_idle:
        return text.parts(place)
    found = []
    for segment in text.within(place):
        start = place.start if segment.key == place.segment else 0
        end = place.end if segment.key == place.end_segment else len(segment.text)
        found.append((segment, redact.part(segment.text, (start, end), segment.source, segment.key)))
    return found


def shown_quote(redact: Redactor, text: SourceText | None, coding: Coding) -> str:
    """The words of a coding as they are shown, also of one that has lost its place."""
    if redact.is_idle:
        return coding.quote
    if text is not None and text.holds(coding.place) and text.quote(coding.place) == coding.quote:
        return "\n".join(words for _, words in shown_parts(redact, text, coding.place))
    return redact.text(coding.quote, coding.source, coding.place.segment)


def shown_quotes(
    redact: Redactor, texts: Mapping[str, SourceText], codings: Sequence[Coding]
) -> dict[str, str]:
    """Coding's id → its words as they are shown."""
    return {one.id: shown_quote(redact, texts.get(one.source), one) for one in codings}


def shown_table(redact: Redactor, table: Table) -> Table:
    """A table in which no cell shows what is redacted, in whatever source."""
    if redact.is_idle:
        return table
    rows = (
        {key: redact.text(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def shown_book(redact: Redactor, book: Codebook) -> Codebook:
    """A codebook with what its codes say as it is shown: examples are often somebody's words."""
    if redact.is_idle:
        return book
    return replace(book, codes=tuple(_shown_code(redact, code) for code in book.codes))


def _shown_code(redact: Redactor, code: Code) -> Code:
    return replace(
        code,
        brief=redact.text(code.brief),
        definition=redact.text(code.definition),
        when=redact.text(code.when),
        when_not=redact.text(code.when_not),
        examples=tuple(redact.text(example) for example in code.examples),
        summary=redact.text(code.summary),
    )


def shown_bank(redact: Redactor, bank: Bank) -> Bank:
    """A bank of passages that are made already, with its people, titles and notes as they are shown."""
    if redact.is_idle:
        return bank
    themes = tuple(
        replace(
            theme,
            codes=tuple(
                replace(one, passages=tuple(_shown_passage(redact, passage) for passage in one.passages))
                for one in theme.codes
            ),
        )
        for theme in bank.themes
    )
    return replace(bank, themes=themes, notes=tuple(redact.text(note) for note in bank.notes))


def _shown_passage(redact: Redactor, passage: Passage) -> Passage:
    return replace(
        passage,
        source_title=redact.text(passage.source_title),
        parts=tuple(
            replace(part, case=redact.text(part.case)) if part.case else part for part in passage.parts
        ),
        attributes={name: redact.text(value) for name, value in passage.attributes.items()},
    )
