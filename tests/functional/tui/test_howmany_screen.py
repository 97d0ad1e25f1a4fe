"""The How many screen, by what it says, what it lists and what it writes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, SelectionList, Static

from qualkit.actions import finish
from qualkit.actions.coding import apply_codes
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.place import Place
from qualkit.study import Study
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.howmany import HowManyScreen
from qualkit.tui.widgets.count_table import CountTable

WIDE, NARROW = (120, 40), (80, 24)
Do = Callable[["Desk"], Awaitable[None]]


def code_whole(study: Study, source: str, number: int, code: str) -> None:
    """Code one turn or answer, counted from 1."""
    ids = {one.name: one.id for book in codebook_view(study) for one in book.codebook.codes}
    segment = open_source(study, source).segments[number - 1]
    place = Place(segment=segment.key, start=0, end_segment=segment.key, end=len(segment.text))
    apply_codes(study, source, [place], [ids[code]])


@pytest.fixture(scope="session")
def _counted_once(_filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_filled_once, tmp_path_factory.mktemp("counted") / "study")
    with open_study(folder, "ana").study as study:
        for number, code in ((1, "Of school"), (2, "Shame"), (2, "Fear")):
            code_whole(study, "panel:why", number, code)
        code_whole(study, "fg1", 2, "Fear")
        code_whole(study, "fg1", 5, "Shame")
        finish.finish(study, source=["panel:why", "fg1"])
    return folder


@pytest.fixture
def counted(_counted_once: Path, tmp_path: Path) -> Path:
    """A study in which ana has read and coded everything: three answers and a talk."""
    return shutil.copytree(_counted_once, tmp_path / "study")


class Desk:
    """The How many screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = next(one for one in app.screen_stack if isinstance(one, HowManyScreen))

    @property
    def said(self) -> str:
        return self.app.talk.text

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, is_so: Callable[[], object]) -> None:
        for _ in range(400):
            if is_so():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it did not happen in time: {self.rows()} {self.refusal()} {self.said}")

    async def choose(self, label: str) -> None:
        """Choose the line of the window on top that begins so."""
        found = self.app.screen.query_one(OptionList)
        lines = [str(found.get_option_at_index(one).prompt) for one in range(found.option_count)]
        found.highlighted = next(n for n, line in enumerate(lines) if line.strip().startswith(label))
        await self.press("enter")

    async def tick(self, *ids: str) -> None:
        """Tick things in the window on top and take them."""
        found = self.app.screen.query_one(SelectionList)
        for id_ in ids:
            found.toggle(id_)
        await self.press("enter")

    def rows(self) -> list[str]:
        """The counts as they are drawn, without blanks."""
        table = self.screen.table
        shown = [table.render_line(y).text for y in range(table.size.height)] if table.display else []
        return [" ".join(line.split()) for line in shown if line.strip()]

    def head(self) -> str:
        return self._text("#count-head")

    def notes(self) -> str:
        return self._text("#count-notes")

    def refusal(self) -> str:
        shown = self.screen.query_one("#count-refusal", Static)
        return str(shown.render()) if shown.display else ""

    def _text(self, selector: str) -> str:
        return " ".join(str(self.screen.query_one(selector, Static).render()).split())

    def sentence(self) -> dict[str, str]:
        """Field → what it says."""
        buttons = self.screen.query("CountSentence Button").results(Button)
        return {(one.id or "").removeprefix("count-"): str(one.label).removesuffix(" ▾") for one in buttons}

    def options(self) -> list[str]:
        found = self.app.screen.query_one(OptionList)
        return [str(found.get_option_at_index(one).prompt) for one in range(found.option_count)]


def run(folder: Path, do: Do, *, size: tuple[int, int] = WIDE, is_blind: bool = False) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana", is_blind=is_blind)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("f12")
            await pilot.pause()
            desk = Desk(app, pilot)
            await desk.until(lambda: desk.rows() or "Counting" not in (desk.refusal() or "Counting"))
            await do(desk)
        app.let_go()

    asyncio.run(session())


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_sentence_is_filled_in_with_what_was_read_and_counted_below(
    counted: Path, size: tuple[int, int]
) -> None:
    async def do(desk: Desk) -> None:
        said = desk.sentence()
        assert (said["unit"], said["of"]) == ("respondents", "panel")
        assert (said["where"], said["by"], said["whose"]) == ("anything", "nothing", "of record")
        assert "% of 3 respondents" in desk.head()
        names = [line.split(" · ")[0].rsplit(" ", 1) for line in desk.rows()]
        assert names[:4] == [["Any of these", "2"], ["Fear", "2"], ["Of school", "1"], ["Shame", "1"]]
        assert desk.rows()[1].startswith("Fear 2 · 66.7%")
        assert desk.rows()[4].startswith("Help 0 0.0%")
        assert "A respondent can have several codes" in desk.notes()

    run(counted, do, size=size)


def test_enter_on_a_number_lists_its_passages_and_opens_the_text(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down", "enter")
        await desk.until(lambda: desk.app.screen is not desk.screen)
        assert len(desk.options()) == 2
        assert "No fear at all, but shame was there all the time" in desk.options()[1]
        assert "answer 2" in desk.options()[1]
        await desk.press("down", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, CodeScreen))
        await desk.press("escape", "end", "enter")
        assert desk.said == "There is no passage behind this."

    run(counted, do)


