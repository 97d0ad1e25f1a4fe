"""How the text is got out of a file, by how its name ends. What layout the text has is asked afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from qualkit.errors import FileRefused
from qualkit.importers.encoding import decode
from qualkit.importers.transcripts.docx_text import read_docx
from qualkit.importers.transcripts.material import Material, bytes_of
from qualkit.importers.transcripts.odt_text import read_odt
from qualkit.importers.transcripts.otranscribe_text import otranscribe_text
from qualkit.importers.transcripts.pdf_text import read_pdf
from qualkit.importers.transcripts.rtf_text import rtf_text

Labels = tuple[str, ...]
Opener = Callable[[Path, str, Labels], Material]
"""(path, encoding asked for, labels known) → the file opened."""


def open_material(path: Path, *, encoding: str = "", labels: Iterable[str] = ()) -> Material:
    """A file opened. Raises FileRefused where it can't be read, is empty, or is not what its name says."""
    opener = OPENERS.get(path.suffix.lower(), _foreign)
    return opener(path, encoding, tuple(labels))


def _plain(path: Path, encoding: str, labels: Labels) -> Material:
    decoded = decode(bytes_of(path), file=path.name, encoding=encoding)
    return Material(
        path=path, text=decoded.text, encoding=decoded.encoding, labels=labels, findings=decoded.findings
    )


def _word(path: Path, _: str, labels: Labels) -> Material:
    document = read_docx(path)
    return Material(path=path, document=document, labels=labels, findings=document.findings)


def _open_document(path: Path, _: str, labels: Labels) -> Material:
    document = read_odt(path)
    return Material(path=path, document=document, labels=labels, findings=document.findings)


def _rich_text(path: Path, encoding: str, labels: Labels) -> Material:
    return Material(path=path, text=rtf_text(bytes_of(path), path.name, encoding), labels=labels)


def _pdf(path: Path, _: str, labels: Labels) -> Material:
    read = read_pdf(bytes_of(path), path.name)
    return Material(path=path, text=read.text, labels=labels, findings=read.findings, is_printed=True)


def _otranscribe(path: Path, encoding: str, labels: Labels) -> Material:
    decoded = decode(bytes_of(path), file=path.name, encoding=encoding)
    return Material(
        path=path,
        text=otranscribe_text(decoded.text, path.name),
        encoding=decoded.encoding,
        labels=labels,
        findings=decoded.findings,
    )


def _bytes(path: Path, _: str, labels: Labels) -> Material:
    """A file whose format reads `data` itself."""
    bytes_of(path)
    return Material(path=path, labels=labels)


def _foreign(path: Path, encoding: str, labels: Labels) -> Material:
    """A file of an installed format: its text where it is text at all, and `data` in any case."""
    try:
        return _plain(path, encoding, labels)
    except FileRefused:
        if encoding:
            raise
        return _bytes(path, encoding, labels)


OPENERS: Mapping[str, Opener] = {
    ".txt": _plain,
    ".md": _plain,
    ".vtt": _plain,
    ".srt": _plain,
    ".json": _plain,
    ".tsv": _plain,
    ".docx": _word,
    ".odt": _open_document,
    ".rtf": _rich_text,
    ".pdf": _pdf,
    ".otr": _otranscribe,
    ".eaf": _bytes,
}
