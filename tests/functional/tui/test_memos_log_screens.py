"""Memos and the log in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Footer, TextArea

from qualkit.actions import coding
from qualkit.actions.memo_views import MemoView, memo_views
from qualkit.actions.memos import add_memo
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view
from qualkit.model.place import Place
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.codebook import CodebookScreen
from qualkit.tui.screens.log import LogScreen
from qualkit.tui.screens.memos import MemosScreen
from qualkit.tui.widgets.memo_details import MemoDetails
from qualkit.tui.widgets.note_window import NoteWindow
from qualkit.tui.widgets.row_list import RowList
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
    def rows(self) -> RowList:
        return self.app.screen.query_one(RowList)

    @property
    def title(self) -> str:
        return str(self.app.screen.query_one(TitleLine).render())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", "\n": "enter", "[": "left_square_bracket", "]": "right_square_bracket"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def click(self, *where: Any, **how: Any) -> None:
        await self.pilot.click(*where, **how)
        await self.pilot.pause()

    async def footer(self, label: str) -> None:
        """Click a command of the footer."""
        keys = self.app.screen.query_one(Footer).query("FooterKey")
        await self.click(next(key for key in keys if getattr(key, "description", "") == label))

    def shown(self) -> list[str]:
        """The list as it is drawn."""
        rows = self.rows
        return [rows.render_line(y).text.rstrip() for y in range(min(rows.size.height, rows.count))]

    @property
    def details(self) -> str:
        """The memo below the list."""
        parts = self.app.screen.query_one(MemoDetails).query("Static")
        return "\n".join(str(part.render()) for part in parts if part.display)

    async def until(self, is_so: Callable[[], object], seconds: float = 30.0) -> None:
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() - began < seconds, f"it did not happen in time; said: {self.said}"
            await self.pilot.pause(0.02)


Do = Callable[[Desk], Awaitable[None]]


def run(folder: Path, do: Do, screen: str = "memos", **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, how.get("coder", "ana"), is_blind=how.get("is_blind", False))
        async with app.run_test(size=how.get("size", WIDE)) as pilot:
            await pilot.pause()
            app.show(screen)
            await pilot.pause()
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


def kept(folder: Path, coder: str = "ana") -> list[MemoView]:
    """The memos that the study holds, newest first."""
    with open_study(folder, coder).study as study:
        return list(memo_views(study))


@contextmanager
def work(folder: Path, coder: str) -> Any:
    with open_study(folder, coder).study as study:
        yield study


@pytest.fixture
def noted(filled: Path) -> Path:
    """A study with memos of two people, on a passage, a code, a coding and the study."""
    with work(filled, "ana") as study:
        codes = {code.name: code.id for book in codebook_view(study) for code in book.codebook.codes}
        place = Place(segment="2", start=0, end_segment="2", end=11)
        one = coding.apply_codes(study, "fg1", [place], [codes["Shame"]]).codings[0]
        coding.set_memo(study, one.id, "Is this shame at all?")
        add_memo(study, "Mia hesitates\nhere.", about="passage", target="fg1#5")
        add_memo(study, "Fear and worry are one?", about="code", target="Fear")
    with work(filled, "ben") as study:
        add_memo(study, "Ben's own thought")
    return filled


async def go_to(desk: Desk, words: str) -> None:
    """Highlight the row with these words."""
    row = next(number for number, line in enumerate(desk.shown()) if words in line)
    desk.rows.highlight(row)
    await desk.pilot.pause()


# ---- memos


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_all_memos_are_in_one_place_with_what_they_stand_on(noted: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        shown = "\n".join(desk.shown())
        for words in ("Is this shame", "fg1, turn 5", "Fear and worry", "The study"):
            assert words in shown
        assert "4 memos" in desk.title
        await go_to(desk, "Mia hesitates")
        assert "I felt ashamed" in desk.details
        assert "Mia hesitates\nhere." in desk.details
        assert desk.rows.has_focus

    run(noted, do, size=size)


def test_a_memo_is_written_on_the_study_by_keys_and_undone(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "There is no memo yet" in desk.details
        await desk.press("n")
        await desk.type("[b]a\nx o")
        await desk.press("ctrl+s")
        assert [memo.text for memo in kept(filled)] == ["[b]a\nx o"]
        assert "[b]a x o" in desk.shown()[0]
        await desk.press("ctrl+z")
        assert desk.rows.count == 0

    run(filled, do)
    assert kept(filled) == []


def test_a_memo_is_written_on_the_same_passage(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await go_to(desk, "Mia hesitates")
        await desk.press("n", "down", "enter")
        assert isinstance(desk.app.screen, NoteWindow)
        await desk.type("Mo")
        await desk.press("ctrl+s")
        assert "Mo" in desk.details

    run(noted, do)
    (memo,) = [one for one in kept(noted) if one.text == "Mo"]
    assert (memo.source, memo.key) == ("fg1", "5")


def test_the_mouse_alone_changes_and_removes_a_memo(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        row = next(number for number, line in enumerate(desk.shown()) if "Fear and worry" in line)
        await desk.click(desk.rows, offset=(30, row))
        await desk.footer("Edit")
        desk.app.screen.query_one(TextArea).insert(" Yes.")
        await desk.click("#keep")
        assert "Fear and worry are one? Yes." in [memo.text for memo in kept(noted)]
        await desk.footer("Remove")
        assert desk.rows.count == 3

    run(noted, do, size=NARROW)
    assert not any("worry" in memo.text for memo in kept(noted))


def test_a_note_kept_with_a_coding_is_changed_in_the_coding(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await go_to(desk, "Is this shame")
        await desk.press("enter")
        await desk.type(" No.")
        await desk.press("ctrl+s")

    run(noted, do)
    (memo,) = [one for one in kept(noted) if one.is_in_coding]
    assert memo.text == "Is this shame at all? No."


def test_a_colleagues_memo_is_neither_changed_nor_removed(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await go_to(desk, "Ben's own")
        await desk.press("enter")
        assert "ben's" in desk.said
        await desk.press("x")
        assert "only ben" in desk.said

    run(noted, do)
    assert len(kept(noted)) == 4


def test_working_blind_hides_what_others_wrote_and_did(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        assert desk.rows.count == 3
        assert "Ben" not in "\n".join(desk.shown())
        desk.app.show("log")
        await desk.pilot.pause()
        assert "ben" not in "\n".join(desk.shown())

    run(noted, do, is_blind=True)


def test_memos_are_found_by_words_by_whom_and_on_what(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("slash")
        await desk.type("asha")
        assert [line.split()[-2:] for line in desk.shown()] == [["hesitates", "here."]]
        await desk.press("escape")
        assert desk.rows.count == 4
        await desk.press("b", "down", "down", "enter")
        assert "1 memo of 4" in desk.title
        assert "Ben's own thought" in desk.shown()[0]
        await desk.press("escape", "t", "end", "enter")
        assert [memo.is_in_coding for memo in desk.rows.memos] == [True]  # type: ignore[attr-defined]
        await desk.press("escape", "escape")
        assert not isinstance(desk.app.screen, MemosScreen)

    run(noted, do)


def test_the_passage_and_the_code_of_a_memo_are_opened(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await go_to(desk, "Mia hesitates")
        await desk.press("g")
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        await desk.until(lambda: screen.is_ready)
        assert screen.opened.segments[screen.text.cursor.passage].key == "5"
        await desk.press("escape")
        await go_to(desk, "Fear and worry")
        await desk.press("g")
        assert isinstance(desk.app.screen, CodebookScreen)

    run(noted, do)


def test_a_memo_of_a_colleague_in_another_window_is_here_within_two_seconds(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        with work(noted, "ben") as study:
            add_memo(study, "Just now")
        await desk.until(lambda: desk.rows.count == 5, seconds=2)
        desk.app.show("log")
        await desk.pilot.pause()
        before = desk.rows.count
        with work(noted, "ben") as study:
            add_memo(study, "And again")
        await desk.until(lambda: desk.rows.count == before + 1, seconds=2)
        assert desk.shown()[1].endswith("ben wrote a memo on the study")

    run(noted, do)


def test_the_memos_shown_are_handed_over_as_a_word_file(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("slash")
        await desk.type("hesi")
        await desk.press("enter")
        await desk.press("w")
        await desk.until(lambda: desk.said.startswith("Wrote memos-"))

    run(noted, do)
    from docx import Document

    (path,) = (noted / "exports").iterdir()
    said = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "Mia hesitates\nhere." in said
    assert "Fear and worry" not in said


# ---- the window for a note


def test_what_was_written_is_never_lost_by_a_stray_key(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("n", "escape")
        assert isinstance(desk.app.screen, MemosScreen)
        await desk.press("n")
        await desk.type("De")
        await desk.press("escape")
        await desk.press("escape")
        assert desk.app.screen.query_one(TextArea).text == "De"
        await desk.press("escape", "right", "enter")
        assert desk.rows.count == 0
        await desk.press("n")
        await desk.type("Ke")
        await desk.press("escape", "enter")
        assert desk.rows.count == 1

    run(filled, do, size=NARROW)
    assert [memo.text for memo in kept(filled)] == ["Ke"]


def test_strange_characters_in_a_memo_are_shown_and_stay_as_they_were(filled: Path) -> None:
    nasty = "[red]a\x1b[31m \u202eb שלום 👩🏽‍⚕️"
    with work(filled, "ana") as study:
        add_memo(study, nasty)

    async def do(desk: Desk) -> None:
        assert "[red]a" in desk.shown()[0]
        assert not set("\x1b\u202e") & set("".join(desk.shown()) + desk.details)
        await desk.press("enter", "ctrl+s")
        await desk.press("enter", "escape")
        assert isinstance(desk.app.screen, MemosScreen)

    run(filled, do)
    assert [memo.text for memo in kept(filled)] == [nasty]


# ---- the log


def test_the_log_is_told_in_sentences_under_days(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        lines = [line.strip() for line in desk.shown()]
        assert lines[0] == "Today"
        assert lines[1].endswith("ben wrote a memo on the study")
        assert any(line.endswith("ana coded 1 passage of fg1 as Shame") for line in lines)
        assert any(line.endswith("ana wrote a memo on fg1, passage 5") for line in lines)

    run(noted, do, "log", size=NARROW)


def test_the_log_is_found_by_whom_by_work_and_by_words(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        everything = desk.rows.count
        await desk.press("b", "end", "enter")
        assert [line.split()[-1] for line in desk.shown()[1:]] == ["study"]
        await desk.press("escape")
        await desk.click("#filter-kind")
        await desk.press("down", "enter")
        assert [line.split()[-1] for line in desk.shown()[1:]] == ["Shame"]
        await desk.press("escape", "slash")
        await desk.type("ge 5")
        await desk.until(lambda: desk.rows.count == 2)
        await desk.press("escape")
        assert desk.rows.count == everything
        await desk.press("escape")
        assert not isinstance(desk.app.screen, LogScreen)

    run(noted, do, "log")


def test_undo_in_the_log_is_told_at_once(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("ctrl+z", "right", "enter")
        assert desk.shown()[1].endswith("ana took back: wrote a memo on the code Fear")

    run(noted, do, "log")


def test_a_hundred_thousand_events_open_at_once(filled: Path, slowness: float) -> None:
    with work(filled, "ana") as study, study.database.writing() as connection:
        rows = [
            (
                str(number),
                f"2026-0{1 + number // 20_000}-01T{number % 24:02}:00:00Z",
                f"memo on source s{number}",
            )
            for number in range(100_000)
        ]
        statement = "insert into event(uid, at, coder_id, verb, summary) values (?, ?, 1, 'memo', ?)"
        connection.exec_driver_sql(statement, rows)

    async def do(desk: Desk) -> None:
        opened = []
        for _ in range(3):
            began = time.process_time()
            desk.app.show("log")
            await desk.pilot.pause()
            opened.append(time.process_time() - began)
            assert desk.rows.count > 100_000
            desk.app.pop_screen()
            await desk.pilot.pause()
        assert min(opened) < 0.75 * slowness
        desk.app.show("log")
        await desk.pilot.pause()
        began = time.process_time()
        await desk.press("end")
        assert time.process_time() - began < 0.3 * slowness
        assert "wrote a memo on s" in desk.shown()[-1]
        await desk.press("k")
        assert desk.shown()[0] != ""

    run(filled, do, "memos")


def test_the_log_shown_is_handed_over(noted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("b", "end", "enter")
        await desk.press("X")
        await desk.until(lambda: desk.said.startswith("Wrote log-"))

    run(noted, do, "log")
    from openpyxl import load_workbook

    (path,) = (noted / "exports").iterdir()
    cells = [row[2] for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    assert "wrote a memo on the study" in cells
    assert not any("Shame" in str(cell) for cell in cells)
