"""A Word document of a transcript typed by hand, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

_TYPED_ON = datetime(2026, 1, 23, 9, 0)
_PACKED_AT = (2026, 1, 23, 9, 0, 0)
_HEADINGS = (("## ", 2), ("# ", 1))


def typed_transcript(text: str, *, author: str) -> bytes:
    """The document: `# ` and `## ` begin headings, `Name: ` a turn with the name in bold, then a tab."""
    import docx

    document = docx.Document()
    for line in filter(None, text.splitlines()):
        _add(document, line)
    _lighten(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title = text.partition("\n")[0].removeprefix("# ")
    properties.comments = ""
    properties.created = properties.modified = _TYPED_ON
    properties.revision = 1
    made = io.BytesIO()
    document.save(made)
    return _packed(made.getvalue())


def write_focus_group_3(folder: Path) -> Path:
    """`transcripts/focus-group-3.docx` in the study's folder, out of the text beside this module."""
    text = Path(__file__).with_name("focus-group-3.txt").read_text(encoding="utf-8")
    path = folder / "transcripts" / "focus-group-3.docx"
    path.write_bytes(typed_transcript(text, author="ana"))
    return path


def _add(document: Document, line: str) -> None:
    for mark, level in _HEADINGS:
        if line.startswith(mark):
            document.add_heading(line.removeprefix(mark), level)
            return
    label, colon, said = line.partition(": ")
    paragraph = document.add_paragraph()
    if colon and " " not in label:
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f"\t{said}")
    else:
        paragraph.add_run(line).italic = True


def _lighten(document: Document) -> None:
    """Takes out what a typed page has no use for: table styles, a second set of styles, a picture."""
    from docx.enum.style import WD_STYLE_TYPE

    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE:
            style.delete()
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del relations[key]


def _packed(package: bytes) -> bytes:
    """The package with fixed dates and nothing compressed: zlib's versions do not give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _PACKED_AT)
            part.create_system = 0
            new.writestr(part, old.read(name))
    return made.getvalue()
