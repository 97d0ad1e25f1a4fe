"""20 items answered by 1,000,000 people, counted: against numpy's bare counting, and against plot-likert.

    uv run python benchmarks/likert.py [--peer PYTHON]

Exits 1 where qualkit takes more than twice the time of a bare `numpy.bincount` of the same codes. With
`--peer`, a Python that has plot-likert 0.5.0 and pandas 2 (it fails on pandas 3), also where plot-likert's
`likert_counts` takes less than 50 times as long as qualkit on the same answers:

    uv venv /tmp/peer && uv pip install --python /tmp/peer/bin/python plot-likert==0.5.0 "pandas<3"
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from qualkit.analysis.closed import ClosedAnswers, Item, item
from qualkit.analysis.likert import likert
from qualkit.analysis.likert_rows import LikertOptions, item_rows
from qualkit.model.questionnaire import Level, Question, QuestionType, Use

ITEMS, PEOPLE, ROUNDS = 20, 1_000_000, 7
LEVELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
AT_MOST, PEER_AT_LEAST = 2.0, 50.0
PEER = """
import sys, time, warnings
import numpy as np, pandas as pd
warnings.simplefilter("ignore")
import plot_likert
levels, items, people = sys.argv[1].split("|"), int(sys.argv[2]), int(sys.argv[3])
chance = np.random.default_rng(20)
names = np.array([*levels, None], dtype=object)
columns = {}
for number in range(items):
    blank = chance.random(people) < 0.03
    columns[f"q{number}"] = names[np.where(blank, len(levels), chance.integers(0, 5, people))]
frame = pd.DataFrame(columns)
start = time.perf_counter()
counts = plot_likert.likert_counts(frame, levels)
print(time.perf_counter() - start)
print(int(counts.loc["q0", levels[-1]]))
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", help="a Python with plot-likert 0.5.0 and pandas 2")
    peer = parser.parse_args().peer
    columns = answers()
    items = [item(column) for column in columns]
    shifted = [np.where(one.codes < 0, len(LEVELS), one.codes).astype(np.int8) for one in items]
    for _ in range(2):
        bare(shifted), rows(items)
    pairs = [(timed(lambda: bare(shifted)), timed(lambda: rows(items))) for _ in range(ROUNDS)]
    bare_s, mine_s = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    whole_s = min(timed(lambda: likert(columns)) for _ in range(3))
    print(f"{ITEMS} items x {PEOPLE:,} people, best of {ROUNDS}")
    print(f"bare numpy.bincount: {bare_s:.3f} s")
    times = mine_s / bare_s
    print(f"qualkit, to the rows of the table: {mine_s:.3f} s, {times:.2f} times (limit {AT_MOST:g})")
    print(f"qualkit, from the store's codes to rows: {whole_s:.3f} s")
    missed = times > AT_MOST
    if peer:
        counts = likert(columns).rows[0].counts
        peer_s, top = peer_run(peer)
        if top != counts[-1]:
            raise SystemExit(f"plot-likert counts {top} and qualkit {counts[-1]}")
        print(f"plot-likert 0.5.0: {peer_s:.1f} s, {peer_s / whole_s:.0f} times (limit {PEER_AT_LEAST:g})")
        missed = missed or peer_s < PEER_AT_LEAST * whole_s
    return int(missed)


def answers() -> list[ClosedAnswers]:
    """Five levels, 3% blank; the same answers as the peer's."""
    chance = np.random.default_rng(20)
    found = []
    for number in range(ITEMS):
        blank = chance.random(PEOPLE) < 0.03
        codes = np.where(blank, -1, chance.integers(0, 5, PEOPLE)).astype(np.int32)  # as the store
        question = Question(
            column=f"q{number}",
            wording=f"Question {number}",
            use=Use.CLOSED,
            type=QuestionType.LIKERT,
            levels=tuple(Level(label=label) for label in LEVELS),
            is_confirmed=True,
        )
        found.append(ClosedAnswers(question=question, codes=codes, labels=LEVELS))
    return found


def bare(codes: list[NDArray[np.int8]]) -> list[NDArray[np.intp]]:
    return [np.bincount(one, minlength=len(LEVELS) + 1) for one in codes]


def rows(items: list[Item]) -> list[object]:
    return [row for one in items for row in item_rows(one, LikertOptions(), None, None)]


def peer_run(python: str) -> tuple[float, int]:
    """Seconds, and how many gave the highest level of the first item."""
    command = [python, "-c", PEER, "|".join(LEVELS), str(ITEMS), str(PEOPLE)]
    seconds, top = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(top)


def timed(do: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
