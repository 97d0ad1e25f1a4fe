"""What a PDF would become when it is drawn, found out before anything draws it."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping

from qualkit.errors import FileRefused, Where

MOST_BYTES = 256 * 1024 * 1024
MOST_DRAWN = 50_000
_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_TWICE_PACKED = re.compile(rb"/Filter\s*\[[^\]]{0,200}/Fl(?:ateDecode)?\b[^\]]{0,200}/Fl(?:ateDecode)?\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+(\d{1,8})\s+\d{1,5}\s+R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+Do\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LONGEST_HEAD = 20_000
_PIECE = 1 << 16
_MOST_KEPT = 8 << 20
_DEEPEST = 64
"""PDFium itself draws forms in forms to no greater depth."""
_USUAL_RATIO = 100
"""Pictures of pages unpack to more than text does, but not to more than this times the file's size."""


def refuse_bomb(data: bytes, file: str) -> None:
    """Raises FileRefused for a PDF that would unpack, or draw its forms in one another, to no end."""
    if _TWICE_PACKED.search(data):
        raise _harmful(file)
    total, most = 0, max(MOST_BYTES, _USUAL_RATIO * len(data))
    forms: dict[int, Counter[bytes]] = {}
    named: dict[bytes, set[int]] = {}
    for found in _STREAM.finditer(data):
        head = _head(data, found.start())
        number = _OBJECT.match(head)
        content, size = _unpacked(data, found.end(), most - total)
        total += size
        if total > most:
            raise _harmful(file)
        _note_names(content if b"/ObjStm" in head else b"", named)
        if number is not None and _FORM.search(_plain(head)):
            forms[int(number[1])] = Counter(_DRAWN.findall(_plain(content or data[found.end() :][:_PIECE])))
    if any(drawn.total() > 1 for drawn in forms.values()):
        _note_names(_plain(data), named)
        if _most_drawn(forms, named) > MOST_DRAWN:
            raise _harmful(file)


def _head(data: bytes, at: int) -> bytes:
    """The object that a stream belongs to, from its number on."""
    start = data.rfind(b" obj", max(0, at - _LONGEST_HEAD), at)
    line = data[max(0, start - 16) : at] if start >= 0 else b""
    found = _OBJECT.search(line)
    return line[found.start() :] if found else b""


def _unpacked(data: bytes, at: int, most: int) -> tuple[bytes, int]:
    """The beginning of what is packed at a place, and its size, counted to a piece beyond `most`."""
    unpacking = zlib.decompressobj()
    kept: list[bytes] = []
    size = 0
    packed = data[at : at + _PIECE]
    at += len(packed)
    while packed and not unpacking.eof and size <= most:
        try:
            piece = unpacking.decompress(packed, 1 << 20)
        except zlib.error:
            break
        kept += [piece] if size < _MOST_KEPT else []
        size += len(piece)
        packed = unpacking.unconsumed_tail
        if not packed:
            packed = data[at : at + _PIECE]
            at += len(packed)
    return b"".join(kept), size


def _plain(text: bytes) -> bytes:
    """A text with letters of names that are written as numbers turned back: `/#46orm`."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), text) if b"#" in text else text


def _note_names(text: bytes, named: dict[bytes, set[int]]) -> None:
    for name, number in _NAMED.findall(text):
        named.setdefault(name, set()).add(int(number))


def _most_drawn(forms: Mapping[int, Counter[bytes]], named: Mapping[bytes, set[int]]) -> int:
    """How many forms the worst form draws, with all that are drawn in those; counted up to the limit."""
    drawn: dict[int, int] = dict.fromkeys(forms, 1)
    for _ in range(min(len(forms), _DEEPEST)):
        before = dict(drawn)
        for number, names in forms.items():
            below = sum(
                count
                * max(
                    (before[each] for each in named.get(name, ()) if each in forms and each != number),
                    default=0,
                )
                for name, count in names.items()
            )
            drawn[number] = min(1 + below, MOST_DRAWN + 1)
        if drawn == before or max(drawn.values()) > MOST_DRAWN:
            break
    return max(drawn.values(), default=0)


def _harmful(file: str) -> FileRefused:
    return FileRefused(
        "The PDF would unpack to far more than it says, which no transcript does; it may be harmful.",
        Where(file=file),
        "Print it to a new PDF without its pictures, and add that.",
    )
