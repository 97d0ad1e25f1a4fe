"""Finding one's way in the Code screen: what is listed, other sources, copying, memos, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button

from qualkit.actions.coding import apply_codes
from qualkit.actions.memos import add_memo
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, home, open_source
from qualkit.model.place import Place
from qualkit.tui.layout import Spot
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.widgets.code_picker import PickerRows
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.passage_list import PassageList
from qualkit.tui.widgets.text_view import TextView
from qualkit.tui.widgets.title_line import TitleLine

At = Callable[..., None]
Coded = Callable[..., list[tuple[str, str]]]
MODERATOR, MIA, TOM = 0, 1, 2


def code_names(folder: Path) -> list[str]:
    with open_study(folder, "ana").study as study:
        return [code.name for book in codebook_view(study) for code in book.codebook.codes]


def memos_on(folder: Path) -> list[tuple[str, str]]:
    """(passage or nothing, text) of the memos on the talk."""
    with open_study(folder, "ana").study as study:
        return [(one.key, one.text) for one in open_source(study, "fg1").beside.notes]


# ---- what is listed


def test_only_some_turns_are_listed_and_n_stays_among_them(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("t", "down", "down")  # from the words into the list, to "Without a code of yours"
        await desk.press("enter", "down", "enter", "down", "down", "enter")  # who speaks: Tom is the second
        await desk.press("shift+tab")
        await desk.type("ea")
        await desk.press("enter")
        assert desk.listed == [5]
        assert desk.said == "Listed: 1 of 6 turns · Tom · no code · “ea”. T lists all again."
        assert desk.text.cursor.passage == 5
        await desk.press("c")
        await desk.type("fear")
        await desk.press("enter")
        assert desk.listed == []
        await desk.press("ctrl+z")
        assert desk.listed == [5]
        await desk.press("k", "k", "n")
        assert desk.text.cursor.passage == 5
        await desk.press("n")
        assert desk.said == "Every listed turn below has a code of yours."
        await desk.press("escape")
        assert desk.listed == list(range(6))
        assert isinstance(desk.app.screen, CodeScreen)

    at_desk(filled, do)


def test_what_is_listed_is_chosen_and_cleared_by_mouse_alone(coded: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.click("#panel-filter")
        await desk.choose("Who speaks")
        await desk.choose("Mia")
        await desk.choose("With the code")
        rows = desk.app.screen.query_one(PickerRows)
        shame = [one.code.name for one in rows.found].index("Shame")
        await desk.click(PickerRows, offset=(12, shame))
        await desk.click(desk.app.screen.query(Button)[0])
        assert desk.listed == [4]
        panel = desk.screen.query_one("#panel-filter").render().plain  # type: ignore[union-attr]
        assert panel == "✕ 1 of 6 turns · Mia · with Shame"
        await desk.click(PassageList, offset=(6, 0))
        assert desk.text.cursor.passage == 4
        await desk.click("#panel-filter", offset=(1, 0))
        assert desk.listed == list(range(6))

    at_desk(coded, do)


def test_what_is_listed_is_said_where_the_list_is_folded_away(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("t")
        await desk.type("scared")
        await desk.press("enter")
        assert "1 of 6 turns · “scared”" in desk.screen.query_one(TitleLine).render().plain

    at_desk(filled, do, size=(80, 24))


def test_answers_are_listed_by_what_is_known_of_the_person(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("t")
        await desk.choose("role")
        await desk.choose("Police")
        await desk.click(desk.app.screen.query(Button)[0])
        assert desk.listed == [0, 2]

    at_desk(filled, do, source="panel:why")


# ---- other sources


def test_the_next_source_opens_here_and_one_comes_back_to_where_one_was(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "j", "ctrl+right", "greater_than_sign")
        assert desk.screen.source == "panel:why"
        assert len(desk.text.segments) == 3
        await desk.press("c")
        await desk.type("help")
        await desk.press("enter", "greater_than_sign")
        assert desk.said == "This is the last source."
        await desk.press("less_than_sign")
        assert (desk.screen.source, desk.text.cursor) == ("fg1", Spot(TOM, 4))
        assert desk.screen.query_one("#panel-source").render().plain == "▾ fg1"
        await desk.click("#panel-source")
        await desk.choose("why")
        assert desk.screen.source == "panel:why"
        await desk.press("escape")
        assert not isinstance(desk.app.screen, CodeScreen)

    at_desk(filled, do)


def test_a_source_opens_at_the_passage_asked_for(filled: Path, at_desk: At) -> None:
    with open_study(filled, "ana").study as study:
        key = open_source(study, "fg1").segments[4].key

    async def do(desk: Any) -> None:
        assert desk.text.cursor == Spot(4, 0)

    at_desk(filled, do, key=key)


# ---- one's own work only


def test_blind_nothing_of_others_is_to_be_seen(coded: Path, at_desk: At) -> None:
    with open_study(coded, "Zoë / ben").study as study:
        code = codebook_view(study)[0].codebook.codes[0]
        key = open_source(study, "fg1").segments[MIA].key
        apply_codes(study, "fg1", [Place(segment=key, start=0, end_segment=key, end=6)], [code.id])
        add_memo(study, "I doubt it.", about="passage", target=f"fg1#{key}")
    counts: dict[bool, int] = {}

    def look(is_blind: bool) -> None:
        async def do(desk: Any) -> None:
            coders = {one.coder for one in desk.screen.opened.coded.codings.values()}
            counts[is_blind] = desk.screen.query_one(CodeRows).counts.get(code.id, 0)
            assert ("Zoë / ben" in coders) is not is_blind
            assert ("Zoë" in desk.details) is not is_blind
            assert ("I doubt it." in desk.details) is not is_blind

        at_desk(coded, do, key=key, is_blind=is_blind)

    look(False)
    look(True)
    assert counts[False] == counts[True] + 1


# ---- making codes, and undo


def test_a_code_in_their_words_is_made_applied_and_undone_as_one(
    filled: Path, at_desk: At, coded_in: Coded
) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "ctrl+shift+right", "ctrl+shift+right", "ctrl+shift+right", "i")
        await desk.press("enter")
        assert desk.said.startswith("Coded 3 words of Mia: It was good. ")
        await desk.press("ctrl+z")
        assert "It was good" not in [one.title for one in desk.screen.query_one(CodeRows).rows]
        assert desk.marked.startswith("It was good")
        await desk.press("ctrl+y")

    at_desk(filled, do)
    assert [name for name, _ in coded_in(filled)] == ["It was good"]
    with open_study(filled, "ana").study as study:
        assert home(study).lately[0].summary.startswith("redo: made the code It was good and coded 1 passage")


def test_codes_ticked_by_mouse_are_applied_with_the_one_made(
    filled: Path, at_desk: At, coded_in: Coded
) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "c")
        await desk.click(offset=(40, 20))  # beside the picker: closes it
        assert isinstance(desk.app.screen, CodeScreen)
        await desk.press("c")
        await desk.click(PickerRows, offset=(0, 0))
        await desk.type("zz")
        await desk.press("enter", "escape")  # no new code after all; the one ticked is applied
        assert "Fear" in desk.said
        await desk.press("ctrl+z", "c")
        await desk.click(PickerRows, offset=(0, 0))
        await desk.type("zz")
        await desk.press("enter", "enter")
        await desk.press("ctrl+z")
        assert not desk.screen.opened.coded.codings
        await desk.press("ctrl+y")

    at_desk(filled, do)
    assert {name for name, _ in coded_in(filled)} == {"Fear", "zz"}


def test_undo_goes_to_where_it_was_and_marks_the_words_again(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "ctrl+shift+right", "p", "1")
        await desk.press("j", "j", "j", "f")
        await desk.press("ctrl+home", "ctrl+z")
        assert desk.said.startswith("Took back: read 1 passage of fg1")
        assert desk.text.cursor.passage == 4
        await desk.press("ctrl+z")
        assert (desk.text.cursor.passage, desk.marked.strip()) == (MIA, "It")
        await desk.press("ctrl+y")
        assert desk.marked.strip() == "It"

    at_desk(filled, do)


# ---- memos, digits, the right button


def test_a_turn_and_a_source_have_memos_of_their_own(filled: Path, at_desk: At) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "m")
        await desk.type("loud")
        await desk.press("ctrl+s")
        assert "✎ you: loud" in desk.details
        await desk.press("M", "exclamation_mark", "ctrl+s")
        desk.screen.action_memo_source()
        await desk.pilot.pause()
        await desk.type("long")
        await desk.press("ctrl+s")

    at_desk(filled, do)
    (turn, said), source = memos_on(filled)
    assert turn and said == "loud!"
    assert source == ("", "long")


def test_the_mouse_gives_a_code_its_digit_and_the_right_button_what_can_be_done(
    filled: Path, at_desk: At, coded_in: Coded
) -> None:
    async def do(desk: Any) -> None:
        shame = [one.title for one in desk.screen.query_one(CodeRows).rows].index("Shame")
        await desk.click(CodeRows, offset=(0, shame))
        assert desk.said == 'The digit 1 now applies "Shame".'
        await desk.click(TextView, offset=desk.at(TOM, "helped"), button=3)
        await desk.choose("Read")
        assert desk.screen.opened.read == {TOM}
        await desk.press("k", "1")

    at_desk(filled, do)
    assert [name for name, _ in coded_in(filled)] == ["Shame"]


# ---- copying


def test_a_copied_quote_has_curly_quotes_and_says_what_is_not_recorded(
    filled: Path, at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    async def do(desk: Any) -> None:
        await desk.press("j", "c")
        await desk.type("fear")
        await desk.press("enter", "y")
        await desk.until(lambda: desk.said.startswith("Copied the quote (it is not recorded"))
        assert desk.app.clipboard == "“It was good!!! but I was scared. The café’s fine.” – participant"
        await desk.press("Y")
        await desk.until(lambda: desk.said.startswith("Copied the quote with its place"))
        titles, row = desk.app.clipboard.splitlines()
        assert titles == "Quote\tBy\tPlace\tCode"
        assert row.endswith("\tfg1, turn 2\tFear")

    at_desk(filled, do)


# ---- the quote bank


def test_what_is_coded_goes_to_the_bank_and_out_again_with_a_star_meanwhile(
    filled: Path, at_desk: At
) -> None:
    chosen: list[int] = []

    def count() -> None:
        with open_study(filled, "ana").study as study:
            chosen.append(len(open_source(study, "fg1").beside.chosen))

    async def do(desk: Any) -> None:
        await desk.press("j", "asterisk")
        assert desk.said == "Nothing is coded here: the bank takes what is coded."
        await desk.press("c")
        await desk.type("fear shame ")
        await desk.press("enter", "asterisk")
        await desk.choose("SH")
        assert desk.said == "To the bank: Shame; F5 shows it. Ctrl+Z undoes"
        assert "★ SH Shame" in desk.details
        assert "★ FE" not in desk.details
        count()
        await desk.press("asterisk")
        await desk.choose("★ SH")
        assert desk.said == "Out of the bank: Shame. Ctrl+Z undoes"
        count()
        await desk.press("ctrl+z")
        assert "★ SH Shame" in desk.details
        count()

    at_desk(filled, do)
    assert chosen == [1, 0, 1]
