"""What the wheel holds, built as a release is: the sdist from the checkout, the wheel from the sdist."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "qualkit/_sample/"
SAMPLE_PARTS = ("study.toml", "codebooks", "transcripts", "survey", "coding")

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(),
    reason="git is absent: nothing says what is ours",
)


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.split("\0")) - {""}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The files of the wheel, by the names that they have in the checkout; its own metadata left out."""
    folder = tmp_path_factory.mktemp("built")
    _build(ROOT, "sdist", folder)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    _build(unpacked, "wheel", folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    return {name.removeprefix(SAMPLE) for name in names if ".dist-info/" not in name}


def _build(project: Path, target: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_no_file_that_git_does_not_track(packed, tracked):
    assert packed - tracked == set()


def test_the_wheel_holds_the_whole_package_and_the_whole_sample(packed, tracked):
    wanted = {name for name in tracked if name.split("/")[0] in ("qualkit", *SAMPLE_PARTS)}
    assert wanted - packed == set()
    assert "study.toml" in packed


def test_the_wheel_holds_nothing_else(packed):
    assert {name.split("/")[0] for name in packed} <= {"qualkit", *SAMPLE_PARTS}
