"""Damaged files of every kind give something or are refused, and nothing comes in by halves.

The files are real ones and those of a small study, damaged by chance in a process with little memory and time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "tests" / "studies" / "telling"
REAL = ROOT.parent / "shared" / "data"
WORKER = Path(__file__).with_name("mutated_files.py")
MOST_MEGABYTES = 900


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sound files for each importer."""
    folder = tmp_path_factory.mktemp("corpus")
    for kind in ("transcripts", "surveys", "codebooks", "participants"):
        (folder / kind).mkdir()
    _copy((STUDY / "transcripts").glob("*.md"), folder / "transcripts")
    _copy((STUDY / "survey").glob("*.csv"), folder / "surveys")
    _copy((STUDY / "codebooks").glob("*.yaml"), folder / "codebooks")
    _copy([STUDY / "transcripts" / "participants.csv"], folder / "participants")
    _write_codebooks(folder / "codebooks")
    if REAL.is_dir():
        _copy((REAL / "transcripts").glob("[!b]*.*"), folder / "transcripts")
        _copy((REAL / "interviews").glob("P*.pdf"), folder / "transcripts")
        _copy((REAL / "surveys").glob("*.*"), folder / "surveys")
    return folder


def _copy(files, folder: Path) -> None:
    for file in files:
        (folder / file.name).write_bytes(file.read_bytes())


def _write_codebooks(folder: Path) -> None:
    import openpyxl

    rows = [("code", "parent", "definition", "example"), ("Fear", "", "Being afraid", "“I was scared”")]
    rows += [("Of school", "Fear", "Afraid of school", "")]
    (folder / "codes.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "codes.xlsx")


def damage(corpus: Path, *, seeds: range, count: int) -> dict[str, int]:
    """Give `count` damaged files a seed to the importers; gives what became of them."""
    with ThreadPoolExecutor(2) as two:
        runs = list(two.map(lambda seed: _run(corpus, seed, count), seeds))
    outcomes: dict[str, int] = {}
    for found in runs:
        assert found["faults"] == []
        assert found["megabytes"] < MOST_MEGABYTES
        for name, number in found["outcomes"].items():
            outcomes[name] = outcomes.get(name, 0) + number
    return outcomes


def _run(corpus: Path, seed: int, count: int) -> dict:
    ran = subprocess.run(
        [sys.executable, WORKER, corpus, str(seed), str(count)], capture_output=True, text=True, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


def test_damaged_files_are_read_or_refused(corpus):
    outcomes = damage(corpus, seeds=range(2), count=60)
    assert outcomes["brought in"] == 6


@pytest.mark.slow
def test_twenty_thousand_damaged_files_are_read_or_refused(corpus):
    outcomes = damage(corpus, seeds=range(100, 110), count=2_000)
    print(outcomes)
    for kind in ("transcripts", "surveys", "codebooks", "participants"):
        assert min(outcomes[f"{kind} read"], outcomes[f"{kind} refused"]) > 100
    assert sum(number for name, number in outcomes.items() if name != "brought in") == 20_000
