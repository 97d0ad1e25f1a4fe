"""The quote bank in the terminal UI, by what is in the study, on the screen and in the files afterwards."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import process_time

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Static, TextArea

from qualkit.actions import add, apply, bank
from qualkit.actions.bank import BankQuote, BankTheme, BankView, bank_view
from qualkit.actions.coding import apply_codes
from qualkit.actions.edit_codebook import describe_code
from qualkit.actions.opening import open_study
from qualkit.actions.selection import Selection
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.place import Place
from qualkit.study import Study
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.quotes import QuotesScreen
from qualkit.tui.widgets.quote_head import QuoteHead
from qualkit.tui.widgets.quote_rows import QuoteRows
from qualkit.tui.widgets.quote_themes import ThemeList
from qualkit.tui.widgets.quote_windows import ListWindow, ParagraphWindow, WordingWindow
from qualkit.tui.widgets.title_line import TitleLine

WIDE, NARROW = (120, 40), (80, 24)
Do = Callable[["Desk"], Awaitable[None]]
MIA, TOM, POLICE = "It was good!!!", "Dr. Lee helped me", "I was scared of the school"


class Desk:
    """The Quotes screen with a hand on keyboard and mouse."""

    def __init__(self, app: QualkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = next(one for one in app.screen_stack if isinstance(one, QuotesScreen))

    @property
    def rows(self) -> QuoteRows:
        return self.screen.rows

    @property
    def said(self) -> str:
        return self.app.talk.text

    async def settle(self) -> None:
        """Wait until the bank as it now is is shown; a screen that was left needs no waiting."""
        for _ in range(4000):
            if self.screen.is_ready or self.screen not in self.app.screen_stack:
                break
            await self.pilot.pause(0.005)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))

    async def click(self, widget: str | type, x: int = 1, y: int = 0, *, times: int = 1) -> None:
        await self.pilot.click(widget, offset=(x, y), times=times)
        await self.settle()

    def shown(self) -> list[str]:
        """The list of quotes as it is drawn."""
        return [self.rows.render_line(y).text.rstrip() for y in range(self.rows.size.height)]

    def line_of(self, words: str) -> int:
        """The line of the list that holds these words."""
        return next(number for number, line in enumerate(self.shown()) if words in line)

    def text_of(self, selector: str) -> str:
        return str(self.app.screen.query_one(selector, Static).render())


def run(
    folder: Path, do: Do, *, size: tuple[int, int] = WIDE, coder: str = "ana", is_blind: bool = False
) -> None:
    async def session() -> None:
        app = QualkitApp(folder, coder, is_blind=is_blind)
        async with app.run_test(size=size) as pilot:
            app.show("quotes")
            await pilot.pause()
            desk = Desk(app, pilot)
            await desk.settle()
            await do(desk)
        app.let_go()

    asyncio.run(session())


def code_whole(study: Study, source: str, number: int, code: str) -> None:
    """Code one turn or answer, counted from 1."""
    ids = {one.name: one.id for book in codebook_view(study) for one in book.codebook.codes}
    segment = open_source(study, source).segments[number - 1]
    place = Place(segment=segment.key, start=0, end_segment=segment.key, end=len(segment.text))
    apply_codes(study, source, [place], [ids[code]])


@pytest.fixture(scope="session")
def _banked_once(_filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_filled_once, tmp_path_factory.mktemp("banked") / "study")
    with open_study(folder, "ana").study as study:
        code_whole(study, "fg1", 2, "Fear")
        code_whole(study, "fg1", 3, "Fear")
        code_whole(study, "panel:why", 1, "Of school")
        code_whole(study, "fg1", 5, "Shame")
    return folder


@pytest.fixture
def banked(_banked_once: Path, tmp_path: Path) -> Path:
    """A study with three passages of Fear, one of them in a code below it, and one of Shame."""
    return shutil.copytree(_banked_once, tmp_path / "study")


def kept(folder: Path) -> BankView:
    """The bank that the study holds."""
    with open_study(folder, "ana").study as study:
        return bank_view(study)


def theme_of(view: BankView, name: str = "Fear") -> BankTheme:
    return next(theme for theme in view.themes if theme.code.name == name)


def chosen(folder: Path, theme: str = "Fear") -> list[str]:
    """The beginnings of the chosen quotes of a theme, in their order."""
    return [one.wording[:12] for one in theme_of(kept(folder), theme).quotes if one.quote]


def quote_of(folder: Path, words: str) -> BankQuote:
    quotes = [one for theme in kept(folder).themes for one in theme.quotes]
    return next(one for one in quotes if one.verbatim.startswith(words))


def choose(folder: Path, *words: str, coder: str = "ana") -> None:
    with open_study(folder, coder).study as study:
        quotes = [one for theme in bank_view(study).themes for one in theme.quotes]
        for each in words:
            bank.choose(study, [one.coding_id for one in quotes if one.verbatim.startswith(each)])


# ---- what it shows


def test_themes_quotes_context_and_balance_stand_on_one_screen(banked: Path) -> None:
    choose(banked, MIA)

    async def do(desk: Desk) -> None:
        themes = desk.screen.query_one(ThemeList)
        assert themes.render_line(0).text.split() == ["FE", "Fear", "1", "of", "3"]
        assert themes.render_line(1).text.split() == ["SH", "Shame", "0", "of", "1"]
        lines = desk.shown()
        assert "☑   1 “It was good!!! but I was scared. The café’s fine.”" in lines[0]
        assert "– participant" in lines[1]
        assert lines[1].endswith("turn 2")
        assert any("– respondent  SC Of school" in line for line in lines)
        details = desk.text_of("#quote-details")
        assert "Moderator: How was school?" in details
        assert "Tom: Dr. Lee helped me" in details
        assert "FE Fear · – participant · fg1, turn 2 · Mia · coded by ana" in details
        assert "1 chosen of 3 · 1 person" in str(desk.screen.query_one(TitleLine).render())
        head = str(desk.screen.query_one(QuoteHead).render())
        assert "participant 1" in head
        assert "never quoted: " in head
        await desk.press("end")
        assert "Fear/Of school" in desk.text_of("#quote-details")

    run(banked, do)


def test_a_window_lists_who_is_quoted_how_often_and_who_never(banked: Path) -> None:
    choose(banked, MIA)

    async def do(desk: Desk) -> None:
        await desk.press("p")
        assert isinstance(desk.app.screen, ListWindow)
        text = desk.text_of("#list-lines Static")
        assert "Chosen for the bank, by person:\n   1  " in text
        assert "Mia" in text.partition("Never quoted:")[0]
        assert "Tom" in text.partition("Never quoted:")[2]
        await desk.press("escape")
        assert desk.app.screen is desk.screen

    run(banked, do)


def test_one_person_with_many_of_a_theme_is_said(filled: Path, tmp_path: Path) -> None:
    turns = [f"P{1 + number % 3}: I was scared of number {number}.\n" for number in range(9)]
    long_talk(filled, tmp_path, turns)
    choose(filled, "I was scared")

    async def do(desk: Desk) -> None:
        head = str(desk.screen.query_one(QuoteHead).render())
        assert "P1 has 3" in head
        assert "of these 9" in head

    run(filled, do)


def test_where_nothing_is_coded_it_says_what_to_do(filled: Path) -> None:
    async def do(desk: Desk) -> None:
        assert "Open a source, mark a passage, and press c" in desk.text_of("#quote-empty")
        await desk.press(
            "space", "enter", "d", "a", "u", "g", "y", "Y", "w", "left", "t", "alt+up", "p", "escape"
        )
        assert isinstance(desk.app.screen, QuotesScreen)
        assert "nothing to hand over" in desk.said or "first" in desk.said

    run(filled, do)


# ---- choosing and ordering


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_space_chooses_and_undo_takes_it_back(banked: Path, size: tuple[int, int]) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("space")
        assert desk.said.startswith("Chosen: “It was good")
        assert "☑   1 “It was good" in desk.shown()[0]
        assert chosen(banked) == ["It was good!"]
        await desk.press("ctrl+z")
        assert "☐" in desk.shown()[0]

    run(banked, do, size=size)
    assert chosen(banked) == []


def test_after_choosing_the_next_quote_is_highlighted_and_only_chosen_ones_have_an_order(
    banked: Path,
) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("space", "alt+up")
        assert desk.said == "Only chosen quotes have an order: Space chooses this one."
        await desk.press("space")
        await desk.press("home", "space")

    run(banked, do)
    assert chosen(banked) == ["Dr. Lee help"]


def test_a_click_on_the_box_chooses_and_elsewhere_only_highlights(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.click(QuoteRows, 20, desk.line_of(POLICE))
        assert desk.rows.quote is not None
        assert desk.rows.quote.wording.startswith(POLICE)
        assert chosen(banked) == []
        await desk.click(QuoteRows, 1, desk.line_of(POLICE))

    run(banked, do)
    assert chosen(banked) == ["I was scared"]


def test_alt_and_arrows_change_the_order_that_word_prints(banked: Path) -> None:
    import docx

    choose(banked, MIA, TOM, POLICE)

    async def do(desk: Desk) -> None:
        await desk.press("end", "alt+up", "alt+up")
        assert desk.rows.highlighted == 0
        assert "☑   1 “I was scared" in desk.shown()[0]
        await desk.press("alt+up")
        assert "first of the chosen" in desk.said
        await desk.press("alt+down")
        await desk.press("w")
        await desk.app.workers.wait_for_complete()

    run(banked, do)
    assert chosen(banked) == ["It was good!", "I was scared", "Dr. Lee help"]
    (path,) = (banked / "exports").glob("bank-*.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert text.index(MIA) < text.index(POLICE) < text.index(TOM)


# ---- wording


def test_marked_words_are_left_out_by_key_and_the_quote_prints_shortened(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("enter")
        assert isinstance(desk.app.screen, WordingWindow)
        for button in desk.app.screen.query(Button):
            assert button.region.width > 0
            assert button.region.right <= 80
            assert button.region.bottom <= 23
        await desk.press("ctrl+home", *["ctrl+right"] * 2, *["ctrl+shift+right"] * 2, "ctrl+l", "enter")
        assert desk.app.screen is desk.screen
        assert any("[...]" in line and "☑" in line for line in desk.shown())
        assert "Prints: “" in desk.text_of("#quote-details")

    run(banked, do, size=NARROW)
    quote = quote_of(banked, MIA)
    assert quote.quote is not None
    assert "[...]" in quote.wording
    assert quote.verbatim == "It was good!!! but I was scared. The café’s fine."


def test_a_changed_word_is_refused_by_name_and_what_was_typed_stays(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("enter", "ctrl+l")
        assert "Mark the words to leave out first" in desk.text_of(".quote-problem")
        await desk.press("ctrl+end")
        await desk.type(" Awful")
        await desk.press("enter")
        assert isinstance(desk.app.screen, WordingWindow)
        assert "Awful" in desk.text_of(".quote-problem")
        assert desk.app.screen.query_one(TextArea).text.endswith("Awful")
        await desk.press("escape")
        assert desk.app.screen is desk.screen

    run(banked, do)
    assert chosen(banked) == []


def test_the_mouse_alone_shortens_marks_sic_keeps_and_goes_back(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.click(QuoteRows, 20, desk.line_of(TOM), times=2)
        window = desk.app.screen
        assert isinstance(window, WordingWindow)
        area = window.query_one(TextArea)
        await desk.pilot.mouse_down(TextArea, offset=(1 + 8, 0))
        await desk.pilot.hover(TextArea, offset=(1 + 17, 0))
        await desk.pilot.mouse_up(TextArea, offset=(1 + 17, 0))
        assert area.selected_text == "helped me"
        await desk.click("#leave-out")
        assert area.text.startswith("Dr. Lee [...], e.g. with maths.")
        await desk.click(TextArea, 1 + 5)
        await desk.click("#sic")
        await desk.click("#keep")
        edited = "Dr. Lee [sic] [...], e.g. with maths. I was afraid of him."
        assert quote_of(banked, TOM).wording == edited
        await desk.click(QuoteRows, 20, desk.line_of("[sic]"), times=2)
        await desk.click("#verbatim")
        await desk.click("#keep")

    run(banked, do)
    quote = quote_of(banked, TOM)
    assert quote.wording == quote.verbatim
    assert quote.quote is not None
    assert not quote.quote.wording


# ---- display, attribution, summary


def test_display_attribution_and_summary_are_kept_and_printed(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("d")
        assert any("★ display" in line for line in desk.shown())
        await desk.press("a")
        desk.app.screen.query_one(Input).value = "young woman"
        await desk.press("enter")
        assert any("– young woman" in line for line in desk.shown())
        await desk.press("u")
        assert isinstance(desk.app.screen, ParagraphWindow)
        await desk.type("Fear")
        await desk.press("enter")
        await desk.type("first")
        await desk.press("ctrl+s", "h")
        await desk.app.workers.wait_for_complete()

    run(banked, do)
    quote = quote_of(banked, MIA)
    assert quote.attribution == "young woman"
    assert quote.quote is not None
    assert quote.quote.is_display
    assert theme_of(kept(banked)).code.summary == "Fear\nfirst"
    (path,) = (banked / "exports").glob("bank-*.html")
    assert "young woman" in path.read_text(encoding="utf-8")


def test_an_empty_attribution_is_the_studys_own_again_and_esc_changes_nothing(banked: Path) -> None:
    with open_study(banked, "ana").study as study:
        theme = theme_of(bank_view(study))
        describe_code(study, theme.code.id, summary="As it was")
        bank.attribute_quote(study, theme.quotes[0].coding_id, "x")

    async def do(desk: Desk) -> None:
        await desk.press("a", "backspace", "enter", "u")
        await desk.type("more")
        await desk.press("escape")

    run(banked, do)
    assert quote_of(banked, MIA).attribution == "participant"
    assert theme_of(kept(banked)).code.summary == "As it was"


def test_what_somebody_does_not_want_quoted_is_shown_with_the_reason_and_stays_out(
    banked: Path, write: Callable[[Path, str], Path]
) -> None:
    write(banked / "transcripts" / "participants.csv", "source,speaker,quotation\nfg1,Mia,no\n")

    async def do(desk: Desk) -> None:
        assert any("not printed: " in line for line in desk.shown())
        await desk.click(QuoteRows, 20, desk.line_of("It was good"))
        await desk.press("space")
        assert "Mia" in desk.said or "quot" in desk.said
        await desk.press("enter")
        assert isinstance(desk.app.screen, QuotesScreen)

    run(banked, do)
    assert chosen(banked) == []


# ---- handing over, copying, going to the text


def test_keys_and_menu_write_the_bank_into_exports(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        for key, suffix in (("x", ".xlsx"), ("h", ".html")):
            await desk.press(key)
            await desk.app.workers.wait_for_complete()
            await desk.pilot.pause()
            (path,) = (banked / "exports").glob(f"bank-*{suffix}")
            assert f"Wrote {path.name}" in desk.said
        await desk.press("f2")
        listed = desk.app.screen.query_one(OptionList)
        titles = [str(listed.get_option_at_index(row).prompt) for row in range(listed.option_count)]
        assert any(title.startswith("Move up") for title in titles)
        await desk.press(*["down"] * next(row for row, one in enumerate(titles) if one.startswith("Word")))
        await desk.press("enter")
        await desk.app.workers.wait_for_complete()
        assert list((banked / "exports").glob("bank-*.docx"))

    run(banked, do)


def test_a_copied_quote_has_curly_quotes_and_attribution(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        taken: list[Sequence[str]] = []
        desk.app.copy = lambda text, html="", *, what: taken.append((text, html))  # type: ignore[method-assign]
        await desk.press("y", "Y")
        (line, none), (row, table) = taken
        assert line == "“It was good!!! but I was scared. The café’s fine.” – participant"
        assert none == ""
        assert row.splitlines()[1].split("\t")[1:] == ["participant", "fg1, turn 2", "Fear"]
        assert "<table" in table

    run(banked, do)


def test_g_opens_the_text_at_the_quote(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.click(QuoteRows, 20, desk.line_of(TOM))
        await desk.pilot.press("g")
        for _ in range(100):
            await desk.pilot.pause(0.02)
            if isinstance(desk.app.screen, CodeScreen) and desk.app.screen.is_ready:
                break
        assert isinstance(desk.app.screen, CodeScreen)
        assert desk.app.screen.source == "fg1"
        assert desk.app.screen.text.cursor.passage == 2

    run(banked, do)


# ---- themes


def test_arrows_and_clicks_turn_to_other_themes(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        await desk.press("right")
        assert "I felt ashamed" in desk.shown()[0]
        await desk.press("right")
        assert desk.said == "This is the last theme."
        await desk.press("left")
        assert MIA in desk.shown()[0]
        await desk.click(ThemeList, 5, 1)
        assert "I felt ashamed" in desk.shown()[0]
        assert desk.rows.has_focus
        await desk.press("space")

    run(banked, do)
    assert chosen(banked, "Shame") == ["I felt asham"]


def test_on_a_narrow_screen_the_themes_fold_away_and_come_by_key_or_click(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        themes = desk.screen.query_one(ThemeList)
        assert not themes.display
        await desk.press("t", "down", "enter")
        assert "I felt ashamed" in desk.shown()[0]
        assert not themes.display
        await desk.click(QuoteHead, 1)
        assert MIA in desk.shown()[0]
        await desk.click(QuoteHead, 4)
        assert themes.display
        await desk.press("escape")
        assert not themes.display
        await desk.press("escape")
        assert not isinstance(desk.app.screen, QuotesScreen)

    run(banked, do, size=NARROW)


# ---- others, strange texts, many passages


def test_a_colleagues_choice_is_seen_within_two_seconds(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        choose(banked, TOM, coder="Zoë / ben")
        for _ in range(40):
            await desk.pilot.pause(0.05)
            if "☑" in desk.shown()[0]:
                break
        assert "☑   1 “Dr. Lee" in desk.shown()[0]

    run(banked, do)


def test_blind_leaves_out_what_only_others_coded(banked: Path) -> None:
    with open_study(banked, "ben").study as study:
        code_whole(study, "panel:why", 2, "Help")
        code_whole(study, "fg1", 2, "Fear")

    async def do(desk: Desk) -> None:
        assert [theme.code.name for theme in desk.screen.view.themes] == ["Fear", "Shame"]  # type: ignore[union-attr]

        assert "coded by ana" in desk.text_of("#quote-details")
        assert "ben" not in desk.text_of("#quote-details")

    run(banked, do, is_blind=True)


def test_markup_and_control_characters_are_shown_and_can_be_shortened(filled: Path, tmp_path: Path) -> None:
    long_talk(filled, tmp_path, ["P1: [b]I was\x1b[31m scared[/b] \u202eof that [laughs] man.\n"])

    async def do(desk: Desk) -> None:
        line = desk.shown()[0]
        assert "[b]I was" in line
        assert "\x1b" not in line
        assert "\u202e" not in line
        await desk.press("enter", "ctrl+end", "ctrl+shift+left", "ctrl+shift+left", "ctrl+l", "enter")
        assert isinstance(desk.app.screen, QuotesScreen), desk.text_of(".quote-problem")

    run(filled, do)
    (quote,) = theme_of(kept(filled)).quotes
    assert quote.wording.endswith("[...]") or quote.wording.endswith("[...].")


def test_leaving_while_the_bank_is_being_read_does_no_harm(banked: Path) -> None:
    async def do(desk: Desk) -> None:
        desk.screen.action_choose()
        desk.app.pop_screen()
        await desk.pilot.pause(0.3)
        assert desk.screen not in desk.app.screen_stack

    run(banked, do)
    assert chosen(banked) == ["It was good!"]


def test_two_thousand_passages_scroll_at_once(filled: Path, tmp_path: Path, slowness: float) -> None:
    turns = [
        f"P{number % 40}: I was scared of it {number} times, and nobody asked.\n" for number in range(2000)
    ]
    long_talk(filled, tmp_path, turns)

    async def do(desk: Desk) -> None:
        assert desk.rows.count == 2000
        spent = []
        for key in ["end", "home", *["pagedown"] * 4, *["down"] * 4]:
            before = process_time()
            await desk.pilot.press(key)
            await desk.pilot.pause()
            spent.append(process_time() - before)
        assert sorted(spent)[len(spent) // 2] < 0.1 * slowness
        await desk.press("end")
        assert "scared of it 1999 times" in "\n".join(desk.shown())

    run(filled, do)


def long_talk(folder: Path, tmp_path: Path, turns: Sequence[str]) -> None:
    """Bring in a talk, and code everything in which somebody is scared."""
    path = tmp_path / "long.txt"
    path.write_text("Moderator: Well?\n" + "".join(turns), encoding="utf-8")
    with open_study(folder, "ana").study as study:
        add.accept(study, add.plan_add(study, [path]))
        plan = apply.plan_code(
            study, "Fear", "scared", selection=Selection(sources=("long",)), unit="sentence"
        )
        apply.code_all(study, plan)
