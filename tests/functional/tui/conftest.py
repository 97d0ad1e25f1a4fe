"""The Code screen with a hand on keyboard and mouse, for tests by what is in the study afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from qualkit.actions.opening import open_study
from qualkit.actions.workspace import SourceView, codebook_view, open_source
from qualkit.tui.app import QualkitApp
from qualkit.tui.layout import Spot
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.widgets.coding_details import CodingDetails
from qualkit.tui.widgets.passage_list import PassageList
from qualkit.tui.widgets.text_view import TextView

Do = Callable[["CodeDesk"], Awaitable[None]]


class CodeDesk:
    """An app with a source open."""

    def __init__(self, app: QualkitApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> CodeScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, CodeScreen))

    @property
    def text(self) -> TextView:
        return self.screen.query_one(TextView)

    @property
    def said(self) -> str:
        return self.app.talk.text

    @property
    def marked(self) -> str:
        """The words that are marked."""
        return self.text.words(*self.text.selection) if self.text.selection else ""

    @property
    def listed(self) -> list[int]:
        """The numbers of the passages in the list."""
        return list(self.screen.query_one(PassageList).numbers)

    @property
    def details(self) -> str:
        """What stands below the text."""
        return self.screen.query_one(CodingDetails).render().plain

    async def press(self, *keys: str) -> None:
        with self.app._context():  # where two apps run, Textual must know which is meant
            await self.pilot.press(*keys)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def click(self, *where: Any, **how: Any) -> None:
        await self.pilot.click(*where, **how)
        await self.pilot.pause()

    async def choose(self, label: str) -> None:
        """Click the line of the list on top that begins so."""
        from textual.widgets import OptionList

        found = self.app.screen.query_one(OptionList)
        lines = [str(found.get_option_at_index(one).prompt) for one in range(found.option_count)]
        row = next(number for number, line in enumerate(lines) if line.strip().startswith(label))
        found.highlighted = row  # as the mouse wheel would, bring it into view
        await self.pilot.pause()
        await self.click(found, offset=(3, row - found.scroll_offset.y))

    async def until(self, is_so: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait for something to become true."""
        for _ in range(int(seconds / 0.02)):
            if is_so():
                return
            with self.app._context():
                await self.pilot.pause(0.02)
        raise AssertionError("it did not happen in time")

    def at(self, passage: int, words: str) -> tuple[int, int]:
        """The cell of the text view where words begin."""
        layout = self.text.page.layout
        spot = Spot(passage, self.text.segments[passage].text.index(words))
        return 8 + layout.column_of(spot), layout.row_of(spot) - self.text.scroll_offset.y


async def open_desk(app: QualkitApp, pilot: Any, source: str, key: str) -> CodeDesk:
    await pilot.pause()
    app.push_screen(CodeScreen(source, key))
    await pilot.pause()
    desk = CodeDesk(app, pilot)
    await desk.until(lambda: getattr(app.screen, "is_ready", False))
    return desk


@pytest.fixture
def at_desk() -> Callable[..., None]:
    """Do something with a source open: `at_desk(folder, do, source=…, key=…, size=…, coder=…)`."""

    def at_desk_(folder: Path, do: Do, *, source: str = "fg1", key: str = "", **how: Any) -> None:
        async def session() -> None:
            app = QualkitApp(folder, how.get("coder", "ana"), is_blind=how.get("is_blind", False))
            async with app.run_test(size=how.get("size", (120, 40))) as pilot:
                await do(await open_desk(app, pilot, source, key))
            app.let_go()

        asyncio.run(session())

    return at_desk_


@pytest.fixture
def two_desks() -> Callable[..., None]:
    """Two windows on one study: `two_desks(folder, (coder, other), do)`, do takes both."""

    def two_desks_(
        folder: Path, coders: tuple[str, str], do: Callable[[CodeDesk, CodeDesk], Awaitable[None]]
    ) -> None:
        async def window(coder: str, ready: asyncio.Future[CodeDesk], done: asyncio.Event) -> None:
            app = QualkitApp(folder, coder)
            async with app.run_test(size=(120, 40)) as pilot:
                ready.set_result(await open_desk(app, pilot, "fg1", ""))
                await done.wait()
            app.let_go()

        async def session() -> None:
            done, loop = asyncio.Event(), asyncio.get_running_loop()
            desks: list[asyncio.Future[CodeDesk]] = [loop.create_future() for _ in coders]
            windows = [  # a task each: Textual knows by the task which app it works for
                asyncio.create_task(window(coder, ready, done))
                for coder, ready in zip(coders, desks, strict=True)
            ]
            try:
                await do(await desks[0], await desks[1])
            finally:
                done.set()
                await asyncio.gather(*windows)

        asyncio.run(session())

    return two_desks_


@pytest.fixture
def coded_in() -> Callable[..., list[tuple[str, str]]]:
    """(code, words) of every coding that the study holds in a source."""

    def coded_in_(folder: Path, source: str = "fg1") -> list[tuple[str, str]]:
        with open_study(folder, "ana").study as study:
            names = {code.id: code.name for book in codebook_view(study) for code in book.codebook.codes}
            view = open_source(study, source)
        return [(names[one.code_id], _words(view, one)) for one in view.codings]

    return coded_in_


def _words(view: SourceView, one: Any) -> str:
    texts = [segment.text for segment in view.segments[one.first : one.last + 1]]
    texts[-1] = texts[-1][: one.end]
    texts[0] = texts[0][one.start :]
    return "\n".join(texts)
