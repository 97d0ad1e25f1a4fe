"""qualkit in a real terminal: it starts, codes by keys, is killed, and everything is there."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal is a thing of Linux and macOS")

ESCAPES = re.compile(
    r"\x1b(?:\[[0-9;:?<>=!]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|.)"
)
PATIENCE = 20.0
QUALKIT = "from qualkit.cli.main import main; main()"


class Terminal:
    """A program in a pseudo-terminal: what it wrote as plain text, and keys for it."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self._master = master
        self._written = ""

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def wait_for(self, text: str, *, seconds: float = PATIENCE) -> str:
        """Everything written since the last such wait, once `text` is in it; blanks are left out of both."""
        wanted, until = "".join(text.split()), time.monotonic() + seconds
        while time.monotonic() < until:
            self._read()
            plain = "".join(ESCAPES.sub("", self._written).split())
            if wanted in plain:
                self._written = ""
                return plain
        raise AssertionError(f"{text!r} was not shown; the screen had: {plain[-2000:]}")

    def _read(self) -> None:
        import select

        ready, _, _ = select.select([self._master], [], [], 0.05)
        if ready:
            try:
                self._written += os.read(self._master, 65_536).decode(errors="replace")
            except OSError:  # the other end is closed
                time.sleep(0.05)

    def wait_for_end(self) -> int:
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            self._read()
        assert self.process.returncode is not None, "it did not end"
        return self.process.returncode

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)


@contextmanager
def terminal(
    *arguments: object, program: str = QUALKIT, rows: int = 30, columns: int = 110, **environment: str
) -> Iterator[Terminal]:
    import fcntl
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env={**kept, "TERM": "xterm-256color", "QUALKIT_CODER": "ana", **environment},
    )  # fmt: skip
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


def test_a_study_opens_at_its_home_and_ctrl_q_leaves(filled: Path) -> None:
    with terminal("-C", filled) as screen:
        screen.wait_for("Read and coded")
        screen.press("\x11")
        assert screen.wait_for_end() == 0


def test_blind_says_nothing_of_colleagues(coded: Path) -> None:
    with terminal("-C", coded) as screen:
        assert "Zoë" in screen.wait_for("Menu").replace("Zoe\u0308", "Zoë")
    with terminal("-C", coded, "--blind") as screen:
        assert "Zo" not in screen.wait_for("Menu")


def test_ctrl_c_does_not_quit(filled: Path) -> None:
    with terminal("-C", filled) as screen:
        screen.wait_for("Read and coded")
        screen.press("\x03\x03")
        screen.press("\x13")
        screen.wait_for("Everything is already saved")
        assert screen.process.poll() is None


BROKEN = """
import sys
from pathlib import Path
from qualkit.tui.app import QualkitApp

class Broken(QualkitApp):
    def action_saved(self):
        raise KeyError("a bug")

app = Broken(Path(sys.argv[1]))
app.run()
app.let_go()
sys.exit(app.return_code)
"""


def test_a_bug_ends_with_a_plain_message_and_no_traceback(filled: Path) -> None:
    with terminal(filled, program=BROKEN) as screen:
        screen.wait_for("Read and coded")
        screen.press("\x13")
        shown = screen.wait_for("the details are shown")
        assert screen.wait_for_end() == 70
    assert "ThisisabuginqualkitKeyError" in shown.replace(":", "")
    assert "Traceback" not in shown


def test_without_a_study_one_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with terminal() as screen:
        shown = screen.wait_for("Look at the sample")
        assert "Startmystudy" in shown
        screen.press("\x11")
        assert screen.wait_for_end() == 0


def test_a_file_dropped_on_home_is_shown_as_a_form(filled: Path, tmp_path: Path) -> None:
    talk = tmp_path / "my second talk.txt"
    talk.write_text(
        "Dan: Hello there.\nUna: I was alone.\nDan: Since when?\nUna: Always.\n", encoding="utf-8"
    )
    with terminal("-C", filled) as screen:
        screen.wait_for("Read and coded")
        screen.press(f"\x1b[200~'{talk}' \x1b[201~")
        screen.wait_for("If you accept")
        screen.press("b")
        screen.wait_for("Brought in")
        screen.press("\x11")
        assert screen.wait_for_end() == 0
    assert (filled / "transcripts" / talk.name).read_bytes() == talk.read_bytes()


def test_a_terminal_that_can_only_print_gets_the_status(filled: Path) -> None:
    with terminal("-C", filled, TERM="dumb") as screen:
        screen.wait_for("What to do next:")
        assert screen.wait_for_end() == 0


def test_no_color_still_shows_everything(filled: Path) -> None:
    with terminal("-C", filled, NO_COLOR="1") as screen:
        screen.wait_for("Read and coded")
        screen.press("\x11")
        assert screen.wait_for_end() == 0


def test_a_passage_coded_by_keys_survives_kill_9(filled: Path, opened: Callable[..., Any]) -> None:
    pytest.importorskip("qualkit.tui.screens.code")
    with terminal("-C", filled) as screen:
        screen.wait_for("Read and coded")
        screen.press("\r")
        screen.wait_for("school")
        time.sleep(0.3)
        screen.press("c")
        time.sleep(0.5)
        screen.press("Shame")
        time.sleep(0.5)
        screen.press("\r")
        screen.wait_for("Coded")
        screen.kill()
    with terminal("-C", filled) as screen:
        screen.wait_for("Read and coded")
        screen.press("\x11")
        assert screen.wait_for_end() == 0
    with opened(filled, "ana") as study:
        from qualkit.actions.list_codings import codings_table

        rows = codings_table(study).rows
    assert [(row["code"], row["coder"]) for row in rows] == [("Shame", "ana")]
