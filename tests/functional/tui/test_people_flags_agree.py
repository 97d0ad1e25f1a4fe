"""People, flags, records left out, agreeing, and colleagues' work that arrives: by what is kept and shown."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Footer, Input, OptionList, Static

from qualkit.actions import agree, coding, finish, flags, save, screening
from qualkit.actions.opening import open_study
from qualkit.actions.people import everybody, find_person
from qualkit.actions.workspace import codebook_view
from qualkit.model.coding import Coding
from qualkit.model.flag import FlagKind
from qualkit.model.people import Consent, Screening
from qualkit.model.place import Place
from qualkit.store import codings, screening_rows
from qualkit.study import Study
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.agree import AgreeScreen
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.flags import FlagsScreen
from qualkit.tui.screens.home import HomeScreen
from qualkit.tui.screens.people import PeopleScreen
from qualkit.tui.widgets.code_form import CodeForm
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.sides import SideColumn
from qualkit.tui.widgets.title_line import TitleLine

WIDE, NARROW = (120, 40), (80, 24)
BOTH = pytest.mark.parametrize("size", [WIDE, NARROW])
_KEYS = {" ": "space", "-": "minus", ":": "colon", ".": "full_stop", "=": "equals_sign"}


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
        return self.app.screen.query(RowList).first()

    @property
    def seen(self) -> str:
        """Everything that is on the screen."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def title(self) -> str:
        return str(self.app.screen.query_one(TitleLine).render())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*(_KEYS.get(letter, letter) for letter in text))

    async def click(self, *where: Any, **how: Any) -> None:
        await self.pilot.click(*where, **how)
        await self.pilot.pause()

    async def footer(self, label: str) -> None:
        """Click a command of the footer."""
        keys = self.app.screen.query_one(Footer).query("FooterKey")
        await self.click(next(key for key in keys if getattr(key, "description", "") == label))

    async def choose(self, label: str) -> None:
        """Click the line of the list on top that begins so."""
        found = self.app.screen.query_one(OptionList)
        lines = [str(found.get_option_at_index(one).prompt) for one in range(found.option_count)]
        row = next(number for number, line in enumerate(lines) if line.strip().startswith(label))
        await self.click(found, offset=(3, row))

    async def until(self, is_so: Callable[[], object], seconds: float = 15.0) -> None:
        for _ in range(int(seconds / 0.05)):
            if is_so():
                return
            await self.pilot.pause(0.05)
        raise AssertionError(f"it did not happen in time; said: {self.said}")


Do = Callable[[Desk], Awaitable[None]]


def run(folder: Path, do: Do, screen: Any = None, **how: Any) -> None:
    """Open a study, and a screen on its home: one by its name, or made by a call."""

    async def session() -> None:
        app = QualkitApp(folder, how.get("coder", "ana"), is_blind=how.get("is_blind", False))
        async with app.run_test(size=how.get("size", WIDE)) as pilot:
            await pilot.pause()
            if isinstance(screen, str):
                app.show(screen)
            elif screen is not None:
                app.push_screen(screen())
            await pilot.pause()
            desk = Desk(app, pilot)
            await desk.until(lambda: getattr(app.screen, "is_ready", True))
            await do(desk)
        app.let_go()

    asyncio.run(session())


@contextmanager
def work(folder: Path, coder: str = "ana") -> Iterator[Study]:
    with open_study(folder, coder).study as study:
        yield study


def person(folder: Path, name: str) -> Any:
    with work(folder) as study:
        return find_person(everybody(study), name)


def all_flags(folder: Path) -> list[Any]:
    with work(folder) as study:
        return flags.flags(study, with_cleared=True)


# ---- people


@BOTH
def test_people_are_listed_with_their_numbers_and_all_their_words(
    filled: Path, size: tuple[int, int]
) -> None:
    async def do(desk: Desk) -> None:
        assert "Mia" in desk.seen and "5 people" in desk.title
        assert "I felt ashamed" in desk.seen and "Tom" in desk.seen
        await desk.press("down")
        assert "Dr. Lee helped me" in desk.seen and "I felt ashamed" not in desk.seen
        await desk.press("tab", "down", "enter")
        await desk.until(lambda: getattr(desk.app.screen, "is_ready", False))
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        assert screen.opened.segments[screen.text.cursor.passage].text == "Yeah."

    run(filled, do, "people", size=size)


