"""A transcript file opened: its text or paragraphs, taken apart only as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.encoding import decode
from qualkit.importers.transcripts.captions import Captions, looks_like_captions, read_captions
from qualkit.importers.transcripts.docx_text import DocxTable, DocxText, Paragraph, read_docx
from qualkit.importers.transcripts.footers import Trimmed, without_footers
from qualkit.importers.transcripts.front_matter import FrontMatter, yaml_block
from qualkit.importers.transcripts.lines import Line, NumberedText, lines_of
from qualkit.model.finding import Finding

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Material:
    """A file as received, decoded. `labels` are speakers that somebody already knows of."""

    file: str
    suffix: str
    text: str = ""
    """Empty for a Word document, which has `document`."""
    document: DocxText | None = None
    encoding: str = ""
    labels: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def front(self) -> FrontMatter:
        """The YAML block at the top."""
        return yaml_block(self.text)

    @property
    def known(self) -> tuple[str, ...]:
        """Labels that are speakers even if they are seen once: from the recipe and the front matter."""
        return (*self.labels, *self.front.speakers)

    @cached_property
    def is_captions(self) -> bool:
        """Whether it is a caption file, whatever its name."""
        return looks_like_captions(self.text)

    @cached_property
    def captions(self) -> Captions:
        """Its cues; raises FileRefused where it has none."""
        return read_captions(self.text, self.file)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines with text on them, front matter and footers off."""
        return self._trimmed.lines

    @property
    def footer_findings(self) -> tuple[Finding, ...]:
        """The notes on footers that were left out of `lines`."""
        return () if self.is_captions else self._trimmed.findings

    @property
    def had_line_numbers(self) -> bool:
        """Whether its typist had numbered the lines, so that a line ends anywhere."""
        return self.document is None and self._numbered.had_numbers

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of a Word document; none of a text."""
        return self.document.paragraphs if self.document else ()

    @property
    def tables(self) -> tuple[DocxTable, ...]:
        """The tables of a Word document; none of a text."""
        return self.document.tables if self.document else ()

    @cached_property
    def _numbered(self) -> NumberedText:
        return lines_of(self.text, self.front.lines)

    @cached_property
    def _trimmed(self) -> Trimmed:
        lines = _lines_of_paragraphs(self.paragraphs) if self.document else self._numbered.lines
        return without_footers(lines, self.file)


def open_material(path: Path, *, encoding: str = "", labels: Iterable[str] = ()) -> Material:
    """A file opened. Raises FileRefused where it can't be read, is empty, or is not what its name says."""
    file, suffix = path.name, path.suffix.lower()
    if suffix == ".docx":
        document = read_docx(path)
        return Material(
            file=file, suffix=suffix, document=document, labels=tuple(labels), findings=document.findings
        )
    data = _bytes_of(path)
    if not data.strip():
        raise FileRefused("The file is empty.", Where(file=file), "Check that the download or copy finished.")
    decoded = decode(data, file=file, encoding=encoding)
    return Material(
        file=file,
        suffix=suffix,
        text=decoded.text,
        encoding=decoded.encoding,
        labels=tuple(labels),
        findings=decoded.findings,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no transcript is.",
                Where(file=path.name),
                "Check that it is the right file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise FileRefused(
            f"The file can't be opened: {error.strerror or 'reading failed'}.", Where(file=path.name)
        ) from error


def _lines_of_paragraphs(paragraphs: Iterable[Paragraph]) -> tuple[Line, ...]:
    """The lines of all paragraphs, numbered by paragraph."""
    lines: list[Line] = []
    for paragraph in paragraphs:
        rows = [row for row in paragraph.text.split("\n") if row.strip()]
        if paragraph.heading:
            lines.append(Line(" ".join(" ".join(rows).split()), paragraph.number, True, paragraph.heading))
            continue
        lines += [Line(row, paragraph.number, place == 0) for place, row in enumerate(rows)]
    return tuple(lines)
