"""The first quarter of an hour of somebody who has read no manual: once by mouse alone, once by keys alone.

What is clicked is what is read: every click goes to the cell where the words stand on the screen.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from textual.events import Key, MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseUp, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.source import SpeakerRole
from qualkit.tui.app import QualkitApp
from qualkit.tui.widgets.status_line import StatusLine

TALK = (
    "Dan: Thank you for coming. What was it like to tell somebody?",
    "Una: I was frightened of my stepdad and what he would do.",
    "Kit: I felt dirty about the whole thing for years.",
    "Dan: Who could you have told?",
    "Una: Nobody at school would have listened to me anyway.",
    "Kit: My teacher looked away whenever I came in late.",
    "Una: I kept thinking they would send me somewhere else.",
    "Dan: What would have helped?",
    "Kit: Somebody asking twice and then waiting for me.",
    "Una: A woman I already knew would have been easier.",
    "Kit: My brother threatened to hurt the dog if I said it.",
    "Una: I was embarrassed that I had gone back to him.",
    "Dan: Is there anything else?",
    "Kit: The police came in uniform and everyone stared.",
)
TO_CODE = (
    ("frightened of my stepdad", "Fear"),
    ("felt dirty about the whole thing", "Shame"),
    ("Nobody at school would have listened", "Not believed"),
    ("looked away", "Not believed"),
    ("they would send me somewhere", "Fear"),
    ("Somebody asking twice", "What helps"),
    ("A woman I already knew", "What helps"),
    ("threatened to hurt the dog", "Fear"),
    ("embarrassed that I had gone back", "Shame"),
    ("everyone stared", "Shame"),
)
CODES = (
    ("name", "parent", "definition"),
    ("Fear", "", "Being afraid of what follows"),
    ("Shame", "", "Being afraid of how one is seen"),
    ("Not believed", "Shame", "Nobody would take it as true"),
    ("What helps", "", "What made it easier, or would have"),
)
MARKS = {"Fear": "FE", "Shame": "SH", "Not believed": "NB", "What helps": "WH"}
Play = Callable[["Hand"], Awaitable[None]]


@pytest.fixture
def documents() -> Path:
    """The newcomer's own folder, with a Word transcript and an Excel codebook in it."""
    import docx
    import openpyxl

    folder = Path.home() / "Documents"
    folder.mkdir(parents=True)
    document = docx.Document()
    for line in TALK:
        document.add_paragraph(line)
    document.save(str(folder / "our group.docx"))
    book = openpyxl.Workbook()
    for row in CODES:
        book.active.append(row)
    book.save(folder / "our codes.xlsx")
    return folder


