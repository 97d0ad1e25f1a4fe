"""A document for Word, in real styles that a house template can restyle."""

from __future__ import annotations

import datetime as dt
import io
from copy import deepcopy
from pathlib import Path
from typing import Any

from qualkit.errors import FileRefused, Where
from qualkit.exports.document import ChartBlock, Document
from qualkit.exports.render.docx_body import body_xml, footer_xml
from qualkit.exports.render.docx_styles import add_missing_styles, set_own_styles
from qualkit.importers.packages import open_package
from qualkit.model.display import display_safe

_A4_AND_MARGINS = {
    "page_width": 7_560_310,
    "page_height": 10_692_130,
    "left_margin": 900_000,
    "right_margin": 900_000,
    "top_margin": 900_000,
    "bottom_margin": 900_000,
}
"""In Word's unit, 360,000 to the centimetre."""


def render_docx(document: Document, template: Path | None = None) -> bytes:
    """The document as a .docx file. A template's own styles, page, headers and footers are kept.

    Without a template: A4, our styles, and a footer with the title and page numbers. Nobody's name is in
    the file's properties. Raises FileRefused when the template can't be used.
    """
    import docx

    word = _from_template(template) if template else docx.Document()
    body = word.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    ids = add_missing_styles(word) if template else set_own_styles(word, document.language)
    for element in body_xml(document, ids, _chart_runs(word, document)):
        body.insert(len(body) - 1, element)
    if template is None:
        _set_page(word, document)
    _share_page(word)
    _set_properties(word, document)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _chart_runs(word: Any, document: Document) -> list[list[str]]:
    """The runs that show each chart of the document: several where it goes over pages."""
    charts = [block.chart for block in document.blocks if isinstance(block, ChartBlock)]
    if not charts:
        return []
    from qualkit.exports.render.chart_docx import chart_drawings, pages_of

    parts = [pages_of(chart) for chart in charts]
    drawings = iter(chart_drawings(word, [page for pages in parts for page in pages]))
    return [[next(drawings) for _ in pages] for pages in parts]


def _from_template(template: Path) -> Any:
    """The template opened, its text taken out. A .dotx is read as the .docx it would make."""
    import docx

    where = Where(file=template.name)
    try:
        open_package(template)
        return docx.Document(io.BytesIO(_as_docx(template.read_bytes())))
    except Exception as error:  # whatever is wrong inside, python-docx raises it as it comes
        raise FileRefused(
            "This file can't be used as a Word template.",
            where,
            "Open it in Word and save it as .docx or .dotx.",
        ) from error


def _as_docx(content: bytes) -> bytes:
    """The package with the content type of a document instead of a template's."""
    import zipfile

    kinds, listing = (
        (b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"),
        "[Content_Types].xml",
    )
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if kinds[0] not in package.read(listing):
            return content
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as written:
            for name in package.namelist():
                part = package.read(name)
                written.writestr(name, part.replace(*kinds) if name == listing else part)
    return changed.getvalue()


def _set_page(word: Any, document: Document) -> None:
    section = word.sections[-1]
    for name, value in _A4_AND_MARGINS.items():
        setattr(section, name, value)
    section.different_first_page_header_footer = True
    footer = section.footer
    footer.is_linked_to_previous = False
    for element in list(footer._element):
        footer._element.remove(element)
    footer._element.append(footer_xml(document.title))


def _share_page(word: Any) -> None:
    """Every section has the page of the last one, on its side where it says so; a cover only the first."""
    from docx.oxml.ns import qn

    last = word.element.body[-1]
    sections = word.element.body.xpath("./w:p/w:pPr/w:sectPr")
    for number, section in enumerate(sections):
        is_wide = len(section) > 0
        for element in list(section):
            section.remove(element)
        section.extend(deepcopy(element) for element in last if number == 0 or element.tag != qn("w:titlePg"))
        if is_wide:
            size = section.find(qn("w:pgSz"))
            width, height = size.get(qn("w:w")), size.get(qn("w:h"))
            size.attrib.update({qn("w:w"): height, qn("w:h"): width, qn("w:orient"): "landscape"})
    if sections:
        for element in last.findall(qn("w:titlePg")):
            last.remove(element)


def _set_properties(word: Any, document: Document) -> None:
    """Title and study; the author is the study, never a person."""
    properties = word.core_properties
    properties.title = display_safe(document.title)[:255]
    properties.author = display_safe(document.provenance.study)[:255]
    for name in ("last_modified_by", "comments", "keywords", "category", "subject"):
        setattr(properties, name, "")
    properties.language = document.language
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
