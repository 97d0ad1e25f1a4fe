"""The text of a Rich Text file (.rtf): what its reader sees, without notes, deletions and addresses."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from qualkit.errors import FileRefused, Where

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_NOT_TEXT = frozenset(
    [
        *(
            "fonttbl",
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "object",
            "themedata",
            "datastore",
            "xmlnstbl",
        ),
        *("colorschememapping", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator"),
        *("filetbl", "revtbl", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr"),
        *("footerf", "footnote", "annotation", "atnid", "atnauthor", "atnref", "atntime", "atndate"),
        *("atrfstart", "atrfend", "fldinst", "bkmkstart", "bkmkend", "shp", "shpinst", "nonshppict", "xe"),
        *("tc", "pntext", "pntxta", "pntxtb", "pgdsctbl", "mmathPr", "userprops", "docvar", "listname"),
        *("listtext",),
    ]
)
"""Groups that are about the text. The number of a list item is one of them, as in Word."""
_LETTERS = {
    "par": "\n", "sect": "\n", "page": "\n", "row": "\n", "line": "\n", "cell": "\t", "nestcell": "\t",
    "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_SIGNS = {
    "~": "\u00a0", "_": "\u2011", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_CODE_PAGES = {
    "mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252",
}  # fmt: skip
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_BINARY = re.compile(rb"\\bin(\d{1,9})[ ]?")
_FONT = re.compile(rb"\\f(\d{1,5})\b[^;{}]*?\\fcharset(\d{1,3})")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    is_beside: bool = False
    """Whether it stands in a group that is about the text."""
    is_struck: bool = False
    """Whether it is hidden, or deleted while changes were tracked."""
    skipped: int = 1
    """How many letters after a \\u stand in for it."""
    encoding: str = ""

    @property
    def is_read(self) -> bool:
        """Whether what stands here is text that a reader sees."""
        return not self.is_beside and not self.is_struck


def rtf_text(data: bytes, file: str, encoding: str = "") -> str:
    """The text of a Rich Text file, a line a paragraph. Raises FileRefused for what is none or is cut off.

    `encoding` is for eight-bit letters where the file names none of its own.
    """
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise FileRefused(
            "This is not really a .rtf file.",
            Where(file=file),
            "Open it in the program that made it and save it as .rtf or .docx.",
        )
    reading = _Reading(fonts=_fonts(data), encoding=encoding or "cp1252")
    for found in _TOKEN.finditer(_without_pictures(data)):
        reading.take(found)
    reading.flush()
    if reading.stack:
        raise FileRefused(
            "The file is damaged or was cut off.", Where(file=file), "Copy or download it again."
        )
    text = "".join(reading.parts)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(slots=True)
class _Reading:
    """One pass over the file's tokens."""

    fonts: dict[int, str]
    encoding: str
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    """Eight-bit letters, of which two may be one letter."""
    to_skip: int = 0

    def take(self, found: re.Match[bytes]) -> None:
        word, number, letter, sign, brace, text = found.groups()
        if letter is not None:
            self._eight_bits(bytes.fromhex(letter.decode("ascii")))
        elif text is not None:
            self._eight_bits(text)
        elif brace:
            self._brace(brace)
        elif word is not None:
            self._word(word.decode("ascii"), int(number) if number else None)
        elif sign is not None:
            self._sign(sign.decode("latin-1"))

    def flush(self) -> None:
        """Decodes the letters that wait, in the encoding of the font they stand in."""
        if self.waiting:
            encoding = self.state.encoding or self.encoding
            self.parts.append(self.waiting.decode(encoding, "replace"))
            self.waiting.clear()

    def _eight_bits(self, letters: bytes) -> None:
        dropped = min(self.to_skip, len(letters))
        self.to_skip -= dropped
        if self.state.is_read:
            self.waiting += letters[dropped:]

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self.to_skip = 0
        if brace == b"{":
            self.stack.append(self.state)
        elif self.stack:
            self.state = self.stack.pop()

    def _sign(self, sign: str) -> None:
        self.flush()
        self.to_skip = 0
        if sign == "*":
            self.state = replace(self.state, is_beside=True)
        elif self.state.is_read:
            self.parts.append(_SIGNS.get(sign, ""))

    def _word(self, word: str, number: int | None) -> None:
        self.flush()
        self.to_skip = 0
        if word in _NOT_TEXT:
            self.state = replace(self.state, is_beside=True)
        elif word in ("deleted", "v", "plain"):
            self.state = replace(self.state, is_struck=word != "plain" and number != 0)
        elif word in _CODE_PAGES:
            self.encoding = _CODE_PAGES[word]
        elif word == "ansicpg" and number:
            self.encoding = _known(f"cp{number}") or ("utf-8" if number == 65001 else self.encoding)
        elif word == "f" and number is not None:
            self.state = replace(self.state, encoding=self.fonts.get(number, ""))
        elif word == "uc" and number is not None:
            self.state = replace(self.state, skipped=max(0, min(number, 8)))
        elif word == "u" and number is not None:
            self.to_skip = self.state.skipped
            self._letter(chr(number % 0x10000))
        else:
            self._letter(_LETTERS.get(word, ""))

    def _letter(self, letter: str) -> None:
        if letter and self.state.is_read:
            self.parts.append(letter)


def _without_pictures(data: bytes) -> bytes:
    """The file less what stands in it as bytes, whose braces and backslashes are none."""
    kept: list[bytes] = []
    at = 0
    while found := _BINARY.search(data, at):
        kept.append(data[at : found.start()])
        at = found.end() + int(found[1])
    return b"".join([*kept, data[at:]]) if kept else data


def _fonts(data: bytes) -> dict[int, str]:
    """Font → encoding, for the fonts of another alphabet than the file's."""
    start = data.find(b"\\fonttbl")
    table = data[start : start + 200_000] if start >= 0 else b""
    fonts = {int(font): _CHARSETS.get(int(charset), "") for font, charset in _FONT.findall(table)}
    return {font: name for font, name in fonts.items() if name and name != "cp1252"}


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
