import os
import time
from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers import apart
from qualkit.importers.apart import ReadingEndedError, read_apart
from qualkit.importers.surveys.data_file import read_data_file


def test_what_a_function_gives_comes_back():
    assert read_apart(sorted, [3, 1, 2], size=0) == [1, 2, 3]


def test_a_crash_is_told_and_ends_nothing_here():
    with pytest.raises(ReadingEndedError):
        read_apart(os.abort, size=0)


def test_what_comes_to_no_end_is_stopped(monkeypatch):
    monkeypatch.setattr(apart, "_LEAST_SECONDS", 0.5)
    start = time.monotonic()
    with pytest.raises(ReadingEndedError):
        read_apart(time.sleep, 60, size=0)
    assert time.monotonic() - start < 10


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_memory_is_bounded():
    with pytest.raises(ReadingEndedError):
        read_apart(bytes, 8 << 30, size=0)


def test_an_error_that_is_for_nobody_is_an_end():
    with pytest.raises(ReadingEndedError):
        read_apart(int, "x", size=0)


def test_a_file_with_its_own_modules_beside_it_runs_none_of_them(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    (tmp_path / "pyreadstat.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_apart(sorted, [2, 1], size=0) == [1, 2]


def test_a_refusal_comes_through_with_its_place_and_hint():
    with pytest.raises(FileRefused) as refused:
        read_apart(read_data_file, Path("nowhere.csv"), size=0)
    with pytest.raises(FileRefused) as here:
        read_data_file(Path("nowhere.csv"))
    assert str(refused.value) == str(here.value)
    assert refused.value.hint == here.value.hint
