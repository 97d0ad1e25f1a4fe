"""Working on the codebook in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, TextArea

from qualkit.actions import coding
from qualkit.actions.edit_codebook import describe_code, make_code, make_codebook
from qualkit.actions.opening import open_study
from qualkit.actions.walk_passages import stops_not_looked_for
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.codebook import Code, CodeStatus
from qualkit.model.place import Place
from qualkit.study import Study
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.codebook import CodebookScreen
from qualkit.tui.screens.walk import WalkScreen
from qualkit.tui.widgets.book_rows import BookRows
from qualkit.tui.widgets.code_form import CodeForm
from qualkit.tui.widgets.split_choices import SplitChoices

WIDE, NARROW = (120, 40), (80, 24)
both_sizes = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
TREE = ["Fear", "Fear/Of school", "Shame", "Help"]


class Desk:
    """The Codebook screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> CodebookScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, CodebookScreen))

    @property
    def walk(self) -> WalkScreen:
        assert isinstance(self.app.screen, WalkScreen)
        return self.app.screen

    @property
    def said(self) -> str:
        return self.app.talk.text

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Paste a text where the cursor is; a line end at its end is the key Enter."""
        self.app.post_message(Paste(text.removesuffix("\n")))
        await self.pilot.pause()
        await self.press(*(["enter"] if text.endswith("\n") else []))

    async def at(self, name: str) -> None:
        """Highlight a code by keys."""
        titles = [row.title for row in self.screen.rows.rows]
        await self.press("home", *["down"] * titles.index(name))

    async def click_code(self, name: str) -> None:
        titles = [row.title for row in self.screen.rows.rows]
        assert await self.pilot.click(BookRows, offset=(14, titles.index(name)))
        await self.pilot.pause()

    async def click_button(self, label: str) -> None:
        button = next(one for one in self.app.screen.query(Button) if str(one.label) == label)
        assert await self.pilot.click(button)
        await self.pilot.pause()

    async def menu(self, title: str) -> None:
        """Choose from the menu by mouse."""
        await self.press("f2")
        await self.click_line(title)

    async def click_line(self, begins: str) -> None:
        found = self.app.screen.query(OptionList).first()
        lines = [str(one.prompt).strip() for one in found.options]
        at = next(number for number, line in enumerate(lines) if line.startswith(begins))
        found.scroll_to(y=max(0, at - 2), animate=False)
        await self.pilot.pause()
        assert await self.pilot.click(found, offset=(4, at - found.scroll_offset.y))
        await self.pilot.pause()

    def shown(self) -> str:
        """Everything that the screen on top shows."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)


Do = Callable[[Desk], Awaitable[None]]


def run(
    folder: Path, do: Do, *, size: tuple[int, int] = WIDE, coder: str = "ana", is_blind: bool = False
) -> None:
    async def session() -> None:
        app = QualkitApp(folder, coder, is_blind=is_blind)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.show("codebook")
            await pilot.pause()
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


def codes(folder: Path, book: int = 0) -> dict[str, Code]:
    """Path → code, in the order of the tree."""
    with open_study(folder, "ana").study as study:
        found = codebook_view(study)[book].codebook
        return {found.path(code.id): code for _, code in found.walk()}


def id_of(study: Study, path: str) -> str:
    book = codebook_view(study)[0].codebook
    return next(code.id for code in book.codes if book.path(code.id) == path)


def stroke(study: Study, path: str, *keys: str, end: int = 4) -> None:
    for key in keys:
        place = Place(segment=key, start=0, end_segment=key, end=end)
        coding.apply_codes(study, "fg1", [place], [id_of(study, path)])


def coded(folder: Path) -> list[tuple[int, str, str]]:
    """(turn, code, coder) of every coding of the talk."""
    names = {code.id: code.name for code in codes(folder).values()}
    with open_study(folder, "ana").study as study:
        found = open_source(study, "fg1").codings
    return sorted((one.first + 1, names[one.code_id], one.coder) for one in found)


@pytest.fixture
def used(filled: Path) -> Path:
    """Ana has Fear on turns 2, 3 and 5; ben on 2 and 6; ana has Shame on 5."""
    with open_study(filled, "ana").study as ana:
        stroke(ana, "Fear", "2", "3", "5")
        stroke(ana, "Shame", "5")
    with open_study(filled, "ben").study as ben:
        stroke(ben, "Fear", "2", "6")
    return filled


