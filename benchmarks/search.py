"""A search over 100,000 passages, as at each key press: the first page, and how many there are in all.

Limit: 50 ms of CPU each for words, phrases, beginnings and combinations, common ones, too.
Also with names redacted in 1,000 passages. Without a limit: one letter, stems, a pattern.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from qualkit.actions import redact
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.search import search
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import Selection
from qualkit.model.intake import SourceIntake
from qualkit.model.source import Segment, Source, SourceKind, Voice
from qualkit.store import sources
from qualkit.study import Study

PASSAGES, SOURCES = 100_000, 5
LIMIT = 50.0
COMMON = tuple("the i to and was scared police school tell mum don't café afraid home trusted".split(" "))  # noqa: SIM905
QUERIES = (
    "scared", "the", "the scared", '"the scared"', "scared OR afraid OR trusted", "school NOT police",
    "NEAR(tell mum, 5)", "sch*", "cafe", "wordless", "(tell OR scared) AND mum NOT home",
)  # fmt: skip


def make_study(folder: Path) -> Path:
    """A study of that size: words as frequent as words are (Zipf), 5 to 45 a passage."""
    draw = random.Random(7)
    rare = ["".join(draw.choices("abcdefghilmnoprstu", k=draw.randint(3, 10))) for _ in range(20_000)]
    words = [*COMMON, *rare]
    weights = list(accumulate(1 / (place + 3) for place in range(len(words))))
    home = new_study(folder / "study")
    started = time.perf_counter()
    with open_study(home, "ana").study as study, study.step("add") as writer:
        for number in range(SOURCES):
            name = f"part{number}"
            segments = tuple(
                Segment(
                    source=name,
                    key=str(place),
                    ordinal=place,
                    text=" ".join(draw.choices(words, cum_weights=weights, k=draw.randint(5, 45)))
                    + (" Sarah" if place % 100 == 0 else ""),
                )
                for place in range(1, PASSAGES // SOURCES + 1)
            )
            source = Source(
                name=name, title=name, kind=SourceKind.ANSWERS, voice=Voice.OWN_WORDS, file="", sha256=""
            )
            sources.sync(writer, SourceIntake(source=source, segments=segments))
    print(f"made in {time.perf_counter() - started:.1f} s")
    return home


def timed(study: Study, title: str, query: str, **how: object) -> float:
    """Milliseconds of CPU, the best of five; printed with those by the clock and the passages found."""
    cpu, clock, found = [], [], 0
    for _ in range(5):
        ran, started = time.process_time(), time.perf_counter()
        found = search(study, query, **how).passages  # type: ignore[arg-type]
        cpu.append((time.process_time() - ran) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    print(f"{title:36} {found:7,} passages {min(cpu):7.1f} ms of CPU, {min(clock):7.1f} ms by the clock")
    return min(cpu)


def main() -> int:
    limited = []
    with tempfile.TemporaryDirectory() as folder, open_study(make_study(Path(folder)), "ana").study as study:
        limited += [timed(study, query, query) for query in QUERIES]
        part = Limits(selection=Selection(sources=("part1",)), is_coded=False)
        limited.append(timed(study, "scared, uncoded, in one source", "scared", limits=part))
        redact.redact(study, "Sarah", "[sister]")
        limited += [
            timed(study, f"{query}, 1,000 passages redacted", query)
            for query in ("sarah", "sister", "scared")
        ]
        timed(study, "s* (in three of four)", "s*")
        for by in ("stems", "pattern"):
            timed(study, f"trusted, by {by}", "trusted", by=by)
    return 0 if max(limited) < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
