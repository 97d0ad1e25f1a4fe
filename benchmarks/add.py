"""The whole of `qualkit add`, as a command: 60,000 caption cues, and 100,000 answers of a survey.

    uv run python benchmarks/add.py

Exits 1 where the cues take more than 4 s. The answers have no limit; seconds and memory are shown.
Not for Windows, which does not tell a process's memory this way.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from captions import CUES, SAID, captions, teams_line, zoom_line

LIMIT = 4.0
ANSWERS = 100_000
QUALKIT = (sys.executable, "-c", "from qualkit.cli.main import main; main()")


def main() -> int:
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form, line in (("teams", teams_line), ("zoom", zoom_line)):
            path = folder / f"{form}.vtt"
            path.write_text(captions(line), encoding="utf-8")
            seconds, megabytes = add(path)
            slowest = max(slowest, seconds)
            print(f"{CUES:,} cues ({form}): {seconds:.2f} s of {LIMIT:.0f} s, {megabytes:.0f} MB")
        path = folder / "survey.csv"
        write_survey(path)
        seconds, megabytes = add(path)
        print(
            f"{ANSWERS:,} answers ({path.stat().st_size / 1e6:.1f} MB): {seconds:.2f} s, {megabytes:.0f} MB"
        )
    return int(slowest > LIMIT)


def add(path: Path) -> tuple[float, float]:
    """Seconds of wall clock and most megabytes held, for one file added to a study that holds nothing."""
    study = path.with_suffix(".study")
    subprocess.run([*QUALKIT, "new", str(study)], check=True, capture_output=True)
    start = time.perf_counter()
    with subprocess.Popen(
        [*QUALKIT, "-C", str(study), "add", str(path), "--yes"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if child.returncode:
        raise SystemExit(f"qualkit add {path.name} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


def write_survey(path: Path) -> None:
    """One open question with an answer in each row, and three closed ones."""
    chance = random.Random(ANSWERS)
    words = SAID.split()
    levels = ("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "area", "heard", "safe", "What would have helped?"))
        for number in range(1, ANSWERS + 1):
            answer = " ".join(chance.choices(words, k=chance.randint(4, 30)))
            rows.writerow(
                (number, f"area {number % 12}", chance.choice(levels), chance.choice(levels), answer)
            )


if __name__ == "__main__":
    sys.exit(main())
