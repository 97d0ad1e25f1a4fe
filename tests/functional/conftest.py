"""Documentation pages are done as a reader would do them, command by command."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEP = re.compile(
    r"^(?:```console(?: (?P<ends>refused|found))?\n\$ uv run qualkit (?P<shown>.*)\n(?P<output>(?:.*\n)*?)```"
    r"|    uv run qualkit (?P<run>.*))$",
    re.M,
)
EXIT_CODES = {None: 0, "refused": 1, "found": 3}
MORE = "…"
Follow = Callable[..., int]


@pytest.fixture
def follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follow:
    """Do what a page says, in an empty folder; gives the number of commands done.

    A `console` block has to give what it shows, where a line `…` stands for any lines; `console refused` says that
    the command is refused, `console found` that a check finds something. Indented commands have to work, unless only
    `shown` ones are asked for.
    """

    def follow_(page: str, *, columns: int = 90, coder: str = "ana", only_shown: bool = False) -> int:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("QUALKIT_CODER", coder)
        steps = [step for step in STEP.finditer(_page(page)) if step["shown"] or not only_shown]
        for step in steps:
            command = step["shown"] or step["run"]
            given, code = _typed(command, monkeypatch)
            assert code == EXIT_CODES[step["ends"]], f"{command}\n{given}"
            if step["shown"]:
                assert _told(given, _same_any_day(step["output"])) == _same_any_day(step["output"]), command
        return len(steps)

    return follow_


def _page(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _typed(command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What a terminal would show of `qualkit COMMAND`, talk and data as they come; and the exit code."""
    from qualkit.cli.errors import run
    from qualkit.cli.main import cli

    monkeypatch.setattr(sys, "argv", ["qualkit", *shlex.split(command)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(said), redirect_stderr(said):
        code = run(cli)
        said.flush()
    return said.buffer.getvalue().decode(), code  # type: ignore[attr-defined]


def _told(given: str, shown: list[str]) -> list[str]:
    """The lines that were given, with those that the page leaves out as `…`."""
    lines = _same_any_day(given)
    if MORE not in shown:
        return lines
    before = shown.index(MORE)
    after = len(shown) - before - 1
    return [*lines[:before], MORE, *lines[max(before, len(lines) - after) :]]


def _same_any_day(text: str) -> list[str]:
    """The lines without what differs from day to day and from version to version, and without blanks at their ends."""
    text = re.sub(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?", "DATE", text)
    text = re.sub(r"\b\d+\.\d+\.\d+\b", "VERSION", text)
    return [line.rstrip() for line in text.strip().splitlines()]
