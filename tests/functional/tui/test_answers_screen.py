"""Coding answers as a list in the terminal UI, by what is in the study and on the screen afterwards."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from qualkit.actions import add, codebook_files
from qualkit.actions.coding import apply_codes
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.place import Place
from qualkit.tui.app import QualkitApp
from qualkit.tui.layout import Spot
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.widgets.answer_bar import AnswerHeadings
from qualkit.tui.widgets.answer_list import AnswerList
from qualkit.tui.widgets.answer_text import AnswerDetails, AnswerText
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.title_line import TitleLine

WIDE, NARROW = (120, 40), (80, 24)
SOURCE = "staff:why"
LONG = "I kept thinking about it. " * 1600  # 41,600 characters
ROWS = [
    ("1", "Police", "11 or more", "They fear what happens at home"),
    ("2", "Teacher", "2 to 5", "Shame. At the café nobody believed her"),
    ("3", "Nurse", "6 to 10", "It is [b]not[/b] their fault \x1b[31m"),
    ("4", "Police", "2 to 5", "שלום they said nothing"),
    ("5", "Teacher", "", "Nobody asked them"),
    ("6", "Nurse", "11 or more", LONG),
]
BOOK = "title: Book\ncodes:\n  - name: Fear\n    codes:\n      - name: Of home\n  - name: Shame\n  - name: Help\n"
Do = Callable[["Desk"], Awaitable[None]]


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("answers")
    data, book = place / "staff.csv", place / "book.yaml"
    lines = ["id,role,years,why", *(f'{key},{role},{years},"{said}"' for key, role, years, said in ROWS)]
    data.write_text("\n".join(lines), encoding="utf-8")
    book.write_text(BOOK, encoding="utf-8")
    home = new_study(place / "study")
    with open_study(home, "ana").study as study:
        plan = add.plan_add(study, [data])
        add.accept(study, plan)
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, book))
    return home


@pytest.fixture
def staff(_made: Path, tmp_path: Path) -> Path:
    """A study with six answers, some of them nasty; nothing coded or read."""
    return shutil.copytree(_made, tmp_path / "study")


class Desk:
    """The Answers screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> AnswersScreen:
        return next(one for one in self.app.screen_stack if isinstance(one, AnswersScreen))

    @property
    def rows(self) -> AnswerList:
        return self.screen.query_one(AnswerList)

    @property
    def text(self) -> AnswerText:
        return self.screen.query_one(AnswerText)

    @property
    def said(self) -> str:
        return self.app.talk.text

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def choose(self, code: str) -> None:
        """Pick a code by typing."""
        await self.press("c")
        await self.type(code)
        await self.press("enter")

    async def click(self, widget: Widget, x: int, y: int, **held: bool) -> None:
        await self.pilot.click(widget, offset=(x, y), **held)
        await self.pilot.pause()

    def shown(self) -> list[str]:
        """Keys of the answers that are shown, in their order."""
        rows = (self.screen.opened.row(number) for number in range(len(self.screen.opened.ids)))
        return [row.key for row in rows if row is not None]

    def line(self, row: int) -> str:
        """A row of the list as it is drawn."""
        return self.rows.render_line(row).text

    def details(self) -> str:
        return self.screen.query_one(AnswerDetails).render().plain

    def title(self) -> str:
        return str(self.screen.query_one(TitleLine).render())


def run(folder: Path, do: Do, *, size: tuple[int, int] = WIDE, key: str = "", is_blind: bool = False) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana", is_blind=is_blind)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.push_screen(AnswersScreen(SOURCE, key))
            for _ in range(200):
                if getattr(app.screen, "is_ready", False):
                    break
                await pilot.pause(0.02)
            await pilot.pause()
            await do(Desk(app, pilot))
        app.let_go()

    asyncio.run(session())