def test_a_split_has_a_column_for_each_group_and_arrows_choose_whose_passages(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("b")
        await desk.choose("role")
        await desk.until(lambda: "Police" in desk.head() and "n = 2" in desk.head())
        assert desk.sentence()["by"] == "role"
        assert desk.rows()[1] == "Fear 2 · 66.7% 1 · 50.0% 1 · 100.0%"
        await desk.press("down", "right", "right", "enter")
        await desk.until(lambda: desk.app.screen is not desk.screen)
        assert len(desk.options()) == 1
        assert "No fear at all" in desk.options()[0]

    run(counted, do)


def test_where_counts_only_some_and_says_so(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("f")
        await desk.choose("role is")
        await desk.tick("Police")
        await desk.until(lambda: desk.rows()[0].startswith("Any of these 1 · 50.0%"))
        assert desk.sentence()["where"] == "role is Police"
        await desk.press("f")
        await desk.choose("take out: role is Police")
        await desk.until(lambda: desk.rows()[0].startswith("Any of these 2 · 66.7%"))
        assert desk.sentence()["where"] == "anything"

    run(counted, do)


def test_people_in_a_group_discussion_are_refused_with_what_to_do(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("s")
        await desk.tick("panel", "fg1")
        await desk.until(lambda: "is a group discussion" in desk.refusal())
        assert "--" not in desk.refusal()
        assert "people all the same (a)" in desk.refusal()
        await desk.press("a")
        await desk.until(lambda: "% of 2 people" in desk.head())
        assert "silence is not disagreement" in desk.notes()
        await desk.press("u")
        await desk.choose("turns")
        await desk.until(lambda: "% of 6 turns" in desk.head())
        assert desk.rows()[0].startswith("Any of these 2 ·")

    run(counted, do)


def test_one_code_is_counted_with_what_stands_below_it(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("k")
        await desk.choose("Fear")
        await desk.until(lambda: len(desk.rows()) == 2)
        assert desk.sentence()["with"] == "Fear"
        assert [line.split(" · ")[0] for line in desk.rows()] == ["Fear 2", "Of school 1"]
        assert "with any" not in desk.head()

    run(counted, do)


def test_c_shows_bars_and_words_again(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "two thirds" in desk.rows()[1]
        await desk.press("c")
        assert "███" in desk.rows()[1]
        await desk.press("c")
        assert "two thirds" in desk.rows()[1]

    run(counted, do)


@pytest.mark.parametrize(("key", "suffix"), [("w", ".docx"), ("x", ".xlsx")])
def test_the_table_is_handed_over_with_its_small_numbers_said(counted: Path, key: str, suffix: str) -> None:
    async def do(desk: Desk) -> None:
        await desk.press(key)
        await desk.until(lambda: desk.said.startswith("Wrote how-many-"))
        assert "small numbers: think before it leaves" in desk.said

    run(counted, do)
    (file,) = (counted / "exports").iterdir()
    assert file.suffix == suffix


def test_a_study_that_hides_small_numbers_shows_them_here_and_copies_none(
    counted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (counted / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[reporting]\nsmall_numbers = "hide"\n')
    copied: list[str] = []
    monkeypatch.setattr(QualkitApp, "copy", lambda _, text, html="", *, what: copied.append(text))

    async def do(desk: Desk) -> None:
        assert desk.rows()[1].startswith("Fear 2")
        await desk.press("y")
        await desk.until(lambda: copied)

    run(counted, do)
    fear = next(line for line in copied[0].splitlines() if line.strip().startswith("Fear"))
    assert "66.7%" not in fear
    assert "\t2\t" not in fear


def test_what_somebody_else_codes_is_counted_within_two_seconds(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        assert desk.rows()[4].startswith("Help 0")
        with open_study(counted, "ana").study as study:
            code_whole(study, "panel:why", 3, "Help")
        await desk.until(lambda: desk.rows() and desk.rows()[4].startswith("Help 1"))

    run(counted, do)


def test_blind_only_ones_own_coding_is_counted(counted: Path) -> None:
    with open_study(counted, "ben").study as study:
        code_whole(study, "panel:why", 3, "Help")
        finish.finish(study, source=["panel:why"])

    async def do(desk: Desk) -> None:
        assert desk.sentence()["whose"] == "by ana"
        assert desk.rows()[4].startswith("Help 0")
        await desk.press("h")
        assert desk.app.screen is desk.screen
        assert "hidden" in desk.said

    run(counted, do, is_blind=True)


def test_a_reflexive_study_says_that_it_does_not_count(counted: Path) -> None:
    settings = counted / "study.toml"
    settings.write_text('approach = "reflexive"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")

    async def do(desk: Desk) -> None:
        assert "does not count: its approach is reflexive" in desk.refusal()
        assert 'approach = "codebook" in study.toml' in desk.refusal()
        await desk.press("w")
        assert desk.said == "There is nothing to hand over: nothing is counted."

    run(counted, do)


def test_where_nothing_was_read_it_says_how_to_go_on(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "Nothing has been read" in desk.refusal()
        assert "f in the text" in desk.refusal()

    run(filled, do)


def test_a_study_without_codes_says_how_to_make_some(folder: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "There is no code yet" in desk.refusal()
        await desk.press("b", "y", "enter", "c")
        assert desk.app.screen is desk.screen

    run(folder, do)


def test_the_mouse_alone_fills_the_sentence_in_and_lists_passages(counted: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.pilot.click("#count-by")
        await desk.pilot.pause()
        place = next(n for n, line in enumerate(desk.options()) if line == "role")
        await desk.pilot.click(OptionList, offset=(3, place))
        await desk.until(lambda: "Police" in desk.head() and "n = 2" in desk.head())
        column = desk.head().index("Police")
        assert column > 0
        table = desk.screen.table
        x = next(x for x in range(table.size.width) if table.group_at(x) == "Teacher")
        await desk.pilot.click(CountTable, offset=(x + 2, 1))
        await desk.until(lambda: desk.app.screen is not desk.screen)
        assert "No fear at all" in desk.options()[0]

    run(counted, do)
