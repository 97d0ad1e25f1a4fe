"""The text of an OpenDocument file (.odt), as LibreOffice and others write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from qualkit.errors import FileRefused, Where
from qualkit.importers.packages import SafePackage, open_package, parse_xml
from qualkit.importers.transcripts.document import Document, DocumentTable, Paragraph
from qualkit.model.finding import Finding, Severity
from qualkit.model.plural import counted

_LEFT_OUT = {
    "note": "footnote", "annotation": "comment", "text-box": "text box", "changed-region": "tracked change",
}  # fmt: skip
"""What stands beside the text: counted, and not read."""
_NEVER = frozenset({"annotation-end", "soft-page-break", "sequence-decls", "forms", "table-of-content"})
_MOST_BLANKS = 200


def read_odt(path: Path) -> Document:
    """An OpenDocument text. Raises FileRefused for what is none, is protected, damaged or oversized."""
    package = open_package(path)
    _refuse_protected(package)
    data = package.read("content.xml")
    if data is None:
        raise FileRefused(
            f"This is not an OpenDocument text{f', but {package.kind}' if package.kind else ''}.",
            Where(file=package.file),
            "Open it in the program that made it and save it as .odt.",
        )
    reading = _Reading()
    try:
        reading.body(parse_xml(data, package.file))
    except RecursionError as error:
        raise FileRefused(
            "The document is nested too deeply to be read.",
            Where(file=package.file),
            "Save it anew in LibreOffice, and add that.",
        ) from error
    return Document(
        paragraphs=tuple(reading.paragraphs),
        tables=tuple(reading.tables),
        findings=tuple(_finding(noun, count, package.file) for noun, count in reading.left_out.items()),
    )


@dataclass(slots=True)
class _Reading:
    """One walk through a document: what was read so far, and what was left out."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[DocumentTable] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    number: int = 0

    def body(self, element: Element) -> None:
        """Takes in the paragraphs and tables below an element, in order."""
        for child in element:
            name = _name(child)
            if name in ("p", "h"):
                self._take(child, int(name == "h"))
            elif name == "table":
                self.number += 1
                rows = tuple(self._cells(row) for row in _below(child, "table-row"))
                self.tables.append(DocumentTable(rows=rows, number=self.number))
            elif name in _LEFT_OUT:
                self.left_out[_LEFT_OUT[name]] += 1
            elif name not in _NEVER:
                self.body(child)

    def _take(self, element: Element, heading: int) -> None:
        self.number += 1
        text = "".join(self._text(element))
        if text.strip():
            level = _value(element, "outline-level") if heading else ""
            number = int(level) if level.isdecimal() and len(level) == 1 else heading
            self.paragraphs.append(Paragraph(text=text, number=self.number, heading=number))

    def _cells(self, row: Element) -> tuple[str, ...]:
        return tuple(
            "\n".join("".join(self._text(line)).strip() for line in _below(cell, "p")).strip()
            for cell in _below(row, "table-cell")
        )

    def _text(self, element: Element) -> Iterator[str]:
        """The text inside an element. A line feed in the XML is a blank, as OpenDocument has it."""
        yield _flat(element.text)
        for child in element:
            name = _name(child)
            if name in _LEFT_OUT:
                self.left_out[_LEFT_OUT[name]] += 1
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "s":
                count = _value(child, "c")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS)
            elif name not in _NEVER:
                yield from self._text(child)
            yield _flat(child.tail)


def _flat(text: str | None) -> str:
    return " ".join((text or "").replace("\u00ad", "").replace("\t", " ").split("\n"))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _below(element: Element, name: str) -> Iterator[Element]:
    """The nearest elements of a name, not looking into those found."""
    for child in element:
        if _name(child) == name:
            yield child
        else:
            yield from _below(child, name)


def _refuse_protected(package: SafePackage) -> None:
    manifest = package.read("META-INF/manifest.xml")
    if manifest and b"encryption-data" in manifest:
        raise FileRefused(
            "The file is protected with a password.",
            Where(file=package.file),
            "Open it in LibreOffice, save it without a password and add that.",
        )


def _finding(noun: str, count: int, file: str) -> Finding:
    if noun == "tracked change":
        return Finding(
            rule="tracked-changes",
            severity=Severity.NOTE,
            message=f"{counted(count, noun)}: read as if accepted.",
            where=Where(file=file),
        )
    was = "was" if count == 1 else "were"
    nouns = "text boxes" if noun == "text box" else f"{noun}s"
    return Finding(
        rule=nouns.replace(" ", "-"),
        severity=Severity.NOTE,
        message=f"{counted(count, noun, nouns)} {was} left out: not part of the talk.",
        where=Where(file=file),
    )
