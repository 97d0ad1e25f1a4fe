"""Keys that come faster than the screen, and twice: none is lost, and none closes what it was not meant for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.widgets import Button, Input

from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.widgets.code_picker import CodePicker
from qualkit.tui.widgets.make_code import MakeCode
from qualkit.tui.widgets.title_line import TitleLine

At = Callable[..., None]
Coded = Callable[..., list[tuple[str, str]]]


def test_a_second_enter_that_comes_late_leaves_the_text_open(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("c")
        picker = desk.app.screen
        typed = picker.query_one(Input)
        picker.post_message(Input.Submitted(typed, ""))
        picker.post_message(Input.Submitted(typed, ""))
        await desk.until(lambda: not isinstance(desk.app.screen, CodePicker))
        await desk.press("down")
        assert isinstance(desk.app.screen, CodeScreen)
        assert desk.said.startswith("Coded")

    at_desk(filled, do)


def test_a_button_pressed_twice_closes_its_window_only(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("c")
        await desk.type("zzz")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, MakeCode))
        window = desk.app.screen
        back = window.query_one("#back", Button)
        back.press()
        back.press()
        await desk.until(lambda: desk.app.screen is not window)
        await desk.press("down")
        assert isinstance(desk.app.screen, CodeScreen)

    at_desk(filled, do)


def test_letters_typed_before_the_picker_is_drawn_choose_the_code(
    filled: Path, at_desk: At, coded_in: Coded
) -> None:
    async def do(desk: Any) -> None:
        for key in ("c", "s", "h", "a", "enter"):
            desk.app.post_message(Key(key, None if key == "enter" else key))
        await desk.until(lambda: desk.said.startswith("Coded"))

    at_desk(filled, do)
    assert [name for name, _ in coded_in(filled)] == ["Shame"]


def test_the_title_keeps_the_name_of_the_source_when_the_window_shrinks(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        assert "▸" in desk.screen.query_one(TitleLine).render().plain
        await desk.pilot.resize_terminal(80, 24)
        await desk.pilot.pause()
        assert desk.screen.query_one(TitleLine).render().plain.startswith(desk.screen.opened.source.title)

    at_desk(filled, do)


def test_the_key_that_brings_a_blank_screen_back_does_nothing_else(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("f9")
        await desk.press("f")
        await desk.until(lambda: isinstance(desk.app.screen, CodeScreen))
        assert not desk.screen.opened.read

    at_desk(filled, do)
