"""Topics in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import csv
import random
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import product
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

pytest.importorskip("bertopic", reason="the group find is not installed")

from textual.widgets import Input

import qualkit
from qualkit.actions import coding, correct
from qualkit.actions.code_history import code_history
from qualkit.actions.opening import open_study
from qualkit.actions.proposals import visible_proposals
from qualkit.actions.topics import TopicWatch, topic_run
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.store import codings
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.home import HomeScreen
from qualkit.tui.screens.topics import TopicsScreen
from qualkit.tui.widgets.make_code import MakeCode

SAID = {
    "bus": (
        ("The bus was late", "My bus never came", "I missed the last bus", "No bus runs here"),
        ("in the rain", "after dark", "again this week", "on a Sunday"),
        ("so I walked home", "and I stood there for an hour", "and the driver shrugged"),
    ),
    "garden": (
        ("We dug the garden", "The garden gave us beans", "I planted roses", "They watered the roses"),
        ("in the spring", "with the neighbours", "behind the hall", "every Saturday"),
        ("and ate outside", "and the soil was good", "until the frost"),
    ),
    "choir": (
        ("The choir sang", "I joined the choir", "We sang old songs", "Singing helps me"),
        ("on Thursdays", "in the church hall", "with the children", "at the concert"),
        ("and everybody clapped", "and my voice came back", "with a piano"),
    ),
}  # fmt: skip
EACH = 12
Do = Callable[["Desk"], Awaitable[None]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of 36 answers on three things; Kit wrote down all those on the bus."""
    folder, chance = tmp_path_factory.mktemp("topics"), random.Random(7)
    said = [
        (word, text)
        for word, parts in SAID.items()
        for text in chance.sample([" ".join(one) for one in product(*parts)], EACH)
    ]
    chance.shuffle(said)
    with (folder / "street.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "author", "site", "why"])
        for number, (word, text) in enumerate(said, start=1):
            author = "Kit" if word == "bus" else ("Lou", "Max")[number % 2]
            rows.writerow([number, author, ("North", "South")[number % 2], text])
    with qualkit.new(folder / "study", coder="ana") as study:
        study.add(folder / "street.csv")
        study.save()
    with open_study(folder / "study", "ana").study as opened:
        topic_run(opened, watch=TopicWatch())  # the passages are read once for all tests
    return folder / "study"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Iterator[Path]:
    yield shutil.copytree(made, tmp_path / "study")


class Desk:
    """An app with a hand on the keyboard."""

    def __init__(self, app: QualkitApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def said(self) -> str:
        return self.app.talk.text

    @property
    def screen(self) -> TopicsScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, TopicsScreen))

    @property
    def shown(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def rows(self) -> list[str]:
        topics = self.screen.topics
        return [topics.render_line(y).text.rstrip() for y in range(min(topics.size.height, topics.count))]

    def row_of(self, word: str) -> int:
        return next(number for number, row in enumerate(self.rows) if word in row)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.ready()

    async def ready(self) -> None:
        await self.pilot.pause()
        while self.app.workers and any(one.group == "slow" for one in self.app.workers):
            await self.pilot.pause(0.02)
        while not getattr(self.app.screen, "is_ready", True):
            await self.pilot.pause(0.02)
        await self.pilot.pause()

    async def find(self) -> None:
        """Find topics, three of them."""
        await self.press("t")
        assert self.screen.memory.run is not None, self.shown

    async def choose(self, word: str) -> None:
        """Highlight the topic with a word."""
        self.screen.topics.highlight(self.row_of(word))
        await self.ready()


def run(folder: Path, do: Do, **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana", is_blind=how.get("is_blind", False))
        async with app.run_test(size=how.get("size", (120, 40))) as pilot:
            await pilot.pause()
            app.show("topics")
            await pilot.pause()
            desk = Desk(app, pilot)
            await desk.ready()
            await do(desk)
        app.let_go()

    asyncio.run(session())


def test_topics_are_found_when_asked_and_said_to_be_no_themes(folder):
    async def do(desk):
        assert "no theme, and counted nowhere" in desk.shown and desk.screen.memory.run is None
        await desk.find()
        assert "no theme, and counted nowhere" in desk.shown and "36 passages" in desk.shown
        assert "exploratory" in desk.shown
        assert len(desk.rows) == 3 and all("12" in row and "33%" in row for row in desk.rows)
        assert sorted(word for row in desk.rows for word in SAID if word in row) == sorted(SAID)
        await desk.choose("garden")
        nearest = desk.screen.passages.passages
        assert len(nearest) == EACH and [one.nearness for one in nearest] == sorted(
            (one.nearness for one in nearest), reverse=True
        )
        assert all("garden" in one.passage.text or "rose" in one.passage.text for one in nearest)

    run(folder, do)
    run(folder, lambda desk: desk.find(), size=(80, 24))


def test_enter_opens_a_passage_and_the_topics_are_there_again_without_being_found_anew(folder):
    async def do(desk):
        await desk.find()
        await desk.choose("choir")
        before = desk.screen.memory.run
        await desk.press("enter", "down", "enter")
        assert isinstance(desk.app.screen, CodeScreen)
        wanted = desk.screen.passages.highlighted_passage.passage.segment
        code = desk.app.screen
        assert code.opened.segments[code.text.cursor.passage].key == wanted.key
        await desk.press("escape")
        assert desk.app.screen is desk.screen and desk.screen.passages.highlighted == 1
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, HomeScreen)
        desk.app.show("topics")
        await desk.ready()
        await desk.ready()
        assert desk.screen.memory.run.passages is before.passages
        assert "choir" in desk.rows[desk.screen.topics.highlighted] and not desk.screen.finding.is_busy
        assert desk.screen.passages.highlighted == 1

    run(folder, do)


def test_names_and_joins_are_steps_that_undo_takes_back(folder):
    async def do(desk):
        await desk.find()
        await desk.choose("bus")
        bus = desk.screen.topics.topic.number
        await desk.press("r")
        desk.app.screen.query_one(Input).value = "Getting about"
        await desk.press("enter")
        assert "Getting about" in desk.rows[desk.row_of("bus")] and "Getting about" in desk.said
        await desk.press("space")
        await desk.choose("garden")
        await desk.press("m")
        assert len(desk.rows) == 2 and "24" in desk.rows[0] and "Getting about" in desk.rows[0]
        assert f"into topic {bus}" in desk.said and "u parts them" in desk.shown
        await desk.press("ctrl+z")
        await desk.ready()
        assert len(desk.rows) == 3
        await desk.press("ctrl+y")
        await desk.ready()
        assert len(desk.rows) == 2
        desk.screen.topics.highlight(0)
        await desk.press("u")
        assert len(desk.rows) == 3 and "Getting about" in desk.rows[desk.row_of("bus")]
        await desk.press("m")
        assert "Mark another topic with Space first" in desk.said

    run(folder, do)
    with open_study(folder, "ana").study as study:
        assert [one.name for one in topic_run(study).topics if one.name] == ["Getting about"]


def test_what_a_colleague_calls_a_topic_is_seen(folder):
    async def do(desk):
        await desk.find()
        from qualkit.actions.edit_topics import rename_topic

        with open_study(folder, "ben").study as study:
            rename_topic(study, desk.screen.memory.run, 1, "What Ben sees")
        desk.screen._look()
        await desk.ready()
        assert any("What Ben sees" in row for row in desk.rows)

    run(folder, do)


def test_a_code_of_a_topic_has_its_passages_as_proposals_and_no_coding(folder):
    async def do(desk):
        await desk.find()
        await desk.choose("garden")
        await desk.press("c")
        assert isinstance(desk.app.screen, MakeCode)
        assert "propose 12 passages" in desk.shown and "A code of topic" in desk.shown
        desk.app.screen.query_one(Input).value = "Growing things"
        await desk.press("enter")
        assert "12 passages proposed for it" in desk.said and "marked as read" in desk.said

    run(folder, do)
    with open_study(folder, "ana").study as study:
        (code,) = [one for view in codebook_view(study) for one in view.codebook.codes]
        assert code.name == "Growing things"
        with study.database.reading() as connection:
            assert len(codings.proposals(connection)) == 12 and not codings.codings(connection)
        assert "of a topic" in " ".join(line.text for line in code_history(study, code.id))
        assert visible_proposals(study) == ()
        keys = [one.key for one in open_source(study, "street:why").segments]
        coding.mark_read(study, "street:why", keys, [codebook_view(study)[0].codebook.name])
        assert len(visible_proposals(study)) == 12


def test_topics_that_follow_the_note_taker_are_warned_of(folder):
    async def do(desk):
        await desk.find()
        await desk.press("a")
        said = " ".join(desk.shown.split())
        assert "Topics by author" in said and "100% of its passages are Kit's" in said
        assert "way of writing notes" in said
        await desk.press("a")
        assert "Topics by author" not in desk.shown and "By author:" in desk.shown
        await desk.press("v")
        assert "taken: its topics are set apart best" in desk.shown and " 3 topics" in desk.shown
        await desk.press("escape")
        assert "taken:" not in desk.shown

    run(folder, do)


def test_another_number_of_topics_is_found_at_once_and_a_wrong_one_is_refused_calmly(folder):
    async def do(desk):
        await desk.find()
        await desk.press("k", "down", "enter")
        desk.app.screen.query_one(Input).value = "5"
        await desk.press("enter")
        await desk.ready()
        assert len(desk.rows) == 5 and "5 topics in 36 passages" in desk.shown
        await desk.press("k", "enter")
        desk.app.screen.query_one(Input).value = "30"
        await desk.press("enter")
        await desk.ready()
        assert "36 different passages can be sorted into 2 to 18 topics." in desk.shown
        assert desk.screen.memory.run is None and isinstance(desk.app.screen, TopicsScreen)

    run(folder, do)


def test_too_few_texts_are_refused_on_the_screen(filled):
    async def do(desk):
        await desk.press("t")
        assert "topics need at least 10" in desk.shown and isinstance(desk.app.screen, TopicsScreen)
        assert "--" not in desk.shown
        await desk.press("r")
        assert desk.said == "There are no topics yet: t finds some."

    run(filled, do)


def test_esc_stops_it_and_nothing_is_shown_that_was_found_after(folder, monkeypatch):
    import threading

    from qualkit.errors import Stopped
    from qualkit.tui.screens import topic_asking

    began, ended = threading.Event(), threading.Event()

    def slow(study, scope, options, *, by, watch):
        watch.told("Reading what the passages mean", 3, 36)
        began.set()
        while not watch.is_stopped():
            ended.wait(0.01)
        ended.set()
        raise Stopped("Stopped.")

    monkeypatch.setattr(topic_asking, "topic_run", slow)

    async def do(desk):
        await desk.pilot.press("t")
        while not began.is_set():
            await desk.pilot.pause(0.01)
        await desk.pilot.pause(0.3)
        assert "Reading what the passages mean" in desk.shown and "3 of 36" in desk.shown
        assert "Esc stops it" in desk.shown
        await desk.press("escape")
        assert desk.said == "Stopped. Nothing was changed." and desk.app.screen is desk.screen
        assert ended.wait(5)
        await desk.ready()
        assert desk.screen.memory.run is None and "t sorts what people said" in desk.shown

    run(folder, do)


def test_topics_of_texts_that_were_changed_are_put_away(folder):
    async def do(desk):
        await desk.find()
        with open_study(folder, "ben").study as study:
            segment = open_source(study, "street:why").segments[0]
            correct.correct_segment(study, "street:why", segment.key, "Something else altogether.")
        desk.screen._look()
        await desk.ready()
        await desk.ready()
        assert desk.screen.memory.run is None and "t sorts them into topics anew" in desk.said
        assert segment.text not in desk.shown

    run(folder, do)


def test_nothing_heavy_is_imported_before_topics_are_asked_for(folder):
    program = dedent(
        """
        import asyncio, sys
        from pathlib import Path
        from qualkit.tui.app import QualkitApp

        async def session():
            app = QualkitApp(Path(sys.argv[1]), "ana")
            async with app.run_test() as pilot:
                await pilot.pause()
                app.show("topics")
                await pilot.pause(0.3)
            app.let_go()

        asyncio.run(session())
        print([name for name in ("bertopic", "sklearn", "onnxruntime", "pandas") if name in sys.modules])
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
