"""The Code screen with texts of every kind: nothing, much, other scripts; and dragging through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import update

from qualkit.actions import add
from qualkit.actions.opening import open_study
from qualkit.store import schema
from qualkit.tui.commands import REGISTRY
from qualkit.tui.layout import Spot
from qualkit.tui.palette import run_command
from qualkit.tui.screens.code import CodeScreen
from qualkit.tui.widgets.text_view import TextView

At = Callable[..., None]
Coded = Callable[..., list[tuple[str, str]]]


def bring_in(folder: Path, text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.md"
    path.write_text(text, encoding="utf-8")
    with open_study(folder, "ana").study as study:
        add.accept(study, add.plan_add(study, [path]))


def test_a_source_whose_every_turn_is_gone_takes_every_command_and_goes_on(
    filled: Path, at_desk: At, coded_in: Coded
) -> None:
    with open_study(filled, "ana").study as study, study.database.writing() as connection:
        connection.execute(update(schema.segment).values(is_gone=True))

    async def do(desk: Any) -> None:
        assert desk.said == "There is nothing to read in this source."
        for command in REGISTRY["text"]:
            await desk.app.run_action(command.action, desk.text)
        for command in REGISTRY["code"]:
            if command.action != "back":
                await run_command(desk.screen, command)
                await desk.pilot.pause()
            while not isinstance(desk.app.screen, CodeScreen):
                await desk.press("escape")
        await desk.click(TextView, offset=(12, 3))
        await desk.click(TextView, offset=(12, 3), button=3)

    at_desk(filled, do)
    assert coded_in(filled) == []


TURNS = {
    "removed": ("[turn removed]", "Coded whole turn, 2 words: Fear.", "[turn removed]"),
    "right to left": ("הלכתי הביתה מיד.", "Coded whole turn, 3 words: Fear.", "הלכתי הביתה מיד."),
    "escapes": ("\x1b[31mred\x1b[0m \x07 off", "Coded whole turn, ", "\x1b[31mred\x1b[0m \x07 off"),
    "40,000 characters": ("We went there. " * 2700, "Coded sentence, 3 words: Fear.", "We went there."),
    "151 words": ("So " * 148 + "it. Was it?", "Coded sentence, 149 words: Fear.", "So " * 148 + "it."),
    "150 words": (
        "So " * 147 + "it. Was it?",
        "Coded whole turn, 150 words: Fear.",
        "So " * 147 + "it. Was it?",
    ),
}


def test_what_is_framed_is_coded_and_said(filled: Path, at_desk: At, coded_in: Coded, tmp_path: Path) -> None:
    turns = "".join(f"P{n % 2 + 1}: {text}\n" for n, (text, _, _) in enumerate(TURNS.values()))
    bring_in(filled, f"Moderator: Go on.\n{turns}", tmp_path)

    async def do(desk: Any) -> None:
        await desk.press("p")
        for name, (_, said, words) in TURNS.items():
            await desk.press("j")
            target = desk.text.target
            assert desk.text.words(target.start, target.end) == words, name
            await desk.press("1")
            assert desk.said.startswith(said), name
            assert "\x1b" not in "".join(desk.text.render_line(y).text for y in range(desk.text.size.height))

    at_desk(filled, do, source="other")
    assert [words for _, words in coded_in(filled, "other")] == [words for _, _, words in TURNS.values()]


def test_a_text_without_speakers_is_coded_by_the_paragraph(
    filled: Path, at_desk: At, coded_in: Coded, tmp_path: Path
) -> None:
    bring_in(filled, "A page.\n\nSo we went, and came back.\n", tmp_path)

    async def do(desk: Any) -> None:
        await desk.press("p", "j", "1")
        assert desk.said == "Coded whole paragraph, 6 words: Fear. Ctrl+Z undoes"

    at_desk(filled, do, source="other")
    assert coded_in(filled, "other") == [("Fear", "So we went, and came back.")]


def test_a_drag_runs_over_turns_and_beyond_the_edge_the_text_scrolls(
    filled: Path, at_desk: At, tmp_path: Path
) -> None:
    bring_in(filled, "".join(f"{'Dan' if n % 2 else 'Una'}: Number {n} went.\n" for n in range(80)), tmp_path)

    async def do(desk: Any) -> None:
        pilot, text = desk.pilot, desk.text
        await pilot.mouse_down(TextView, offset=desk.at(1, "went"))
        await pilot.hover(TextView, offset=desk.at(2, " went"))
        assert desk.marked == "went.\nNumber 2"
        below = text.size.height
        for _ in range(3):
            await pilot.hover(TextView, offset=(20, below + 1))
        await desk.until(lambda: text.cursor.passage > 20)
        assert text.scroll_offset.y > 30
        await pilot.mouse_up(TextView, offset=(20, below + 1))
        last = text.cursor
        await pilot.pause(0.3)
        assert text.cursor == last
        assert text.selection is not None
        assert text.selection[0] == Spot(1, 9)

    at_desk(filled, do, source="other")
