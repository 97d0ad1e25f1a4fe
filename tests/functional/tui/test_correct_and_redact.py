"""Correcting and redacting in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, TextArea

from qualkit.actions import add
from qualkit.actions.coding import apply_codes
from qualkit.actions.correct import correct_segment
from qualkit.actions.opening import open_study
from qualkit.actions.redact import decisions, redact
from qualkit.actions.review_places import places_to_review
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.place import Place
from qualkit.tui.app import QualkitApp
from qualkit.tui.layout import Spot
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.screens.lost import LostScreen
from qualkit.tui.screens.message import Window
from qualkit.tui.screens.names import NamesScreen
from qualkit.tui.widgets.correct_window import CorrectWindow
from qualkit.tui.widgets.redact_window import RedactWindow
from qualkit.tui.widgets.text_view import TextView

WIDE, NARROW = (120, 40), (80, 24)
NAMES_TALK = """\
Moderator: Who helped you?
Mia: Then Sarah Hughes came and Sarah Hughes was kind to me.
Tom: You can ring 07700 900123 in the night, they said.
"""


def code_words(folder: Path, code: str, words: str, source: str = "fg1", coder: str = "ana") -> str:
    """Code the first place of words as a coder; gives the key of the passage."""
    with open_study(folder, coder).study as study:
        ids = {one.name: one.id for book in codebook_view(study) for one in book.codebook.codes}
        segment = next(one for one in open_source(study, source).segments if words in one.text)
        start = segment.text.index(words)
        place = Place(segment=segment.key, start=start, end_segment=segment.key, end=start + len(words))
        apply_codes(study, source, [place], [ids[code]])
        return segment.key


def texts(folder: Path, source: str = "fg1") -> list[tuple[str | None, str]]:
    with open_study(folder, "ana").study as study:
        return [(one.speaker, one.text) for one in open_source(study, source).segments]


def shown(desk: Any) -> str:
    """Everything that the text view draws."""
    return "\n".join(desk.text.render_line(y).text for y in range(desk.text.size.height))


def in_app(folder: Path, do: Callable[[QualkitApp, Any], Awaitable[None]], size: tuple[int, int]) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await do(app, pilot)
        app.let_go()

    asyncio.run(session())


async def until(pilot: Any, is_so: Callable[[], object]) -> None:
    for _ in range(400):
        if is_so():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not happen in time")


# ---- correcting


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_slip_is_corrected_where_the_cursor_is_and_codings_move(
    filled: Path, at_desk: Callable[..., None], coded_in: Callable[..., Any], size: tuple[int, int]
) -> None:
    code_words(filled, "Fear", "scared")

    async def do(desk: Any) -> None:
        await desk.press("j", "ctrl+right", "e")
        area = desk.app.screen.query_one(TextArea)
        assert area.cursor_location == (0, 3)
        await desk.type("so ")
        await desk.press("ctrl+s")
        assert desk.said == "Corrected turn 2: 1 coding moved with its words. Ctrl+Z undoes"
        assert desk.text.segments[1].text.startswith("It so was good")
        assert desk.text.cursor.passage == 1

    at_desk(filled, do, size=size)
    assert coded_in(filled) == [("Fear", "scared")]
    assert texts(filled)[1][1].startswith("It so was good")


def test_a_correction_is_undone_and_esc_changes_nothing(filled: Path, at_desk: Callable[..., None]) -> None:
    before = texts(filled)

    async def do(desk: Any) -> None:
        await desk.press("j", "e", "escape")
        assert desk.app.screen is desk.screen
        await desk.press("e", "X", "ctrl+s")
        assert desk.text.segments[1].text.startswith("XIt was")
        await desk.press("ctrl+z")
        assert desk.text.segments[1].text.startswith("It was")

    at_desk(filled, do)
    assert texts(filled) == before


def test_characters_that_cannot_be_shown_stay_what_they_were() -> None:
    said: list[str] = []

    async def session() -> None:
        app = QualkitApp()
        async with app.run_test(size=WIDE) as pilot:
            await pilot.pause()
            window = CorrectWindow("Correct", "a\x1bb\u202ec", at=3)
            app.push_screen(window, lambda text: said.append(text or ""))
            await pilot.pause()
            await pilot.press("x", "ctrl+s")
            await pilot.pause()

    asyncio.run(session())
    assert said == ["a\x1bbx\u202ec"]


def test_a_changed_coding_is_looked_at_and_stands_well(filled: Path, at_desk: Callable[..., None]) -> None:
    code_words(filled, "Fear", "I was scared")

    async def do(desk: Any) -> None:
        await desk.press("j", "e")
        area = desk.app.screen.query_one(TextArea)
        area.text = area.text.replace("was scared", "was so scared")
        await desk.click("#keep")
        assert isinstance(desk.app.screen, Window)
        assert desk.said == "Corrected turn 2: 1 coding changed. Ctrl+Z undoes"
        await desk.click("#look")
        await desk.until(lambda: isinstance(desk.app.screen, LostScreen) and desk.app.screen.place)
        lost = desk.app.screen
        await desk.until(lambda: lost.text.selection)
        assert lost.text.words(*lost.text.selection) == "I was so scared"
        await desk.press("a")
        assert desk.said.startswith("It stands well. Every coding stands on its words.")

    at_desk(filled, do)
    with open_study(filled, "ana").study as study:
        assert places_to_review(study) == ()


def test_turns_are_split_joined_and_given_to_others_from_the_menu(
    filled: Path, at_desk: Callable[..., None], coded_in: Callable[..., Any]
) -> None:
    code_words(filled, "Fear", "scared")

    async def do(desk: Any) -> None:
        desk.text.go(Spot(1, desk.text.segments[1].text.index("The café")))
        await desk.press("f2")
        await desk.choose("Split the turn here")
        await desk.choose("Tom")
        assert [one.speaker for one in desk.text.segments[1:4]] == ["Mia", "Tom", "Tom"]
        await desk.press("j", "f2")
        await desk.choose("Somebody else said this")
        await desk.choose("Moderator")
        assert desk.text.segments[2].speaker == "Moderator"
        await desk.press("f2")
        await desk.choose("Somebody else said this")
        await desk.choose("Somebody new")
        await desk.type("Ben")
        await desk.press("enter", "enter")
        assert desk.said.startswith("Turn 3 is now Ben's")
        await desk.press("k", "f2")
        await desk.choose("Join with the next turn")
        assert desk.said.startswith("Joined turn 2 with the next")

    before = texts(filled)
    at_desk(filled, do)
    assert texts(filled) == before
    assert coded_in(filled) == [("Fear", "scared")]


# ---- lost places


def lose(folder: Path, words: str, text: str) -> None:
    """Code words, and correct their passage so that they are gone."""
    key = code_words(folder, "Fear", words)
    with open_study(folder, "ana").study as study:
        correct_segment(study, "fg1", key, text)
        assert len(places_to_review(study)) == 1


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_lost_coding_is_put_back_by_mouse_from_home(
    filled: Path, coded_in: Callable[..., Any], size: tuple[int, int]
) -> None:
    lose(filled, "I felt ashamed", "Nothing like it: quite alone.")

    async def do(app: QualkitApp, pilot: Any) -> None:
        found = app.screen.query_one(OptionList)
        lines = [str(found.get_option_at_index(row).prompt) for row in range(found.option_count)]
        row = next(row for row, line in enumerate(lines) if "without a place" in line)
        found.highlighted = row
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LostScreen) and app.screen.place is not None)
        text = app.screen.query_one(TextView)
        await pilot.pause()
        assert "I felt ashamed" in str(app.screen.query_one("#lost-words").render())
        spot = Spot(4, text.segments[4].text.index("quite"))
        layout = text.page.layout
        x, y = 8 + layout.column_of(spot), layout.row_of(spot) - text.scroll_offset.y
        await pilot.mouse_down(text, offset=(x, y))
        await pilot.hover(text, offset=(x + len("quite alone"), y))
        await pilot.mouse_up(text, offset=(x + len("quite alone"), y))
        await pilot.press("enter")
        await pilot.pause()
        assert app.talk.text.startswith("It has its place again. Every coding stands on its words.")

    in_app(filled, do, size)
    assert coded_in(filled) == [("Fear", "quite alone")]


def test_a_lost_coding_is_let_go_and_comes_back_by_undo(filled: Path) -> None:
    lose(filled, "I felt ashamed", "Nothing like it: quite alone.")

    async def do(app: QualkitApp, pilot: Any) -> None:
        app.show("lost")
        await until(pilot, lambda: isinstance(app.screen, LostScreen) and app.screen.place is not None)
        await pilot.press("a")
        assert app.talk.text.startswith("It has no words now")
        await pilot.press("x")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LostScreen) and screen.place is None
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert screen.place is not None
        await pilot.press("b", "escape", "escape")
        await pilot.pause()
        assert app.screen is not screen

    in_app(filled, do, WIDE)


# ---- redacting


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_marked_words_are_redacted_everywhere_and_shown_so(
    filled: Path, at_desk: Callable[..., None], coded_in: Callable[..., Any], size: tuple[int, int]
) -> None:
    code_words(filled, "Help", "Lee helped")

    async def do(desk: Any) -> None:
        start = desk.text.segments[2].text.index("Lee")
        desk.text.select(Spot(2, start), Spot(2, start + 3))
        await desk.press("r")
        await desk.until(lambda: isinstance(desk.app.screen, RedactWindow))
        await desk.type("doctor")
        await desk.press("enter", "enter")
        assert desk.said == "Shown as [doctor] from now on: 1 place in 1 source. Ctrl+Z undoes"
        assert desk.text.segments[2].text.startswith("Dr. [doctor] helped me")
        assert "Lee" not in shown(desk)
        one = next(iter(desk.screen.opened.coded.codings.values()))
        assert desk.text.words(Spot(2, one.start), Spot(2, one.end)) == "[doctor] helped"
        maths = desk.text.segments[2].text.index("maths")
        desk.text.select(Spot(2, maths), Spot(2, maths + 5))
        await desk.press("c")
        await desk.type("sham")
        await desk.press("enter")
        desk.text.go(Spot(2, 6))
        await desk.press("e")
        assert desk.app.screen.query_one(TextArea).text.startswith("Dr. Lee helped")

    at_desk(filled, do, size=size)
    assert sorted(coded_in(filled)) == [("Help", "Lee helped"), ("Shame", "maths")]
    with open_study(filled, "ana").study as study:
        assert [(one.words, one.replacement, one.source) for one in decisions(study)] == [
            ("Lee", "[doctor]", "")
        ]


def test_words_are_redacted_in_one_turn_only_by_mouse_and_shown_again(
    filled: Path, at_desk: Callable[..., None]
) -> None:
    async def do(desk: Any) -> None:
        desk.text.go(Spot(2, desk.text.segments[2].text.index("Lee")))
        await desk.press("r")
        await desk.until(lambda: isinstance(desk.app.screen, RedactWindow))
        await desk.choose("In this turn only")
        assert "[name 1]" in desk.text.segments[2].text
        desk.text.go(Spot(2, desk.text.segments[2].text.index("name 1")))
        start = desk.text.segments[2].text.index("[name 1]")
        desk.text.select(Spot(2, start), Spot(2, start + 8))
        await desk.press("r")
        await desk.until(lambda: isinstance(desk.app.screen, RedactWindow))
        assert "Lee" in str(desk.app.screen.query_one(".window-title").render())
        await desk.choose("Show the words again")
        assert "Lee" in desk.text.segments[2].text

    at_desk(filled, do)
    with open_study(filled, "ana").study as study:
        assert decisions(study) == ()


def test_the_words_as_they_are_show_for_a_moment_only(filled: Path, at_desk: Callable[..., None]) -> None:
    with open_study(filled, "ana").study as study:
        redact(study, "Lee", "[doctor]")

    async def do(desk: Any) -> None:
        assert "Lee" not in shown(desk)
        await desk.press("f2")
        await desk.choose("The words as they are")
        assert "Lee" in shown(desk)
        assert desk.screen._moment is not None
        await desk.press("f2")
        await desk.choose("The words as they are")
        assert "Lee" not in shown(desk)

    at_desk(filled, do)


def test_a_colleague_s_redaction_shows_within_two_seconds(filled: Path, at_desk: Callable[..., None]) -> None:
    async def do(desk: Any) -> None:
        with open_study(filled, "ben").study as study:
            redact(study, "Lee", "[doctor]")
        await desk.until(lambda: "[doctor]" in desk.text.segments[2].text, seconds=4)
        assert "Lee" not in desk.text.segments[2].text

    at_desk(filled, do)


# ---- answers


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_an_answer_is_corrected_and_its_words_redacted(
    filled: Path, coded_in: Callable[..., Any], size: tuple[int, int]
) -> None:
    source = "panel:why"
    code_words(filled, "Fear", "school", source)

    async def do(app: QualkitApp, pilot: Any) -> None:
        app.push_screen(AnswersScreen(source))
        await until(pilot, lambda: getattr(app.screen, "is_ready", False))
        screen = app.screen
        assert isinstance(screen, AnswersScreen)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("X", "ctrl+s")
        await pilot.pause()
        assert app.talk.text == "Corrected answer 1: 1 coding moved with its words. Ctrl+Z undoes"
        await pilot.press("r")
        assert app.talk.text.startswith("Go into the answer (Tab)")
        text = screen.text
        start = text.segments[0].text.index("scared")
        text.focus()
        text.select(Spot(0, start), Spot(0, start + 6))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, RedactWindow))
        app.screen.query_one(Input).value = "afraid"
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "[afraid]" in text.segments[0].text)
        row = screen.opened.row(0)
        assert row is not None and "[afraid]" in row.beginning
        start = text.segments[0].text.index("did not dare")
        text.select(Spot(0, start), Spot(0, start + 12))
        await pilot.press("c", *"sham", "enter")
        await pilot.pause()

    in_app(filled, do, size)
    assert texts(filled, source)[0][1].startswith("XI was scared")
    assert sorted(coded_in(filled, source)) == [("Fear", "school"), ("Shame", "did not dare")]


# ---- names


def with_names(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "kind.md"
    path.write_text(NAMES_TALK, encoding="utf-8")
    with open_study(folder, "ana").study as study:
        add.accept(study, add.plan_add(study, [path]))


async def names_ready(app: QualkitApp, pilot: Any) -> NamesScreen:
    app.show("names")
    await until(pilot, lambda: isinstance(app.screen, NamesScreen) and app.screen.is_ready)
    await pilot.pause(0.2)
    assert isinstance(app.screen, NamesScreen)
    return app.screen


def row_of(screen: NamesScreen, words: str) -> int:
    return next(row for row, one in enumerate(screen._found) if words in one.words)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_names_are_decided_one_by_one_by_keys(filled: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    with_names(filled, tmp_path)

    async def do(app: QualkitApp, pilot: Any) -> None:
        screen = await names_ready(app, pilot)
        assert "07700 900123" in screen._found[0].words
        assert "You can ring 07700 900123 in the night" in str(screen.query_one("#names-where").render())
        await pilot.press("a")
        await pilot.pause()
        assert "Shown as [" in app.talk.text and "07700" not in app.talk.text
        screen._list.highlight(row_of(screen, "Sarah"))
        await pilot.press("space")
        assert row_of(screen, "Sarah") == len(screen._found) - 1
        screen._list.highlight(row_of(screen, "Sarah"))
        await pilot.pause(0.2)
        await pilot.press("r")
        await pilot.pause()
        app.screen.query_one(Input).value = "aunt"
        await pilot.press("enter")
        await pilot.pause()
        assert all("Sarah" not in one.words for one in screen._found)

    in_app(filled, do, size)
    with open_study(filled, "ana").study as study:
        made = {one.words: one.replacement for one in decisions(study)}
    assert made["Sarah Hughes"] == "[aunt]"
    assert len(made) == 2


def test_names_are_left_by_key_and_redacted_and_taken_back_by_mouse(filled: Path, tmp_path: Path) -> None:
    with_names(filled, tmp_path)

    async def do(app: QualkitApp, pilot: Any) -> None:
        screen = await names_ready(app, pilot)
        screen._list.highlight(row_of(screen, "07700"))
        await pilot.press("l")
        await pilot.pause()
        row = row_of(screen, "Sarah")
        await pilot.click("#names-list", offset=(3, row))
        await pilot.pause()
        await pilot.click("#accept")
        await until(pilot, lambda: len(screen._decided) == 2)
        await pilot.press("d")
        await pilot.pause()
        shown_row = "".join(text for text, _ in screen._list.row_parts(0))
        assert "left as they are" in shown_row or "[name 1]" in shown_row
        await pilot.press("x")
        await until(pilot, lambda: len(screen._decided) == 1)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert app.screen is not screen

    in_app(filled, do, WIDE)
    with open_study(filled, "ana").study as study:
        assert [one.is_hidden for one in decisions(study)] == [True]
