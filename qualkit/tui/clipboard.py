"""Copying out of a terminal: the system's clipboard first, else through the terminal, else into a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qualkit.files import replace_file

_SECONDS = 2.0
"""A clipboard that does not answer by then is passed over."""
_POWERSHELL_SECONDS = 10.0
_TERMINAL_BYTES = 74_994
"""What terminals take at most: 100,000 characters with base64 and the sequence around it."""
_DEAF = ("", "dumb", "linux", "unknown", "vt100", "vt102", "vt220")
"""Terminals by name that have no clipboard."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a copy went: `clipboard`, `terminal`, or a file."""

    where: str | Path

    @property
    def said(self) -> str:
        """How a sentence "Copied …" goes on."""
        if isinstance(self.where, Path):
            return f" into {self.where.parent.name}/{self.where.name}: this terminal has no clipboard"
        return " by way of the terminal" if self.where == "terminal" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A program that takes a copy on its standard input."""

    command: Sequence[str]
    given: bytes
    seconds: float = _SECONDS


def copied(text: str, html: str, *, osc52: Callable[[str], None], folder: Path) -> str:
    """Copy, and give how the sentence "Copied …" goes on. See `copy`."""
    return copy(text, html, osc52=osc52, folder=folder).said


def copy(text: str, html: str, *, osc52: Callable[[str], None], folder: Path) -> Copied:
    """Put a text, and the table that it also is (HTML, or empty), where it can be pasted from.

    `osc52` sends a text to the terminal's clipboard. Where nothing else is likely to work, a file in
    `folder` holds it. Takes at most a few seconds. Raises Refused where not even the file can be written.
    """
    if _to_system(text, html):
        return Copied("clipboard")
    if _to_tmux(text):
        return Copied("terminal")
    if is_terminal_likely(os.environ) and len(text.encode("utf-8", "replace")) <= _TERMINAL_BYTES:
        osc52(text)
        return Copied("terminal")
    return Copied(_to_file(text, html, folder))


# ---- the system's clipboard


def _to_system(text: str, html: str) -> bool:
    """Whether one of the system's programs took it."""
    if powershell := shutil.which("powershell.exe"):  # Windows, and Linux inside Windows
        return _run(_windows_call(powershell, text, html))
    if sys.platform == "darwin":
        return not _is_remote(os.environ) and _run(_mac_call(text, html))
    return any(all(map(_run, calls)) for calls in _linux_calls(text, html))


def _linux_calls(text: str, html: str) -> list[list[_Call]]:
    """The programs that there are for this display, each with what it is given.

    wl-copy and xclip hold one kind of content at a time. A table goes in as HTML, because LibreOffice
    Writer, Word and Excel on the web make a table only of that: tabs stay tabs in Writer. The plain text is
    in the other clipboard then, for the middle mouse button. xsel knows plain text only, which Calc takes.
    """
    plain = text.encode("utf-8", "replace")
    rich = html.encode("utf-8", "replace")
    ways: list[list[list[str]]] = []
    if os.environ.get("WAYLAND_DISPLAY"):
        ways.append([["wl-copy", "--type", "text/html"], ["wl-copy", "--primary"]] if html else [["wl-copy"]])
    if os.environ.get("DISPLAY"):
        xclip = ["xclip", "-selection"]
        in_html = [*xclip, "clipboard", "-target", "text/html"]
        ways.append([in_html, [*xclip, "primary"]] if html else [[*xclip, "clipboard"]])
        ways.append([["xsel", "--clipboard", "--input"]])
    return [
        [_Call(command=one, given=rich if "text/html" in one else plain) for one in way]
        for way in ways
        if shutil.which(way[0][0])
    ]


def _mac_call(text: str, html: str) -> _Call:
    """Both kinds at once by AppleScript, which takes bytes as hexadecimal; a plain text by pbcopy."""
    if not html:
        return _Call(command=["pbcopy"], given=text.encode("utf-8", "replace"))
    plain, rich = (one.encode("utf-8", "replace").hex().upper() for one in (text, html))
    kinds = f"«class HTML»:«data HTML{rich}», «class utf8»:«data utf8{plain}»"
    script = f"set the clipboard to {{{kinds}}}"
    return _Call(command=["osascript", "-"], given=script.encode())


_POWERSHELL = """
Add-Type -AssemblyName System.Windows.Forms
$lines = [Console]::In.ReadToEnd() -split "`n"
$data = New-Object System.Windows.Forms.DataObject
$text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($lines[0].Trim()))
$data.SetText($text, [System.Windows.Forms.TextDataFormat]::UnicodeText)
if ($lines[1].Trim()) {
  $stream = New-Object IO.MemoryStream (,[Convert]::FromBase64String($lines[1].Trim()))
  $data.SetData('HTML Format', $stream)
}
[System.Windows.Forms.Clipboard]::SetDataObject($data, $true)
"""


def _windows_call(powershell: str, text: str, html: str) -> _Call:
    """Both kinds at once by PowerShell. They travel as base64, which no code page can change."""
    script = b64encode(_POWERSHELL.encode("utf-16-le")).decode()
    command = [powershell, "-NoProfile", "-NonInteractive", "-STA", "-EncodedCommand", script]
    plain = text.replace("\n", "\r\n").encode("utf-8", "replace")
    given = b"\n".join((b64encode(plain), b64encode(windows_html(html)) if html else b"", b""))
    return _Call(command=command, given=given, seconds=_POWERSHELL_SECONDS)


def windows_html(fragment: str) -> bytes:
    """A piece of HTML as Windows has it on the clipboard: with a head that says where it starts and ends."""
    head = (
        "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\nStartFragment:{:010}\r\nEndFragment:{:010}\r\n"
    )
    before, after = b"<html><body><!--StartFragment-->", b"<!--EndFragment--></body></html>"
    inside = fragment.encode("utf-8", "replace")
    start = len(head.format(0, 0, 0, 0))
    first = start + len(before)
    last = first + len(inside)
    return head.format(start, last + len(after), first, last).encode() + before + inside + after


def _run(call: _Call) -> bool:
    """Whether the program is there and took what it was given.

    xclip and wl-copy stay in the background to hand the copy out: nothing may wait for their output to end.
    """
    try:
        done = subprocess.run(
            call.command,
            input=call.given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=call.seconds,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


# ---- the terminal, or a file


def _to_tmux(text: str) -> bool:
    """Whether tmux took it, which passes it on to the terminal around it."""
    if not os.environ.get("TMUX") or not shutil.which("tmux"):
        return False
    return _run(_Call(command=["tmux", "load-buffer", "-w", "-"], given=text.encode("utf-8", "replace")))


def is_terminal_likely(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is likely to put what it is sent (OSC 52) on a clipboard.

    The terminals of GNOME (VTE) and macOS, the Linux console and `screen` do not.
    """
    if environment.get("TERM", "") in _DEAF or environment.get("STY") or environment.get("TMUX"):
        return False
    return not environment.get("VTE_VERSION") and environment.get("TERM_PROGRAM") != "Apple_Terminal"


def _is_remote(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))


def _to_file(text: str, html: str, folder: Path) -> Path:
    suffix = ".html" if html else ".txt"
    path = folder / f"copied-{datetime.now():%Y-%m-%d-%H%M%S}{suffix}"
    page = f'<!doctype html><meta charset="utf-8"><title>Copied</title>\n{html}\n' if html else text
    replace_file(path, page.encode("utf-8", "replace"))
    return path
