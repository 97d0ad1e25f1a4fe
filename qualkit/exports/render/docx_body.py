"""A document's blocks as WordprocessingML. Written as text and parsed once: python-docx is far slower."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from qualkit.exports.document import (
    Block,
    ChartBlock,
    Contents,
    Document,
    Facts,
    Heading,
    NoteList,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    QuoteBlock,
    Run,
    RunStyle,
    TableBlock,
    TitlePage,
)
from qualkit.exports.render.format import NUMERIC, cell_on_paper, shown_columns
from qualkit.model.display import display_safe
from qualkit.model.table import Table

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARAGRAPHS = {
    ParagraphStyle.BODY: "normal",
    ParagraphStyle.DEFINITION: "definition",
    ParagraphStyle.TALLY: "tally",
}
_UPRIGHT = '<w:i w:val="0"/><w:iCs w:val="0"/>'
"""Set on the run itself: italics of a paragraph style and a character style cancel each other."""
_TEXT_WIDTH, _WIDE = 9070, 14_000
"""Twentieths of a point between the margins of an A4 page, upright and on its side."""
_LETTER, _CELL_EDGE, _LONGEST_LINE = 100, 150, 48
"""In a table: the width of a letter and of a cell's margin, in the same unit; and characters of a line."""


def body_xml(document: Document, ids: Mapping[str, str], charts: Sequence[Sequence[str]] = ()) -> list[Any]:
    """The paragraphs and tables of the body. `ids` gives a style's id by its name in lower case; `charts`
    the runs of each chart.
    """
    from docx.oxml import parse_xml

    written = "".join(_Body(document, ids, charts).blocks())
    return list(parse_xml(f"<w:body {_NAMESPACE}>{written}</w:body>"))


def footer_xml(title: str) -> Any:
    """A footer: the title on the left, the page number on the right."""
    from docx.oxml import parse_xml

    number = "".join(
        (_field_mark("begin"), _instruction("PAGE"), _field_mark("separate"), _text("1"), _field_mark("end"))
    )
    return parse_xml(
        f'<w:p {_NAMESPACE}><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{_text(title)}<w:r><w:tab/></w:r>{number}</w:p>"
    )


