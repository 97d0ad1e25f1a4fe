"""The text of a Word document as a reader of it sees it: insertions in, deletions out, order kept."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from qualkit.errors import FileRefused, Where
from qualkit.importers.packages import SafePackage, open_package, parse_xml
from qualkit.importers.transcripts.document import Document, DocumentTable, Paragraph
from qualkit.model.finding import Finding, Severity
from qualkit.model.plural import counted

_INSIDE = frozenset(
    {
        *("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo", "r"),
        *("ins", "moveTo", "AlternateContent", "Choice", "ruby", "rubyBase"),
    }
)
"""What text may stand inside of. Deletions, field codes, text boxes and fallbacks are not among it."""
_LETTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
_HEADING = re.compile(r"^heading\s*([1-9])$", re.IGNORECASE)


def read_docx(path: Path) -> Document:
    """A Word document's text. Raises FileRefused for what is none, is protected, damaged or oversized."""
    package = open_package(path)
    part = _document_part(package)
    data = package.read(part)
    if data is None:
        raise FileRefused(
            f"This is not a Word document{f', but {package.kind}' if package.kind else ''}.",
            Where(file=package.file),
            "Open it in the program that made it and save it as .docx.",
        )
    reading = _Reading(headings=_heading_levels(package))
    try:
        reading.body(parse_xml(data, package.file))
    except RecursionError as error:
        raise FileRefused(
            "The document is nested too deeply to be read.",
            Where(file=package.file),
            "Save it anew in Word, and add that.",
        ) from error
    return Document(
        paragraphs=tuple(reading.paragraphs),
        tables=tuple(reading.tables),
        findings=_findings(reading, _count_of_comments(package), package.file),
    )


@dataclass(slots=True)
class _Reading:
    """One walk through a document: what was read so far, and what was left out."""

    headings: dict[str, int]
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[DocumentTable] = field(default_factory=list)
    insertions: int = 0
    deletions: int = 0
    boxes: int = 0
    footnotes: int = 0
    list_items: int = 0
    number: int = 0
    carried: str = ""
    """Text of a paragraph whose end was deleted: it goes on in the next one."""

    def body(self, element: Element) -> None:
        """Takes in the paragraphs and tables below an element, in order."""
        for child in element:
            name = _name(child)
            if name == "p":
                self._take(child)
            elif name == "tbl":
                self.number += 1
                rows = tuple(self._cells(row) for row in _below(child, "tr"))
                self.tables.append(DocumentTable(rows=rows, number=self.number))
            elif name == "body" or name in _INSIDE:
                self.body(child)
            elif name in ("del", "moveFrom"):
                self.deletions += 1

    def _take(self, element: Element) -> None:
        self.number += 1
        text = self.carried + "".join(self._text(element))
        style, end_is_deleted, is_listed = _properties(element)
        self.carried = text if end_is_deleted else ""
        self.list_items += is_listed and bool(text.strip())
        if text.strip() and not end_is_deleted:
            heading = self.headings.get(style, 0)
            self.paragraphs.append(Paragraph(text=text, number=self.number, heading=heading))

    def _cells(self, row: Element) -> tuple[str, ...]:
        return tuple("\n".join(self._cell_lines(cell)).strip() for cell in _below(row, "tc"))

    def _cell_lines(self, cell: Element) -> Iterator[str]:
        for child in cell:
            name = _name(child)
            if name == "p":
                yield "".join(self._text(child)).strip()
            elif name == "tbl":
                yield from (" ".join(self._cells(row)) for row in _below(child, "tr"))
            elif name in _INSIDE:
                yield from self._cell_lines(child)

    def _text(self, element: Element) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name == "t":
                yield (child.text or "").replace("\u00ad", "")
            elif name in _LETTERS:
                yield _LETTERS[name]
            elif name in _INSIDE:
                self.insertions += name in ("ins", "moveTo")
                yield from self._text(child)
            elif name in ("del", "moveFrom"):
                self.deletions += 1
            elif name in ("footnoteReference", "endnoteReference"):
                self.footnotes += 1
            elif name in ("drawing", "pict") and any(_name(below) == "txbxContent" for below in child.iter()):
                self.boxes += 1


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _below(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, looking into content controls and kept insertions."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in _INSIDE:
            yield from _below(child, name)


def _value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _properties(paragraph: Element) -> tuple[str, bool, bool]:
    """(style, whether its end was deleted, whether Word numbers it) of a paragraph."""
    style, end_is_deleted, is_listed = "", False, False
    for properties in paragraph:
        if _name(properties) != "pPr":
            continue
        for child in properties:
            name = _name(child)
            if name == "pStyle":
                style = _value(child)
            elif name == "numPr":
                is_listed = True
            elif name == "rPr":
                end_is_deleted = any(_name(mark) in ("del", "moveFrom") for mark in child)
    return style, end_is_deleted, is_listed


def _document_part(package: SafePackage) -> str:
    """The name of the main part: nearly always word/document.xml, but the file itself says."""
    relations = package.read("_rels/.rels")
    if relations:
        for relation in parse_xml(relations, package.file):
            if relation.get("Type", "").endswith("/officeDocument"):
                target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if target.startswith("word/"):
                    return target
    return "word/document.xml"


def _heading_levels(package: SafePackage) -> dict[str, int]:
    """Style id → level. Word keeps the English name of a heading style in every language."""
    levels = {f"Heading{level}": level for level in range(1, 10)} | {"Title": 1}
    data = package.read("word/styles.xml")
    if data is None:
        return levels
    for style in parse_xml(data, package.file):
        identifier = next((v for k, v in style.attrib.items() if k.rpartition("}")[2] == "styleId"), "")
        name = next((_value(child) for child in style if _name(child) == "name"), "")
        heading = _HEADING.match(name)
        if heading or name.casefold() == "title":
            levels[identifier] = int(heading[1]) if heading else 1
    return levels


def _count_of_comments(package: SafePackage) -> int:
    data = package.read("word/comments.xml")
    return sum(_name(child) == "comment" for child in parse_xml(data, package.file)) if data else 0


def _findings(reading: _Reading, comments: int, file: str) -> tuple[Finding, ...]:
    notes = []
    if reading.insertions or reading.deletions:
        notes.append(
            (
                "tracked-changes",
                f"Tracked changes: {counted(reading.insertions, 'insertion')} kept, "
                f"{counted(reading.deletions, 'deletion')} dropped.",
            )
        )
    for rule, count, noun in (
        ("comments", comments, "comment"),
        ("footnotes", reading.footnotes, "footnote"),
        ("text-boxes", reading.boxes, "text box"),
    ):
        if count:
            verb = "was" if count == 1 else "were"
            notes.append((rule, f"{counted(count, noun)} {verb} left out: not part of the talk."))
    found = [
        Finding(rule=rule, severity=Severity.NOTE, message=text, where=Where(file=file))
        for rule, text in notes
    ]
    if reading.list_items >= 2 and reading.list_items > 0.3 * len(reading.paragraphs):
        found.append(
            Finding(
                rule="automatic-numbers",
                severity=Severity.WARNING,
                message=f"Word itself numbers {reading.list_items} paragraphs; the numbers are not text.",
                where=Where(file=file),
                hint="If they tell who speaks (P1, P2), turn them into text in Word and add the file again.",
            )
        )
    return tuple(found)