def kept(folder: Path, coder: str = "ana") -> list[tuple[str, str, str]]:
    """(key of the answer, code, words) of every coding of a coder."""
    with open_study(folder, coder).study as study:
        names = {code.id: code.name for book in codebook_view(study) for code in book.codebook.codes}
        view = open_source(study, SOURCE)
        return [
            (
                view.segments[one.first].key,
                names[one.code_id],
                view.segments[one.first].text[one.start : one.end],
            )
            for one in view.codings
            if one.coder == coder
        ]


def read(folder: Path) -> set[str]:
    with open_study(folder, "ana").study as study:
        return set(open_source(study, SOURCE).read)


def code_as(folder: Path, coder: str, key: str, name: str, words: str = "") -> None:
    """Somebody codes words of an answer, or the whole of it."""
    with open_study(folder, coder).study as study:
        view = open_source(study, SOURCE)
        text = view.segments[view.index[key]].text
        start = text.index(words) if words else 0
        end = start + len(words or text)
        code = next(c for book in codebook_view(study) for c in book.codebook.codes if c.name == name)
        apply_codes(study, SOURCE, [Place(segment=key, start=start, end_segment=key, end=end)], [code.id])


# ---- coding


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_highlighted_answer_is_coded_as_a_whole(staff: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down")
        assert "Next key codes: the whole answer, 7 words" in desk.details()
        await desk.choose("sh")
        assert desk.said == "Coded whole answer, 7 words: Shame. Ctrl+Z undoes"
        assert desk.line(1).rstrip().endswith("SH")

    run(staff, do, size=size)
    assert kept(staff) == [("2", "Shame", ROWS[1][3])]


def test_marked_answers_are_coded_as_one_step_of_undo(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("space", "down", "space")
        assert "Next key codes: 2 marked answers" in desk.details()
        await desk.choose("fe")
        assert desk.said == "Coded 2 answers: Fear. Ctrl+Z undoes"
        await desk.press("ctrl+z")
        assert desk.line(0).rstrip()[-2:] != "FE"
        await desk.press("ctrl+y")

    run(staff, do)
    assert [(key, code) for key, code, _ in kept(staff)] == [("1", "Fear"), ("3", "Fear")]


def test_shift_and_arrows_mark_and_take_back_as_one_goes(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down", "shift+down", "shift+down", "shift+up")
        assert len(desk.rows.marked) == 2
        assert desk.line(1).startswith("●") and desk.line(2).startswith("●")
        assert not desk.line(3).startswith("●")
        await desk.press("shift+up", "shift+up")
        assert desk.line(0).startswith("●") and not desk.line(2).startswith("●")
        await desk.press("escape")
        assert not desk.rows.marked and desk.app.screen is desk.screen

    run(staff, do)


def test_only_what_is_shown_is_marked(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("ctrl+a")
        desk.screen.show_only("field:role=Nurse")
        await desk.pilot.pause()
        assert "2 marked answers" in desk.details()
        await desk.press("escape", "ctrl+a")
        await desk.choose("he")
        assert desk.said == "Coded 2 answers: Help. Ctrl+Z undoes"

    run(staff, do)
    assert [key for key, _, _ in kept(staff)] == ["3", "6"]


def test_what_is_coded_so_already_is_said_and_left(staff: Path) -> None:
    code_as(staff, "ana", "1", "Fear")

    async def do(desk: Desk) -> None:
        await desk.press("shift+down")
        await desk.choose("fe")
        assert desk.said == "Coded 1 answer: Fear (1 had it already). Ctrl+Z undoes"
        await desk.choose("fe")
        assert desk.said == "Already coded so: Fear."

    run(staff, do)
    assert len(kept(staff)) == 2


def test_words_in_the_answer_are_marked_by_keys_and_coded(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("tab", "ctrl+right", "ctrl+shift+right")
        assert "Next key codes: the selection, 1 word" in desk.details()
        await desk.choose("fe")
        assert desk.said == "Coded 1 word: Fear. Ctrl+Z undoes"
        await desk.press("escape", "escape")
        assert desk.rows.has_focus and "the whole answer" in desk.details()

    run(staff, do, size=NARROW)
    assert [(key, code, words.strip()) for key, code, words in kept(staff)] == [("1", "Fear", "fear")]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_words_in_the_answer_are_marked_by_dragging_and_coded(staff: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        text, layout = desk.text, desk.text.page.layout
        at = 8 + layout.column_of(Spot(0, ROWS[0][3].index("what")))
        row = layout.row_of(Spot(0, 0))
        await desk.pilot.mouse_down(text, offset=(at, row))
        await desk.pilot.hover(text, offset=(at + 12, row))
        await desk.pilot.mouse_up(text, offset=(at + 12, row))
        await desk.pilot.pause()
        if size == NARROW:
            await desk.press("right_square_bracket")
            await desk.pilot.pause()
        tree = desk.screen.query_one(CodeTree).rows
        await desk.click(tree, 12, tree.rows_of([tree.rows[0].code.id])[0])  # type: ignore[union-attr]
        assert desk.said == "Coded 2 words: Fear. Ctrl+Z undoes"

    run(staff, do, size=size)
    assert kept(staff) == [("1", "Fear", "what happens")]


def test_many_are_marked_and_coded_with_the_mouse_alone(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.click(desk.rows, 0, 1)
        await desk.click(desk.rows, 40, 3, control=True)
        tree = desk.screen.query_one(CodeRows)
        await desk.click(tree, 12, 2)
        assert desk.said == "Coded 2 answers: Shame. Ctrl+Z undoes"
        await desk.click(desk.rows, 40, 0)
        await desk.click(desk.rows, 40, 2, shift=True)
        assert len(desk.rows.marked) == 4

    run(staff, do)
    assert [(key, code) for key, code, _ in kept(staff)] == [("2", "Shame"), ("4", "Shame")]


def test_a_new_code_is_made_and_put_on_all_that_is_marked_as_one_step(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("ctrl+a", "c")
        await desk.type("zeal")
        await desk.press("enter", "enter")
        assert desk.said == "Coded 6 answers: zeal. Ctrl+Z undoes"
        await desk.press("ctrl+z")
        assert "zeal" not in {code.name for code in desk.screen.opened.codes.values()}

    run(staff, do)
    assert kept(staff) == []


def test_marked_words_become_a_code(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("tab", "shift+end", "i", "enter")
        assert desk.said.startswith("Coded 6 words: They fear what happens at home")

    run(staff, do)
    assert kept(staff) == [("1", ROWS[0][3], ROWS[0][3])]


def test_digits_are_shared_with_the_text(staff: Path) -> None:
    async def pin(desk: Desk) -> None:
        await desk.press("p")
        assert desk.said == 'The digit 1 now applies "Fear".'
        await desk.press("down", "1")

    async def use(desk: Desk) -> None:
        await desk.press("down", "1")

    run(staff, pin)
    run(staff, use)
    assert [(key, code) for key, code, _ in kept(staff)] == [("2", "Fear")]


def test_removing_asks_which_and_takes_it_off_all_that_is_marked(staff: Path) -> None:
    for key, name in (("1", "Fear"), ("2", "Fear"), ("2", "Shame")):
        code_as(staff, "ana", key, name)

    async def do(desk: Desk) -> None:
        await desk.press("ctrl+a", "x")
        assert type(desk.app.screen).__name__ == "ChoiceWindow"
        await desk.press("enter")
        assert desk.said == "Took off: Fear (2 codings). Ctrl+Z undoes"

    run(staff, do)
    assert [(key, code) for key, code, _ in kept(staff)] == [("2", "Shame")]


def test_a_coding_gets_a_memo_and_goes_to_the_bank_and_out_again(staff: Path) -> None:
    code_as(staff, "ana", "1", "Fear")

    async def do(desk: Desk) -> None:
        await desk.press("m", "a", "s", "k", "enter")
        assert "memo: ask" in desk.details()
        await desk.press("asterisk")
        assert desk.said == "1 passage to the bank; F5 shows it. Ctrl+Z undoes"
        await desk.press("asterisk")
        assert desk.said == "1 passage out of the bank. Ctrl+Z undoes"

    run(staff, do)
    with open_study(staff, "ana").study as study:
        assert [one.memo for one in open_source(study, SOURCE).codings] == ["ask"]


# ---- reading


def test_f_marks_as_read_and_goes_on_to_the_next_unread(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("f")
        assert desk.rows.highlighted == 1 and desk.line(0)[2] == "✓"
        assert "5 not read" in desk.title()
        await desk.press("down", "f", "up", "up", "f")
        assert desk.rows.highlighted == 3

    run(staff, do)
    assert read(staff) == {"1", "2", "3"}


def test_what_is_marked_is_read_at_once_and_all_up_to_here_in_the_order_shown(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("shift+down", "shift+down", "f")
        assert desk.said == "Marked 3 answers as read. Ctrl+Z undoes"
        desk.screen.action_unread()
        assert desk.said == "Not read after all: 3 answers. Ctrl+Z undoes"
        desk.screen.sort("field:role")
        await desk.press("escape", "home", "down", "down", "F")
        assert desk.said == "Marked 3 answers as read. Ctrl+Z undoes"

    run(staff, do)
    assert read(staff) == {"3", "6", "1"}


def test_n_goes_to_the_next_answer_without_a_code_of_mine(staff: Path) -> None:
    code_as(staff, "ana", "2", "Fear")
    code_as(staff, "ben", "3", "Fear")

    async def do(desk: Desk) -> None:
        await desk.press("n")
        assert desk.rows.highlighted == 2
        await desk.press("N")
        assert desk.rows.highlighted == 0
        await desk.press("N")
        assert desk.said == "Every answer above has a code of yours."

    run(staff, do)


# ---- sorting and filtering


def test_answers_are_sorted_by_a_list_or_a_click_on_a_heading(staff: Path) -> None:
    code_as(staff, "ana", "1", "Fear")

    async def do(desk: Desk) -> None:
        await desk.press("s", "end", "enter")
        assert desk.said == "Sorted by years."
        assert desk.shown() == ["2", "4", "3", "1", "6", "5"]
        headings = desk.screen.query_one(AnswerHeadings)
        await desk.click(headings, 5, 0)
        assert desk.shown() == ["3", "6", "1", "4", "2", "5"]
        assert "role▾" in headings.render().plain
        await desk.click(headings, 5, 0)
        assert desk.shown() == ["1", "2", "3", "4", "5", "6"]
        desk.screen.sort("uncoded")
        assert desk.shown() == ["2", "3", "4", "5", "6", "1"]
        await desk.press("f")
        desk.screen.sort("unread")
        assert desk.shown()[-1] == "2"

    run(staff, do)


def test_only_some_are_shown_chosen_from_a_list_with_numbers(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("t", *["down"] * 5, "enter", "down", "enter")
        assert desk.said == "Shown: 2 of 6 answers, role Police."
        assert desk.shown() == ["1", "4"]
        assert "2 of 6 answers" in desk.title()
        desk.screen.show_only("field:years=2 to 5")
        assert desk.shown() == ["4"]
        await desk.press("T")
        assert len(desk.shown()) == 6

    run(staff, do, size=NARROW)


def test_answers_with_a_theme_are_found(staff: Path) -> None:
    code_as(staff, "ana", "1", "Of home")
    code_as(staff, "ben", "2", "Fear", "Shame")

    async def do(desk: Desk) -> None:
        await desk.press("t", "down", "down", "down", "enter", "f", "e", "enter")
        assert desk.shown() == ["1", "2"]

    run(staff, do)


def test_typed_words_narrow_the_list_whatever_their_accents(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("slash", "C", "A", "f", "e", "space", "b", "e", "l")
        await desk.pilot.pause(0.3)
        assert desk.shown() == ["2"]
        await desk.press("enter")
        assert desk.rows.has_focus
        await desk.press("slash", "escape")
        assert len(desk.shown()) == 6 and desk.screen.query_one("#answer-words", Input).value == ""
        await desk.press("slash")
        await desk.press("z", "z")
        await desk.pilot.pause(0.3)
        assert desk.shown() == [] and "Nothing fits" in desk.line(1)
        await desk.press("enter", "c", "f", "x", "space", "m", "y", "n", "tab", "down")
        assert desk.app.screen is desk.screen

    run(staff, do)


def test_a_row_stays_where_it_is_after_coding_until_it_is_sorted_anew(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        desk.screen.show_only("uncoded")
        await desk.choose("he")
        assert desk.shown()[0] == "1" and desk.rows.highlighted == 0
        await desk.press("u")
        assert desk.shown() == ["2", "3", "4", "5", "6"]

    run(staff, do)


def test_columns_are_chosen_and_remembered(staff: Path) -> None:
    async def choose(desk: Desk) -> None:
        assert "role" in desk.screen.query_one(AnswerHeadings).render().plain
        await desk.press("v", "space", "enter")
        assert [field.name for field in desk.screen.columns()] == ["years"]

    async def look(desk: Desk) -> None:
        headings = desk.screen.query_one(AnswerHeadings).render().plain
        assert "years" in headings and "role" not in headings
        assert "Police" not in desk.line(0) and "11 or more" in desk.line(0)

    run(staff, choose)
    run(staff, look)


# ---- others, and nasty texts


def test_others_codings_are_named_and_hidden_from_the_blind(staff: Path) -> None:
    code_as(staff, "ben", "1", "Shame")

    async def see(desk: Desk) -> None:
        assert "Shame (ben," in desk.details() and "SH" in desk.line(0)
        await desk.press("x")
        assert desk.said == "Nothing of yours is coded here. This is ben's."

    async def not_see(desk: Desk) -> None:
        assert "Nothing is coded here." in desk.details() and "SH" not in desk.line(0)

    run(staff, see)
    run(staff, not_see, is_blind=True)


def test_what_somebody_else_does_meanwhile_shows(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        code_as(staff, "ben", "1", "Shame")
        for _ in range(40):
            if "SH" in desk.line(0):
                break
            await desk.pilot.pause(0.05)
        assert "SH" in desk.line(0) and "Shame (ben," in desk.details()

    run(staff, do)


def test_nasty_texts_are_shown_as_they_are(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "It is [b]" in desk.line(2)
        for row in range(6):
            desk.rows.highlight(row)
            await desk.pilot.pause()
            assert "\x1b" not in desk.line(row)
            drawn = [desk.text.render_line(y).text for y in range(desk.text.size.height)]
            assert "\x1b" not in "".join(drawn)
        await desk.press("c", "escape")
        assert "the whole answer, 8,000 words" in desk.details()
        await desk.press("tab", "ctrl+end")
        assert "the sentence" in desk.details()

    run(staff, do, size=NARROW)


def test_enter_opens_the_whole_text_at_the_answer(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("down", "down", "enter")
        await desk.pilot.pause(0.3)
        assert type(desk.app.screen).__name__ == "CodeScreen"
        text = desk.app.screen.query_one("TextView")
        assert text.cursor.passage == 2  # type: ignore[attr-defined]

    run(staff, do)


def test_it_opens_at_a_key_or_at_the_first_unread(staff: Path) -> None:
    async def at_key(desk: Desk) -> None:
        assert desk.rows.highlighted == 3
        await desk.press("home", "f")

    async def at_unread(desk: Desk) -> None:
        assert desk.rows.highlighted == 1

    run(staff, at_key, key="4")
    run(staff, at_unread)


def test_resting_the_mouse_on_a_row_leaves_the_answer_below_alone(staff: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.pilot.hover(desk.rows, offset=(30, 3))
        await desk.pilot.pause()
        assert desk.text.segments[0].key == "1"
        await desk.click(desk.rows, 30, 3)
        assert desk.text.segments[0].key == "4"
        assert isinstance(desk.rows, RowList) and desk.rows.has_focus

    run(staff, do)
