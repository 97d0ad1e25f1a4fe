"""More like this in the terminal UI, by what is listed and what is in the store afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from qualkit.actions import coding, correct
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.place import Place
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.codebook import CodebookScreen
from qualkit.tui.screens.like import LikeScreen

pytest.importorskip("numpy", reason="the group find is not installed")

Do = Callable[["Desk"], Awaitable[None]]


class Desk:
    """An app with a hand on the keyboard."""

    def __init__(self, app: QualkitApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def said(self) -> str:
        return self.app.talk.text

    @property
    def screen(self) -> LikeScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, LikeScreen))

    @property
    def shown(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def texts(self) -> list[str]:
        return [one.passage.text for one in self.screen.rows.passages]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.ready()

    async def ready(self) -> None:
        await self.pilot.pause()
        while not getattr(self.app.screen, "is_ready", True):
            await self.pilot.pause(0.02)
        await self.pilot.pause()


def run(folder: Path, do: Do, **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, how.get("coder", "ana"), is_blind=how.get("is_blind", False))
        async with app.run_test(size=how.get("size", (120, 40))) as pilot:
            await pilot.pause()
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


def coded(folder: Path) -> list[tuple[str, str, str]]:
    """(code, coder, source) of every coding."""
    with open_study(folder, "ana").study as study:
        views = codebook_view(study)
        names = {code.id: code.name for view in views for code in view.codebook.codes}
        found = []
        for source in ("fg1", "panel:why"):
            found += [(names[one.code_id], one.coder, source) for one in open_source(study, source).codings]
    return found


def code(folder: Path, number: int, name: str, coder: str = "ana") -> None:
    """Code a whole turn of the talk."""
    with open_study(folder, coder).study as study:
        names = {one.name: one.id for view in codebook_view(study) for one in view.codebook.codes}
        segment = open_source(study, "fg1").segments[number]
        place = Place(segment=segment.key, start=0, end_segment=segment.key, end=len(segment.text))
        coding.apply_codes(study, "fg1", [place], [names[name]])


def test_from_a_turn_the_nearest_passages_are_listed_without_itself_and_enter_opens_one(filled):
    async def do(desk):
        desk.app.open_source("fg1", "2")
        await desk.ready()
        await desk.press("L")
        assert isinstance(desk.app.screen, LikeScreen)
        near = [one.nearness for one in desk.screen.rows.passages]
        assert near == sorted(near, reverse=True) and len(near) > 2
        assert any("scared of the school" in text for text in desk.texts[:2])
        assert not any("The café’s fine" in text for text in desk.texts)
        assert "Like “It was good" in desk.shown and "decides nothing" in desk.shown
        first = desk.screen.rows.highlighted_passage.passage.segment
        await desk.press("enter")
        assert isinstance(desk.app.screen, CodeScreen) and desk.app.screen.source == first.source
        assert desk.app.screen.opened.segments[desk.app.screen.text.cursor.passage].key == first.key
        await desk.press("escape")
        assert desk.app.screen is desk.screen
        await desk.press("escape")
        assert isinstance(desk.app.screen, CodeScreen)

    run(filled, do)


def test_marked_words_alone_are_compared(filled):
    async def do(desk):
        desk.app.open_source("fg1", "2")
        await desk.ready()
        text = desk.app.screen.text
        from qualkit.tui.layout import Spot

        words = text.segments[1].text
        at = words.index("I was scared")
        text.select(Spot(1, at), Spot(1, at + len("I was scared")))
        await desk.press("L")
        assert desk.screen.like.text == "I was scared" and desk.screen.like.passage == "fg1:2"
        assert any("scared" in one or "afraid" in one for one in desk.texts[:1])
        assert not any("The café’s fine" in text for text in desk.texts)

    run(filled, do)


def test_c_codes_what_is_marked_in_one_step_and_they_are_ticked(filled):
    code(filled, 1, "Fear")

    async def do(desk):
        desk.app.show("codebook")
        await desk.ready()
        assert isinstance(desk.app.screen, CodebookScreen)
        await desk.press("L")
        assert "like those of Fear" in desk.shown
        before = list(desk.texts)
        await desk.press("space", "space", "c", "enter")  # the code that was asked for comes first
        assert desk.said.startswith("Coded 2 passages: Fear.")
        assert desk.texts == before  # what is coded stays where it was, ticked
        rows = desk.screen.rows
        assert [bool(rows.wanted & set(one.codes)) for one in rows.passages[:3]] == [True, True, False]
        assert desk.shown.count("✓ FE") == 2
        await desk.press("ctrl+z")
        assert "✓ FE" not in desk.shown

    run(filled, do)
    assert coded(filled) == [("Fear", "ana", "fg1")]


def test_what_others_coded_is_seen_but_not_by_whoever_works_blind(filled):
    code(filled, 4, "Help", "ben")

    async def see(desk):
        desk.app.open_source("fg1", "2")
        await desk.ready()
        await desk.press("L")
        (help_,) = {code for one in desk.screen.rows.passages for code in one.codes}
        assert desk.screen.rows.code_marks[help_].letters == "HE" and " HE" in desk.shown

    async def see_nothing(desk):
        desk.app.open_source("fg1", "2")
        await desk.ready()
        await desk.press("L")
        assert all(not one.codes for one in desk.screen.rows.passages)

    run(filled, see)
    run(filled, see_nothing, is_blind=True)


def test_a_typed_sentence_is_enough_and_answers_have_the_same_key(filled):
    async def do(desk):
        desk.app.show("like")
        await desk.ready()
        desk.app.screen.query_one(Input).value = "everybody was nice to us"
        await desk.press("enter")
        assert desk.texts[0].startswith("They are always kind to us")
        desk.app.push_screen(AnswersScreen("panel:why"))
        await desk.ready()
        await desk.ready()
        await desk.press("L")
        assert isinstance(desk.app.screen, LikeScreen)
        texts = [one.passage.text for one in desk.app.screen.rows.passages]
        assert texts and not any(text.startswith("I was scared of the school") for text in texts)

    run(filled, do, size=(80, 24))


def test_a_text_that_was_corrected_is_looked_for_anew(filled):
    async def do(desk):
        desk.app.open_source("fg1", "2")
        await desk.ready()
        await desk.press("L")
        assert any(text.startswith("They are always kind") for text in desk.texts)
        with open_study(filled, "ben").study as study:
            key = open_source(study, "panel:why").segments[2].key
            correct.correct_segment(study, "panel:why", key, "They are never there in the meetings we have")
        desk.screen._look()
        await desk.ready()
        await desk.ready()
        assert not any(text.startswith("They are always kind") for text in desk.texts)
        assert any(text.startswith("They are never there") for text in desk.texts)

    run(filled, do)