class _Body:
    """Writes the blocks one after the other; remembers a page break until there is a paragraph for it."""

    def __init__(self, document: Document, ids: Mapping[str, str], charts: Sequence[Sequence[str]]) -> None:
        self._document = document
        self._charts = iter(charts)
        self._ids = ids
        self._breaks_page = False
        self._is_wide = False
        self._headings = 0

    def blocks(self) -> Iterator[str]:
        blocks = self._document.blocks
        for number, block in enumerate(blocks):
            yield from self._turned(_is_wide(blocks[number : number + 2]), is_first=number == 0)
            yield from self._block(block)
        yield from self._turned(False, is_first=False)

    def _turned(self, is_wide: bool, *, is_first: bool) -> Iterator[str]:
        """The end of a section where the page turns: on its side for a table that is too wide, and back."""
        if is_wide != self._is_wide and not is_first:
            side = '<w:pgSz w:orient="landscape"/>' if self._is_wide else ""
            yield f"<w:p><w:pPr><w:sectPr>{side}</w:sectPr></w:pPr></w:p>"
            self._breaks_page = False
        self._is_wide = is_wide

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case TitlePage():
                yield from self._title_page(block)
            case Contents():
                yield from self._contents(block)
            case PageBreak():
                self._breaks_page = True
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield self._paragraph(_PARAGRAPHS[block.style], *map(self._run, block.runs))
            case QuoteBlock():
                yield from self._quote(block)
            case TableBlock():
                yield from self._table(block.table)
            case ChartBlock():
                yield from (self._paragraph("normal", run) for run in next(self._charts))
            case NoteList():
                yield from (self._paragraph("note", _text(note)) for note in block.notes)
            case Facts():
                for name, value in block.pairs:
                    yield self._paragraph("fact", _text(name), "<w:r><w:tab/></w:r>", _text(value))

    def _paragraph(self, style: str, *runs: str, keeps_next: bool = False, is_right: bool = False) -> str:
        keep = "<w:keepNext/>" if keeps_next else ""
        breaks = "<w:pageBreakBefore/>" if self._breaks_page else ""
        side = '<w:jc w:val="right"/>' if is_right else ""
        self._breaks_page = False
        properties = f'<w:pPr><w:pStyle w:val="{escape(self._ids[style])}"/>{keep}{breaks}{side}</w:pPr>'
        return f"<w:p>{properties}{''.join(runs)}</w:p>"

    def _title_page(self, block: TitlePage) -> Iterator[str]:
        yield self._paragraph("title", _text(block.title))
        if block.notice:
            yield self._paragraph("notice", _text(block.notice))
        for line in block.lines:
            yield self._paragraph("subtitle", _text(line))

    def _contents(self, block: Contents) -> Iterator[str]:
        """A field that Word can update, filled with the headings as they stand."""
        headings = [item for item in self._document.blocks if isinstance(item, Heading)]
        self._breaks_page = True
        yield self._paragraph("toc heading", _text(block.title))
        opening = _field_mark("begin") + _instruction(r'TOC \o "1-3" \h \z \u') + _field_mark("separate")
        for number, heading in enumerate(headings, 1):
            link = (
                f'<w:hyperlink w:anchor="_Toc{number:06}" w:history="1">{_text(heading.text)}</w:hyperlink>'
            )
            yield self._paragraph(f"toc {heading.level}", opening if number == 1 else "", link)
        if headings:
            yield self._paragraph("normal", _field_mark("end"))

    def _heading(self, block: Heading) -> str:
        self._headings += 1
        number = self._headings
        start = f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number:06}"/>'
        return self._paragraph(
            f"heading {block.level}", start, _text(block.text), f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _run(self, run: Run) -> str:
        match run.style:
            case RunStyle.STRONG:
                return _text(run.text, "<w:b/>")
            case RunStyle.EMPHASIS:
                return _text(run.text, "<w:i/>")
            case RunStyle.ASIDE:
                return _text(run.text, self._character("quote aside") + _UPRIGHT)
            case RunStyle.PLAIN:
                return _text(run.text)

    def _quote(self, block: QuoteBlock) -> Iterator[str]:
        opening, closing = ("“", "”") if block.is_quoted else ("", "")
        by = self._character("quote attribution") + _UPRIGHT
        if block.before:
            yield self._paragraph("quote context", _text(f"… {block.before}"))
        yield self._paragraph(
            "intense quote" if block.is_display else "quote",
            _text(opening),
            *map(self._run, block.runs),
            _text(closing),
            _text(f" – {block.attribution}", by) if block.attribution else "",
            keeps_next=bool(block.after or block.reference),
        )
        if block.after:
            yield self._paragraph("quote context", _text(f"{block.after} …"))
        if block.reference:
            yield self._paragraph("quote reference", _text(block.reference))

    def _character(self, style: str) -> str:
        return f'<w:rStyle w:val="{escape(self._ids[style])}"/>'

    def _table(self, table: Table) -> Iterator[str]:
        columns = shown_columns(table)
        titles = [column.title for column in columns]
        rows = [[cell_on_paper(row, item) for item in columns] for row in table.rows]
        widths = _widths([titles, *rows], _WIDE if self._is_wide else _TEXT_WIDTH)
        is_right = [column.unit in NUMERIC for column in columns]
        if table.title:
            yield self._paragraph("caption", _text(table.title))
        yield f"<w:tbl>{_TABLE_PROPERTIES}<w:tblGrid>"
        yield from (f'<w:gridCol w:w="{size}"/>' for size in widths)
        yield f"</w:tblGrid>{self._table_row(titles, widths, is_right, is_header=True)}"
        yield from (self._table_row(row, widths, is_right) for row in rows)
        yield "</w:tbl>"
        for note in table.notes:
            yield self._paragraph("table note", _text(note))

    def _table_row(
        self,
        cells: Sequence[str],
        widths: Sequence[int],
        is_right: Sequence[bool],
        *,
        is_header: bool = False,
    ) -> str:
        kind = "<w:cantSplit/><w:tblHeader/>" if is_header else "<w:cantSplit/>"
        edge = (
            '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="5C6470"/></w:tcBorders>'
            if is_header
            else ""
        )
        written = (
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{edge}</w:tcPr>'
            + self._paragraph("table text", _text(cell, "<w:b/>" if is_header else ""), is_right=right)
            + "</w:tc>"
            for cell, size, right in zip(cells, widths, is_right, strict=True)
        )
        return f"<w:tr><w:trPr>{kind}</w:trPr>{''.join(written)}</w:tr>"


_TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:color="5C6470"/><w:bottom w:val="single" w:sz="8" w:color="5C6470"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="D9D6CE"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _is_wide(blocks: Sequence[Block]) -> bool:
    """Whether a table stands first, or right below a heading, whose words have no room on an upright page."""
    block = blocks[1] if isinstance(blocks[0], Heading) and len(blocks) > 1 else blocks[0]
    if not isinstance(block, TableBlock):
        return False
    columns = shown_columns(block.table)
    rows = [[cell_on_paper(row, column) for column in columns] for row in block.table.rows]
    cells = zip([column.title for column in columns], *rows, strict=True)
    return sum(_room(_longest_word(column)) for column in cells) > _TEXT_WIDTH


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Column widths: room for the longest words, and what is left in proportion to what more is wanted.

    Where not all words have room, those of the body come first: titles may break, numbers must not.
    """
    columns = list(zip(*rows, strict=True))
    body = [_room(_longest_word(cells[1:])) for cells in columns]
    words = [_room(_longest_word(cells)) for cells in columns]
    texts = [_room(min(max(map(len, cells)), _LONGEST_LINE)) for cells in columns]
    least, wanted = (words, texts) if sum(words) <= width else (body, words)
    left = width - sum(least)
    missing = [max(wish - need, 0) for wish, need in zip(wanted, least, strict=True)]
    if left < 0 or not sum(missing):
        return [width * size // sum(least) for size in least]
    return [need + left * more // sum(missing) for need, more in zip(least, missing, strict=True)]


def _room(characters: int) -> int:
    return _CELL_EDGE + _LETTER * characters


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def _text(text: str, properties: str = "") -> str:
    """A run; newlines become line breaks, and what XML can't hold is replaced."""
    if not text:
        return ""
    safe = escape(display_safe(text), quote=False)
    safe = safe.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    safe = safe.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{safe}</w:t></w:r>'


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text, quote=False)} </w:instrText></w:r>'
