"""Copying out of a terminal, with programs that are there, that hang, and that are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path

import pytest

from qualkit.errors import Refused
from qualkit.tui import clipboard, open_file
from qualkit.tui.clipboard import Copied, copied, copy, is_terminal_likely, windows_html

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs of the Linux desktop")
TERMINAL = {"TERM": "xterm-256color"}
WORDS = "“I was ‘fine’ 👩🏽‍⚕️” – young person\n"


class Desktop:
    """A folder of programs, and what they were given."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.taken = folder / "taken"
        self.exports = folder / "exports"
        self.sent: list[str] = []
        self.bin.mkdir()
        self.taken.mkdir()

    def has(self, name: str, script: str) -> None:
        program = self.bin / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def copy(self, text: str, html: str = "") -> Copied:
        return copy(text, html, osc52=self.sent.append, folder=self.exports)

    def holds(self, name: str) -> str:
        return (self.taken / name).read_text(encoding="utf-8")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM", "TERM"):
        monkeypatch.delenv(name, raising=False)
    found = Desktop(tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "cat", "sleep"):
        (tools / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", f"{found.bin}{os.pathsep}{tools}")
    monkeypatch.setenv("TAKEN", str(found.taken))
    return found


XCLIP = 'cat > "$TAKEN/$2$4"'
"""Named by the selection and, after it, the target."""


def test_a_text_goes_to_the_clipboard_of_the_display(desktop, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    desktop.has("xclip", XCLIP.replace("$4", ""))
    assert desktop.copy(WORDS).where == "clipboard"
    assert desktop.holds("clipboard") == WORDS
    assert desktop.sent == []


def test_a_table_is_html_for_pasting_and_plain_for_the_middle_button(desktop, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    desktop.has("xclip", 'cat > "$TAKEN/$2"; echo "$4" > "$TAKEN/$2-target"')
    assert desktop.copy("a\tb", "<table>é</table>").where == "clipboard"
    assert desktop.holds("clipboard") == "<table>é</table>"
    assert desktop.holds("clipboard-target") == "text/html\n"
    assert desktop.holds("primary") == "a\tb"


def test_wayland_is_asked_first_and_x11_where_it_refuses(desktop, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    desktop.has("xclip", 'cat > "$TAKEN/$2"')
    desktop.has("wl-copy", 'cat > "$TAKEN/wayland"')
    desktop.copy("one")
    assert [path.name for path in desktop.taken.iterdir()] == ["wayland"]
    desktop.has("wl-copy", "exit 1")
    assert desktop.copy("two").where == "clipboard"
    assert desktop.holds("clipboard") == "two"


def test_a_program_that_stays_to_hand_the_copy_out_does_not_hold_us(desktop, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    desktop.has("xclip", 'cat > "$TAKEN/$2"; sleep 20 &')
    began = time.monotonic()
    assert desktop.copy("now").where == "clipboard"
    assert time.monotonic() - began < 6


def test_a_program_that_hangs_is_passed_over(desktop, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("TERM", "xterm")
    desktop.has("xclip", "sleep 30")
    began = time.monotonic()
    assert desktop.copy("now").where == "terminal"
    assert time.monotonic() - began < 12
    assert desktop.sent == ["now"]


def test_without_a_display_the_terminal_is_asked(desktop, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    desktop.has("xclip", 'cat > "$TAKEN/$2"')
    assert desktop.copy(WORDS, "<table></table>") == Copied("terminal")
    assert desktop.sent == [WORDS]


def test_tmux_is_given_it_for_the_terminal_around(desktop, monkeypatch):
    monkeypatch.setenv("TERM", "tmux-256color")
    monkeypatch.setenv("TMUX", "/tmp/socket,1,0")
    desktop.has("tmux", 'cat > "$TAKEN/$1"')
    assert desktop.copy("mine").where == "terminal"
    assert (desktop.holds("load-buffer"), desktop.sent) == ("mine", [])


def test_where_nothing_takes_it_a_file_is_written_and_named(desktop):
    where = desktop.copy("a\tb", "<table><td>é</table>").where
    assert isinstance(where, Path)
    assert (where.parent, where.suffix) == (desktop.exports, ".html")
    assert "<table><td>é</table>" in where.read_text(encoding="utf-8")
    said = copied("plain", "", osc52=desktop.sent.append, folder=desktop.exports)
    assert said.startswith(" into exports/copied-")
    assert desktop.sent == []
    assert [path.read_text() for path in desktop.exports.glob("*.txt")] == ["plain"]


def test_what_a_terminal_could_not_take_goes_into_a_file(desktop, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert desktop.copy("é" * 37_497).where == "terminal"
    assert isinstance(desktop.copy("é" * 37_498).where, Path)


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "linux"}, {"TERM": "dumb"}, {}, {**TERMINAL, "VTE_VERSION": "7200"}, {**TERMINAL, "STY": "1.x"},
     {**TERMINAL, "TERM_PROGRAM": "Apple_Terminal"}],
)  # fmt: skip
def test_deaf_terminals_are_not_asked(environment):
    assert not is_terminal_likely(environment)
    assert is_terminal_likely(TERMINAL)


def test_html_for_windows_says_where_it_begins_and_ends():
    content = windows_html("<b>é“</b>")
    at = dict(line.split(b":") for line in content.split(b"\r\n")[:5])
    assert content[int(at[b"StartFragment"]) : int(at[b"EndFragment"])].decode() == "<b>é“</b>"
    assert content[int(at[b"StartHTML"]) :].startswith(b"<html>")
    assert int(at[b"EndHTML"]) == len(content)


def test_windows_is_given_both_kinds_at_once(desktop):
    desktop.has("powershell.exe", 'cat > "$TAKEN/lines"; echo "$6" > "$TAKEN/script"')
    assert desktop.copy("a\nb", "<table>").where == "clipboard"
    plain, rich = desktop.holds("lines").split()
    assert b64decode(plain) == b"a\r\nb"
    assert b64decode(rich) == windows_html("<table>")


def test_a_mac_is_given_both_kinds_as_hexadecimal():
    call = clipboard._mac_call("é", "<b>")
    assert call.command == ["osascript", "-"]
    assert call.given.decode() == (
        "set the clipboard to {«class HTML»:«data HTML3C623E», «class utf8»:«data utf8C3A9»}"
    )


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xclip")), reason="needs Xvfb and xclip")
def test_a_real_clipboard_gives_back_what_it_was_given(tmp_path, monkeypatch):
    with subprocess.Popen(["Xvfb", ":97", "-screen", "0", "64x64x8"], stderr=subprocess.DEVNULL) as server:
        try:
            time.sleep(1)
            monkeypatch.setenv("DISPLAY", ":97")
            monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
            assert copy(WORDS, "", osc52=print, folder=tmp_path).where == "clipboard"
            pasted = subprocess.run(
                ["xclip", "-selection", "clipboard", "-o"], capture_output=True, check=True, timeout=5
            )
            assert pasted.stdout.decode() == WORDS
        finally:
            server.terminate()


# ---- opening


def test_a_file_is_opened_without_waiting_and_without_a_word_on_the_terminal(desktop, monkeypatch, capfd):
    monkeypatch.setenv("DISPLAY", ":7")
    desktop.has("xdg-open", 'echo "$1" > "$TAKEN/opened"; echo noise; echo noise >&2; sleep 20')
    path = desktop.taken.parent / "bank.docx"
    path.touch()
    began = time.monotonic()
    assert open_file.open_file(path) == path
    assert time.monotonic() - began < 6
    while not (desktop.taken / "opened").exists() or not desktop.holds("opened"):
        assert time.monotonic() - began < 30
        time.sleep(0.02)
    assert desktop.holds("opened") == f"{path}\n"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("display", ["", ":7"])
def test_where_nothing_can_open_a_file_its_folder_is_named(desktop, monkeypatch, display):
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(Refused) as refused:
        open_file.open_file(desktop.exports / "bank.docx")
    assert "bank.docx" in str(refused.value)
    assert str(desktop.exports) in str(refused.value)
