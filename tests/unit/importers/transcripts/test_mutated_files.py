"""Damaged files of every kind are read or refused, never a traceback."""

import json
import random
import zipfile

import pytest

from qualkit.errors import QualkitError
from qualkit.importers.transcripts import SUFFIXES, read_transcript

SCRAPS = [
    b"-->",
    b"<v ",
    b"{",
    b"}",
    b"\\u",
    b"\\'",
    b"\n\n",
    b"\x00",
    b"</",
    b"[",
    b'"',
    b"0:01",
    b"\xff\xfe",
    b": ",
    b"PK",
    b"/",
]
MUTATIONS, PDFS = 60, 15  # a pdf is read in a process of its own


def rich_text():
    return rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}\f0 INT:\tab \'cf\'f0 \u8230?\par P1: so {\deleted x}\par}"


def elan():
    return (
        b'<A><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="9"/></TIME_ORDER><TIER TIER_ID="Ann"><ANNOTATION>'
        b'<ALIGNABLE_ANNOTATION ANNOTATION_ID="a" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t1"><ANNOTATION_VALUE>Hi.'
        b"</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></A>"
    )


def captions(comma):
    cues = "".join(
        f"{n}\n00:00:0{n}{comma}000 --> 00:00:0{n}{comma}900\nAnn: said {n}\n\n" for n in range(1, 6)
    )
    return ("WEBVTT\n\n" if comma == "." else "").encode() + cues.encode()


def package(tmp_path, name, content):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(name, content)
    return (tmp_path / "x.zip").read_bytes()


@pytest.fixture
def sound(tmp_path, pdf):
    """A sound file of every ending."""
    talk = b"INT: Hello?\nP1: Hi.\nINT: Oh.\nP1: Yes.\n"
    odt = "<a><text><p>INT: Hello?</p><p>P1: Hi.</p><table><table-row><table-cell><p>x</p></table-cell></table-row></table></text></a>"
    word = "<document><body><p><r><t>INT: Hello?</t></r></p><p><r><t>P1: Hi.</t></r></p></body></document>"
    segments = [
        {"start": 1, "end": 2.5, "text": " Hi.", "speaker": "S"},
        {"start": 2, "end": 3, "text": "Oh."},
    ]
    return {
        ".txt": talk, ".md": b"---\ntitle: x\n---\n# Talk\n" + talk, ".vtt": captions("."), ".srt": captions(","),
        ".rtf": rich_text(), ".eaf": elan(), ".pdf": pdf.bytes(pdf.printed("INT: Hello?", "P1: Hi."), packed=True),
        ".odt": package(tmp_path, "content.xml", odt), ".docx": package(tmp_path, "word/document.xml", word),
        ".tsv": b"start\tend\ttext\n0\t10\tHi.\n10\t20\tOh.\n", ".json": json.dumps({"segments": segments}).encode(),
        ".otr": json.dumps({"text": "<p><span class='timestamp'>00:04</span> Ann: Hi.</p>"}).encode(),
    }  # fmt: skip


def mutated(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice([1, 2, 6])):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0 if at < len(data):
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.choice([1, 8, 64])]
            case 2:
                data[at:at] = chance.choice(SCRAPS) * chance.choice([1, 1, 50])
            case _:
                del data[at:]
    return bytes(data)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_sound_file_is_read(tmp_path, sound, suffix):
    path = tmp_path / f"talk{suffix}"
    path.write_bytes(sound[suffix])
    assert read_transcript(path).turns


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_mutated_file_is_read_or_refused(tmp_path, sound, suffix):
    chance = random.Random(suffix)
    path = tmp_path / f"talk{suffix}"
    for _ in range(PDFS if suffix == ".pdf" else MUTATIONS):
        path.write_bytes(mutated(sound[suffix], chance))
        try:
            assert read_transcript(path).turns
        except QualkitError as error:
            assert error.message and path.name in str(error)


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".rtf", b"{\\rtf1 " + b"{" * 200_000),
        (".rtf", b"{\\rtf1 " + b"\\'" * 200_000 + b"}"),
        (".otr", json.dumps({"text": "<p" * 100_000}).encode()),
        (".otr", json.dumps({"text": "<p>" * 100_000}).encode()),
        (".json", b'{"segments": [{"text": "x", "start": ' + b"9" * 100_000 + b"}]}"),
        (".eaf", b"<a>" * 50_000),
        (".txt", b"00:00:01\t" + b"From a to " * 50_000),
        (".txt", b"(" * 100_000 + b"[laughs" * 10_000),
        (".srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<font " * 50_000),
        (".tsv", b"start\tend\ttext\n" + b"\t" * 200_000),
    ],
    ids=range(10),
)
def test_a_hostile_file_is_dealt_with_in_no_time(tmp_path, suffix, data):
    import time

    path = tmp_path / f"talk{suffix}"
    path.write_bytes(data)
    start = time.process_time()
    try:
        read_transcript(path)
    except QualkitError as error:
        assert error.hint
    assert time.process_time() - start < 3
