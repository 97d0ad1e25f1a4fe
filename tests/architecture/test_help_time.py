"""`qualkit --help` stays near a bare `import click`, measured side by side."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

CLICK = "import click"
HELP = "import sys; sys.argv = ['qualkit', '--help']; from qualkit.cli.main import main; main()"


def seconds(script):
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def test_help_takes_less_than_three_times_a_bare_import_of_click():
    seconds(HELP), seconds(CLICK)  # both read from disk once
    pairs = [(seconds(HELP), seconds(CLICK)) for _ in range(7)]
    help_, click_ = (statistics.median(each) for each in zip(*pairs, strict=True))
    assert help_ < 3 * click_, f"--help takes {help_ * 1000:.0f} ms, import click {click_ * 1000:.0f} ms"
