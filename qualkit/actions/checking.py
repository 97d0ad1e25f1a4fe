"""Checks over the study's own data (`qualkit check`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualkit.actions.codebook_files import one_codebook
from qualkit.actions.list_codings import used_codes
from qualkit.actions.redacting import redactor
from qualkit.actions.texts import SourceText, load_texts
from qualkit.checks.anchors import AnchoredQuote, check_anchors
from qualkit.model.coding import Anchor, Coding
from qualkit.model.finding import Finding
from qualkit.store import codebooks, codings, sources, text_files
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check looked at, and what it found."""

    looked_at: int
    findings: tuple[Finding, ...]


def anchors(study: Study) -> Checked:
    """Whether the words of every coding stand at its place, and which codings have none."""
    with study.database.reading() as connection:
        found = codings.codings(connection)
        used = {coding.source for coding in found}
        texts = load_texts(
            connection, (one for one in sources.sources(connection) if one.source.name in used)
        )
        books = codebooks.codebooks(connection)
        waiting, redact = text_files.waiting(connection), redactor(connection)
    paths = {code.id: book.path(code.id) for book in books for code in book.codes}
    findings = tuple(
        replace(one, message=redact.text(one.message)) for one in check_anchors(_quotes(found, texts, paths))
    )
    return Checked(looked_at=len(found), findings=(*findings, *_waiting(waiting)))


def _quotes(
    found: list[Coding], texts: dict[str, SourceText], paths: dict[str, str]
) -> Iterator[AnchoredQuote]:
    for coding in found:
        text = texts[coding.source]
        yield AnchoredQuote(
            coding=coding.id,
            source=coding.source,
            segment=coding.place.segment,
            code=paths[coding.code],
            quote=coding.quote,
            found=text.quote(coding.place) if text.holds(coding.place) else None,
            is_lost=coding.anchor is Anchor.LOST,
        )


def _waiting(rows: list[text_files.Waiting]) -> Iterator[Finding]:
    from qualkit.errors import Where
    from qualkit.model.finding import Severity

    for row in rows:
        yield Finding(
            rule="waiting",
            severity=Severity.ERROR,
            message=f"A row waits: {row.reason}.",
            where=Where(file=row.path),
            hint="Bring the missing source or codebook in; the row is kept until then.",
        )


def codebook(study: Study, *, name: str = "") -> Checked:
    """Codes without definition, never used, or with nearly the same name."""
    from qualkit.checks.codebook import check_codebook

    with study.database.reading() as connection:
        books = codebooks.codebooks(connection)
    wanted = [one_codebook(books, name)] if name or not books else books
    used = used_codes(study, wanted)
    findings = tuple(finding for book in wanted for finding in check_codebook(book, used))
    return Checked(looked_at=sum(len(book.codes) for book in wanted), findings=findings)
