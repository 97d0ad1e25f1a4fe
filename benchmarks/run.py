"""Runs every benchmark; exits 1 where one misses its limit.

uv run python benchmarks/run.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PARTS = ("start", "captions", "formats", "add", "bank", "strokes", "likert", "answers", "topics", "search")


def main() -> int:
    missed = []
    for part in PARTS:
        print(f"{part}:", flush=True)
        if subprocess.run([sys.executable, Path(__file__).with_name(f"{part}.py")], check=False).returncode:
            missed.append(part)
    print(f"Over the limit or failed: {', '.join(missed)}." if missed else "All within their limits.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
