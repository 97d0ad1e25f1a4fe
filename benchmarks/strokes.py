"""Coding by hand in a talk of 10,000 turns with 5,000 codings and 120 codes: CPU of every stroke.

    uv run python benchmarks/strokes.py

Exits 1 where a verb takes more than 8 ms of CPU at the median, or 20 ms at the 95th percentile. A stroke is
what one key does to the study; drawing it is measured by tui.py.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

from qualkit.actions import add, coding, history
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, home, last_event, open_source, renewed
from qualkit.model.codebook import Code, Codebook
from qualkit.model.coding import Coding
from qualkit.model.place import Place
from qualkit.store import codebooks, codings
from qualkit.study import Study

TURNS, CODINGS, CODES, STEPS = 10_000, 5_000, 120, 500
STROKES = 150
MEDIAN_MS, P95_MS = 8.0, 20.0
SAID = "we waited nine weeks and nobody rang back so in the end I went there myself to be heard"


def main() -> int:
    with tempfile.TemporaryDirectory() as name, study_of_talk(Path(name)) as study:
        missed = False
        for verb, took in measured(study).items():
            median, p95 = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
            over = median > MEDIAN_MS or p95 > P95_MS
            missed |= over
            print(f"{verb}: {median:.1f} ms, p95 {p95:.1f} ms{'  MISSED' if over else ''}")
        opened = open_source(study, "talk")
        for view, show in (
            ("open_source", lambda: open_source(study, "talk")),
            ("renewed", lambda: renewed(study, opened)),
            ("codebook_view", lambda: codebook_view(study)),
            ("last_event", lambda: last_event(study)),
            ("home", lambda: home(study)),
        ):
            print(f"{view}: {statistics.median(cpu_ms(show) for _ in range(5)):.1f} ms")
    return int(missed)


def study_of_talk(folder: Path) -> Study:
    """A long talk with overlapping codings, made in many steps by a coder with a history."""
    chance = random.Random(10_000)
    lines = [
        f"P{n % 9}: {' '.join(chance.choices(SAID.split(), k=chance.randint(3, 60)))}" for n in range(TURNS)
    ]
    (folder / "talk.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    study = open_study(new_study(folder / "study"), "ana").study
    add.accept(study, add.plan_add(study, [folder / "talk.txt"]))
    themes = [Code(id=str(uuid4()), name=f"Theme {n}") for n in range(12)]
    below = [Code(id=str(uuid4()), name=f"Code {n}", parent=themes[n % 12].id) for n in range(CODES - 12)]
    with study.step("import codebook") as writer:
        codebooks.sync_codebook(writer, Codebook(name="long", codes=(*themes, *below)))
    texts = {segment.key: segment.text for segment in open_source(study, "talk").segments}
    for _ in range(STEPS):
        with study.step("code") as writer:
            codings.add_codings(
                writer, [some_coding(chance, texts, themes + below) for _ in range(CODINGS // STEPS)]
            )
    return study


def some_coding(chance: random.Random, texts: dict[str, str], codes: list[Code]) -> Coding:
    place = some_place(chance, texts)
    return Coding(
        id=str(uuid4()),
        source="talk",
        place=place,
        code=chance.choice(codes).id,
        coder="ana",
        quote=texts[place.segment][place.start : place.end],
    )


def some_place(chance: random.Random, texts: dict[str, str]) -> Place:
    key = str(chance.randint(1, len(texts)))
    start = chance.randrange(len(texts[key]) // 2)
    end = chance.randint(start + 3, len(texts[key]))
    return Place(segment=key, start=start, end_segment=key, end=end)


def measured(study: Study) -> dict[str, list[float]]:
    """Verb → CPU milliseconds of every stroke."""
    chance = random.Random(1)
    source = open_source(study, "talk")
    texts = {segment.key: segment.text for segment in source.segments}
    codes = [code.id for view in codebook_view(study) for code in view.codebook.codes]
    mine = chance.sample([one.id for one in source.codings], 2 * STROKES)
    undo, redo = (lambda _: history.undo(study)), (lambda _: history.redo(study))
    strokes: dict[str, Callable[[int], object]] = {
        "apply": lambda _: coding.apply_codes(
            study, "talk", [some_place(chance, texts)], [chance.choice(codes)]
        ),
        "undo apply": undo,
        "redo apply": redo,
        "memo": lambda n: coding.set_memo(study, mine[n], f"Said lightly ({n})."),
        "mark read": lambda n: coding.mark_read(study, "talk", [str(n + 1)], ["long"]),
        "remove": lambda n: coding.remove_codings(study, [mine[n]]),
        "undo remove": undo,
        "redo remove": redo,
    }
    return {verb: [cpu_ms(partial(do, n)) for n in range(STROKES)] for verb, do in strokes.items()}


def cpu_ms(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
