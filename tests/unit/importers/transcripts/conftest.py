import zipfile
import zlib
from xml.sax.saxutils import escape

import pytest

from qualkit.importers.transcripts import read_transcript
from qualkit.model.transcript import TranscriptRecipe

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def read(tmp_path):
    """Writes a file and reads it as a transcript; keywords are the recipe's."""

    def write_and_read(content, name="talk.txt", **recipe):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path, TranscriptRecipe(**recipe))

    return write_and_read


@pytest.fixture
def said():
    """(speaker, text) of the turns."""
    return lambda transcript: [(turn.speaker, turn.text) for turn in transcript.turns]


@pytest.fixture
def cues():
    """A caption file of payloads, two seconds each."""

    def build(*payloads):
        blocks = [
            f"{number}\n00:00:{number * 2:02}.000 --> 00:00:{number * 2 + 2:02}.000\n{payload}\n"
            for number, payload in enumerate(payloads)
        ]
        return "\n".join(["WEBVTT\n", *blocks])

    return build


def paragraph(text, style="", extra=""):
    """WordprocessingML of a paragraph; a line feed in the text is a soft return."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>' if style or extra else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{runs}</w:r></w:p>"


def table(rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.fixture
def word(tmp_path, read):
    """Writes a .docx of WordprocessingML and reads it as a transcript."""

    def write_and_read(*blocks, parts=None, **recipe):
        path = tmp_path / "built.docx"
        with zipfile.ZipFile(path, "w") as archive:
            body = "".join(blocks)
            document = f'<w:document xmlns:w="{W}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
            archive.writestr("word/document.xml", document)
            for name, data in (parts or {}).items():
                archive.writestr(name, data)
        return read(path.read_bytes(), "talk.docx", **recipe)

    write_and_read.paragraph = paragraph
    write_and_read.table = table
    return write_and_read


def pdf_bytes(*pages, head="", trailer="", packed=False):
    """A PDF. A page is lines (text, x, y) in points from the lower left, on 595 × 842."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for lines in pages:
        content = "".join(
            f"BT /F1 10 Tf {x} {y} Td ({text.replace(chr(92), chr(92) * 2).replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
            for text, x, y in lines
        ).encode("cp1252")
        data, how = (zlib.compress(content), "/Filter/FlateDecode") if packed else (content, "")
        objects.append(f"<</Length {len(data)}{how}>>stream\n{data.decode('latin-1')}\nendstream")
        number = len(objects)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{number + 1} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = b"%PDF-1.4\n" + head.encode(), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body.encode("latin-1") + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def printed(*rows, top=800, step=14, left=72):
    """The lines of a page, one under the other."""
    return [(row, left, top - step * place) for place, row in enumerate(rows)]


@pytest.fixture
def pdf(read):
    """Writes a .pdf and reads it as a transcript; `pdf.printed` gives a page's lines."""

    def write_and_read(*pages, **recipe):
        return read(pdf_bytes(*pages), "talk.pdf", **recipe)

    write_and_read.printed = printed
    write_and_read.bytes = pdf_bytes
    return write_and_read


ODF = "urn:oasis:names:tc:opendocument:xmlns"


@pytest.fixture
def odt(tmp_path, read):
    """Writes an .odt of the XML inside office:text and reads it as a transcript."""

    def write_and_read(body, manifest="", **recipe):
        content = (
            f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
            f'xmlns:table="{ODF}:table:1.0" xmlns:draw="{ODF}:drawing:1.0"><office:body><office:text>{body}'
            "</office:text></office:body></office:document-content>"
        )
        path = tmp_path / "built.odt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            archive.writestr("content.xml", content)
            archive.writestr("META-INF/manifest.xml", manifest or "<m/>")
        return read(path.read_bytes(), "talk.odt", **recipe)

    return write_and_read