def test_a_click_on_what_somebody_said_opens_it_in_the_text(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.click("#person-said", offset=(10, 1))
        await desk.until(lambda: getattr(desk.app.screen, "is_ready", False))
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        assert "I felt ashamed" in screen.opened.segments[screen.text.cursor.passage].text

    run(filled, do, "people")


@BOTH
def test_consent_and_what_is_known_are_one_step_of_undo(filled: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("e")
        form = desk.app.screen
        assert isinstance(form, CodeForm)
        form.query_one("#form-quotation", Input).value = "maybe"
        await desk.press("ctrl+s")
        assert "neither yes nor no" in desk.seen
        form.query_one("#form-quotation", Input).value = "no"
        form.query_one("#form-pseudonym", Input).value = "Ida"
        form.query_one("#form-more", Input).value = "age = 15"
        await desk.press("ctrl+s")
        mia = person(filled, "fg1:Mia").case
        assert (mia.quotation, mia.pseudonym, mia.attributes) == (Consent.NO, "Ida", {"age": "15"})
        assert "Ida" in desk.seen
        await desk.press("ctrl+z")
        mia = person(filled, "fg1:Mia").case
        assert (mia.quotation, mia.pseudonym) == (Consent.NOT_RECORDED, "")

    run(filled, do, "people", size=size)


def test_forgetting_asks_for_the_name_and_erases_the_words(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("x")
        await desk.type("Mia")
        await desk.press("enter")
        assert "Nothing was forgotten" in desk.said
        assert person(filled, "fg1:Mia").turns == 2
        await desk.press("x")
        desk.app.screen.query_one(Input).value = "fg1:Mia"
        await desk.click("#accept")
        await desk.until(lambda: "Forgotten for good" in desk.seen)
        await desk.press("escape")
        assert "I felt ashamed" not in desk.seen and "4 people" in desk.title

    run(filled, do, "people")
    assert b"I felt ashamed" not in (filled / "transcripts" / "fg1.md").read_bytes()


# ---- flags


@BOTH
def test_a_turn_is_flagged_by_a_key_and_cleared_with_a_reason(filled: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down", "exclamation_mark", "enter")  # safeguarding stands first
        await desk.type("Who is he")
        desk.app.screen.query_one("#form-told", Input).value = "Dr. Quill"
        desk.app.screen.query_one("#form-when", Input).value = "2026-11-02"
        await desk.press("ctrl+s")
        (one,) = all_flags(filled)
        assert (one.kind, one.segment, one.text) == (FlagKind.SAFEGUARDING, "2", "Who is he")
        assert [(told.who, told.on) for told in one.told] == [("Dr. Quill", "2026-11-02")]
        assert "! safeguarding" in desk.seen
        desk.app.show("flags")
        await desk.pilot.pause()
        assert "Who is he" in desk.seen and "but I was scared" in desk.seen
        await desk.press("x", "ctrl+s")
        assert "Say why" in desk.seen
        await desk.type("All is well")
        await desk.press("ctrl+s")
        assert all_flags(filled)[0].cleared.reason == "All is well"
        assert "Nothing is flagged" in desk.seen
        await desk.press("ctrl+z")
        assert all_flags(filled)[0].cleared is None

    run(filled, do, lambda: CodeScreen("fg1", "1"), size=size)


def test_home_shows_safeguarding_first_and_leads_to_the_flags_by_mouse(filled: Path) -> None:
    with work(filled, "ben") as study:
        flags.flag(study, "fg1#5", FlagKind.QUESTION, "Is this shame?")
        flags.flag(study, "fg1#3", FlagKind.SAFEGUARDING, "He is named")

    async def do(desk: Desk) -> None:
        lines = desk.seen.splitlines()
        at = [n for n, line in enumerate(lines) if "safeguarding flag, 1 told to nobody yet" in line]
        heading = next(n for n, line in enumerate(lines) if "Wants attention" in line)
        assert at == [heading + 1]
        await desk.click(offset=(6, at[0]))
        assert isinstance(desk.app.screen, FlagsScreen)
        assert "He is named" in desk.seen.splitlines()[1]
        await desk.footer("Told")
        desk.app.screen.query_one("#form-told", Input).value = "the lead"
        await desk.click("#keep")

    run(filled, do)
    assert [told.who for one in all_flags(filled) for told in one.told] == ["the lead"]


# ---- leaving out


def screened(folder: Path) -> list[tuple[str, Screening, str]]:
    with work(folder) as study:
        found = screening.screening_by_record(study, "panel").values()
    return [(one.key, one.screening, one.reason) for one in found]


@BOTH
def test_a_record_is_left_out_its_reason_asked_once_then_offered(filled: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("minus")
        await desk.type("Sent twice")
        await desk.press("enter")
        assert screened(filled)[0][1:] == (Screening.LEFT_OUT, "Sent twice")
        assert "1 left out" in desk.title
        await desk.press("down", "minus", "enter")
        assert [one[2] for one in screened(filled)] == ["Sent twice", "Sent twice", ""]
        await desk.press("plus")
        assert [one[1] for one in screened(filled)] == [
            Screening.LEFT_OUT,
            Screening.INCLUDED,
            Screening.UNDECIDED,
        ]
        await desk.press("t")
        await desk.choose("not left out")
        screen = desk.app.screen
        assert isinstance(screen, AnswersScreen)
        assert len(screen.opened.ids) == 2
        await desk.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert {one[1] for one in screened(filled)} == {Screening.UNDECIDED}

    run(filled, do, lambda: AnswersScreen("panel:why"), size=size)


def test_the_reasons_of_the_study_are_the_only_ones_offered(filled: Path) -> None:
    with (filled / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[screening]\nreasons = ["Too old", "Sent twice"]\n')

    async def do(desk: Desk) -> None:
        await desk.press("space", "space", "minus")
        assert desk.app.screen.query_one(OptionList).option_count == 2
        await desk.choose("Sent twice")

    run(filled, do, lambda: AnswersScreen("panel:why"))
    assert [one[2] for one in screened(filled)] == ["Sent twice", "Sent twice", ""]


def test_an_answer_is_flagged_and_marked_so_in_the_list(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down", "exclamation_mark")
        await desk.choose("could identify")
        await desk.click("#keep")
        assert [(one.kind, one.source) for one in all_flags(filled)] == [(FlagKind.IDENTIFY, "panel:why")]
        assert desk.rows.render_line(1).text.startswith("  ! ")

    run(filled, do, lambda: AnswersScreen("panel:why"))


# ---- agreeing


def code(folder: Path, coder: str, *made: tuple[str, str, int, int]) -> None:
    """A coder codes (code, passage, start, end) in the talk, and reads all of it."""
    with work(folder, coder) as study:
        ids = {one.name: one.id for view in codebook_view(study) for one in view.codebook.codes}
        for name, key, start, end in made:
            place = Place(segment=key, start=start, end_segment=key, end=end)
            coding.apply_codes(study, "fg1", [place], [ids[name]])
        finish.finish(study, source=["fg1"])


@pytest.fixture
def apart(filled: Path) -> Path:
    """Two people have read the talk, and differ on turns 2, 3 and 5."""
    code(filled, "ana", ("Fear", "2", 0, 11), ("Help", "3", 0, 18))
    code(filled, "ben", ("Shame", "2", 3, 20), ("Shame", "5", 0, 14))
    return filled


def agreed(folder: Path) -> list[tuple[str, str, int, int]]:
    """(code, passage, start, end) of what the team agreed on."""
    with work(folder) as study, study.database.reading() as connection:
        names = {one.id: one.name for view in codebook_view(study) for one in view.codebook.codes}
        found: list[Coding] = [one for one in codings.codings(connection) if one.coder == "agreed"]
    return sorted((names[one.code], one.place.segment, one.place.start, one.place.end) for one in found)


def waits(folder: Path) -> list[str]:
    with work(folder) as study:
        return sorted(one.segment for one in agree.waiting(study))


@BOTH
def test_both_codings_stand_side_by_side_and_one_or_all_or_none_hold(
    apart: Path, size: tuple[int, int]
) -> None:
    async def do(desk: Desk) -> None:
        assert "3 passages to agree on" in desk.title
        await desk.until(lambda: len(desk.app.screen.query(SideColumn)) == 2)
        mine, bens = (str(one.render()) for one in desk.app.screen.query("SideColumn Static").results(Static))
        assert "you" in mine and "Fear" in mine and "Shame" not in mine
        assert "ben" in bens and "Shame" in bens
        await desk.press("a")
        assert agreed(apart) == [("Fear", "2", 0, 11), ("Shame", "2", 3, 20)]
        await desk.press("1")
        assert ("Help", "3", 0, 18) in agreed(apart)
        await desk.press("0")
        assert waits(apart) == [] and len(agreed(apart)) == 3
        assert "Nothing waits" in desk.seen
        await desk.press("ctrl+z", "ctrl+z")
        assert waits(apart) == ["3", "5"]

    run(apart, do, AgreeScreen, size=size)


def test_a_click_on_a_persons_side_makes_their_coding_the_teams(apart: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.until(lambda: len(desk.app.screen.query(SideColumn)) == 2)
        await desk.click(desk.app.screen.query(SideColumn).last(), offset=(4, 1))
        assert agreed(apart) == [("Shame", "2", 3, 20)]
        assert "ben's coding holds" in desk.said

    run(apart, do, AgreeScreen, size=NARROW)


def test_other_codes_are_agreed_on_with_the_words_of_whoever_used_them(apart: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("c")
        await desk.type("shame")
        await desk.press("enter")
        await desk.press("c")
        await desk.type("shame")
        await desk.press("enter")

    run(apart, do, AgreeScreen)
    assert agreed(apart) == [("Shame", "2", 3, 20), ("Shame", "3", 0, 56)]


def test_what_waits_is_opened_from_home_and_hidden_from_who_works_blind(apart: Path) -> None:
    async def do(desk: Desk) -> None:
        row = next(n for n, line in enumerate(desk.seen.splitlines()) if "coded differently" in line)
        await desk.click(offset=(6, row))
        assert isinstance(desk.app.screen, AgreeScreen)

    run(apart, do)

    async def blind(desk: Desk) -> None:
        assert "coded differently" not in desk.seen
        desk.app.show("agree")
        await desk.pilot.pause()
        assert "on your own" in desk.seen and "ben" not in desk.seen

    run(apart, blind, is_blind=True)


# ---- colleagues


def test_a_colleagues_work_arrives_while_the_study_is_open_and_is_said(filled: Path, tmp_path: Path) -> None:
    with work(filled) as study:
        save.save(study)
    other = shutil.copytree(filled, tmp_path / "other" / "study")
    code(other, "ben", ("Shame", "5", 0, 14))
    with work(other, "ben") as study:
        save.save(study)

    async def do(desk: Desk) -> None:
        screen = desk.app.screen
        assert isinstance(screen, CodeScreen)
        shutil.copytree(other / "coding", filled / "coding", dirs_exist_ok=True)
        await desk.until(lambda: "Arrived: ben's work" in desk.said)
        assert [one.coder for one in screen.opened.coded.codings.values()] == ["ben"]

    run(filled, do, lambda: CodeScreen("fg1"))


def test_a_file_that_can_not_be_taken_in_is_said_once_and_spoils_nothing(filled: Path) -> None:
    with work(filled) as study:
        save.save(study)

    async def do(desk: Desk) -> None:
        path = filled / screening_rows.PATHS[0]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff\xfenonsense\n1,2,3\n")
        await desk.until(lambda: "could be taken in" in desk.said)
        desk.app.say("on we go")
        await desk.pilot.pause(4.0)
        assert desk.said == "on we go"
        assert isinstance(desk.app.screen, HomeScreen)

    run(filled, do)


def test_people_are_reached_from_home_by_a_key(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("p")
        assert isinstance(desk.app.screen, PeopleScreen)

    run(filled, do)
