"""Coding in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qualkit.actions import add
from qualkit.actions.coding import apply_codes
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import CodingView, SourceView, codebook_view, open_source
from qualkit.model.place import Place
from qualkit.tui.app import QualkitApp
from qualkit.tui.layout import Spot
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import CodingDetails
from qualkit.tui.widgets.passage_list import PassageList
from qualkit.tui.widgets.text_view import TextView

WIDE, NARROW = (120, 40), (80, 24)
Do = Callable[["Desk"], Awaitable[None]]


class Desk:
    """The Code screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: object) -> None:
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

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)  # type: ignore[attr-defined]
        await self.pilot.pause()  # type: ignore[attr-defined]

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    def at(self, passage: int, words: str) -> tuple[int, int]:
        """The cell of the text view where words begin."""
        layout = self.text.page.layout
        spot = Spot(passage, self.text.segments[passage].text.index(words))
        return 8 + layout.column_of(spot), layout.row_of(spot) - self.text.scroll_offset.y

    def lines(self) -> list[str]:
        """The text view as it is drawn."""
        return [self.text.render_line(y).text for y in range(self.text.size.height)]


def run(
    folder: Path, do: Do, *, source: str = "fg1", size: tuple[int, int] = WIDE, coder: str = "ana"
) -> None:
    async def session() -> None:
        app = QualkitApp(folder, coder)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.push_screen(CodeScreen(source))
            await pilot.pause()
            for _ in range(200):
                if getattr(app.screen, "is_ready", False):
                    break
                await pilot.pause(0.02)
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


@contextmanager
def kept(
    folder: Path, source: str = "fg1", coder: str = "ana"
) -> Iterator[tuple[SourceView, dict[str, str]]]:
    """What the study holds: the source, and the names of codes by id."""
    with open_study(folder, coder).study as study:
        names = {code.id: code.name for book in codebook_view(study) for code in book.codebook.codes}
        yield open_source(study, source), names


def quotes(folder: Path, source: str = "fg1") -> list[tuple[str, str]]:
    """(code, words) of every coding."""
    with kept(folder, source) as (view, names):
        return [(names[one.code_id], _words(view, one)) for one in view.codings]


def _words(view: SourceView, one: CodingView) -> str:
    texts = [segment.text for segment in view.segments[one.first : one.last + 1]]
    texts[-1] = texts[-1][: one.end]
    texts[0] = texts[0][one.start :]
    return "\n".join(texts)


def study_with(folder: Path, text: str, tmp_path: Path) -> None:
    """Bring a talk called nasty into a study."""
    path = tmp_path / "nasty.md"
    path.write_text(text, encoding="utf-8")
    with open_study(folder, "ana").study as study:
        add.accept(study, add.plan_add(study, [path]))


# ---- coding by keys


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_words_marked_by_keys_are_coded_with_the_code_typed(filled: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "ctrl+right", "ctrl+right", "ctrl+right")
        await desk.press("ctrl+shift+right", "ctrl+shift+right", "c")
        await desk.type("sham")
        await desk.press("enter")
        assert desk.said == "Coded 2 words of Mia: Shame. Ctrl+Z undoes"

    run(filled, do, size=size)
    assert quotes(filled) == [("Shame", "but I ")] or quotes(filled) == [("Shame", "but I")]


