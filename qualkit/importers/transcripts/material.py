"""A transcript file opened: its text or paragraphs, taken apart only as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.captions import Captions, looks_like_captions, read_captions
from qualkit.importers.transcripts.document import Document, DocumentTable, Paragraph
from qualkit.importers.transcripts.footers import Trimmed, without_footers
from qualkit.importers.transcripts.front_matter import FrontMatter, yaml_block
from qualkit.importers.transcripts.json_text import parse_json
from qualkit.importers.transcripts.lines import Line, NumberedText, lines_of
from qualkit.model.finding import Finding

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Material:
    """A file as received, decoded. `labels` are speakers that somebody already knows of."""

    path: Path
    text: str = ""
    """Empty for a word processor's document, which has `document`, and where only `data` is of use."""
    document: Document | None = None
    encoding: str = ""
    labels: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_printed: bool = False
    """Whether its lines end where a printed page had no more room."""

    @property
    def file(self) -> str:
        """The file's name, as shown in messages."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """How the name ends, in small letters, such as `.vtt`."""
        return self.path.suffix.lower()

    @cached_property
    def data(self) -> bytes:
        """The file as it is; raises FileRefused where it is empty, far too large or can't be opened."""
        return bytes_of(self.path)

    @cached_property
    def json(self) -> object:
        """What a JSON file holds; raises FileRefused where it is damaged."""
        return parse_json(self.text, self.file)

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
    def is_wrapped(self) -> bool:
        """Whether a line ends anywhere: on a printed page, or where a typist had numbered the lines."""
        return self.is_printed or (self.document is None and self._numbered.had_numbers)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of a document; none of a text."""
        return self.document.paragraphs if self.document else ()

    @property
    def tables(self) -> tuple[DocumentTable, ...]:
        """The tables of a document; none of a text."""
        return self.document.tables if self.document else ()

    @cached_property
    def _numbered(self) -> NumberedText:
        return lines_of(self.text, self.front.lines)

    @cached_property
    def _trimmed(self) -> Trimmed:
        lines = _lines_of_paragraphs(self.paragraphs) if self.document else self._numbered.lines
        return without_footers(lines, self.file)


def bytes_of(path: Path) -> bytes:
    """A file's bytes. Raises FileRefused where it is empty, far too large or can't be opened."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no transcript is.",
                Where(file=path.name),
                "Check that it is the right file.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            f"The file can't be opened: {error.strerror or 'reading failed'}.", Where(file=path.name)
        ) from error
    if not data.strip():
        raise FileRefused(
            "The file is empty.", Where(file=path.name), "Check that the download or copy finished."
        )
    return data


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
