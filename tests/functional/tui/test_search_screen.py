"""Search in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.color import Color
from textual.widgets import Footer, Input, Static

from qualkit.actions import redact
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.intake import SourceIntake
from qualkit.model.source import Segment, Source, SourceKind, Voice
from qualkit.store import sources
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.home import HomeScreen
from qualkit.tui.screens.search import SearchScreen
from qualkit.tui.widgets.hit_list import HitList
from qualkit.tui.widgets.title_line import TitleLine

WIDE, NARROW = (120, 40), (80, 24)


class Desk:
    """An app with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def said(self) -> str:
        return self.app.talk.text

    @property
    def screen(self) -> SearchScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, SearchScreen))

    @property
    def hits(self) -> HitList:
        return self.screen.query_one(HitList)

    @property
    def told(self) -> str:
        """What stands between the sentence and the rows."""
        return str(self.screen.query_one("#search-told", Static).render())

    @property
    def below(self) -> str:
        """The passage below the rows."""
        return "\n".join(str(one.render()) for one in self.screen.query("HitDetails Static"))

    @property
    def title(self) -> str:
        return str(self.app.screen.query_one(TitleLine).render())

    def rows(self) -> list[str]:
        """The hits as they are drawn."""
        return [
            self.hits.render_line(y).text.rstrip() for y in range(min(self.hits.size.height, self.hits.count))
        ]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.ready()

    async def type(self, text: str) -> None:
        """Into the line that has the focus, all at once; a line end is Enter."""
        line = self.app.focused
        assert isinstance(line, Input)
        line.insert_text_at_cursor(text.removesuffix("\n"))
        await self.ready()
        if text.endswith("\n"):
            await self.press("enter")

    async def ready(self) -> None:
        """Wait until what is shown is the answer to what was done."""
        await self.pilot.pause()
        began = time.monotonic()
        while not getattr(self.app.screen, "is_ready", True):
            assert time.monotonic() - began < 30, self.app.talk.text
            await asyncio.sleep(0.005)
            await self.pilot.pause(0)

    async def click(self, *where: Any, **how: Any) -> None:
        await self.pilot.click(*where, **how)
        await self.ready()

    async def footer(self, label: str) -> None:
        """Click a command of the footer."""
        keys = self.app.screen.query_one(Footer).query("FooterKey")
        await self.click(next(key for key in keys if getattr(key, "description", "") == label))

    async def until(self, is_so: Callable[[], object], seconds: float = 30.0) -> None:
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() - began < seconds, f"it did not happen in time; said: {self.said}"
            await self.pilot.pause(0.01)


Do = Callable[[Desk], Awaitable[None]]


def run(folder: Path, do: Do, **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, how.get("coder", "ana"), is_blind=how.get("is_blind", False))
        async with app.run_test(size=how.get("size", WIDE)) as pilot:
            await pilot.pause()
            desk = Desk(app, pilot)
            await pilot.press("f3")
            await desk.ready()
            await do(desk)
        app.let_go()

    asyncio.run(session())


def in_accent(desk: Desk, shown: Any) -> list[str]:
    """What is drawn in the accent colour."""
    accent = Color.parse(desk.app.theme_variables["accent"]).rich_color
    strips = [shown.render_line(y) for y in range(shown.size.height)]
    pieces = (piece for strip in strips for piece in strip if piece.style and piece.style.color == accent)
    return [piece.text for piece in pieces if piece.text.isalpha()]


def coded_words(folder: Path, source: str = "fg1", coder: str = "ana") -> list[tuple[str, str]]:
    """(code, words) of every coding of somebody's in a source."""
    with open_study(folder, coder).study as study:
        names = {code.id: code.name for book in codebook_view(study) for code in book.codebook.codes}
        view = open_source(study, source)
    return [
        (names[one.code_id], view.segments[one.first].text[one.start : one.end])
        for one in view.codings
        if one.is_mine
    ]


# ---- finding


