"""Words and concordance in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.widgets import Input, Static

from qualkit.actions import redact
from qualkit.actions.opening import open_study
from qualkit.manifest import NAME, read_manifest
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.concordance import ConcordanceScreen
from qualkit.tui.screens.search import SearchScreen
from qualkit.tui.screens.words import WordsScreen
from qualkit.tui.widgets.row_list import RowList

WIDE, NARROW = (120, 40), (80, 24)


class Desk:
    """An app with a hand on the keyboard."""

    def __init__(self, app: QualkitApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def listed(self) -> RowList:
        return self.app.screen.query_one(RowList)

    def text(self, name: str) -> str:
        return str(self.app.screen.query_one(name, Static).render())

    def rows(self) -> list[str]:
        """The list as it is drawn."""
        return [
            self.listed.render_line(y).text.rstrip()
            for y in range(min(self.listed.size.height, self.listed.count))
        ]

    def words(self) -> list[str]:
        screen = self.app.screen
        assert isinstance(screen, WordsScreen) and screen.table is not None
        return [str(row["word"]) for row in screen.table.rows]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.ready()

    async def choose(self, text: str) -> None:
        """Type a part of a name into the window on top, and take it."""
        self.app.screen.query_one(Input).value = text
        await self.press("enter")

    async def ready(self) -> None:
        """Wait until what is shown is the answer to what was done."""
        await self.pilot.pause()
        began = time.monotonic()
        while not getattr(self.app.screen, "is_ready", True):
            assert time.monotonic() - began < 30, self.app.talk.text
            await asyncio.sleep(0.005)
            await self.pilot.pause(0)

    async def highlight(self, word: str) -> None:
        self.listed.highlight(self.words().index(word))
        await self.ready()


Do = Callable[[Desk], Awaitable[None]]


def run(folder: Path, do: Do, **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=how.get("size", WIDE)) as pilot:
            await pilot.pause()
            app.show("words")
            desk = Desk(app, pilot)
            await desk.ready()
            await do(desk)
        app.let_go()

    asyncio.run(session())


def test_words_are_counted_with_who_said_them_and_their_passages_are_a_key_away(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        assert {"scared", "school", "afraid"} < set(desk.words())
        assert not {"the", "was", "moderator"} & set(desk.words())
        await desk.highlight("scared")
        row = desk.rows()[desk.listed.highlighted]
        assert row.split()[1] == "2" and "█" in row
        assert "Looked through" in desk.text("#word-notes") and "--" not in desk.text("#word-notes")
        await desk.press("enter")
        screen = desk.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.hits.count == 2
        assert screen.limits.heard_only

    run(filled, do, size=NARROW)


def test_words_in_a_row_and_limits_are_counted(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("s", "space", "enter")
        assert "role" not in desk.words() and "ashamed" in desk.words() and "shame" not in desk.words()
        await desk.press("escape")
        assert "shame" in desk.words()
        await desk.press("u", "down", "enter")
        assert desk.words() == ["was scared"]
        assert "two words in a row" in str(desk.app.screen.query_one("#limit-kind").label)  # type: ignore[attr-defined]

    run(filled, do)


def test_a_word_is_left_out_for_good_and_brought_back(filled: Path) -> None:
    before = (filled / NAME).read_text(encoding="utf-8")

    async def do(desk: Desk) -> None:
        await desk.highlight("school")
        await desk.press("minus")
        assert "school" not in desk.words()
        assert read_manifest(filled / NAME).words.stop == ("school",)
        assert before.splitlines()[0] in (filled / NAME).read_text(encoding="utf-8")
        await desk.press("plus")
        await desk.choose("school")
        assert "school" in desk.words()

    run(filled, do)
    assert read_manifest(filled / NAME).words.stop == ()


def test_a_word_stands_in_its_surroundings_and_leads_to_its_passage(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.highlight("scared")
        await desk.press("k")
        assert isinstance(desk.app.screen, ConcordanceScreen)
        first, second = desk.rows()
        assert first.index("scared") == second.index("scared")
        assert "2 places" in desk.text("#concordance-told")
        await desk.press("s", "s", "enter")
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        while not screen.is_ready:
            await desk.pilot.pause(0.01)
        assert screen.source == "panel:why"
        assert screen.text.words(*screen.text.selection) == "scared"  # type: ignore[misc]
        await desk.press("escape", "escape", "escape")
        assert isinstance(desk.app.screen, WordsScreen)

    run(filled, do)


def test_what_tells_two_groups_apart_is_counted(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("u", "end", "enter")
        await desk.choose("role: Police or Teacher")
        assert "Police" in desk.text("#word-head") and "Teacher" in desk.text("#word-head")
        assert "Police" in desk.text("#word-notes")

    run(filled, do)


def test_redacted_words_are_not_counted(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        redact.redact(study, "Lee", "[teacher]")

    async def do(desk: Desk) -> None:
        assert "lee" not in desk.words()
        assert "helped" in desk.words()

    run(filled, do)


def test_counts_are_written_as_a_file(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("x")
        while not desk.app.talk.text.startswith("Wrote words-"):
            await desk.pilot.pause(0.01)

    run(filled, do)
    from openpyxl import load_workbook

    (path,) = (filled / "exports").glob("words-*.xlsx")
    cells = [cell.value for sheet in load_workbook(path) for row in sheet for cell in row]
    assert "school" in cells
