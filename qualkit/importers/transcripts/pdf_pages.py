"""The lines of a PDF's pages as printed: what lies off the page is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualkit.errors import FileRefused, Where
from qualkit.importers.apart import ReadingEndedError, read_apart
from qualkit.importers.transcripts.pdf_limits import refuse_bomb

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
MOST_LETTERS = 20_000_000
_EDGE = 2
"""Points within which a line at the top of a page is cut off by the page's edge."""


class Page(NamedTuple):
    """A page's lines from top to bottom. `is_cut`: the page's edge cuts off the first one."""

    lines: list[str]
    is_cut: bool


def read_pages(data: bytes, file: str) -> list[Page]:
    """All pages. Raises FileRefused for no PDF, or one that is protected, damaged, oversized or textless.

    They are read in a process of their own, since PDFium comes to no end with some damaged files.
    """
    refuse_bomb(data, file)
    try:
        pages = read_apart(_read_here, data, file, size=len(data))
    except ReadingEndedError as error:
        raise _damaged(file) from error
    if not any(page.lines for page in pages):
        raise FileRefused(
            "The PDF holds pictures of pages, not text: it was scanned, or printed as pictures.",
            Where(file=file),
            "Have the text recognised (OCR) and add that, or ask for the file that it was printed from.",
        )
    return pages


def _read_here(data: bytes, file: str) -> list[Page]:
    from pypdfium2 import PdfiumError

    document = _opened(data, file)
    try:
        return list(_pages(document, file))
    except PdfiumError as error:
        raise _damaged(file) from error
    finally:
        document.close()


def _opened(data: bytes, file: str) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    if b"%PDF-" not in data[:1024]:
        raise FileRefused(
            "This is not really a .pdf file.",
            Where(file=file),
            "Open it in the program that made it and save it as .pdf.",
        )
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY):
            raise FileRefused(
                "The PDF is protected with a password.",
                Where(file=file),
                "Save a copy without a password and add that.",
            ) from error
        raise _damaged(file) from error
    if len(document) > MOST_PAGES:
        document.close()
        raise FileRefused(
            f"The PDF claims more than {MOST_PAGES:,} pages, which no transcript has.",
            Where(file=file),
            "Check that it is the right file.",
        )
    return document


def _pages(document: PdfDocument, file: str) -> Iterator[Page]:
    letters = 0
    for number in range(len(document)):
        page = document[number]
        read = _page(page)
        page.close()
        letters += sum(map(len, read.lines))
        if letters > MOST_LETTERS:
            raise FileRefused(
                f"The PDF holds more than {MOST_LETTERS // 1_000_000} million letters; no transcript does.",
                Where(file=file),
                "Check that it is the right file.",
            )
        yield read


def _page(page: PdfPage) -> Page:
    left, bottom, right, top = page.get_cropbox()
    text_page = page.get_textpage()
    lines = _lines(text_page.get_text_bounded(left, bottom, right, top))
    at_edge = text_page.get_text_bounded(left, top - _EDGE, right, top)
    text_page.close()
    return Page(lines, bool(at_edge.strip()))


def _lines(text: str) -> list[str]:
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return [row.strip() for row in rows if row.strip()]


def _damaged(file: str) -> FileRefused:
    return FileRefused(
        "The PDF is damaged or was cut off.",
        Where(file=file),
        "Copy or download it again; if it opens in its own program, print it to a new PDF.",
    )