def test_what_is_found_is_shown_while_one_types(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "NEAR(tell mum, 5)" in desk.below
        await desk.press(*"scare")
        assert desk.told == "Nothing was found."
        await desk.press("d")
        assert desk.told == "2 passages in 2 sources by 2 people."
        first, second = desk.rows()
        assert "Mia" in first and "I was scared" in first
        assert "I was scared of the school" in second
        await desk.press("enter", "down")
        assert "did not dare to say so" in desk.below
        assert "Nothing is coded here" in desk.below

    run(filled, do, size=NARROW)


def test_a_search_that_cannot_be_read_is_told_and_what_was_found_stays(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared")
        await desk.type(' OR "afr')
        assert "quotation mark is not closed" in desk.told
        assert desk.hits.count == 2
        await desk.type('aid"')
        assert desk.hits.count == 3
        assert desk.told.startswith("3 passages")

    run(filled, do)


def test_only_the_answer_to_what_was_typed_last_is_shown(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        line = desk.screen.query_one("#search-words", Input)
        for words in ("scared", "afraid", "school OR maths", "ashamed"):
            line.value = words
            desk.screen.look()
        await desk.ready()
        assert [row.split()[-1] for row in desk.rows()] == ["alone."]

    run(filled, do)


def test_other_forms_of_a_word_and_patterns_are_found(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("school")
        assert desk.hits.count == 2
        await desk.press("enter", "h", "down", "enter")
        await desk.press("slash", "ctrl+u")
        await desk.type("scaring")
        assert desk.hits.count == 2
        await desk.press("enter", "h", "down", "enter", "slash", "ctrl+u")
        await desk.type(r"s[ch]+[ao]\w+d")
        assert desk.hits.count == 3
        assert "a pattern" in "\n".join(str(one.label) for one in desk.screen.query("SearchSentence Button"))

    run(filled, do)


def test_a_search_is_limited_by_keys_and_mouse_and_escape_looks_everywhere_again(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("school OR and")
        everything = desk.hits.count
        await desk.press("enter", "p", "down", "down", "down", "enter")
        assert [row.split()[1] for row in desk.rows()] == ["Moderator", "Moderator"]
        await desk.press("escape")
        assert desk.hits.count == everything
        await desk.click("#limit-sources")
        await desk.press("space", "enter")
        assert desk.hits.count < everything
        assert all("fg1" in row for row in desk.rows())
        await desk.press("escape", "f")
        await desk.type("role\n")
        await desk.press("space", "enter")
        assert desk.told == "1 passage in 1 source by 1 person." or desk.hits.count == 1
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, HomeScreen)

    run(filled, do)


def test_what_is_coded_limits_a_search(coded: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared OR ashamed OR yeah")
        everything = desk.hits.count
        await desk.press("enter", "d")
        await desk.type("not coded\n")
        uncoded = desk.hits.count
        assert 0 < uncoded < everything
        await desk.press("d")
        await desk.type("shame\n")
        assert all("shame" in row for row in desk.rows())
        assert "SH Shame you" in desk.below

    run(coded, do)


def test_the_search_is_as_it_was_when_one_comes_back(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("afraid OR ashamed")
        assert in_accent(desk, desk.hits) == ["afraid", "ashamed"]
        await desk.press("enter", "down", "enter")
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        await desk.until(lambda: screen.is_ready)
        text = screen.text
        assert text.words(*text.selection) == "ashamed"  # type: ignore[misc]
        assert in_accent(desk, text) == ["afraid", "ashamed"]
        assert set(text.page.found) == {2, 4}
        await desk.press("full_stop")
        assert text.words(*text.selection) == "afraid"  # type: ignore[misc]
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, SearchScreen)
        assert desk.hits.highlighted == 1
        await desk.press("escape")
        assert isinstance(desk.app.screen, HomeScreen)
        await desk.press("f3")
        assert desk.screen.query_one(Input).value == "afraid OR ashamed"
        assert (desk.hits.count, desk.hits.highlighted) == (2, 1)

    run(filled, do)


def test_redacted_words_are_neither_found_nor_shown(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        redact.redact(study, "Lee", "[teacher]")

    async def do(desk: Desk) -> None:
        await desk.type("lee")
        assert desk.hits.count == 0
        await desk.press("ctrl+u")
        await desk.type("helped")
        assert "[teacher] helped me" in desk.rows()[0]
        assert "[teacher] helped me" in desk.below and "Lee" not in desk.below

    run(filled, do)


def test_working_blind_shows_no_colleagues_codes(coded: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("shame")
        assert "Shame" not in desk.below
        await desk.press("enter", "d")
        await desk.type("coded\n")
        await desk.ready()
        assert desk.hits.count == 0

    run(coded, do, is_blind=True)


def test_rows_are_read_as_they_come_into_view(filled: Path) -> None:
    passages = tuple(
        Segment(source="many", key=str(number), ordinal=number, text=f"the telling number {number}")
        for number in range(1, 2001)
    )
    source = Source(
        name="many", title="Many", kind=SourceKind.ANSWERS, voice=Voice.OWN_WORDS, file="", sha256=""
    )
    with open_study(filled, "ana").study as study, study.step("add") as writer:
        sources.sync(writer, SourceIntake(source=source, segments=passages))

    async def do(desk: Desk) -> None:
        await desk.type("telling")
        assert desk.told.startswith("2,000 passages")
        assert len(desk.hits._hits) == 50
        await desk.press("enter", "end")
        await desk.until(lambda: "number 2000" in desk.rows()[-1])
        assert len(desk.hits._hits) <= 150
        assert "number 2000" in desk.below
        await desk.press("ctrl+a", "space", "c")
        assert "1,999 passages marked" in str(desk.screen.query_one(TitleLine).render())
        await desk.press("enter")
        await desk.type("fear\n")
        await desk.until(lambda: "Coded 1,999 passages: Fear" in desk.said)
        await desk.press("ctrl+z")
        assert "Took back" in desk.said

    run(filled, do)
    assert coded_words(filled, "many") == []


# ---- coding


def test_marked_passages_are_coded_with_several_codes_as_one_step(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared OR afraid OR ashamed")
        await desk.press("enter", "space", "space")
        assert "2 passages marked" in desk.title
        await desk.press("c", "down", "enter")
        await desk.press("space", "down", "down", "space", "enter")
        await desk.until(lambda: "Coded 2 passages" in desk.said)
        assert "Ctrl+Z" in desk.said
        assert desk.hits.marked_count == 0

    run(filled, do)
    found = coded_words(filled)
    assert len(found) == 4
    assert {words for _, words in found} == {"but I was scared.", "I was afraid of him."}


def test_all_that_was_found_is_coded_word_by_word_with_a_new_code_and_undone_at_once(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared OR afraid")
        await desk.press("enter", "c", "end", "enter")
        await desk.type("Dread\n")
        await desk.press("enter")
        await desk.until(lambda: "Coded 3 passages: Dread" in desk.said)
        assert coded_words(filled) == [("Dread", "scared"), ("Dread", "afraid")]
        assert coded_words(filled, "panel:why") == [("Dread", "scared")]
        await desk.press("ctrl+z")

    run(filled, do)
    assert coded_words(filled) == []
    with open_study(filled, "ana").study as study:
        assert "Dread" not in {code.name for book in codebook_view(study) for code in book.codebook.codes}


def test_the_mouse_alone_finds_marks_and_codes(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared")
        await desk.click(desk.hits, offset=(1, 1))
        assert desk.hits.marked_count == 1
        await desk.footer("Code")
        await desk.click("OptionList", offset=(4, 0))
        await desk.click("PickerRows", offset=(8, 0))
        await desk.until(lambda: "Coded 1 passage" in desk.said)
        await desk.click(desk.hits, offset=(40, 0), times=2)
        assert isinstance(desk.app.screen, CodeScreen)

    run(filled, do, size=NARROW)
    assert coded_words(filled, "panel:why") == [
        ("Fear", "I was scared of the school and did not dare to say so")
    ]


def test_what_was_found_is_written_as_a_table(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("scared OR afraid")
        await desk.press("enter", "space", "x")
        await desk.until(lambda: "search-" in desk.said)

    run(filled, do)
    from openpyxl import load_workbook

    (path,) = (filled / "exports").glob("search-*.xlsx")
    cells = [str(cell.value) for sheet in load_workbook(path) for row in sheet for cell in row]
    assert any("«scared»" in cell for cell in cells)
    assert not any("«afraid»" in cell for cell in cells)


def test_a_source_is_found_by_typing_a_part_of_its_name(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.type("ashamed")
        await desk.press("enter", "enter", "escape", "g")
        await desk.type("why\n")
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        assert screen.source == "panel:why"

    run(filled, do)
