"""A word processor's document as its reader sees it, whichever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from qualkit.model.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; its lines (a soft return ends one) are parted by a line feed."""

    text: str
    number: int
    """1 for the first paragraph of the document, tables included."""
    heading: int = 0
    """1 to 9 for a heading, 1 for a title, 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTable:
    """A table as rows of cell texts."""

    rows: tuple[tuple[str, ...], ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document's paragraphs and tables, in order, and what was noticed on the way."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[DocumentTable, ...]
    findings: tuple[Finding, ...]
