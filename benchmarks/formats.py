"""Every format of transcripts against the library that one would else take, in one run.

    uv run --with srt --with pysrt --with striprtf --with odfpy --with pypdf --with pympi-ling \
      --with beautifulsoup4 python benchmarks/formats.py

The libraries give text or cues; qualkit gives turns with speakers, times and findings. A library that is not
there is said, and qualkit's own seconds are shown. Exits 1 where qualkit takes over three times as long.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import random
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from captions import SAID, VOICES, stamp

TURNS = 10_000
ROUNDS = 3
LEAST_RATIO = 1 / 3
"""Of a library's seconds to ours: it gives bare text or cues."""


class Rival(NamedTuple):
    """What one would else read a format with."""

    name: str
    module: str
    read: Callable[[Path], object]
    is_floor: bool = False
    """Whether it is a bare parser of Python's own, of which every reader needs one."""


class Case(NamedTuple):
    """A format with a file of it."""

    file: str
    write: Callable[[Path, list[tuple[str, str]]], object]
    rivals: tuple[Rival, ...] = ()


def main() -> int:
    from qualkit.importers.transcripts import read_transcript

    is_slower = False
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            path = Path(folder) / case.file
            case.write(path, talk())
            turns = len(read_transcript(path).turns)
            assert turns > TURNS / 4, (case.file, turns)
            there = [rival for rival in case.rivals if importlib.util.find_spec(rival.module)]
            readers = [read_transcript, *(rival.read for rival in there)]
            ours, *theirs = alternate([lambda read=read, path=path: read(path) for read in readers])
            said = [f"{case.file}: {path.stat().st_size / 1e6:.1f} MB, {turns:,} turns: qualkit {ours:.2f} s"]
            for rival, seconds in zip(there, theirs, strict=True):
                said.append(f"{rival.name} {seconds:.2f} s ({seconds / ours:.1f} times as fast)")
                is_slower |= seconds < LEAST_RATIO * ours and not rival.is_floor
            said += [f"{rival.name} is not installed" for rival in case.rivals if rival not in there]
            print(", ".join(said))
    return int(is_slower)


def alternate(readers: list[Callable[[], object]]) -> list[float]:
    """The best seconds of CPU of each, taken in turns so that all meet the same machine."""
    best = [float("inf")] * len(readers)
    for _ in range(ROUNDS):
        for place, read in enumerate(readers):
            start = spent()
            read()
            best[place] = min(best[place], spent() - start)
    return best


def spent() -> float:
    """Seconds of CPU so far, those of other processes that were started and ended included."""
    return sum(os.times()[:4])


def talk() -> list[tuple[str, str]]:
    """(who, what), of as many turns; nobody speaks twice in a row."""
    chance = random.Random(10_000)
    voices = [voice.replace("&amp;", "and") for voice in VOICES]
    said = SAID.replace("&amp;", "and").split()
    return [
        (voices[n % len(voices)], " ".join(chance.choices(said, k=chance.randint(4, 40))))
        for n in range(TURNS)
    ]


# ---- files


def write_captions(path: Path, said: list[tuple[str, str]]) -> None:
    mark = "," if path.suffix == ".srt" else "."
    blocks = ["WEBVTT\n"] if path.suffix == ".vtt" else []
    for number, (who, text) in enumerate(said):
        times = f"{stamp(number * 2500)} --> {stamp(number * 2500 + 2400)}".replace(".", mark)
        blocks.append(f"{number + 1}\n{times}\n{who}: {text}\n")
    path.write_text("\n".join(blocks), encoding="utf-8")


def write_labels(path: Path, said: list[tuple[str, str]]) -> None:
    path.write_text("\n".join(f"{who}: {text}" for who, text in said), encoding="utf-8")


def write_docx(path: Path, said: list[tuple[str, str]]) -> None:
    import docx

    document = docx.Document()
    for who, text in said:
        document.add_paragraph(f"{who}: {text}")
    document.save(str(path))


def write_odt(path: Path, said: list[tuple[str, str]]) -> None:
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<text:p>{escape(f'{who}: {text}')}</text:p>" for who, text in said)
    content = (
        f'<office:document-content xmlns:office="{namespace}:office:1.0" xmlns:text="{namespace}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{namespace}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def write_rtf(path: Path, said: list[tuple[str, str]]) -> None:
    def plain(text: str) -> str:
        return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)

    lines = "".join(f"{plain(who)}: {plain(text)}\\par\n" for who, text in said)
    path.write_text(
        f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\f0\n{lines}}}", encoding="ascii"
    )