@pytest.fixture
def opened_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the desktop was asked to open, written down by a program in the place of xdg-open."""
    programs, list_ = tmp_path / "programs", tmp_path / "opened.txt"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{list_}"\n', encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    return list_


class Hand:
    """What a person sees of the app, and a hand that clicks on it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    async def settle(self) -> None:
        await self.pilot.pause()
        while self.app.workers:
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        await self.until(lambda: getattr(self.app.screen, "is_ready", True) and self.shown.strip())

    async def until(self, is_so: Callable[[], object]) -> None:
        for _ in range(1500):
            if is_so():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"it did not happen in time; the screen shows\n{self.shown}")

    @property
    def lines(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def shown(self) -> str:
        return "\n".join(self.lines)

    @property
    def said(self) -> str:
        return self.app.screen.query(StatusLine).first().said

    async def hears(self, words: str) -> None:
        """Wait until the line at the bottom says so."""
        await self.until(lambda: words in self.said)

    def place(self, words: str, *, after: str = "", left: int = 0, below: int = 0) -> tuple[int, int] | None:
        """The cell where words stand: in a row that also has `after` to their left, from column `left` on."""
        for y, line in enumerate(self.lines):
            start = line.find(after) + len(after) if after and after in line else 0
            if (after and not start) or y < below:
                continue
            if (x := line.find(words, max(start, left))) >= 0:
                return x, y
        return None

    def sure_place(self, words: str, **where: object) -> tuple[int, int]:
        found = self.place(words, **where)  # type: ignore[arg-type]
        assert found is not None, f"{words!r} is not on the screen:\n{self.shown}"
        return found

    # ---- the mouse

    async def click(self, words: str, **where: object) -> None:
        """Click on words as soon as they are on the screen."""
        await self.until(lambda: self.place(words, **where))  # type: ignore[arg-type]
        x, y = self.sure_place(words, **where)
        for happens in (MouseMove, MouseDown, MouseUp):
            self._mouse(happens, (x + 1, y))
        await self.settle()

    def _mouse(self, happens: type[MouseEvent], where: tuple[int, int]) -> None:
        """What a terminal sends."""
        x, y = where
        button = int(happens in (MouseDown, MouseUp))
        self.app.post_message(happens(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y))

    async def scroll(self, words: str) -> None:
        """Turn the wheel in the middle of the screen until words come into view."""
        middle = (self.app.size.width // 2, self.app.size.height // 2)  # of the window, or of the text
        for _ in range(60):
            if self.place(words) is not None:
                return
            self._mouse(MouseScrollDown, middle)
            await self.pilot.pause()
        raise AssertionError(f"{words!r} can't be scrolled to:\n{self.shown}")

    async def choose(self, words: str) -> None:
        """A line of a window that may have to be scrolled to."""
        await self.scroll(words)
        await self.click(words)

    async def drag(self, words: str) -> None:
        """Mark words with the mouse; they may run on in the next row."""
        first, second, *rest = words.split()
        last = rest[-1] if rest else second
        left = 25 if self.app.size.width >= 100 else 0  # right of the list of turns
        x, y = self.place(words, left=left) or self.sure_place(f"{first} {second}", left=left)
        if self.lines[y].startswith(words, x):
            end = (x + len(words), y)
        else:
            here = self.sure_place(last, left=left, below=y + 1)
            end = (here[0] + len(last), here[1])
        for happens, where in ((MouseMove, (x, y)), (MouseDown, (x, y)), (MouseMove, end), (MouseUp, end)):
            self._mouse(happens, where)
        await self.pilot.pause()

    # ---- files dropped on the window, keys

    async def drop(self, text: str) -> None:
        """What a terminal sends when a file is dropped on it."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        for letter in text:  # as fast as somebody types who does not look
            self.app.post_message(Key("space" if letter == " " else letter, letter))
        await self.until(lambda: isinstance(line := self.app.focused, Input) and line.value.endswith(text))
        await self.settle()


def played(play: Play, size: tuple[int, int]) -> None:
    """Start qualkit where no study is, in a terminal of this size."""

    async def main() -> None:
        app = QualkitApp(None, "ana")
        async with app.run_test(size=size) as pilot:
            hand = Hand(pilot)
            await hand.settle()
            await play(hand)
        app.let_go()

    asyncio.run(main())


def assert_all_went_well(study: Path, opened: Path) -> None:
    """The study holds what was done, and the file that was opened holds nine quotes."""
    import docx

    with open_study(study, "ana").study as found:
        view = open_source(found, "our group")
        names = {code.id: code.name for book in codebook_view(found) for code in book.codebook.codes}
        coded = {
            (view.segments[one.first].text[one.start : one.end], names[one.code_id]) for one in view.codings
        }
        roles = {segment.speaker: segment.speaker_role for segment in view.segments}
    assert coded == set(TO_CODE[:-1])
    assert len(view.read) == len(TALK)
    assert roles["Dan"] is SpeakerRole.MODERATOR
    bank = Path(opened.read_text(encoding="utf-8").strip())
    assert bank.parent == study / "exports" and bank.suffix == ".docx"
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(bank)).paragraphs)
    assert sum(f"“{words}" in text.replace("“…", "“") for words, _ in TO_CODE[:-1]) == 9
    assert TO_CODE[-1][0] not in text


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_a_newcomer_gets_from_a_transcript_to_a_bank_with_the_mouse_alone(
    size: tuple[int, int], documents: Path, opened_files: Path
) -> None:
    async def play(hand: Hand) -> None:
        await hand.click("Start my study")
        await hand.click("Start", below=hand.sure_place("Folder")[1])
        # the transcript, looked for in the list of files
        await hand.click("Add files: drop them here")
        await hand.click("our group.docx")
        await hand.click("Dan")
        await hand.click("moderator  leads the talk")
        await hand.click("Bring in", below=hand.sure_place("Una")[1] + 1)
        # the codebook, dropped
        await hand.drop(f"file://{quote(str(documents / 'our codes.xlsx'))}")
        await hand.click("codebook", below=4)
        await hand.click("Bring in", below=3)
        await hand.hears("4 codes")
        # coding
        await hand.click("our group")
        for words, code in TO_CODE:
            await hand.scroll(words.split()[0] + " " + words.split()[1])
            await hand.drag(words)
            if size[0] < 100:  # the codebook is folded away
                await hand.click("Code", after="c ", below=size[1] - 1)
            await hand.click(f"{MARKS[code]} {code}")
            await hand.hears(f": {code}. Ctrl+Z undoes")
        await hand.click("Undo", below=size[1] - 1)
        await hand.hears("Took back")
        await hand.click("Menu", below=size[1] - 1)
        await hand.choose("Whole source read")
        await hand.hears("Marked 14 turns as read")
        # the bank
        await hand.click("Menu", below=size[1] - 1)
        await hand.choose("Quote bank")
        await hand.click("Word", after="w ", below=size[1] - 1)
        await hand.hears("Wrote")
        await hand.click("Menu", below=size[1] - 1)
        await hand.choose("Open what was handed over")
        await hand.until(opened_files.exists)

    played(play, size)
    assert_all_went_well(next(documents.glob("*/study.toml")).parent, opened_files)


def test_a_newcomer_gets_from_a_transcript_to_a_bank_with_keys_alone(
    documents: Path, opened_files: Path
) -> None:
    async def play(hand: Hand) -> None:
        await hand.press("down", "enter")
        await hand.type("Telling somebody")
        await hand.press("enter", "enter")
        for name in ("our group.docx", "our codes.xlsx"):
            await hand.press("a", "shift+tab")
            assert isinstance(hand.app.focused, Input)
            await hand.type(str(documents / name))
            await hand.press("enter")
            if name.endswith(".docx"):
                await hand.press("m")  # Dan is the first that speaks
            else:
                await hand.press("enter")  # its name speaks of codes
            await hand.press("b")
        await hand.press("enter")  # what came in is highlighted
        for words, code in TO_CODE:
            await hand.press("ctrl+f")
            await hand.type(words)
            await hand.press("enter", "escape", "c")
            await hand.type(code.split()[0])
            await hand.press("enter")
            await hand.hears("Coded")
        await hand.press("ctrl+z")
        await hand.hears("Took back")
        await hand.press("f2", "down", "down", "down", "enter")
        await hand.hears("Marked 14 turns as read")
        await hand.press("f5", "w")
        await hand.until(lambda: "Wrote" in hand.said)
        await hand.press("o")
        await hand.until(opened_files.exists)

    played(play, (80, 24))
    assert_all_went_well(documents / "telling-somebody", opened_files)
