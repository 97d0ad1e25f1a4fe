"""How soon a command answers: `qualkit --help` against a bare `import click`, and `qualkit status`.

    uv run python benchmarks/start.py

Exits 1 where the help takes three times as long as the import, or the status of the sample study 0.5 s.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
MOST_RATIO = 3.0
STATUS_LIMIT = 0.5
QUALKIT = (sys.executable, "-c", "from qualkit.cli.main import main; main()")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        sample = Path(name) / "sample"
        run(*QUALKIT, "sample", str(sample))
        run(*QUALKIT, "-C", str(sample), "status")  # makes the database
        bare, help_, status = best(
            (sys.executable, "-c", "import click"),
            (*QUALKIT, "--help"),
            (*QUALKIT, "-C", str(sample), "status"),
        )
    print(f"import click: {bare * 1000:.0f} ms")
    print(f"qualkit --help: {help_ * 1000:.0f} ms, {help_ / bare:.2f} times that, of {MOST_RATIO:.0f}")
    print(f"qualkit status: {status:.2f} s of {STATUS_LIMIT} s")
    return int(help_ >= MOST_RATIO * bare or status > STATUS_LIMIT)


def best(*commands: tuple[str, ...]) -> list[float]:
    """The least seconds of each command, all taken in turns so that they meet the same machine."""
    seconds = [float("inf")] * len(commands)
    for _ in range(ROUNDS):
        for place, command in enumerate(commands):
            start = time.perf_counter()
            run(*command)
            seconds[place] = min(seconds[place], time.perf_counter() - start)
    return seconds


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
