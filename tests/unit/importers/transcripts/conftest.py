import zipfile
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
