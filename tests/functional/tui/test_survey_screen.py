"""The Survey screen, by what is on it, in the study and in the files afterwards."""

from __future__ import annotations

import asyncio
import csv
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from qualkit.actions import add
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.question_lines import counted_question
from qualkit.actions.records_behind import records_behind
from qualkit.actions.survey_views import AskedQuestion, Wish, survey_files
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.survey import SurveyScreen
from qualkit.tui.widgets.figure_rows import FigureRows
from qualkit.tui.widgets.question_list import QuestionList
from qualkit.tui.widgets.row_list import RowList

WIDE, NARROW = (120, 40), (80, 24)
Do = Callable[["Desk"], Awaitable[None]]
HEADS = (
    "id",
    "Team",
    "How often do you feel [Tired at work]",
    "How often do you feel [Alone with it]",
    "How safe do you feel on your way home?",
    "What do you use?",
    "Years in post",
    "What would help?",
)
OFTEN = ("Never", "Rarely", "Sometimes", "Often", "Always")
SAFE = ("Very unsafe", "Fairly unsafe", "Neither safe nor unsafe", "Fairly safe", "Very safe")
USED = ("Phone", "Letters, posted", "Visits")
TEAM, GRID, SAFETY, USES, YEARS, HELP = 1, 2, 3, 4, 5, 6
"""Rows of the list of questions."""