def write_pdf(path: Path, said: list[tuple[str, str]]) -> None:
    lines = [f"{who}: {text[:70]}" for who, text in said]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for first in range(0, len(lines), 50):
        rows = enumerate(lines[first : first + 50])
        drawn = "".join(
            f"BT /F1 10 Tf 72 {800 - 14 * row} Td ({line.replace('(', '[').replace(')', ']')}) Tj ET\n"
            for row, line in rows
        )
        packed = zlib.compress(drawn.encode("cp1252", "replace"))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R"
        page += "/Resources<</Font<</F1 3 0 R>>>>>>"
        objects.append(page.format(len(objects)).encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    path.write_bytes(out)


def write_json(path: Path, said: list[tuple[str, str]]) -> None:
    segments = [
        {"id": n, "start": n * 2.5, "end": n * 2.5 + 2.4, "text": f" {text}", "speaker": who}
        for n, (who, text) in enumerate(said)
    ]
    path.write_text(json.dumps({"text": "", "segments": segments, "language": "en"}), encoding="utf-8")


def write_tsv(path: Path, said: list[tuple[str, str]]) -> None:
    rows = [f"{n * 2500}\t{n * 2500 + 2400}\t{text}" for n, (_, text) in enumerate(said)]
    path.write_text("\n".join(["start\tend\ttext", *rows]), encoding="utf-8")


def write_otr(path: Path, said: list[tuple[str, str]]) -> None:
    lines = (
        f'<p><span class="timestamp" data-timestamp="{n}">{n // 60}:{n % 60:02}</span> '
        f"{escape(who)}: {escape(text)}</p>"
        for n, (who, text) in enumerate(said)
    )
    path.write_text(json.dumps({"text": "".join(lines), "media": "a.mp3"}), encoding="utf-8")


def write_eaf(path: Path, said: list[tuple[str, str]]) -> None:
    ids = range(1, 2 * len(said) + 1)
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n * 1250}"/>' for n in ids)
    tiers: dict[str, list[str]] = {}
    for n, (who, text) in enumerate(said):
        times = f'TIME_SLOT_REF1="ts{2 * n + 1}" TIME_SLOT_REF2="ts{2 * n + 2}"'
        tiers.setdefault(who, []).append(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" {times}>'
            f"<ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    body = "".join(
        f'<TIER LINGUISTIC_TYPE_REF="default" TIER_ID="{escape(who)}">{"".join(one)}</TIER>'
        for who, one in tiers.items()
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ANNOTATION_DOCUMENT xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" AUTHOR="" '
        'DATE="2026-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" '
        'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">'
        f'<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/><TIME_ORDER>{slots}</TIME_ORDER>{body}'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default" TIME_ALIGNABLE="true" GRAPHIC_REFERENCES="false"/>'
        "</ANNOTATION_DOCUMENT>",
        encoding="utf-8",
    )


def write_chat(path: Path, said: list[tuple[str, str]]) -> None:
    lines = (
        f"{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}\t From {who} to Everyone:\n\t{text}"
        for n, (who, text) in enumerate(said)
    )
    path.write_text("\n".join(lines), encoding="utf-8")


# ---- the libraries


def with_webvtt(path: Path) -> object:
    import webvtt

    return webvtt.read(path)


def with_srt(path: Path) -> object:
    import srt

    return list(srt.parse(path.read_text(encoding="utf-8")))


def with_pysrt(path: Path) -> object:
    import pysrt

    return pysrt.open(str(path))


def with_python_docx(path: Path) -> object:
    import docx

    return [one.text for one in docx.Document(str(path)).paragraphs]


def with_odfpy(path: Path) -> object:
    from odf import opendocument, teletype, text

    return [teletype.extractText(one) for one in opendocument.load(str(path)).getElementsByType(text.P)]


def with_striprtf(path: Path) -> object:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(path.read_text(encoding="ascii"))


def with_pypdf(path: Path) -> object:
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def with_pympi(path: Path) -> object:
    from pympi.Elan import Eaf

    eaf = Eaf(str(path))
    return [eaf.get_annotation_data_for_tier(name) for name in eaf.get_tier_names()]


def with_soup(path: Path) -> object:
    from bs4 import BeautifulSoup

    return BeautifulSoup(json.loads(path.read_text(encoding="utf-8"))["text"], "html.parser").get_text("\n")


def with_json(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))


def with_csv(path: Path) -> object:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


CASES = (
    Case("zoom.vtt", write_captions, (Rival("webvtt-py", "webvtt", with_webvtt),)),
    Case("zoom.srt", write_captions, (Rival("srt", "srt", with_srt), Rival("pysrt", "pysrt", with_pysrt))),
    Case("typed.docx", write_docx, (Rival("python-docx", "docx", with_python_docx),)),
    Case("typed.odt", write_odt, (Rival("odfpy", "odf", with_odfpy),)),
    Case("typed.rtf", write_rtf, (Rival("striprtf", "striprtf", with_striprtf),)),
    Case("printed.pdf", write_pdf, (Rival("pypdf", "pypdf", with_pypdf),)),
    Case("elan.eaf", write_eaf, (Rival("pympi-ling", "pympi", with_pympi),)),
    Case("typed.otr", write_otr, (Rival("BeautifulSoup", "bs4", with_soup),)),
    Case("whisperx.json", write_json, (Rival("json alone", "json", with_json, is_floor=True),)),
    Case("whisper.tsv", write_tsv, (Rival("csv alone", "csv", with_csv, is_floor=True),)),
    Case("typed.txt", write_labels),
    Case("chat.txt", write_chat),
)

if __name__ == "__main__":
    sys.exit(main())
