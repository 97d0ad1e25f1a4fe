"""Proposed codes in Code and Answers: when they show, how they look, and what a decision leaves in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from qualkit.actions import coding
from qualkit.actions.history import undo
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.model.coding import Origin
from qualkit.model.place import Place
from qualkit.store import codings
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.answers import AnswersScreen
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.screens.message import ChoiceWindow
from qualkit.tui.screens.suggest import SuggestScreen
from qualkit.tui.widgets.proposal_strip import ProposalStrip

MIA = 1
"""The number of Mia's first turn."""
MODEL = "model 1-test"


def propose(folder: Path, *wanted: Any, source: str = "fg1", coder: str = "ana", by: str = MODEL) -> None:
    """Propose codes for passages, each given by number, code and the words that speak for it."""
    with open_study(folder, coder).study as study:
        names = {code.name: code.id for view in codebook_view(study) for code in view.codebook.codes}
        segments = open_source(study, source).segments
        with study.step("suggest") as writer:
            codings.add_proposals(
                writer,
                [
                    codings.Proposal(
                        id=f"{number}-{name}-{coder}",
                        source=source,
                        place=Place(
                            segment=segments[number].key,
                            start=0,
                            end_segment=segments[number].key,
                            end=len(segments[number].text),
                        ),
                        code=names[name],
                        coder=coder,
                        quote=segments[number].text,
                        made_by=by,
                        because=because,
                        score=0.9 - place / 100,
                    )
                    for place, (number, name, because) in enumerate(wanted)
                ],
            )
            writer.summary = "proposed"


def decided(folder: Path) -> dict[str, str]:
    """Proposal → what was decided of it."""
    with open_study(folder, "ana").study as study, study.database.reading() as connection:
        return {one.id: one.status for one in codings.proposals(connection)}


def origins(folder: Path, source: str = "fg1") -> list[tuple[str, str, str]]:
    """(code, coder, origin) of every coding of a source."""
    with open_study(folder, "ana").study as study:
        names = {code.id: code.name for view in codebook_view(study) for code in view.codebook.codes}
        with study.database.reading() as connection:
            found = codings.codings(connection)
    return [(names[one.code], one.coder, one.origin) for one in found if one.source == source]


