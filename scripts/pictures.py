"""Pictures of every screen at 80×24 and 120×40, into docs/pictures/, from a copy of the sample study.

    uv run python scripts/pictures.py

SVG always; PNG too where chromium is installed. Files are named SCREEN-WIDTHxHEIGHT.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from qualkit.actions.make import copy_sample
from qualkit.actions.opening import open_study
from qualkit.tui.app import QualkitApp

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZES = ((80, 24), (120, 40))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
TALK = """\
Dan: Thank you all for coming. What was it like to tell somebody?
Una: I told my aunt. She believed me, which I hadn't expected.
Kit: I didn't tell anybody for two years.
Dan: What would have made it easier?
Kit: If somebody had asked me, and then waited for the answer.
Una: Not having to say it five times to five people.
"""
Steps = Callable[[Pilot[None]], Awaitable[None]]


async def home(pilot: Pilot[None]) -> None:
    """The first screen."""


async def code(pilot: Pilot[None]) -> None:
    """A source, open."""
    await press(pilot, "enter")


async def picker(pilot: Pilot[None]) -> None:
    """The codes to choose from, a part of a name typed."""
    await press(pilot, "enter", "c", "s", "h")


async def add(pilot: Pilot[None]) -> None:
    """A transcript as a form."""
    talk = Path(os.environ["QUALKIT_PICTURES"]) / "Focus group 2.txt"
    talk.write_text(TALK, encoding="utf-8")
    pilot.app.post_message(Paste(str(talk)))
    await settle(pilot)
    await press(pilot, "m")


async def speaker(pilot: Pilot[None]) -> None:
    """What a speaker can be."""
    await add(pilot)
    await press(pilot, "enter")


async def help_(pilot: Pilot[None]) -> None:
    """The help of a source."""
    await press(pilot, "enter", "f1")


async def light(pilot: Pilot[None]) -> None:
    """The light colours."""
    pilot.app.theme = "qualkit-light"
    await press(pilot, "enter")


SCREENS: dict[str, tuple[bool, Steps]] = {
    "start": (False, home),
    "home": (True, home),
    "add": (True, add),
    "add-speaker": (True, speaker),
    "code": (True, code),
    "code-picker": (True, picker),
    "code-light": (True, light),
    "help": (True, help_),
}
"""Name → whether a study is open, and how to get there."""


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until everything is drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.1)


async def picture(name: str, size: tuple[int, int], study: Path) -> Path:
    """One screen as SVG."""
    has_study, steps = SCREENS[name]
    app = QualkitApp(study if has_study else None, "ana")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await steps(pilot)
        await settle(pilot)
        path = PICTURES / f"{name}-{size[0]}x{size[1]}.svg"
        path.write_text(app.export_screenshot(title="qualkit"), encoding="utf-8")
    app.let_go()
    return path


def as_png(svg: Path) -> None:
    """The same as PNG, where there is a browser to draw it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg.read_text(encoding="utf-8"))
    if browser is None or box is None:
        return
    width, height = (round(float(side)) for side in box.groups())
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--window-size={width},{height}", f"--screenshot={svg.with_suffix('.png')}", svg.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def main() -> None:
    """Every screen in every size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"QUALKIT_PICTURES": name, "XDG_CONFIG_HOME": name, "XDG_DATA_HOME": name, "HOME": name}
        study = copy_sample(Path(name) / "sample")
        open_study(study, "ana").study.close()
        for screen in SCREENS:
            for size in SIZES:
                path = asyncio.run(picture(screen, size, study))
                as_png(path)
                print(path.name)


if __name__ == "__main__":
    main()
