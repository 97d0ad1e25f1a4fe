"""Bytes of a file from outside as text, never guessing an eight-bit encoding in silence."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qualkit.errors import FileRefused, Where
from qualkit.model.finding import Finding, Severity

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip-based file such as .docx, .xlsx or .odt"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"ID3", "a sound recording"),
    (b"RIFF", "a sound recording or film"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b", "a compressed file"),
)
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_FOREIGN_RUN = re.compile(rb"[\xa1-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)
_DOUBTFUL_WORD = re.compile(r"[^\s\x00-\x7f]*[^\W\d_]*[^\x00-\x7f\s]\w*")
_UNBROKEN = re.compile(r"\S+")
_NEAR = 60
"""Letters looked at on either side of a doubtful one: what has no blank may be very long."""
_NAME_IT = "Name its encoding with --encoding, such as --encoding {}."
_SHOWN = 8
_SHOWN_OF_EACH = 3
_LONGEST_SHOWN = 20
_FOREIGN = (
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp1252",
)
_WESTERN = ("cp1250", "mac_roman")
"""The encodings whose readings are shown where one can't be told, and where cp1252 was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text: no byte-order mark, lines ended by LF alone, nothing else changed."""

    text: str
    encoding: str
    """As read, such as `utf-8` or `cp1252`."""
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, *, file: str, encoding: str = "") -> Decoded:
    """The text of `data`: byte-order mark, else UTF-8, else UTF-16 by its share of NULs, else cp1252.

    `encoding` overrides the guess. cp1252 comes with a warning that shows the doubtful words. Raises
    FileRefused for what is no text, or where the encoding is unknown, wrong or can't be decided.
    """
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if encoding:
        text, name = _decode_as(data, encoding, marked, file), encoding
    else:
        _refuse_known_binary(data, file)
        text, name = _by_ladder(data, marked, file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    _refuse_binary(text, file)
    findings = (_doubt(text, file),) if name == "cp1252" and not encoding else ()
    return Decoded(text=text, encoding=name, findings=findings)


def _decode_as(data: bytes, encoding: str, marked: str, file: str) -> str:
    try:
        known = codecs.lookup(encoding).name
        if known in _NOT_FOR_FILES or known.replace("-", "_") in _NOT_FOR_FILES:
            raise LookupError(encoding)
        if marked and not known.replace("_", "-").startswith(marked):
            raise FileRefused(
                f"The file begins with the mark of {marked.upper()}, so it can't be read as {encoding}.",
                Where(file=file),
                "Leave out --encoding.",
            )
        return data.decode(encoding)
    except UnicodeError as error:
        line = _line_of(data, error.start) if isinstance(error, UnicodeDecodeError) else None
        raise FileRefused(
            f"The file can't be read as {encoding}.",
            Where(file=file, line=line),
            "Leave out --encoding to have it found out, or name another.",
        ) from error
    except (LookupError, ValueError) as error:
        raise FileRefused(
            f'There is no encoding named "{encoding}".',
            Where(file=file),
            "Common ones for --encoding: utf-8, utf-16, cp1252 (Western Windows), cp1250 (Central European), "
            "cp1251 (Cyrillic), mac-roman, gb18030 (Chinese), shift_jis (Japanese).",
        ) from error


def _by_ladder(data: bytes, marked: str, file: str) -> tuple[str, str]:
    if marked:
        return _decode_as(data, marked, marked, file), marked
    if b"\x00" in data[:1_000_000]:
        wide = _wide_encoding(data)
        if not wide:
            raise _not_text(file)
        try:
            return data.decode(wide), wide
        except UnicodeDecodeError:
            raise _not_text(file) from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_undecidable(data, error.start, file)
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise _undecided(data, error.start, file) from None


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: nearly every NUL stands on one side of the pairs."""
    sample = data[:20_000]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) / 2
    enough = min(0.3 * pairs, max(20, 0.1 * pairs))
    if second >= enough and first <= second / 20:
        return "utf-16-le"
    if first >= enough and second <= first / 20:
        return "utf-16-be"
    return ""


def _refuse_undecidable(data: bytes, at: int, file: str) -> None:
    """Refuses what is not UTF-8 but would be nonsense as cp1252: damaged UTF-8, and other alphabets."""
    high = len(_HIGH.findall(data))
    in_sequences = sum(len(found) for found in _UTF8_SEQUENCE.findall(data))
    if in_sequences > high / 2 and in_sequences >= 4:
        raise FileRefused(
            "The file is UTF-8 for the most part, but it is damaged here, or cut off.",
            Where(file=file, line=_line_of(data, at)),
            "Save it as UTF-8 in a text editor and add it again. " + _NAME_IT.format("cp1252"),
        )
    if sum(len(found) for found in _FOREIGN_RUN.findall(data)) > 0.3 * high:
        raise _undecided(data, at, file)


def _undecided(data: bytes, at: int, file: str) -> FileRefused:
    return FileRefused(
        "The file is in an old encoding that can't be told from its bytes alone.",
        Where(file=file, line=_line_of(data, at)),
        " ".join((_NAME_IT.format("gb18030, cp1251 or shift_jis"), *_readings(data, _FOREIGN),
                  "Or save it as UTF-8 and add it again.")),
    )  # fmt: skip


def _readings(data: bytes, encodings: Iterable[str], unlike: str = "") -> Iterator[str]:
    """The words in doubt as each encoding has them that can read the file; `unlike` is left out."""
    shown: dict[str, str] = {}
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        words = _doubtful_words(text)[:_SHOWN_OF_EACH]
        said = ", ".join(word[:_LONGEST_SHOWN] for word in words)
        if said and said != unlike and "\x00" not in said:
            shown.setdefault(said, encoding)
    if shown:
        yield (
            "The words in doubt are: " + "; ".join(f"{said} (as {one})" for said, one in shown.items()) + "."
        )


def _doubtful_words(text: str) -> list[str]:
    """The words with letters that are not ASCII, each once, in order."""
    found: dict[str, None] = {}
    for word in _UNBROKEN.findall(text):
        if not word.isascii():
            first = next(place for place, letter in enumerate(word) if not letter.isascii())
            near = word[max(first - _NEAR, 0) : first + _NEAR]
            found |= dict.fromkeys(one for one in _DOUBTFUL_WORD.findall(near) if not one.isascii())
    return list(found)


def _refuse_known_binary(data: bytes, file: str) -> None:
    for mark, kind in _SIGNATURES:
        if data.startswith(mark):
            raise _not_text(file, kind)


def _refuse_binary(text: str, file: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if "\x00" in text or controls > max(8, len(text) // 20):
        raise _not_text(file)


def _not_text(file: str, kind: str = "") -> FileRefused:
    return FileRefused(
        f"This is not a text file{f', but {kind}' if kind else ''}.",
        Where(file=file),
        "Check that it is the right file, and that its name ends in what it is.",
    )


def _doubt(text: str, file: str) -> Finding:
    words = _doubtful_words(text)
    shown = ", ".join(words[:_SHOWN]) + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")
    same = ", ".join(word[:_LONGEST_SHOWN] for word in words[:_SHOWN_OF_EACH])
    others = _readings(text.encode("cp1252"), _WESTERN, same)
    first = next(offset for offset, character in enumerate(text) if not character.isascii())
    return Finding(
        rule="encoding",
        severity=Severity.WARNING,
        message=f"The file is not UTF-8 and was read as Western European (cp1252): {shown}.",
        where=Where(file=file, line=text.count("\n", 0, first) + 1),
        hint=" ".join(("If these words look wrong, name the encoding with --encoding.", *others)),
    )


def _line_of(data: bytes, at: int) -> int:
    before = data[:at]
    return before.count(b"\n") + (0 if b"\n" in before else before.count(b"\r")) + 1