def answers() -> Iterator[list[str]]:
    """24 people: one does not know how safe they feel, one leaves it out; every other one writes."""
    for n in range(24):
        used = ";".join(name for place, name in enumerate(USED) if n >> place & 1 or place == n % 3)
        safe = {5: "Don't know", 6: ""}.get(n, SAFE[(n + n // 5) % 5])
        words = f"More time, said number {n + 1}." if n % 2 else ""
        team = ("North", "South", "West [x]")[n % 3]
        yield [f"P{n + 1:02}", team, OFTEN[n % 5], OFTEN[(n * 2) % 4], safe, used, str(n % 7 + 1), words]


@pytest.fixture(scope="session")
def _asked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = new_study(tmp_path_factory.mktemp("asked") / "study")
    file = folder.parent / "staff.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEADS, *answers()])
    with open_study(folder, "ana").study as study:
        add.accept(study, add.plan_add(study, [file]))
    toml = folder / "survey" / "staff.toml"  # nobody has confirmed a scale, whatever accepting does
    toml.write_text(toml.read_text(encoding="utf-8").replace("confirmed = true\n", ""), encoding="utf-8")
    open_study(folder, "ana").study.close()
    return folder


@pytest.fixture
def asked(_asked_once: Path, tmp_path: Path) -> Path:
    """A study with a small survey, nothing coded."""
    return shutil.copytree(_asked_once, tmp_path / "study")


class Desk:
    """The Survey screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = next(one for one in app.screen_stack if isinstance(one, SurveyScreen))

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
        raise AssertionError(f"it did not happen in time: {self.lines()} {self.notes()} {self.said}")

    async def show(self, row: int) -> None:
        """Highlight a question and wait for its figures."""
        self.screen.questions.highlight(row)
        wanted = self.screen.questions.rows[row].shown
        await self.until(lambda: self.screen.view is not None and self.screen.view.wish.question == wanted)
        await self.pilot.pause()

    def lines(self) -> list[str]:
        """The figures as they are drawn, bars and blanks apart."""
        return drawn(self.screen.query_one(FigureRows))

    def listed(self) -> list[str]:
        return drawn(self.screen.query_one(QuestionList))

    def notes(self) -> str:
        return str(self.screen.query_one("#survey-notes", Static).render())

    def title(self) -> str:
        return str(self.screen.query_one("#survey-title", Static).render())

    def options(self) -> list[str]:
        """What the window on top lists."""
        found = self.app.screen.query_one(OptionList)
        return [str(found.get_option_at_index(one).prompt) for one in range(found.option_count)]


def drawn(rows: RowList) -> list[str]:
    shown = [rows.render_line(y).text for y in range(rows.size.height)]
    return [" ".join(line.strip(" █▉▊▋▌▍▎▏").split()) for line in shown if line.strip()]


def run(folder: Path, do: Do, *, size: tuple[int, int] = WIDE) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("f8")
            await pilot.pause()
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


def question(folder: Path, column: str) -> AskedQuestion:
    with open_study(folder, "ana").study as study:
        (file,) = survey_files(study)
    return next(one for one in file.questions if one.first.column == column)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_questions_stand_left_with_what_they_are_and_figures_right(
    asked: Path, size: tuple[int, int]
) -> None:
    async def do(desk: Desk) -> None:
        await desk.until(desk.lines)
        assert desk.listed()[0] == "staff 24"
        assert [line.split()[-1] for line in desk.listed()[1:]] == ["1", "L×2", "L", "M", "#", "✎"]
        assert desk.lines() == ["North 8 33%", "South 8 33%", "West [x] 8 33%"]
        await desk.show(SAFETY)
        assert "n = 22" in desk.title()
        assert "Don't know 1" in desk.lines()
        assert "Missing 1" in desk.lines()
        assert "Is “Very unsafe” the low end and “Very safe” the high one? k settles it." in " ".join(
            desk.notes().split()
        )

    run(asked, do, size=size)


def test_a_grid_unfolds_and_its_item_is_counted_by_itself(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(GRID)
        assert [line.split(" 24 ")[0] for line in desk.lines()] == ["Tired at work", "Alone with it"]
        await desk.press("enter", "down", "enter")
        await desk.until(lambda: "Alone with it" in desk.title())
        assert desk.listed()[3:5] == ["Tired at work", "Alone with it"]
        await desk.until(lambda: desk.lines()[0] == "Never 12 50%")
        await desk.press("escape", "left")
        assert "Alone with it" not in desk.listed()

    run(asked, do)


def test_the_top_of_a_scale_is_counted_once_its_direction_is_confirmed_and_undo_takes_it_back(
    asked: Path,
) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(SAFETY)
        assert not any("or" in line.split() for line in desk.lines())
        await desk.press("k")
        assert "“Very unsafe” is the low end" in str(desk.app.screen.query(Static)[1].render())
        await desk.press("enter")
        await desk.until(lambda: any("fairly safe or very safe, 4-5" in line for line in desk.lines()))
        await desk.press("ctrl+z")
        await desk.until(lambda: "k settles it" in desk.notes())

    run(asked, do)
    assert not question(asked, HEADS[4]).first.is_confirmed


def test_a_scale_that_runs_the_other_way_is_turned_round(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(SAFETY)
        await desk.press("k", "right", "enter")
        await desk.until(lambda: desk.lines()[0].startswith("Very safe"))

    run(asked, do)
    found = question(asked, HEADS[4]).first
    assert found.is_confirmed
    assert found.answers[0].label == "Very safe"
    assert "confirmed = true" in (asked / "survey" / "staff.toml").read_text(encoding="utf-8")


def test_a_figure_opens_the_answers_behind_it(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(USES)
        await desk.press("enter", "down", "enter")
        await desk.until(lambda: desk.app.screen is not desk.screen)
        ticked = [row for row in answers() if "Letters, posted" in row[5]]
        heads = [line.split(" · ")[0].strip() for line in desk.options() if " · " in line]
        assert heads == [row[0] for row in ticked]
        first = next(row for row in ticked if row[7])
        place = next(n for n, line in enumerate(desk.options()) if first[7] in line)
        desk.app.screen.query_one(OptionList).highlighted = place
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, CodeScreen))

    run(asked, do)


def test_every_line_lists_as_many_as_it_counts(asked: Path) -> None:
    with open_study(asked, "ana").study as study:
        (file,) = survey_files(study)
        lines = 0
        for one in file.questions:
            for by in ("", "Team") if not one.is_open else ():
                view = counted_question(study, Wish(question=one, by=by))
                for line in (line for line in view.lines if line.has_records):
                    lines += 1
                    assert len(records_behind(study, view.wish, line)) == line.count, (one.title, line)
    assert lines > 40


def test_a_question_is_split_by_another_one(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(YEARS)
        await desk.press("b", "down", "enter")
        await desk.until(lambda: "North n = 8" in desk.lines())
        assert "West [x] n = 8" in desk.lines()
        await desk.show(USES)
        assert desk.lines().count("South n = 8") == 1
        await desk.press("b", "up", "enter")
        await desk.until(lambda: "South n = 8" not in desk.lines())

    run(asked, do)


def test_sorting_puts_the_most_frequent_first_and_top_wants_a_confirmed_scale(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(USES)
        as_asked = desk.lines()
        await desk.press("s")
        await desk.until(lambda: desk.lines() != as_asked or desk.screen.is_sorted)
        await desk.until(lambda: desk.screen.view is not None and desk.screen.view.wish.is_sorted)
        counts = [int(line.split()[-2]) for line in desk.lines()]
        assert counts == sorted(counts, reverse=True)
        await desk.press("t")
        assert desk.said == "Only a scale has a top and a bottom."
        await desk.show(SAFETY)
        await desk.press("t")
        assert "which end of the scale is low" in desk.said

    run(asked, do)


def test_an_open_question_opens_its_answers(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        desk.screen.questions.highlight(HELP)
        await desk.until(lambda: "Answered in words" in desk.notes())
        await desk.press("w")
        assert desk.said == "Choose a question with figures first."
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, AnswersScreen | CodeScreen))

    run(asked, do)


@pytest.mark.parametrize(("key", "suffix"), [("w", ".docx"), ("x", ".xlsx")])
def test_a_question_is_handed_over_with_its_small_numbers_said(asked: Path, key: str, suffix: str) -> None:
    async def do(desk: Desk) -> None:
        await desk.show(TEAM)
        await desk.press(key)
        await desk.until(lambda: desk.said.startswith("Wrote survey-"))
        assert "3 small numbers: think before it leaves" in desk.said

    run(asked, do)
    (file,) = (asked / "exports").iterdir()
    assert file.suffix == suffix


def test_a_study_that_hides_small_numbers_copies_none(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (asked / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[reporting]\nsmall_numbers = "hide"\n')
    copied: list[str] = []
    monkeypatch.setattr(QualkitApp, "copy", lambda _, text, html="", *, what: copied.append(text))

    async def do(desk: Desk) -> None:
        await desk.show(TEAM)
        assert desk.lines()[0] == "North 8 33%"
        await desk.press("y")
        await desk.until(lambda: copied)

    run(asked, do)
    assert "North" in copied[0]
    assert "\t8\t" not in copied[0]


def test_the_mouse_alone_shows_a_question_and_splits_it(asked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.until(desk.lines)
        await desk.pilot.click(QuestionList, offset=(6, USES))
        await desk.until(lambda: desk.lines()[0].startswith("Phone"))
        await desk.pilot.click("#survey-split")
        await desk.pilot.pause()
        await desk.pilot.click(OptionList, offset=(3, 1))
        await desk.until(lambda: "North n = 8" in desk.lines())
        await desk.pilot.click(FigureRows, offset=(3, 1))
        await desk.until(lambda: desk.app.screen is not desk.screen)
        assert desk.options()[0].startswith("P01")

    run(asked, do)


def test_a_study_without_data_files_says_what_to_do(folder: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.until(lambda: "There is no data file in this study yet" in desk.notes())
        await desk.press("b", "k", "y", "enter")
        await desk.press("escape")
        assert desk.app.screen is not desk.screen

    run(folder, do)
