"""The files meant by a text that was pasted, or that a terminal makes of files dropped on it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

_STARTS = re.compile(r"file:/|[A-Za-z]:[\\/]|\\\\[^\\\s]|//[^/\s]|~?/|~\\|\.{1,2}[\\/]", re.IGNORECASE)
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+""")
_WINDOWS_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'])+""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|\\(.)|([^"'\\]+)""")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_PAIRS = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("<", ">"))
_LONGEST = 32_768


def paths_in(text: str, *, is_there: Callable[[Path], bool] | None = None) -> tuple[Path, ...]:
    """The paths in a pasted text, in order and each once; none where it is some other text.

    Understands quotes, blanks (bare, quoted or escaped), `C:\\…`, `\\\\server\\…`, `~`, `file://` and several
    at once, on one line or on a line each. `is_there` tells whether a path exists, to decide what a blank
    means; files that are not there are given too, so that it can be said.
    """
    exists = is_there or _exists
    if len(text) > _LONGEST:
        return ()
    found: list[Path] = []
    for line in text.replace("\r", "\n").split("\n"):
        said = _CONTROL.sub("", line).strip()
        if said:
            paths = _of_line(said, exists)
            if not paths:
                return ()  # a text that only mentions a path
            found += paths
    return tuple(dict.fromkeys(found))


def _of_line(line: str, exists: Callable[[Path], bool]) -> list[Path]:
    bare = _unquoted(line)
    if _is_path(bare) and exists(whole := _path(bare, exists)):
        return [whole]
    words = list(_words(line))
    if words and all(_is_path(word) for word in words):
        return [_path(word, exists) for word in words]
    joined = _unescaped(bare) if not _WINDOWS.match(bare) else bare
    return [_path(joined, exists)] if _is_path(bare) and _is_one(line, bare) else []


def _is_one(line: str, bare: str) -> bool:
    """Whether a line that names nothing is one path all the same: quoted, or ending like a file."""
    return bare != line or bool(re.search(r"\.\w{1,5}$", bare))


def _is_path(text: str) -> bool:
    return bool(_STARTS.match(text))


def _unquoted(text: str) -> str:
    for opening, closing in _PAIRS:
        inside = text[1:-1]
        if len(text) > 2 and text[0] == opening and text[-1] == closing and opening not in inside:
            return inside.strip()
    return text


def _words(line: str) -> Iterator[str]:
    """The words of a line as a shell would have them; a backslash escapes nothing in a Windows path."""
    is_windows = bool(_WINDOWS.match(line.lstrip("\"'")))
    for found in (_WINDOWS_WORD if is_windows else _WORD).finditer(line):
        yield found[0].replace('"', "").replace("'", "") if is_windows else _unescaped(found[0])


def _unescaped(word: str) -> str:
    return "".join(next(part for part in parts if part is not None) for parts in _parts(word))


def _parts(word: str) -> Iterator[tuple[str | None, ...]]:
    for found in _PART.finditer(word):
        yield found.groups() if any(found.groups()) else ("",)


def _path(text: str, exists: Callable[[Path], bool]) -> Path:
    plain = _from_url(text) if text.casefold().startswith("file:") else text
    if _WINDOWS.match(plain) and sys.platform != "win32":
        windows = PureWindowsPath(plain)
        if windows.drive.endswith(":"):  # Linux on Windows has the drives in /mnt
            mounted = Path("/mnt", windows.drive[0].casefold(), *windows.parts[1:])
            return mounted if exists(mounted) else Path(plain)
    return _expanded(plain)


def _expanded(text: str) -> Path:
    if text == "~" or text.startswith(("~/", "~\\")):
        return Path(os.path.expanduser("~") + text[1:])  # noqa: PTH111 - Path.expanduser raises without a home
    return Path(text)


def _from_url(text: str) -> str:
    parts = urlsplit(text.replace("\\", "/"))
    path = unquote(parts.path)
    if re.match(r"/[A-Za-z]:/", path):
        return path[1:]
    is_here = parts.netloc.casefold() in ("", "localhost")
    return path if is_here or sys.platform != "win32" else f"//{parts.netloc}{path}"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long for this system, or not a name at all
        return False