# ---- making and describing


def test_codes_are_made_below_beside_and_as_themes(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("a")
        await desk.type("Of dogs\n")
        assert desk.said == "Made: Of dogs. Ctrl+Z undoes"
        await desk.press("n")
        await desk.type("Of night\n")
        await desk.at("Fear")
        await desk.press("n")
        await desk.type("Dread\n")
        await desk.press("N")
        await desk.type("Joy\n")
        assert desk.screen.rows.highlighted_code.name == "Joy"  # type: ignore[union-attr]

    run(filled, do, size=NARROW)
    below = ["Fear/Of school", "Fear/Of dogs", "Fear/Of night"]
    assert list(codes(filled)) == ["Fear", *below, "Dread", "Shame", "Help", "Joy"]


def test_a_name_that_is_taken_stays_typed_with_the_reason(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.at("Shame")
        await desk.press("N")
        await desk.type("fear\n")
        assert isinstance(desk.app.screen, CodeForm)
        assert 'There is a code called "Fear" already' in desk.shown()
        assert desk.app.screen.query_one(Input).value == "fear"
        await desk.type("s of all\n")
        assert isinstance(desk.app.screen, CodebookScreen)

    run(filled, do)
    assert list(codes(filled))[-1] == "fears of all"


def test_all_fields_are_kept_as_one_step(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.at("Shame")
        await desk.press("enter", "end")
        await desk.type("d")
        await desk.press("tab")
        await desk.type("In brief")
        await desk.press("tab")
        await desk.type("New ")
        await desk.press("tab")
        await desk.type("when")
        await desk.press("tab")
        await desk.type("not")
        await desk.press("tab")
        await desk.type("one\n\ntwo")
        await desk.press("tab")
        await desk.type("For the bank")
        await desk.press("tab")
        await desk.type("#b5533c")
        await desk.press("tab", "space", "ctrl+s")
        assert desk.said == "Kept: Shamed. Ctrl+Z undoes"
        await desk.press("ctrl+z")
        assert desk.said.startswith("Took back: changed the code Shame: name")
        await desk.press("ctrl+y")

    run(filled, do, size=NARROW)
    code = codes(filled)["Shamed"]
    assert (code.brief, code.definition, code.when, code.when_not) == (
        "In brief",
        "New Being ashamed.",
        "when",
        "not",
    )
    assert (code.examples, code.summary, code.colour, code.counts_in_any, code.version) == (
        ("one", "two"),
        "For the bank",
        "#b5533c",
        False,
        2,
    )


def test_leaving_a_form_with_something_typed_takes_two_escapes(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("enter")
        await desk.type("x")
        await desk.press("escape")
        assert "Esc once more throws it away" in desk.shown()
        await desk.press("escape")
        assert isinstance(desk.app.screen, CodebookScreen)
        await desk.press("enter", "escape")
        assert isinstance(desk.app.screen, CodebookScreen)

    run(filled, do)
    assert list(codes(filled)) == TREE


def test_what_cant_be_shown_is_not_written_back_by_a_form(filled: Path) -> None:
    nasty = "[b]red\x1b[31m \u202eevil"
    with open_study(filled, "ana").study as study:
        describe_code(study, id_of(study, "Shame"), definition=nasty)

    async def do(desk: Desk) -> None:
        await desk.at("Shame")
        await desk.pilot.pause(0.15)
        assert "[b]red\N{REPLACEMENT CHARACTER}[31m" in desk.shown()
        await desk.press("enter", "tab")
        await desk.type("Brief")
        await desk.press("ctrl+s")

    run(filled, do)
    assert (codes(filled)["Shame"].brief, codes(filled)["Shame"].definition) == ("Brief", nasty)


def test_a_code_is_renamed_retired_brought_back_and_coloured(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.at("Help")
        await desk.press("r", "end")
        await desk.type("er\n")
        assert desk.said == "Now called: Helper. Ctrl+Z undoes"
        await desk.press("t")
        assert "Helper  retired" in desk.shown()
        await desk.press("t")
        assert "retired" not in desk.shown().replace("Took", "").splitlines()[5]
        await desk.press("t", "c")
        await desk.type("purp\n")
        assert desk.screen.rows.highlighted_code.colour == "#cc79a7"  # type: ignore[union-attr]
        await desk.press("c")
        await desk.type("another\n")
        await desk.press(*["backspace"] * 7)
        await desk.type("red\n")
        assert '"red" is not a colour' in desk.shown()
        await desk.press(*["backspace"] * 3)
        await desk.type("#112233\n")

    run(filled, do)
    code = codes(filled)["Helper"]
    assert (code.status, code.colour) == (CodeStatus.RETIRED, "#112233")


def test_only_what_was_never_used_is_deleted(used: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.at("Help")
        await desk.press("d")
        assert desk.said == "Deleted: Help. Ctrl+Z undoes"
        assert desk.screen.rows.highlighted_code.name == "Shame"  # type: ignore[union-attr]
        await desk.at("Shame")
        await desk.press("d")
        assert "is in use" in desk.said
        await desk.press("ctrl+z")

    run(used, do)
    assert list(codes(used)) == TREE


# ---- the tree


def test_codes_move_by_alt_and_arrows(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.at("Help")
        await desk.press("alt+up")
        assert [row.title for row in desk.screen.rows.rows] == ["Fear", "Of school", "Help", "Shame"]
        await desk.press("alt+up", "alt+up")
        assert desk.said == "Help is the first there already."
        await desk.press("alt+down", "alt+right")
        assert [row.depth for row in desk.screen.rows.rows] == [0, 1, 1, 0]
        await desk.press("alt+left", "alt+down")
        await desk.press("ctrl+z")

    run(filled, do)
    assert list(codes(filled)) == ["Fear", "Fear/Of school", "Help", "Shame"]


def test_a_code_is_put_elsewhere_by_typing_a_name(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("v")
        assert "Of school" not in desk.shown().split("Put “Fear”")[1].split("Type to find")[0]
        await desk.type("hel\n")
        assert desk.said == "Moved: Fear. Ctrl+Z undoes"
        await desk.press("v")
        await desk.click_line("At the top")

    run(filled, do)
    assert list(codes(filled)) == ["Shame", "Help", "Fear", "Fear/Of school"]


def test_the_filter_folding_and_escape(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("left")
        assert [row.title for row in desk.screen.rows.rows] == ["Fear", "Shame", "Help"]
        await desk.press("slash")
        await desk.type("school")
        assert [row.title for row in desk.screen.rows.rows] == ["Fear", "Of school"]
        await desk.press("enter", "escape")
        assert len(desk.screen.rows.rows) == 3
        await desk.press("escape")
        assert not isinstance(desk.app.screen, CodebookScreen)

    run(filled, do)


# ---- merging


def test_merging_says_first_what_will_happen(used: Path) -> None:
    before = coded(used)

    async def do(desk: Desk) -> None:
        await desk.press("g")
        await desk.type("sha\n")
        said = " ".join(desk.shown().replace("│", " ").split())
        assert "4 passages of 2 people get “Shame” instead of “Fear”." in said
        assert "1 carries both: the two become one" in said
        await desk.press("right", "enter")
        assert coded(used) == before
        await desk.press("g")
        await desk.type("sha\n")
        await desk.press("enter")
        assert desk.said == "Merged Fear into Shame. Ctrl+Z undoes"
        assert coded(used) == [
            (turn, "Shame", who) for turn, code, who in before if (turn, code) != (5, "Fear")
        ]
        await desk.press("ctrl+z")

    run(used, do)
    assert coded(used) == before
    assert codes(used)["Fear"].status is CodeStatus.ACTIVE


# ---- splitting


@both_sizes
def test_a_code_is_split_passage_by_passage(used: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("s")
        area = desk.app.screen.query_one(TextArea)
        assert area.text == "Of school"
        await desk.press("end")
        await desk.type("\nOf dogs\nOf night")
        await desk.press("ctrl+s")
        assert "1 of 3" in desk.shown() and "It was good" in desk.shown()
        await desk.press("2")
        assert desk.said == "Now: Fear/Of dogs. Ctrl+Z undoes"
        await desk.press("3", "enter")
        assert "2 of 3" in desk.shown()
        await desk.press("1", "1", "space")
        assert "3 of 3" in desk.shown()
        await desk.press("1", "ctrl+z")
        assert [row for row in desk.shown().splitlines() if "✓" in row] == []
        await desk.press("left", "left", "left")
        assert desk.said == "This is the first one."
        await desk.press("escape")
        assert desk.said == "1 of 3 were given other codes. The rest can wait."

    run(used, do, size=size)
    assert coded(used) == [
        (2, "Fear", "ben"),
        (2, "Of dogs", "ana"),
        (2, "Of night", "ana"),
        (3, "Fear", "ana"),
        (5, "Fear", "ana"),
        (5, "Shame", "ana"),
        (6, "Fear", "ben"),
    ]


def test_a_split_is_gone_on_with_and_ends_with_colleagues(used: Path) -> None:
    async def begin(desk: Desk) -> None:
        await desk.press("s", "f7")
        await desk.type("Dread\nWorry")
        await desk.press("tab", "space", "ctrl+s", "1", "escape")

    async def go_on(desk: Desk) -> None:
        await desk.press("s")
        assert desk.app.screen.query_one(TextArea).text == "Dread\nWorry"
        await desk.press("ctrl+s")
        assert "1 of 2" in desk.shown()
        await desk.press("2", "enter", "2", "enter")
        said = " ".join(desk.shown().replace("│", " ").split())
        assert "ben coded 1 of the same passages with “Fear” too" in said
        assert "1 more on other passages are left to ben" in said
        await desk.click_button("Give them the same")
        assert isinstance(desk.app.screen, CodebookScreen)

    run(used, begin)
    run(used, go_on)
    assert list(codes(used)) == ["Fear", "Fear/Of school", "Dread", "Worry", "Shame", "Help"]
    assert coded(used) == [
        (2, "Dread", "ana"),
        (2, "Dread", "ben"),
        (3, "Worry", "ana"),
        (5, "Shame", "ana"),
        (5, "Worry", "ana"),
        (6, "Fear", "ben"),
    ]


def test_a_code_that_is_empty_after_a_split_can_be_retired(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        stroke(study, "Help", "3")

    async def do(desk: Desk) -> None:
        await desk.at("Help")
        await desk.press("s")
        await desk.type("By doctors")
        await desk.press("ctrl+s", "1", "enter", "right", "enter")

    run(filled, do)
    assert coded(filled) == [(3, "By doctors", "ana")]
    assert codes(filled)["Help"].status is CodeStatus.RETIRED


# ---- a code made late


def test_what_was_read_before_a_code_was_made_is_walked_through(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        coding.mark_read(study, "fg1", ["2", "3", "5"], ["feelings"])
        time.sleep(1.1)  # times are kept to the second
        late = make_code(study, "feelings", "Late").id
        make_code(study, "feelings", "Later")

    async def do(desk: Desk) -> None:
        await desk.at("Help")
        await desk.press("l")
        assert "was always looked for" in desk.said
        await desk.at("Late")
        await desk.press("l")
        assert "Late, Later" in desk.shown() and "1 of 3" in desk.shown()
        await desk.press("space", "1", "enter", "enter")
        assert desk.said == "That was the last one. 1 of 3 were coded."

    run(filled, do)
    assert coded(filled) == [(3, "Late", "ana")]
    with open_study(filled, "ana").study as study:
        assert [stop.place.segment for stop in stops_not_looked_for(study, late)] == ["5"]


def test_a_passage_of_a_walk_can_be_opened_in_its_text(used: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("s", "ctrl+s", "enter", "t")
        await desk.pilot.pause(0.2)
        assert type(desk.app.screen).__name__ == "CodeScreen"
        await desk.press("escape")
        assert desk.walk.at == 1

    run(used, do)


def test_every_verb_of_the_screen_is_undone_by_one_key(used: Path) -> None:
    before, coded_before = list(codes(used).items()), coded(used)
    verbs = (
        ("a", "Joy\n"), ("n", "Joy\n"), ("N", "Joy\n"), ("r", "x\n"), ("c", "blue\n"), ("t", ""),
        ("v", "help\n"), ("alt+down", ""), ("d", ""),
    )  # fmt: skip

    async def do(desk: Desk) -> None:
        await desk.at("Of school")
        for key, typed in verbs:
            if key == "alt+down":
                await desk.at("Shame")
            if key == "d":
                await desk.at("Help")
            await desk.press(key)
            if typed:
                await desk.type(typed)
            assert list(codes(used).items()) != before, key
            await desk.press("ctrl+z")
            assert desk.said.startswith("Took back"), key
            assert list(codes(used).items()) == before, key

    run(used, do)
    assert coded(used) == coded_before


# ---- by mouse alone


@both_sizes
def test_everything_can_be_done_with_the_mouse(used: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.click_code("Help")
        await desk.menu("Retire or bring back")
        assert desk.said.startswith("Retired: Help")
        await desk.click_code("Fear")
        await desk.menu("Merge")
        await desk.click_line("SH Shame")
        await desk.click_button("Leave them")
        await desk.menu("Edit")
        await desk.click_button("Back")
        await desk.menu("Split")
        await desk.click_button("Go through its passages")
        assert await desk.pilot.click(SplitChoices, offset=(6, 0))
        await desk.pilot.pause()
        await desk.menu("Next")
        assert desk.walk.at == 1
        await desk.menu("Stop here")
        assert isinstance(desk.app.screen, CodebookScreen)

    run(used, do, size=size)
    assert codes(used)["Help"].status is CodeStatus.RETIRED
    assert (2, "Of school", "ana") in coded(used)


# ---- what is shown


def test_history_and_use_stand_beside_the_tree(used: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("r", "end")
        await desk.type("s\n")
        shown = desk.shown()
        assert "4 passages of 2 people, coded 5 times" in shown
        assert 'ana renamed the code Fear to "Fears"' in shown
        await desk.press("h")
        assert "Name: “Fear” became “Fears”" in desk.shown()

    run(used, do)


def test_reflexive_teams_see_no_counts(used: Path) -> None:
    manifest = used / "study.toml"
    text = "\n".join(line for line in manifest.read_text().splitlines() if not line.startswith("approach"))
    manifest.write_text(f'approach = "reflexive"\n{text}\n', encoding="utf-8")

    async def do(desk: Desk) -> None:
        assert "passages of" not in desk.shown()
        assert not desk.screen.rows.counts
        await desk.press("g")
        await desk.type("sha\n")
        assert "passages of" not in desk.shown()

    run(used, do)


def test_blind_coders_see_their_own_work_only(used: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "3 passages of 2 people, coded by you" in desk.shown()
        assert list(desk.screen.rows.counts.values()) == [3, 1]
        await desk.press("s")
        assert "ben" not in desk.shown()

    run(used, do, is_blind=True)


def test_another_windows_work_shows_within_two_seconds(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        with open_study(filled, "ben").study as ben:
            make_code(ben, "feelings", "Joy")
        await desk.pilot.pause(1.9)
        assert "Joy" in desk.shown()

    run(filled, do)


def test_codebooks_are_made_and_changed_between(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("b")
        assert desk.said == "There is no other codebook: k makes one."
        await desk.press("k")
        await desk.type("a/b\n\n")
        await desk.press("ctrl+s")
        assert "can't be the name of a codebook" in " ".join(desk.shown().split())
        await desk.press("shift+tab", "shift+tab", "ctrl+a")
        desk.app.screen.query_one("#form-name", Input).value = "moods"
        await desk.press("ctrl+s")
        assert "Codebook ▸ moods" in desk.shown()
        await desk.press("a")
        await desk.type("Joy\n")
        await desk.press("b")
        await desk.click_line("What they felt")
        assert "Codebook ▸ What they felt" in desk.shown()

    run(filled, do)
    assert list(codes(filled, book=1)) == ["Joy"]


def test_a_study_without_a_codebook_begins_one(folder: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "a makes a first code" in desk.shown()
        for key in ("enter", "g", "s", "t", "d", "v", "l", "c", "h", "r", "alt+up", "left"):
            await desk.press(key)
        await desk.press("a")
        await desk.type("First\n")

    run(folder, do)
    assert list(codes(folder)) == ["First"]


def test_a_code_can_be_shown_at_once_in_its_book(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        make_codebook(study, "moods")
        joy = make_code(study, "moods", "Joy").id

    async def session() -> None:
        app = QualkitApp(filled, "ana")
        async with app.run_test(size=WIDE) as pilot:
            await pilot.pause()
            screen = CodebookScreen(code_id=joy)
            app.push_screen(screen)
            await pilot.pause()
            assert screen.rows.highlighted_code is not None
            assert screen.rows.highlighted_code.id == joy
        app.let_go()

    asyncio.run(session())