def test_with_nothing_marked_the_whole_turn_is_coded_and_undone(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter")
        assert desk.said == "Coded whole turn, 10 words: Fear. Ctrl+Z undoes"
        assert len(desk.screen.opened.coded.codings) == 1
        await desk.press("ctrl+z")
        assert not desk.screen.opened.coded.codings
        await desk.press("ctrl+y")
        assert len(desk.screen.opened.coded.codings) == 1

    run(filled, do)
    assert quotes(filled) == [("Fear", "It was good!!! but I was scared. The café’s fine.")]


def test_a_turn_of_over_150_words_is_coded_by_the_sentence(filled: Path, tmp_path: Path) -> None:
    study_with(filled, "Moderator: Go on.\nP1: " + "We went there once. " * 60 + "\n", tmp_path)

    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter")
        assert desk.said == "Coded sentence, 4 words: Fear. Ctrl+Z undoes"

    run(filled, do, source="nasty")
    assert quotes(filled, "nasty") == [("Fear", "We went there once.")]


def test_space_ticks_several_codes_that_one_enter_applies(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear shame ")
        await desk.press("enter")

    run(filled, do)
    assert {name for name, _ in quotes(filled)} >= {"Fear", "Shame"}


def test_a_name_that_fits_no_code_can_be_made_in_its_place(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("zz waiting list")
        await desk.press("enter")
        assert "nothing" not in desk.said
        await desk.press("enter")

    run(filled, do)
    assert [name for name, _ in quotes(filled)] == ["zz waiting list"]


def test_marked_words_become_a_code_of_their_own(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "ctrl+shift+right", "ctrl+shift+right", "i", "enter")

    run(filled, do)
    assert [name for name, _ in quotes(filled)] == ["It was"]


def test_a_pinned_code_is_applied_by_its_digit_also_another_day(filled: Path) -> None:
    async def pin(desk: Desk) -> None:
        await desk.press("p", "j", "1")
        assert desk.said.startswith("Coded whole turn")
        await desk.press("2")
        assert "No code has the digit 2" in desk.said

    async def again(desk: Desk) -> None:
        await desk.press("j", "j", "1")

    run(filled, pin)
    run(filled, again)
    assert [name for name, _ in quotes(filled)] == ["Fear", "Fear"]


def test_taking_off_asks_which_when_there_are_several(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear shame ")
        await desk.press("enter", "x")
        assert not isinstance(desk.app.screen, CodeScreen)
        await desk.press("down", "enter")
        assert desk.said == "Took off: Shame. Ctrl+Z undoes"

    run(filled, do)
    assert "Shame" not in {name for name, _ in quotes(filled)}


def test_a_colleagues_coding_stays(coded: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "j", "j", "j", "x")
        assert desk.said == "Nothing of yours is coded here. This is Zoë / ben's."

    before = quotes(coded)
    run(coded, do, coder="cleo")
    assert quotes(coded) == before


def test_a_memo_is_kept_on_the_coding(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter", "m")
        await desk.type("why now")
        await desk.press("enter", "o", "h", "ctrl+s")

    run(filled, do)
    with kept(filled) as (view, _):
        assert [one.memo for one in view.codings] == ["why now\noh"]


# ---- coding by mouse


def test_dragging_marks_words_and_a_click_in_the_tree_codes_them(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        start, end = desk.at(1, "I was scared"), desk.at(1, ". The")
        pilot = desk.pilot
        await pilot.mouse_down(TextView, offset=start)  # type: ignore[attr-defined]
        await pilot.hover(TextView, offset=end)  # type: ignore[attr-defined]
        await pilot.mouse_up(TextView, offset=end)  # type: ignore[attr-defined]
        assert desk.text.words(*desk.text.selection) == "I was scared"  # type: ignore[misc]
        row = [one.title for one in desk.screen.query_one(CodeRows).rows].index("Shame")
        await pilot.click(CodeRows, offset=(12, row))  # type: ignore[attr-defined]
        await pilot.pause()  # type: ignore[attr-defined]
        assert desk.text.has_focus

    run(filled, do)
    assert quotes(filled) == [("Shame", "I was scared")]


def test_two_clicks_mark_a_word_and_three_a_sentence(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        at = desk.at(1, "scared")
        await desk.pilot.click(TextView, offset=at, times=2)  # type: ignore[attr-defined]
        assert desk.text.words(*desk.text.selection) == "scared"  # type: ignore[misc]
        await desk.pilot.click(TextView, offset=at, times=3)  # type: ignore[attr-defined]
        assert desk.text.words(*desk.text.selection) == "but I was scared."  # type: ignore[misc]

    run(filled, do)


def test_a_click_in_the_list_brings_the_cursor_there(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.pilot.click(PassageList, offset=(5, 4))  # type: ignore[attr-defined]
        await desk.pilot.pause()  # type: ignore[attr-defined]
        assert desk.text.cursor == Spot(4, 0)

    run(filled, do)


# ---- reading


def test_f_marks_the_turn_read_and_goes_on(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("f", "f")
        assert desk.text.cursor.passage == 2
        assert "Marked 1 turn as read" in desk.said

    run(filled, do)
    with kept(filled) as (view, _):
        assert view.read == {view.segments[0].key, view.segments[1].key}


def test_capital_f_marks_everything_from_the_last_read_to_here(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("f", "j", "j", "j", "F")

    run(filled, do)
    with kept(filled) as (view, _):
        assert len(view.read) == 5


def test_n_goes_to_the_next_turn_without_a_code_passing_over_the_moderator(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("n", "c")
        await desk.type("fear")
        await desk.press("enter", "n", "n")
        assert desk.text.cursor.passage == 4
        await desk.press("N", "N")
        assert desk.text.cursor.passage == 2

    run(filled, do)


def test_words_are_found_whatever_their_quotes_and_case(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("ctrl+f")
        await desk.type("CAFÉ's")
        await desk.press("enter")
        assert desk.text.words(*desk.text.selection) == "café’s"  # type: ignore[misc]
        await desk.press("escape")
        assert desk.text.has_focus
        for key in ("ctrl+g", "full_stop", "comma", "shift+enter"):
            desk.text.clear_selection()
            await desk.press(key)
            assert desk.text.words(*desk.text.selection) == "café’s"  # type: ignore[misc]

    run(filled, do)


def test_ctrl_c_copies_and_never_quits_and_escape_first_clears_the_marking(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "ctrl+shift+right", "ctrl+c")
        for _ in range(200):
            if desk.said.startswith("Copied 1 word"):
                break
            await desk.pilot.pause(0.02)  # type: ignore[attr-defined]
        assert desk.said.startswith("Copied 1 word")
        await desk.press("escape")
        assert desk.text.selection is None
        assert isinstance(desk.app.screen, CodeScreen)
        await desk.press("escape")
        assert not isinstance(desk.app.screen, CodeScreen)

    run(filled, do)


def test_a_colleagues_work_is_seen_within_two_seconds(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        with open_study(filled, "ben").study as study:
            view = open_source(study, "fg1")
            code = codebook_view(study)[0].codebook.codes[0]
            key = view.segments[1].key
            apply_codes(study, "fg1", [Place(segment=key, start=0, end_segment=key, end=6)], [code.id])
        await desk.pilot.pause(2)  # type: ignore[attr-defined]
        assert [one.coder for one in desk.screen.opened.coded.codings.values()] == ["ben"]

    run(filled, do)


# ---- what is shown


def test_what_is_coded_stands_in_the_margin_and_below(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter")
        row = desk.at(1, "It was")[1]
        assert desk.lines()[row].lstrip("▎ ").startswith("FE┃")
        shown = desk.screen.query_one(CodingDetails).render().plain
        assert "FE Fear (you, " in shown
        assert "Being afraid of somebody or something." in shown
        assert "Next key codes: the whole turn, 10 words of Mia" in shown

    run(filled, do)


def test_nasty_text_is_shown_as_it_is_and_coded_exactly(filled: Path, tmp_path: Path) -> None:
    nasty = "[b]x[/b] \x1b[31mred \u202eback 👩🏽‍⚕️ שלום e\u0301 [laughs]"
    study_with(filled, f"Moderator: Go on.\nP1: {nasty}\n", tmp_path)

    async def do(desk: Desk) -> None:
        shown = "\n".join(desk.lines())
        assert "[b]x[/b] \ufffd[31mred \ufffdback 👩🏽‍⚕️ שלום e\u0301 [laughs]" in shown
        assert "\x1b" not in shown
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter")

    run(filled, do, source="nasty")
    assert quotes(filled, "nasty") == [("Fear", nasty)]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_turn_of_40_000_characters_is_read_to_its_end(
    filled: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    study_with(filled, "Moderator: Go on.\nP1: " + "word " * 7999 + "end.\n", tmp_path)

    async def do(desk: Desk) -> None:
        await desk.press("ctrl+end")
        assert any(line.rstrip().endswith("end.") for line in desk.lines())
        await desk.press("ctrl+shift+left", "c")
        await desk.type("fear")
        await desk.press("enter")

    run(filled, do, source="nasty", size=size)
    assert quotes(filled, "nasty") == [("Fear", "end.")]


def test_a_passage_never_runs_over_two_answers(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("ctrl+shift+end")
        assert desk.text.selection is not None
        assert {spot.passage for spot in desk.text.selection} == {0}

    run(filled, do, source="panel:why")


def test_the_sides_fold_away_on_a_narrow_screen_and_come_back(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        tree = desk.screen.query_one(CodeTree)
        assert not tree.display
        await desk.press("right_square_bracket")
        assert tree.display
        await desk.press("right_square_bracket")
        assert not tree.display
        assert desk.text.has_focus

    run(filled, do, size=NARROW)


def test_a_study_without_a_codebook_can_begin_with_a_code_of_its_own(folder: Path, tmp_path: Path) -> None:
    study_with(folder, "Moderator: Go on.\nP1: We went there.\n", tmp_path)

    async def do(desk: Desk) -> None:
        await desk.press("j", "c")
        await desk.type("going")
        await desk.press("enter", "enter")

    run(folder, do, source="nasty")
    assert quotes(folder, "nasty") == [("going", "We went there.")]


def test_a_codes_filter_shows_what_fits_and_what_is_above_it(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("slash")
        await desk.type("school")
        assert [row.title for row in desk.screen.query_one(CodeRows).rows] == ["Fear", "Of school"]
        await desk.press("enter", "enter")

    run(filled, do)
    assert [name for name, _ in quotes(filled)] == ["Of school"]
