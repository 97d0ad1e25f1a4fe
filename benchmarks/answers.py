"""100,000 answers with three closed questions on the Answers screen: open, jump to the end, sort, filter.

Limits: each under 0.3 s, by the clock as well as in CPU.
"""

from __future__ import annotations

import asyncio
import csv
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from qualkit.actions import add, codebook_files
from qualkit.actions.coding import mark_read
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.widgets.answer_list import AnswerList

ANSWERS = 100_000
LIMIT = 300.0
SOURCE = "panel:why"
TEXT = (
    "I don't know what they would have said to them about it because my friend told a teacher once and "
    "it was round the whole school by lunch so why would I the police turn up at your house"
)
BOOK = "title: Book\ncodes:\n" + "".join(f"  - name: Code {n}\n" for n in range(40))
Doing = Callable[[], Awaitable[None]]


def make_study(folder: Path) -> Path:
    """A study of that size, a third of it read."""
    draw, words = random.Random(7), TEXT.split()
    data = folder / "panel.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "role", "age", "region", "why"])
        for number in range(ANSWERS):
            said = " ".join(draw.choices(words, k=draw.randint(5, 40)))
            said += " in the café" if number % 10 == 0 else ""
            role = draw.choice(["Police", "Teacher", "Youth worker", "Nurse"])
            age, region = draw.choice(["18-29", "30-39", "40-49", "50+"]), draw.choice("NESW")
            writer.writerow([number + 1, role, age, region, said])
    book = folder / "book.yaml"
    book.write_text(BOOK, encoding="utf-8")
    home = new_study(folder / "study")
    with open_study(home, "ana").study as study:
        add.accept(study, add.plan_add(study, [data]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, book))
        keys = [str(number + 1) for number in range(0, ANSWERS, 3)]
        mark_read(study, SOURCE, keys, ["book"])
    return home


async def measure(folder: Path) -> dict[str, tuple[float, float]]:
    """What is done → milliseconds of CPU, and by the clock."""
    from qualkit.tui.app import QualkitApp

    found: dict[str, tuple[float, float]] = {}
    app = QualkitApp(folder, "ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)

        async def timed(name: str, do: Doing) -> None:
            cpu, clock = time.process_time(), time.perf_counter()
            await do()
            await pilot.pause()
            found[name] = (time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000
            await pilot.pause(0.4)

        async def open_it() -> None:
            await app.push_screen(AnswersScreen(SOURCE))
            while not getattr(app.screen, "is_ready", False):
                await pilot.pause(0.005)

        await timed("open", open_it)
        screen = app.screen
        assert isinstance(screen, AnswersScreen)
        rows = screen.query_one(AnswerList)
        await timed("jump to the end", lambda: pilot.press("end"))
        assert rows.highlighted == ANSWERS - 1
        await timed("one row up", lambda: pilot.press("up"))
        for name in ("unread", "longest", "field:role"):

            async def sort(name: str = name) -> None:
                screen.sort(name)

            await timed(f"sort: {name}", sort)
        for name in ("uncoded", "field:role=Police"):

            async def show(name: str = name) -> None:
                screen.show_only(name)

            await timed(f"show only: {name}", show)
        screen.show_only("all")
        await pilot.pause(0.4)

        async def words() -> None:
            screen.search("cafe police")

        await timed("filter by words", words)
        screen.search("")
        await pilot.pause(0.4)
        await timed("mark one as read", lambda: pilot.press("f"))
    app.let_go()
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(make_study(Path(folder))))
    for name, (cpu, clock) in found.items():
        print(f"{name:28} {cpu:7.0f} ms of CPU, {clock:7.0f} ms by the clock")
    return 0 if all(max(pair) < LIMIT for pair in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
