"""A deliverable as blocks: what it says and in which order, never how a file type shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from qualkit.exports.charts import charts_of
from qualkit.model.chart import Chart, ChartLook
from qualkit.model.result import Result
from qualkit.model.table import Provenance, Table


class RunStyle(StrEnum):
    """How a stretch of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    ASIDE = "aside"
    """Not the speaker's own words: a name, `[moderator]`, context around a quote."""


class ParagraphStyle(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    DEFINITION = "definition"
    TALLY = "tally"
    """How much stands behind what follows."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. A newline in it is a line break."""

    text: str
    style: RunStyle = RunStyle.PLAIN


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What stands on the cover. A `notice` is a warning that nobody should miss."""

    title: str
    lines: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, made from the headings that follow."""

    title: str = "Contents"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page where there are pages."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: tuple[Run, ...]
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    """Somebody's words as reports print them: “verbatim text” – attribution.

    Runs are the speaker's words, but for those in the style `ASIDE`. With `is_quoted` false (a worker's
    note) there are no quotation marks.
    """

    runs: tuple[Run, ...]
    attribution: str = ""
    reference: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    is_quoted: bool = True
    is_display: bool = False
    """Set apart, large, as reports do with the quotes that carry a theme."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its title, its rows and its notes."""

    table: Table


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart; what can't show pictures leaves it out."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class NoteList:
    """Notes, one an item."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values: where a document comes from."""

    pairs: tuple[tuple[str, str], ...]


Block = (
    TitlePage
    | Contents
    | PageBreak
    | Heading
    | Paragraph
    | QuoteBlock
    | TableBlock
    | ChartBlock
    | NoteList
    | Facts
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Blocks in order. One renderer a file type shows them."""

    title: str
    blocks: tuple[Block, ...]
    provenance: Provenance = field(default_factory=Provenance)
    language: str = "en-GB"
    offers_filters: bool = True
    """Whether a page with quotes lets its reader choose which are shown, and hides what holds no other."""


def plain(*texts: str) -> tuple[Run, ...]:
    """Runs without any emphasis."""
    return tuple(Run(text) for text in texts)


def table_document(table: Table, look: ChartLook | None = None) -> Document:
    """A table by itself as a document, under its title, with where it comes from; its chart if so asked."""
    untitled = TableBlock(replace(table, title=""))
    return Document(
        title=table.title,
        blocks=(
            Heading(1, table.title),
            untitled,
            *_chart_blocks(table, look),
            *provenance_blocks(table.provenance),
        ),
        provenance=table.provenance,
    )


def result_document(result: Result, look: ChartLook | None = None) -> Document:
    """The tables of a result under their titles, with where they come from; their charts if so asked."""
    blocks: list[Block] = [Heading(1, result.title)]
    for table in result.tables:
        blocks += [Heading(2, table.title), TableBlock(replace(table, title="")), *_chart_blocks(table, look)]
    return Document(
        title=result.title,
        blocks=(*blocks, *provenance_blocks(result.data.provenance)),
        provenance=result.data.provenance,
    )


def _chart_blocks(table: Table, look: ChartLook | None) -> tuple[ChartBlock, ...]:
    return tuple(ChartBlock(chart) for chart in charts_of([table], look)) if look else ()


def provenance_blocks(provenance: Provenance) -> tuple[Block, ...]:
    """Where a document comes from, as its last part."""
    pairs = provenance_facts(provenance)
    return (Heading(2, "About this file"), Facts(pairs)) if pairs else ()


def provenance_facts(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    """Where something comes from, as names and values for people."""
    return tuple((_FACTS[name], value) for name, value in provenance.items())


_FACTS = {
    "study": "Study",
    "command": "Made with",
    "date": "On",
    "version": "Version",
    "filter": "Only",
    "coder": "Coding by",
}