def screen_text(app: QualkitApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def strip_of(desk: Any) -> str:
    """What the lines below the text say; nothing where they are hidden."""
    strip = desk.screen.query_one(ProposalStrip)
    return strip.render().plain if strip.display else ""


def at_answers(folder: Path, do: Callable[[QualkitApp, Any], Awaitable[None]]) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            app.push_screen(AnswersScreen("panel:why"))
            await pilot.pause()
            await pilot.pause()
            await do(app, pilot)
        app.let_go()

    asyncio.run(session())


def test_what_a_model_proposes_shows_only_when_the_turn_is_marked_as_read_by_hand(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"))

    async def do(desk):
        await desk.press("j")
        assert desk.text.cursor.passage == MIA
        assert strip_of(desk) == "" and "? FE" not in screen_text(desk.app)
        await desk.press("a")
        assert desk.said == "Nothing is proposed here."
        await desk.press("f")
        assert desk.text.cursor.passage == MIA  # there is something to decide
        assert "1 code is proposed" in desk.said
        assert strip_of(desk).startswith("? FE Fear 0.90") and "“scared”" in strip_of(desk)
        shown = screen_text(desk.app)
        assert "Mia  ? FE" in shown and "?1" in shown  # in the text, and in the list
        await desk.press("f")
        assert desk.text.cursor.passage == MIA + 1
        assert "Nothing is proposed here; 1 proposal in this source" in strip_of(desk)

    at_desk(filled, do)
    assert origins(filled) == []


def test_words_that_speak_for_a_proposal_are_underlined_and_codings_look_otherwise(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"))

    async def do(desk):
        await desk.press("j", "f")
        _, y = desk.at(MIA, "scared")
        strip = desk.text.render_line(y)
        styles = {piece.text: piece.style for piece in strip}
        assert styles["scared"].underline and styles["scared"].bold
        plain = next(style for text, style in styles.items() if "good" in text)
        assert not plain.underline and plain.bgcolor == styles["scared"].bgcolor

    at_desk(filled, do)


def test_accepting_is_one_step_and_the_coding_keeps_that_it_was_proposed(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"))

    async def do(desk):
        await desk.press("j", "f", "a")
        assert desk.said.startswith("Accepted: Fear.") and strip_of(desk) == ""
        assert "FE Fear (you" in desk.details

    at_desk(filled, do)
    assert origins(filled) == [("Fear", "ana", Origin.PROPOSAL)]
    assert decided(filled) == {"1-Fear-ana": "accepted"}

    async def take_back(desk):
        await desk.press("j", "f", "a", "ctrl+z")
        assert "Fear" in strip_of(desk) and "Nothing is coded here." in desk.details

    with open_study(filled, "ana").study as study:
        undo(study)
        undo(study)  # the reading, too
    at_desk(filled, take_back)
    assert (origins(filled), decided(filled)) == ([], {"1-Fear-ana": "open"})


def test_with_several_it_is_asked_which_and_each_can_be_decided_otherwise(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"), (MIA, "Shame", ""), (MIA, "Help", "good"))

    async def do(desk):
        await desk.press("j", "f")
        assert [line[:4] for line in strip_of(desk).splitlines()] == ["? FE", "? SH", "? HE"]
        assert "the passage as a whole" in strip_of(desk)
        await desk.press("a")
        assert isinstance(desk.app.screen, ChoiceWindow)
        await desk.choose("SH")
        await desk.press("d", "enter")
        await desk.press("D")  # one is left: nothing is asked
        assert desk.said.startswith("Never proposed here again: Help.")

    at_desk(filled, do)
    assert origins(filled) == [("Shame", "ana", Origin.PROPOSAL)]
    assert decided(filled) == {
        "1-Fear-ana": "rejected", "1-Shame-ana": "accepted", "1-Help-ana": "never here",
    }  # fmt: skip


def test_a_turn_shows_three_at_most_and_the_mouse_decides(filled, at_desk):
    propose(
        filled, (MIA, "Fear", "scared"), (MIA, "Shame", ""), (MIA, "Help", ""), (MIA, "Of school", "")
    )  # fmt: skip

    async def do(desk):
        await desk.press("j", "f")
        strip = desk.screen.query_one(ProposalStrip)
        assert len(strip_of(desk).splitlines()) == 3 and "Of school" not in strip_of(desk)
        line = strip_of(desk).splitlines()[1]
        await desk.click(strip, offset=(1 + line.index("reject"), 2))  # below the border, the second line
        assert desk.said.startswith("Rejected: Shame.")
        assert "Of school" in strip_of(desk)
        line = strip_of(desk).splitlines()[0]
        await desk.click(strip, offset=(1 + line.index("accept"), 1))
        assert desk.said.startswith("Accepted: Fear.")
        await desk.click(strip, offset=(3, 1))
        assert desk.said.startswith("Accepted: Fear.")

    at_desk(filled, do)
    assert [status for _, status in sorted(decided(filled).items())] == [
        "accepted",
        "open",
        "open",
        "rejected",
    ]


def test_q_goes_through_what_is_proposed(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"), (4, "Shame", "ashamed"))
    with open_study(filled, "ana").study as study:
        coding.mark_read(study, "fg1", [one.key for one in open_source(study, "fg1").segments], ["feelings"])

    async def do(desk):
        await desk.press("ctrl+home", "q")
        assert desk.text.cursor.passage == MIA
        await desk.press("q")
        assert desk.text.cursor.passage == 4
        await desk.press("q")
        assert desk.said == "Nothing is proposed below."
        await desk.press("Q")
        assert desk.text.cursor.passage == MIA

    at_desk(filled, do)


def test_a_study_may_show_them_earlier_and_a_colleagues_never_show(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"))
    propose(filled, (4, "Shame", "ashamed"), coder="ben")
    settings = filled / "study.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[proposals]\nshow_before_reading = true\n", "utf-8")

    async def do(desk):
        await desk.press("j")
        assert "Fear" in strip_of(desk)
        await desk.press("j", "j", "j")
        assert desk.text.cursor.passage == 4 and "Shame" not in strip_of(desk)
        await desk.press("f")
        assert "Shame" not in strip_of(desk)

    at_desk(filled, do)


def test_a_wrong_name_in_study_toml_does_not_keep_anybody_from_coding(filled, at_desk, coded_in):
    propose(filled, (MIA, "Fear", "scared"))
    settings = filled / "study.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[proposals]\ndouble_coding = ["nowhere"]\n', "utf-8")

    async def do(desk):
        assert "nowhere" in desk.said
        await desk.press("j", "c", *"shame", "enter")
        assert desk.said.startswith("Coded")

    at_desk(filled, do)
    assert [code for code, _ in coded_in(filled)] == ["Shame"]


def test_what_is_coded_by_hand_is_proposed_no_more(filled, at_desk):
    propose(filled, (MIA, "Fear", "scared"))

    async def do(desk):
        await desk.press("j", "f", "c", *"fear", "enter")
        assert strip_of(desk) == "" and "FE Fear" in desk.details
        await desk.press("x")
        assert "Fear" in strip_of(desk)

    at_desk(filled, do)


def test_answers_show_theirs_once_they_are_read_and_take_the_same_keys(filled):
    propose(filled, (0, "Fear", "scared"), (2, "Help", "kind"), source="panel:why")

    async def do(app, pilot):
        screen = app.screen
        assert isinstance(screen, AnswersScreen)
        strip = screen.query_one(ProposalStrip)
        assert not strip.display
        await pilot.press("f")
        await pilot.pause()
        assert screen.rows.highlighted == 0 and "1 code is proposed" in app.talk.text
        assert "“scared”" in strip.render().plain and "?1" in screen_text(app)
        await pilot.press("a")
        await pilot.pause()
        assert app.talk.text.startswith("Accepted: Fear.") and not strip.display
        await pilot.press("f", "f", "f")
        await pilot.pause()
        assert screen.rows.highlighted == 2 and "Help" in strip.render().plain
        await pilot.press("home", "q", "D")
        await pilot.pause()
        assert app.talk.text.startswith("Never proposed here again: Help.")
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert "Help" in strip.render().plain

    at_answers(filled, do)
    assert origins(filled, "panel:why") == [("Fear", "ana", Origin.PROPOSAL)]
    assert decided(filled) == {"0-Fear-ana": "accepted", "2-Help-ana": "open"}


# ---- the screen that learns


def at_suggest(folder: Path, do: Callable[[QualkitApp, Any], Awaitable[None]], **how: Any) -> None:
    async def session() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=how.get("size", (120, 40))) as pilot:
            await pilot.pause()
            app.show("suggest")
            await pilot.pause()
            await do(app, pilot)
        app.let_go()

    asyncio.run(session())


async def rest(app: QualkitApp, pilot: Any) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause(0.3)


def test_the_screen_says_per_code_why_it_is_silent(filled):
    pytest.importorskip("sklearn", reason="the group find is not installed")
    with open_study(filled, "ana").study as study:
        coding.mark_read(study, "fg1", [one.key for one in open_source(study, "fg1").segments], ["feelings"])

    async def do(app, pilot):
        assert isinstance(app.screen, SuggestScreen)
        assert "Nothing is coded" in screen_text(app)
        await pilot.press("p")
        await rest(app, pilot)
        shown = screen_text(app)
        assert "0 new proposals. 4 codes silent" in shown
        assert shown.count("of 15 examples needed") >= 4
        await pilot.press("e")
        await rest(app, pilot)
        assert "proposals against people" in screen_text(app) and "Kappa" in screen_text(app)

    at_suggest(filled, do)


def test_nothing_to_learn_from_is_said_calmly_on_the_screen(filled):
    pytest.importorskip("sklearn", reason="the group find is not installed")

    async def do(app, pilot):
        await pilot.press("p")
        await rest(app, pilot)
        assert "Nothing has been read and coded yet" in screen_text(app)
        assert isinstance(app.screen, SuggestScreen)

    at_suggest(filled, do, size=(80, 24))


def test_the_screen_counts_what_waits_and_goes_to_it(filled):
    propose(filled, (MIA, "Fear", "scared"), (4, "Shame", "ashamed"))
    with open_study(filled, "ana").study as study:
        keys: Sequence[str] = [one.key for one in open_source(study, "fg1").segments]
        coding.mark_read(study, "fg1", keys[4:5], ["feelings"])

    async def do(app, pilot):
        shown = screen_text(app)
        assert "1 proposal waits for you; 1 more shows when" in " ".join(shown.split())
        assert "Shame" in shown and "Fear" not in shown
        await pilot.press("enter")
        await rest(app, pilot)
        assert isinstance(app.screen, CodeScreen) and app.screen.text.cursor.passage == 4

    at_suggest(filled, do)
