"""A document, or a table by itself, as Markdown. Nothing in the data is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

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

_MARKUP = re.compile(r"([\\`*_\[\]<>~|^$&])")
_LINE_OPENING = re.compile(r"^(\s*)(#|[-+=](?=\s|$|[-=])|:)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def escaped(text: str) -> str:
    r"""The text with everything that Markdown would take for markup escaped.

    >>> print(escaped("[I mean] it [/b] *really*"))
    \[I mean\] it \[/b\] \*really\*
    """
    safe = _MARKUP.sub(r"\\\1", display_safe(text))
    return _NUMBERED.sub(r"\1\\\2", _LINE_OPENING.sub(r"\1\\\2", safe))


def render_markdown(document: Document) -> str:
    """The document. A quote is a block: “verbatim text” – attribution."""
    shown = [text for text in (_block(block, document) for block in document.blocks) if text]
    return "\n\n".join(shown) + "\n"


def render_markdown_table(table: Table) -> str:
    """The table with its title and notes."""
    parts = [f"**{_line(table.title)}**"] if table.title else []
    parts.append(_table(table))
    parts += [_list(table.notes)] if table.notes else []
    return "\n\n".join(parts) + "\n"


def _block(block: Block, document: Document) -> str:  # noqa: PLR0911 – one line for each kind of block
    match block:
        case TitlePage():
            notice = [f"**{_line(block.notice)}**"] if block.notice else []
            return "\n\n".join([f"# {_line(block.title)}", *notice, *map(_text, block.lines)])
        case Contents():
            return _contents(document)
        case PageBreak() | ChartBlock():
            return ""
        case Heading():
            return f"{'#' * (block.level + 1)} {_line(block.text)}"
        case Paragraph():
            return _paragraph(block)
        case QuoteBlock():
            return _quote(block)
        case TableBlock():
            return render_markdown_table(block.table).rstrip("\n")
        case NoteList():
            return _list(block.notes)
        case Facts():
            return _list([f"{name}: {value}" for name, value in block.pairs])


def _contents(document: Document) -> str:
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    return "\n".join(f"{'  ' * (item.level - 1)}- {_line(item.text)}" for item in headings)


def _paragraph(block: Paragraph) -> str:
    text = _breaking("".join(map(_run, block.runs)).strip())
    return f"*{text}*" if block.style is ParagraphStyle.TALLY and "\n" not in text else text


def _run(run: Run) -> str:
    text = escaped(run.text)
    mark = {RunStyle.STRONG: "**", RunStyle.EMPHASIS: "*"}.get(run.style, "")
    return f"{mark}{text}{mark}" if text.strip() == text else text


def _quote(block: QuoteBlock) -> str:
    words = escaped("".join(run.text for run in block.runs))
    by = f" – {_line(block.attribution)}" if block.attribution else ""
    quoted = f"“{words}”{by}" if block.is_quoted else f"{words}{by}"
    paragraphs = [
        f"… {escaped(block.before)}" if block.before else "",
        quoted,
        f"{escaped(block.after).strip()} …" if block.after else "",
        f"({_line(block.reference)})" if block.reference else "",
    ]
    return "\n>\n".join(f"> {_breaking(text)}".replace("\n", "\n> ") for text in paragraphs if text)


def _table(table: Table) -> str:
    columns = shown_columns(table)
    lines = [
        [_line(column.title) for column in columns],
        ["---:" if column.unit in NUMERIC else "---" for column in columns],
        *([_line(cell_on_paper(row, item)) for item in columns] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {_line(item)}" for item in items)


def _line(text: str) -> str:
    """Escaped, on one line."""
    return " ".join(escaped(text).split())


def _text(text: str) -> str:
    return _breaking(escaped(text).strip())


def _breaking(text: str) -> str:
    """Line breaks that Markdown keeps."""
    return "\\\n".join(text.split("\n")) if "\n" in text else text
