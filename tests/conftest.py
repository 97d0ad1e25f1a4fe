"""A person of their own for every test, and small studies that are made as a researcher makes them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import settings

from qualkit.actions import add, apply, codebook_files, finish, memos, save
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.selection import Selection
from qualkit.study import Study

settings.register_profile("same", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))  # "default" looks for new examples

TALK = """\
Moderator: How was school?
Mia: It was good!!! but I was scared. The café’s fine.
Tom: Dr. Lee helped me, e.g. with maths. I was afraid of him.
Moderator: And then?
Mia: I felt ashamed 👩🏽‍⚕️ and alone.
Tom: Yeah.
"""
PANEL = """\
id,role,age,why,email
1,Police,30-39,I was scared of the school and did not dare to say so,a@example.org
2,Teacher,40-49,"No fear at all, but shame was there all the time",d@example.org
3,Police,30-39,They are always kind to us in the meetings we have,g@example.org
"""
BOOK = """\
# Our codebook: this line is ours.
title: What they felt
codes:
  - name: Fear
    # agreed on 3 May
    definition: Being afraid of somebody or something.
    codes:
      - name: Of school
        definition: Afraid of school.
  - name: Shame
    definition: Being ashamed.
  - name: Help
    definition: Somebody helped.
"""


_QUIET = 0.0105
"""Seconds of CPU that `slowness` computes for where nothing else runs."""


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _person(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("QUALKIT_CODER", "ana")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new study without anything in it."""
    return new_study(tmp_path / "study")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a talk, a survey and a codebook, as received."""
    return _received(tmp_path / "received")


def _received(folder: Path) -> Path:
    folder.mkdir()
    for name, text in (("fg1.md", TALK), ("panel.csv", PANEL), ("feelings.yaml", BOOK)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def _filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = _received(tmp_path_factory.mktemp("once") / "received")
    folder = new_study(files.parent / "study")
    with _opened(folder, "ana") as study:
        add.accept(study, add.plan_add(study, [files / "fg1.md", files / "panel.csv"]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, files / "feelings.yaml"))
    return folder


@pytest.fixture(scope="session")
def _coded_once(_filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_filled_once, tmp_path_factory.mktemp("coded") / "study")
    with _opened(folder, "ana") as study:
        _code(study, "Fear", "scared|afraid")
        _code(study, "Shame", "ashamed 👩🏽‍⚕️")
        plan = apply.plan_code(study, "Fear/Of school", "school", selection=Selection())
        apply.propose_all(study, plan)
        finish.finish(study, source=["fg1"])
        memos.add_memo(study, 'A memo, with "quotes",\nlines and 👩🏽‍⚕️.', about="code", target="Shame")
    with _opened(folder, "Zoë / ben") as study:
        _code(study, "Shame", "shame", unit="sentence")
        save.save(study)
    return folder


def _code(study: Study, path: str, pattern: str, **how: Any) -> None:
    apply.code_all(study, apply.plan_code(study, path, pattern, selection=Selection(), **how))


@pytest.fixture
def filled(_filled_once: Path, tmp_path: Path) -> Path:
    """A study with the talk, the survey and the codebook, nothing coded; nothing saved."""
    return shutil.copytree(_filled_once, tmp_path / "study")


@pytest.fixture
def coded(_coded_once: Path, tmp_path: Path) -> Path:
    """The same with two coders' codings, proposals, a reading and a memo; all saved."""
    return shutil.copytree(_coded_once, tmp_path / "study")


@contextmanager
def _opened(folder: Path, coder: str = "") -> Iterator[Study]:
    with open_study(folder, coder).study as study:
        yield study


@pytest.fixture(name="opened")
def _opened_fixture() -> Callable[..., object]:
    """Open a study as a command does: `with opened(folder, coder) as study`."""
    return _opened


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process, without a terminal."""

    def run_(*arguments: object, coder: str = "ana") -> Ran:
        from qualkit.cli.errors import run
        from qualkit.cli.main import cli

        monkeypatch.setenv("QUALKIT_CODER", coder)
        monkeypatch.setattr(sys, "argv", ["qualkit", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with redirect_stdout(out), redirect_stderr(err):
            code = run(cli)
            out.flush()
            err.flush()
        return Ran(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())  # type: ignore[attr-defined]

    return run_


@pytest.fixture
def process() -> Run:
    """The command line in a process of its own."""

    def process_(*arguments: object, coder: str = "ana", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", "from qualkit.cli.main import main; main()", *map(str, arguments)],
            env={**os.environ, "QUALKIT_CODER": coder, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return process_


@pytest.fixture
def study_text() -> Callable[[Path], dict[str, str]]:
    """Every text file of a study by its path, to compare the work of two."""

    def texts(folder: Path) -> dict[str, str]:
        kept = ("codebooks", "transcripts", "survey", "coding")
        paths = (path for part in kept for path in sorted((folder / part).rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}

    return texts


def written(path: Path, text: str) -> Path:
    """A file with this text, less its indentation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8", newline="")
    return path


@pytest.fixture
def write() -> Callable[[Path, str], Path]:
    """Write a file: `write(path, text)`."""
    return written


@pytest.fixture
def slowness() -> float:
    """By what factor this machine computes more slowly, just now, than the one the limits are meant for; 1 or more."""

    def computed() -> float:
        began = time.process_time()
        sum(number * number for number in range(300_000))
        return time.process_time() - began

    return max(1.0, min(computed() for _ in range(5)) / _QUIET)
