"""The pictures of README.md and docs/, made of the sample study.

    uv run python scripts/page_pictures.py              all of them, into docs/pictures/
    uv run python scripts/page_pictures.py likert home  some of them

Screens need chromium; the page of the quote bank needs LibreOffice. What can't be made stays as it is, and
the script says so.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pictures import (
    BROWSERS,
    SCENES,
    Scene,
    as_png,
    drop,
    fixed_moment,
    make_ready,
    make_small,
    picture,
    press,
    settle,
)
from textual.pilot import Pilot

import qualkit
from qualkit.actions.make import copy_sample
from qualkit.tui.app import QualkitApp

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = (120, 40)
OFFICES = ("soffice", "libreoffice")
RECEIVED = Path("transcripts") / "focus-group-2.vtt"
BANK = "quote-bank"
THEME = "Shame"
"""The theme whose first page of the quote bank is shown."""
CHARTS = {"likert": ("likert", "perceived_safety"), "compare": ("compare", "harm")}
"""The commands that draw charts, by the name of the picture."""
DOTS_PER_INCH = 120


async def add(pilot: Pilot[None]) -> None:
    """A talk that has just been dropped on the window: like one of the study, with a moderator called Dan."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    talk = (app.study.folder / RECEIVED).read_text(encoding="utf-8")
    await drop(pilot, "focus-group-4.vtt", talk.replace("Moderator", "Dan"))
    await press(pilot, "m")


async def code(pilot: Pilot[None]) -> None:
    """A focus group, with words marked that are about to be coded; only one coder's work."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    app.is_blind = True
    await open_at(pilot, "focus-group-1", "44")
    await press(pilot, "shift+down", "shift+down")


async def answers(pilot: Pilot[None]) -> None:
    """What the professionals wrote on one question."""
    await open_at(pilot, "professionals:barriers")
    await press(pilot, "down", "down", "down", "down")


async def open_at(pilot: Pilot[None], source: str, key: str = "") -> None:
    """Open a source, at a passage."""
    app = pilot.app
    assert isinstance(app, QualkitApp)
    app.open_source(source, key)
    await settle(pilot)


SCREENS = {
    "home": Scene(),
    "add": Scene(steps=add),
    "code": Scene(steps=code),
    "code-picker": Scene(steps=code, keys=("c", "s", "t", "r")),
    "answers": Scene(steps=answers),
    "codebook": Scene(keys=("f4", "down")),
    "quotes": Scene(keys=("f5",)),
    "search": SCENES["search"],
    "words": SCENES["words"],
}
"""Every screen that a page shows, by the name of its file."""


def draw_screen(name: str, study: Path) -> Path | None:
    """A screen of the workspace; None where there is no browser to draw it."""
    if not any(shutil.which(browser) for browser in BROWSERS):
        return None
    svg = study.with_name(f"{name}.svg")
    own = shutil.copytree(study, study.with_name(f"study-{name}"))
    with fixed_moment():
        asyncio.run(picture(SCREENS[name], SIZE, own, svg))
    as_png(svg)
    return svg.with_suffix(".png")


def draw_chart(name: str, study: Path) -> Path:
    """A chart as the command line gives it."""
    png = study.with_name(f"{name}.png")
    subprocess.run(
        [sys.executable, "-c", "from qualkit.cli.main import main; main()", "-C", str(study),
         *CHARTS[name], "--chart", str(png), "--reason", "nobody in it exists"],
        check=True, capture_output=True,
    )  # fmt: skip
    make_small(png)
    return png


def draw_bank(study: Path) -> Path | None:
    """A page of the quote bank as Word shows it; None without LibreOffice."""
    office = next((found for name in OFFICES if (found := shutil.which(name))), None)
    if office is None:
        return None
    docx = study.with_name(f"{BANK}.docx")
    with qualkit.open(study) as opened:
        opened.write_quotes(docx, show="chosen")
    subprocess.run(
        [office, f"-env:UserInstallation={study.with_name('office').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(docx.parent), str(docx)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return _page(docx.with_suffix(".pdf"))


def _page(pdf: Path) -> Path:
    """The page on which the theme begins, as PNG. Raises ValueError where there is none."""
    import pypdfium2

    png = pdf.with_suffix(".png")
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            if page.get_textpage().get_text_range().startswith(THEME):
                page.render(scale=DOTS_PER_INCH / 72).to_pil().save(png)
                make_small(png)
                return png
    finally:
        document.close()
    raise ValueError(f'No page of the quote bank begins with "{THEME}".')


def main(names: Sequence[str]) -> None:
    """Some pictures, or every one."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        study = Path(home) / "study"
        copy_sample(study)
        make_ready(study)
        for name in names or (*SCREENS, *CHARTS, BANK):
            made = draw(name, study)
            if made is None:
                print(f"{name}: left as it is, since the program that draws it is missing.")
                continue
            kept = shutil.copyfile(
                made, FOLDER / (f"{name}-120x40.png" if name in SCREENS else f"{name}.png")
            )
            print(f"{kept.name}: {kept.stat().st_size:,} bytes")


def draw(name: str, study: Path) -> Path | None:
    """One picture; None where the program that draws it is missing."""
    if name in CHARTS:
        return draw_chart(name, study)
    return draw_bank(study) if name == BANK else draw_screen(name, study)


if __name__ == "__main__":
    main(sys.argv[1:])
