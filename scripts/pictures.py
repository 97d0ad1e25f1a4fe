"""Pictures of every screen at 80×24 and 120×40, from a small study.

    uv run python scripts/pictures.py                   every screen, into pictures/
    uv run python scripts/pictures.py FOLDER code home  some of them, into a folder of their own

SVG always; PNG too where chromium is installed. Files are named SCREEN-WIDTHxHEIGHT. The snapshot tests draw
the same scenes.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from qualkit.actions.opening import open_study
from qualkit.actions.workspace import open_source
from qualkit.model.place import Place
from qualkit.model.source import Segment
from qualkit.store.codebooks import codebooks
from qualkit.store.codings import Proposal, add_proposals
from qualkit.tui import local_time
from qualkit.tui.app import QualkitApp
from qualkit.tui.theme import DARK, LIGHT

STUDY = Path(__file__).parents[1] / "tests" / "studies" / "telling"
SIZES = ((80, 24), (120, 40))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
MOMENT = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)
"""When every picture is taken."""
TALK = """\
Dan: Thank you all for coming. What was it like to tell somebody?
Una: I told my aunt. She believed me, which I hadn't expected.
Kit: I didn't tell anybody for two years.
Dan: What would have made it easier?
Kit: If somebody had asked me, and then waited for the answer.
Una: Not having to say it five times to five people.
"""
TALK_OF_STUDY, TURN = "focus-group-1", 50
"""The source that is opened, and the number of a turn in it, from 0."""
PANEL = """\
id,role,years,email,why
1,Police,2-5,a@example.org,They worry about what happens to their family once they have said something to us.
2,Youth worker,6-10,b@example.org,Shame mostly. And not being believed the first time they tried to tell us.
3,Police,11+,c@example.org,It is days later when somebody asks and it is somebody they have never met before.
"""
PROPOSED = (
    (45, "Not believed", "pretend"),
    (46, "Shame", "name; wrong"),
    (50, "Not believed", "first thing; cost"),
    (50, "Wrong time", "looking"),
    (50, "Fear", ""),
)
"""Number of a turn, the code proposed for it, the words that speak for it."""
Steps = Callable[[Pilot[None]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How to come to a screen: keys, or steps of its own, from the home of the study."""

    keys: tuple[str, ...] = ()
    steps: Steps | None = None
    is_in_study: bool = True
    is_light: bool = False
    is_without_colour: bool = False
    sizes: tuple[tuple[int, int], ...] = SIZES

    async def play(self, pilot: Pilot[None]) -> None:
        """Go there."""
        await settle(pilot)
        if self.steps is not None:
            await self.steps(pilot)
        await press(pilot, *self.keys)
        await settle(pilot)


async def code(pilot: Pilot[None]) -> None:
    """A talk, open where much is coded."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    app.open_source(TALK_OF_STUDY, open_source(app.study, TALK_OF_STUDY).segments[TURN].key)
    await settle(pilot)


async def proposals(pilot: Pilot[None]) -> None:
    """The same talk, with codes proposed where it is open."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    segments = open_source(app.study, TALK_OF_STUDY).segments
    with app.study.step("suggest") as writer:
        ids = {code.name: code.id for book in codebooks(writer.connection) for code in book.codes}
        add_proposals(writer, [_proposal(segments[number], ids[name], why) for number, name, why in PROPOSED])
        writer.summary = "proposed 5 codings"
    await code(pilot)


def _proposal(segment: Segment, code_id: str, why: str) -> Proposal:
    whole = Place(segment=segment.key, start=0, end_segment=segment.key, end=len(segment.text))
    return Proposal(
        id=f"{segment.key} {code_id}", source=segment.source, place=whole, code=code_id, coder="ana",
        quote=segment.text, made_by="model 1", because=why, score=0.9 if why else 0.81,
    )  # fmt: skip


async def topics(pilot: Pilot[None]) -> None:
    """Topics of everything that was said; the first one's passages below."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    app.show("topics")
    await settle(pilot)
    await press(pilot, "t")


async def suggested(pilot: Pilot[None]) -> None:
    """Why each code keeps silent."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    app.show("suggest")
    await settle(pilot)
    await press(pilot, "p")


async def add(pilot: Pilot[None]) -> None:
    """A transcript as a form."""
    await drop(pilot, "Focus group 2.txt", TALK)
    await press(pilot, "m")


async def add_columns(pilot: Pilot[None]) -> None:
    """Columns as a form."""
    await drop(pilot, "panel.csv", PANEL)
    await press(pilot, "enter")  # the rows are answers


