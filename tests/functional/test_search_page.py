"""The page on searching is run on a small study: what it shows is given, every line works, every option exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from qualkit.actions import add, codebook_files
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.cli.main import cli

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
STEP = re.compile(r"^(?:```console\n\$ uv run qualkit (?P<shown>.*)\n(?P<output>(?:.*\n)*?)```|    uv run qualkit (?P<run>.*))$", re.M)  # fmt: skip
NAMED = re.compile(r"`qualkit ([^`]+)`")
OPTION = re.compile(r"`(--[a-z-]+)")
FILES = {
    "talk.md": """\
# Who helped?
Moderator: Who helped you, if anybody did?
Amy: My nan helped. She didn’t ask, she just put the kettle on.
Joe: Nobody helped me. I was scared of what they’d say at school.
# What got in the way?
Moderator: What got in the way of telling somebody?
Amy: I was afraid they’d tell my mum. You tell one person and everybody knows.
Joe: Same. I was scared it would get worse if I told them.
""",
    "survey.csv": """\
id,role,help
1,Youth worker,Time to sit with a young person who is scared to tell anybody what has happened to them
2,Youth worker,One steady person who helps and who does not leave after two months
3,Police,More time and somewhere quiet to talk that is not a police station
4,Police,Officers who have time to listen and to help before there is a crime
""",
    "barriers.yaml": "codes: [Fear, Help]\n",
}


@pytest.fixture
def tour(tmp_path):
    """The study of the page, in the folder `tour`."""
    received = tmp_path / "received"
    received.mkdir()
    for name, text in FILES.items():
        (received / name).write_text(text, encoding="utf-8")
    with open_study(new_study(tmp_path / "tour"), "ana").study as study:
        add.accept(study, add.plan_add(study, [received / "talk.md", received / "survey.csv"]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, received / "barriers.yaml"))
    return tmp_path


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


def test_every_command_of_the_page_works_and_gives_what_is_shown(tour):
    steps = list(STEP.finditer(PAGE))
    assert len(steps) >= 8
    for step in steps:
        out, code = run(step["shown"] or step["run"], tour)
        assert code == ("not closed" in out), out
        if step["shown"]:
            assert sorted(lines(out)) == sorted(lines(step["output"])), step["shown"]


def test_every_command_and_option_that_the_page_names_exists():
    context, options = click.Context(cli), set()
    for said in NAMED.findall(PAGE):
        command = cli
        for word in said.split():
            if word.startswith("--"):
                assert word in _options(command), said
            elif isinstance(command, click.Group):
                command = command.get_command(context, word)
                assert command is not None, said
        options |= _options(command)
    assert set(OPTION.findall(PAGE)) <= options


def _options(command):
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
