"""Zip-based files from outside (.docx, .xlsx, .odt): opened with limits, their XML without entities."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from qualkit.errors import FileRefused, Where

MAX_PARTS = 20_000
MAX_PART_BYTES = 256 * 1024 * 1024
MAX_BYTES = 1024 * 1024 * 1024
_BOMB_RATIO, _BOMB_BYTES = 200, 32 * 1024 * 1024
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OverflowError
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_KINDS = (
    ("word/", "a Word document"),
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafePackage:
    """A zip-based file whose names and sizes were checked; parts are read when asked for."""

    path: Path
    names: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file's name, as shown in messages."""
        return self.path.name

    @property
    def kind(self) -> str:
        """What it holds, such as "a Word document"; empty where it is none of the office files."""
        return next((kind for mark, kind in _KINDS if any(name.startswith(mark) for name in self.names)), "")

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None where the file has none of that name. FileRefused if damaged."""
        if name not in self.names:
            return None
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        except (*_DAMAGE, OSError, KeyError) as error:
            raise _damaged(self.file) from error
        except (NotImplementedError, RuntimeError) as error:
            raise _protected(self.file) from error


def open_package(path: Path) -> SafePackage:
    """A zip-based file, checked. Raises FileRefused if truncated, protected, oversized or no such file."""
    file = path.name
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if not head:
            raise FileRefused("The file is empty.", Where(file=file))
        if head == _OLE:
            raise _protected(file)
        if not head.startswith(_ZIP):
            raise FileRefused(
                f"This is not really a {path.suffix or 'zip'} file.",
                Where(file=file),
                f"Open it in the program that made it and save it as {path.suffix or 'a new file'}.",
            )
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except OSError as error:
        raise FileRefused(
            f"The file can't be opened: {error.strerror or 'reading failed'}.", Where(file=file)
        ) from error
    except (*_DAMAGE, NotImplementedError) as error:
        raise _damaged(file) from error
    _refuse_unsafe(parts, file)
    return SafePackage(path=path, names=tuple(part.filename for part in parts))


def parse_xml(data: bytes, file: str) -> Element:
    """The root of an XML part. Raises FileRefused where it is damaged, or declares entities or a DOCTYPE."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileRefused(
            "The file declares XML entities, which no office program writes; it may be harmful.",
            Where(file=file),
            "Ask whoever sent it for a fresh export.",
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise _damaged(file) from error
    return root


def _refuse_unsafe(parts: list[zipfile.ZipInfo], file: str) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise _protected(file)
    if any(_leaves_its_folder(part.filename) for part in parts):
        raise FileRefused(
            "The file holds parts that would be written outside its own folder; it may be harmful.",
            Where(file=file),
            "Ask whoever sent it for a fresh export.",
        )
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    is_bomb = unpacked > _BOMB_BYTES and unpacked > _BOMB_RATIO * max(1, packed)
    too_large = unpacked > MAX_BYTES or any(part.file_size > MAX_PART_BYTES for part in parts)
    if is_bomb or too_large or len(parts) > MAX_PARTS:
        raise FileRefused(
            f"The file would unpack to {unpacked / 1_000_000:,.0f} MB in {len(parts):,} parts, "
            "which is not what such a file holds.",
            Where(file=file),
            "Save it without pictures, or ask whoever sent it for a fresh export.",
        )


def _leaves_its_folder(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name.split("/", 1)[0] or "\x00" in name


def _damaged(file: str) -> FileRefused:
    return FileRefused(
        "The file is damaged or was cut off.",
        Where(file=file),
        "Copy or download it again; if it opens in its own program, save it anew.",
    )


def _protected(file: str) -> FileRefused:
    return FileRefused(
        "The file is protected with a password, or is in an old format.",
        Where(file=file),
        "Open it in its own program and save it without a password in the newer format (.docx, .xlsx).",
    )
