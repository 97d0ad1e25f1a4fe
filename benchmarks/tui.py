"""CPU per key on the Code screen: 10,000 turns, 5,000 overlapping codings, 120 codes.

Limits: move, extend, apply under 20 ms at the median and 50 ms at the 95th percentile; open under 2 s.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from qualkit.actions import add, codebook_files
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.model.coding import Coding, Origin
from qualkit.model.place import Place

TURNS, CODINGS, CODES = 10_000, 5_000, 120
TEXT = (
    "I don't know what they would have said to them about it because my friend told a teacher once and "
    "it was round the whole school by lunch so why would I the police turn up at your house"
)


def make_study(folder: Path) -> Path:
    """A study of that size."""
    draw, words = random.Random(7), TEXT.split()
    lines = []
    for number in range(TURNS):
        said = " ".join(draw.choices(words, k=draw.randint(5, 90)))
        lines.append(f"{'Moderator' if number % 5 == 0 else f'P{number % 7 + 1}'}: {said}.")
    talk = folder / "talk.md"
    talk.write_text("\n".join(lines), encoding="utf-8")
    themes = [f"  - name: Theme {n}\n    codes:\n" + _codes(n) for n in range(CODES // 10)]
    book = folder / "book.yaml"
    book.write_text("title: Book\ncodes:\n" + "".join(themes), encoding="utf-8")
    home = new_study(folder / "study")
    with open_study(home, "ana").study as study:
        add.accept(study, add.plan_add(study, [talk]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, book))
        _code(study, draw)
    return home


def _codes(theme: int) -> str:
    return "".join(f"      - name: Code {theme} {n}\n        definition: About {n}.\n" for n in range(9))


def _code(study: object, draw: random.Random) -> None:
    from uuid import uuid4

    from qualkit.actions import workspace
    from qualkit.store import codings

    view = workspace.open_source(study, "talk")  # type: ignore[arg-type]
    ids = [code.id for book in workspace.codebook_view(study) for code in book.codebook.codes]  # type: ignore[arg-type]
    wanted = []
    for _ in range(CODINGS):
        first = draw.randrange(TURNS // 2)
        last = min(first + draw.choice((0, 0, 0, 1, 2)), TURNS - 1)
        one, other = view.segments[first], view.segments[last]
        start = draw.randrange(len(one.text) // 2)
        end = draw.randrange(len(other.text) // 2 + 1, len(other.text))
        place = Place(segment=one.key, start=start, end_segment=other.key, end=end)
        wanted.append(
            Coding(
                id=str(uuid4()), source="talk", place=place, code=draw.choice(ids), coder="ana",
                quote="-", origin=Origin.BY_HAND,
            )
        )  # fmt: skip
    with study.step("code") as writer:  # type: ignore[attr-defined]
        codings.add_codings(writer, wanted)


async def measure(folder: Path, keys: Sequence[tuple[str, Sequence[str]]]) -> dict[str, list[float]]:
    """Milliseconds of CPU for each key, and to open."""
    from qualkit.tui.app import QualkitApp
    from qualkit.tui.layout import Spot

    found: dict[str, list[float]] = {}
    app = QualkitApp(folder, "ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        began = time.process_time()
        app.open_source("talk")
        await pilot.pause()
        while not getattr(app.screen, "is_ready", False):
            await pilot.pause(0.01)
        found["open"] = [(time.process_time() - began) * 1000]
        await pilot.pause(3)
        text = app.screen.query_one("TextView")
        text.go(Spot(2000, 0))  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("down", "p")
        for name, sequence in keys:
            times = found.setdefault(name, [])
            for key in sequence:
                began = time.process_time()
                await pilot.press(key)
                await pilot.pause()
                times.append((time.process_time() - began) * 1000)
    app.let_go()
    return found


def main() -> int:
    moves = ["right", "down", "ctrl+right", "j", "up", "ctrl+left", "pagedown", "k"] * 25
    extends = ["shift+right", "ctrl+shift+right", "shift+down", "J"] * 15
    applies = ["down", "1"] * 60
    with tempfile.TemporaryDirectory() as folder:
        study = make_study(Path(folder))
        found = asyncio.run(measure(study, [("move", moves), ("extend", extends), ("apply", applies)]))
    found["apply"] = found["apply"][1::2]
    is_fine = found["open"][0] < 2000
    print(f"open    {found['open'][0]:7.1f} ms")
    for name in ("move", "extend", "apply"):
        times = sorted(found[name])
        median, late = statistics.median(times), times[int(len(times) * 0.95)]
        print(f"{name:7} {median:7.1f} ms at the median, {late:.1f} ms at the 95th percentile")
        is_fine = is_fine and median < 20 and late < 50
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
