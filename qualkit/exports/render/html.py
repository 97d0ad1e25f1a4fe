"""A document as one self-contained page: for a screen, a phone and paper. Nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from qualkit.exports.document import (
    Block,
    ChartBlock,
    Contents,
    Document,
    Heading,
    PageBreak,
    QuoteBlock,
    TitlePage,
)
from qualkit.exports.render.format import NUMERIC, cell_on_paper, shown_columns
from qualkit.model.display import display_safe
from qualkit.model.table import Table

_CHOICES = 40
"""An attribute with more values than this (a free answer, an id) is no use as a filter."""


@dataclass(slots=True)
class Section:
    """A heading with what stands under it. The first section of a page may have no heading."""

    id: str
    heading: Heading | None
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def has_quotes(self) -> bool:
        """Whether a quote stands in it or below it."""
        return any(isinstance(block, QuoteBlock) for block in self.blocks) or any(
            section.has_quotes for section in self.sections
        )


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice offered to the reader. `key` is empty for the attribution."""

    key: str
    title: str
    values: tuple[str, ...]


def render_html(document: Document) -> str:
    """The document as a page, with filters by theme, attribution and attribute where it holds quotes."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("qualkit.exports.render", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_text"] = display_safe
    top = _sections(document.blocks)
    quotes = [block for block in document.blocks if isinstance(block, QuoteBlock) and document.offers_filters]
    page = files("qualkit.exports.render").joinpath("page")
    return environment.get_template("page.html").render(
        document=document,
        title_page=next((block for block in document.blocks if isinstance(block, TitlePage)), None),
        contents=next((block for block in document.blocks if isinstance(block, Contents)), None),
        sections=top,
        themes=[section for section in top if section.has_quotes],
        filters=list(_filters(quotes)),
        quotes=len(quotes),
        kind=lambda block: type(block).__name__,
        lines=lambda text: display_safe(text).split("\n"),
        cells=_cells,
        data=_data,
        picture=_picture,
        style=page.joinpath("page.css").read_text("utf-8"),
        script=page.joinpath("page.js").read_text("utf-8") if quotes else "",
    )


def _sections(blocks: Sequence[Block]) -> list[Section]:
    """The blocks as a tree of sections, by the levels of their headings."""
    root = Section("", None)
    opening = Section("opening", None)
    path: list[tuple[int, Section]] = [(0, root)]
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            while path[-1][0] >= block.level:
                path.pop()
            section = Section(f"part-{number}", block)
            path[-1][1].sections.append(section)
            path.append((block.level, section))
        elif not isinstance(block, TitlePage | Contents | PageBreak):
            (path[-1][1] if len(path) > 1 else opening).blocks.append(block)
    return [opening, *root.sections] if opening.blocks else root.sections


def _filters(quotes: Sequence[QuoteBlock]) -> Iterator[Filter]:
    """The attribution first, then each attribute that has a choice of values."""
    attributions = sorted({quote.attribution for quote in quotes if quote.attribution}, key=str.casefold)
    if len(attributions) > 1:
        yield Filter("", "Attribution", tuple(attributions))
    for name in dict.fromkeys(name for quote in quotes for name in quote.attributes):
        values = {quote.attributes[name] for quote in quotes if quote.attributes.get(name)}
        if 1 < len(values) <= _CHOICES:
            yield Filter(name, name, tuple(sorted(values, key=str.casefold)))


def _data(quote: QuoteBlock) -> str:
    """What a quote can be filtered by, as json for the page's script."""
    pairs = {"": quote.attribution, **quote.attributes}
    return json.dumps(
        {display_safe(key): display_safe(value) for key, value in pairs.items()}, ensure_ascii=False
    )


def _picture(block: ChartBlock) -> str:
    """The chart as the address of a picture that is in the page itself."""
    from base64 import b64encode

    from qualkit.exports.render.chart_file import svg

    return "data:image/svg+xml;base64," + b64encode(svg(block.chart).encode()).decode()


def _cells(table: Table) -> tuple[list[tuple[str, bool]], list[list[tuple[str, bool]]]]:
    """Titles and rows as (text, is a number)."""
    columns = shown_columns(table)
    return (
        [(item.title, item.unit in NUMERIC) for item in columns],
        [[(cell_on_paper(row, item), item.unit in NUMERIC) for item in columns] for row in table.rows],
    )