async def drop(pilot: Pilot[None], name: str, text: str) -> None:
    """Drop a file on the window."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    file = app.study.folder.with_name(name)
    file.write_text(text, encoding="utf-8")
    app.post_message(Paste(str(file)))
    await settle(pilot)


SCENES: dict[str, Scene] = {
    "start": Scene(is_in_study=False),
    "home": Scene(),
    "add": Scene(steps=add),
    "add-columns": Scene(steps=add_columns),
    "code": Scene(steps=code),
    "code-light": Scene(steps=code, is_light=True, sizes=SIZES[1:]),
    "code-plain": Scene(steps=code, is_without_colour=True, sizes=SIZES[1:]),
    "code-picker": Scene(steps=code, keys=("shift+down", "shift+down", "c", "s", "h")),
    "code-filter": Scene(steps=code, keys=("t",)),
    "code-proposals": Scene(steps=proposals),
    "like": Scene(steps=code, keys=("L",)),
    "topics": Scene(steps=topics),
    "topics-curve": Scene(steps=topics, keys=("v",)),
    "suggest": Scene(steps=suggested),
    "answers": Scene(keys=("down", "enter", "down", "down")),
    "codebook": Scene(keys=("f4", "down")),
    "codebook-code": Scene(keys=("f4", "down", "enter")),
    "walk": Scene(keys=("f4", "s", "ctrl+s")),
    "quotes": Scene(keys=("f5",)),
    "quotes-light": Scene(keys=("f5",), is_light=True, sizes=SIZES[1:]),
    "quotes-wording": Scene(keys=("f5", "enter")),
    "survey": Scene(keys=("f8", "down", "down", "down", "down")),
    "how-many": Scene(keys=("f12",)),
    "search": Scene(keys=("f3", *"after", "enter", "down", "space")),
    "search-light": Scene(keys=("f3", *"after", "enter", "down", "space"), is_light=True, sizes=SIZES[1:]),
    "search-empty": Scene(keys=("f3",), sizes=SIZES[:1]),
    "search-in-text": Scene(keys=("f3", *"after", "enter", "down", "enter"), sizes=SIZES[1:]),
    "words": Scene(keys=("f3", "tab", "v", "down", "down")),
    "words-in-context": Scene(keys=("f3", *"told", "enter", "k")),
    "people": Scene(keys=("p", "down")),
    "names": Scene(keys=("n",)),
    "memos": Scene(keys=("f6",)),
    "log": Scene(keys=("f7",)),
    "help": Scene(steps=code, keys=("f1",)),
    "menu": Scene(steps=code, keys=("f2",)),
}
"""Every screen by name."""


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        before = pilot.app.screen
        await pilot.press(key)
        if pilot.app.screen is not before or pilot.app.workers:
            await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until everything is drawn; a cursor does not blink in a picture."""
    app = pilot.app
    for _ in range(100):
        await pilot.pause()
        if app.workers:
            await app.workers.wait_for_complete()
        elif getattr(app.screen, "is_ready", True):
            break
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field.cursor_blink = False


@contextmanager
def fixed_moment(*, is_without_colour: bool = False) -> Iterator[None]:
    """It is always the same time of day, everywhere, and colours do not come from the environment."""
    before, clock = {name: os.environ.get(name) for name in ("TZ", "NO_COLOR")}, local_time.now
    local_time.now = MOMENT.astimezone
    wanted = {"TZ": "UTC", "NO_COLOR": "1" if is_without_colour else None}
    try:
        _environment(wanted)
        yield
    finally:
        local_time.now = clock
        _environment(before)


def _environment(wanted: dict[str, str | None]) -> None:
    for name, value in wanted.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()


def scene_app(scene: Scene, study: Path) -> QualkitApp:
    """The app that a scene is played in."""
    app = QualkitApp(study if scene.is_in_study else None, "ana")
    app.theme = LIGHT.name if scene.is_light else DARK.name
    app.animation_level = "none"
    return app


def make_ready(study: Path) -> None:
    """Have the study's database made."""
    open_study(study, "ana").study.close()


async def picture(scene: Scene, size: tuple[int, int], study: Path, path: Path) -> None:
    """One screen as SVG."""
    app = scene_app(scene, study)
    async with app.run_test(size=size) as pilot:
        await scene.play(pilot)
        path.write_text(app.export_screenshot(title="qualkit"), encoding="utf-8")
    app.let_go()


def as_png(svg: Path) -> None:
    """The same as PNG, where there is a browser to draw it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text(encoding="utf-8"))
    if browser is None or box is None:
        return
    width, height = (round(float(side)) for side in box.groups())
    png = svg.with_suffix(".png")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--window-size={width},{height}", f"--screenshot={png}", svg.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    make_small(png)


def make_small(png: Path) -> None:
    """Few colours are enough for a terminal or a page: a palette of them takes half of the room."""
    from PIL import Image

    with Image.open(png) as full:
        few = full.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(png, optimize=True)


def main(folder: Path, names: list[str]) -> None:
    """Some screens, or every one, in every size."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        places: dict[str, Any] = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"), home)
        os.environ |= places
        once = shutil.copytree(STUDY, Path(home) / "study")
        make_ready(once)
        for name in names or SCENES:
            for size in SCENES[name].sizes:
                scene, path = SCENES[name], folder.resolve() / f"{name}-{size[0]}x{size[1]}.svg"
                study = shutil.copytree(once, Path(home) / path.stem)
                with fixed_moment(is_without_colour=scene.is_without_colour):
                    asyncio.run(picture(scene, size, study, path))
                as_png(path)
                print(path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"), sys.argv[2:])
