"""Who speaks, said on the Add form: turns that name nobody, and labels that may be one person's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from qualkit.actions.opening import open_study
from qualkit.store import sources
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.add import AddScreen
from qualkit.tui.screens.message import FormWindow

Play = Callable[[Pilot[None]], Awaitable[None]]
SAID = (
    "Welcome to all of you.",
    "What was school like?",
    "It was good, but I was scared.",
    "I told nobody at all.",
)


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    path = tmp_path / "whisper.srt"
    cues = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n" for n, text in enumerate(SAID, 1))
    path.write_text("\n".join(cues), encoding="utf-8")
    return path


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    path = tmp_path / "typed.txt"
    who = ("Dana", "Tom", "Dana", "Tom", "Danna", "Tom", "Dana")
    path.write_text(
        "\n".join(f"{one}: Number {n} is what I say." for n, one in enumerate(who)), encoding="utf-8"
    )
    return path


def played(folder: Path, file: Path, play: Play, *, size: tuple[int, int] = (80, 24)) -> None:
    """Drop a file on the workspace, and go on from the form."""

    async def main() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            pilot.app.post_message(Paste(str(file)))
            await settled(pilot)
            await play(pilot)
        app.let_go()

    asyncio.run(main())


async def settled(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    for _ in range(500):  # until the screen on top is drawn
        if any(strip.text.strip() for strip in pilot.app.screen._compositor.render_strips()):
            break
        await pilot.pause(0.02)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def fill(pilot: Pilot[None], *values: str) -> None:
    for line, value in zip(pilot.app.screen.query(Input), values, strict=True):
        line.value = value
    await pilot.pause()
    await pilot.click("#accept")
    await settled(pilot)


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def speakers(folder: Path, name: str) -> list[str | None]:
    with open_study(folder, "ana").study as study, study.database.reading() as connection:
        return [one.speaker for one in sources.segments(connection, sources.source(connection, name).id)]


def test_turns_of_nobody_are_given_to_speakers_with_keys(folder: Path, captions: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert "Nobody is named" in shown(pilot)
        assert "00:00:03  It was good" in shown(pilot)
        await press(pilot, "g")
        assert [line.value for line in pilot.app.screen.query(Input)] == ["", "1", "4"]
        await press(pilot, *"Moderator", "enter", "enter", "backspace", "2", "enter")
        assert "moderator" in shown(pilot)
        assert "“Welcome to all of you.”" in shown(pilot)
        await press(pilot, "down", "enter", *"P1", "enter", "enter", "enter")  # the first turn that is left
        await press(pilot, "b")

    played(folder, captions, play)
    assert speakers(folder, "whisper") == ["Moderator", "Moderator", "P1", "P1"]


def test_a_turn_that_was_given_can_be_given_to_another(folder: Path, captions: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "g")
        await fill(pilot, "Dan", "1", "4")
        await press(pilot, "g")
        await fill(pilot, "P1", "2", "3")
        await press(pilot, "b")

    played(folder, captions, play)
    assert speakers(folder, "whisper") == ["Dan", "P1", "P1", "Dan"]


def test_a_stretch_may_be_told_by_its_times(folder: Path, captions: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "g")
        await fill(pilot, "Dan", "0:00", "0:03")
        await press(pilot, "b")

    played(folder, captions, play)
    assert speakers(folder, "whisper") == ["Dan", "Dan", None, None]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("", "1", "2"), "does not say who speaks"),
        (("P1", "one", ""), "does not say who speaks"),
        (("P1", "3", "9"), "There are no turns 3 to 9"),
    ],
)
def test_a_stretch_that_is_none_is_said_and_the_form_stays(
    folder: Path, captions: Path, values: tuple[str, ...], why: str
) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, FormWindow)
        await fill(pilot, *values)
        assert isinstance(pilot.app.screen, AddScreen)
        assert why in " ".join(shown(pilot).split())
        assert "Nobody is named" in shown(pilot)

    played(folder, captions, play, size=(120, 34))


def test_what_was_said_of_speakers_is_forgotten_with_z(folder: Path, captions: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "g")
        await fill(pilot, "Dan", "1", "4")
        assert "Nobody is named" not in shown(pilot)
        await press(pilot, "z")
        assert "Nobody is named" in shown(pilot)

    played(folder, captions, play)


def test_y_makes_the_proposed_two_one_person(folder: Path, typed: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert "y: same as Dana?" in shown(pilot)
        await press(pilot, "y")
        assert "Highlight Danna first" in shown(pilot)
        await press(pilot, "down", "down", "y")
        assert "y: same as" not in shown(pilot)
        await press(pilot, "b")

    played(folder, typed, play)
    assert speakers(folder, "typed") == ["Dana", "Tom", "Dana", "Tom", "Dana", "Tom", "Dana"]


def test_a_proposal_that_is_not_taken_changes_nothing(folder: Path, typed: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "b")

    played(folder, typed, play)
    assert set(speakers(folder, "typed")) == {"Dana", "Tom", "Danna"}


def test_the_mouse_gives_turns_and_joins_speakers_too(folder: Path, captions: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert await pilot.click(pilot.app.screen.query_one(OptionList), offset=(10, 2))
        await settled(pilot)
        assert [line.value for line in pilot.app.screen.query(Input)] == ["", "3", "4"]
        await fill(pilot, "P1", "3", "4")
        await press(pilot, "b")

    played(folder, captions, play)
    assert speakers(folder, "whisper") == [None, None, "P1", "P1"]
