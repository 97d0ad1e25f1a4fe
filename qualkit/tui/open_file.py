"""Opening a file with the program that the system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread

from qualkit.errors import Refused


def open_file(path: Path) -> Path:
    """Open a file or a folder with the system's own program, and give its path. Nothing waits for it.

    Raises Refused, naming the file and its folder, where there is no such program: without a display, or
    on a computer far away.
    """
    path = path.resolve()
    if sys.platform == "win32":
        os.startfile(path)
        return path
    command = _opener(os.environ)
    if not command:
        raise _nothing_to_open_with(path)
    try:
        opening = subprocess.Popen(
            [*command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _nothing_to_open_with(path) from error
    Thread(target=opening.wait, daemon=True).start()
    return path


def _opener(environment: Mapping[str, str]) -> list[str]:
    """The program that opens files here; nothing where a window could not be seen."""
    if sys.platform == "darwin":
        is_remote = bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
        return [] if is_remote else ["open"]
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return []
    found = shutil.which("xdg-open")
    return [found] if found else []


def _nothing_to_open_with(path: Path) -> Refused:
    return Refused(
        f"There is no program here that could open {path.name}.",
        hint=f"It is in the folder {path.parent}.",
    )
