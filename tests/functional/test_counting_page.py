"""The page on counting is run: what it shows is given, every line of it works, every option exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click

from qualkit.cli.main import cli

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "counting.md").read_text(encoding="utf-8")
STEP = re.compile(r"^(?:```console\n\$ uv run qualkit (?P<shown>.*)\n(?P<output>(?:.*\n)*?)```|    uv run qualkit (?P<run>.*))$", re.M)  # fmt: skip
NAMED = re.compile(r"`qualkit ([^`]+)`")
OPTION = re.compile(r"`(--[a-z-]+)")


def run(arguments, folder):
    """What a terminal would show of `qualkit ARGUMENTS`, and its exit code."""
    private = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "APPDATA")}
    done = subprocess.run(
        [sys.executable, "-c", "from qualkit.cli.main import main; main()", *shlex.split(arguments)],
        cwd=folder,
        env={**os.environ, **private, "COLUMNS": "100", "QUALKIT_CODER": "ana"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.stdout, done.returncode


def lines(text):
    return [line.rstrip() for line in text.strip().splitlines()]


def test_every_command_of_the_page_works_and_gives_what_is_shown(tmp_path):
    steps = list(STEP.finditer(PAGE))
    assert len(steps) >= 8
    for step in steps:
        out, code = run(step["shown"] or step["run"], tmp_path)
        assert code == 0, out
        if step["shown"]:
            assert lines(out) == lines(step["output"]), step["shown"]
    assert (tmp_path / "survey.docx").stat().st_size > 10_000


def test_every_command_and_option_that_the_page_names_exists():
    context, options = click.Context(cli), set()
    for said in NAMED.findall(PAGE):
        command = cli
        for word in said.split():
            if word.startswith("--"):
                assert word in _options(command), said
            else:
                command = command.get_command(context, word)
                assert command is not None, said
        options |= _options(command)
    assert set(OPTION.findall(PAGE)) <= options


def _options(command):
    return {option for parameter in command.params for option in parameter.opts}
