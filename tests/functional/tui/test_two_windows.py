"""Two windows on one study see each other's work within two seconds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from qualkit.actions.edit_codebook import rename_code
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view
from qualkit.tui.widgets.code_rows import CodeRows

Two = Callable[..., None]
LIMIT = 2.0


async def seen(desk: Any, is_so: Callable[[], object]) -> None:
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may have the machine
    began = monotonic()
    await desk.until(is_so)
    assert monotonic() - began < LIMIT * crowd


def codes(desk: Any) -> list[str]:
    return [row.title for row in desk.screen.query_one(CodeRows).rows]


@pytest.mark.parametrize("coders", [("ana", "ben"), ("ana", "ana")], ids=["two people", "one person"])
def test_coding_reading_and_a_new_code_are_seen_in_the_other_window(
    filled: Path, two_desks: Two, coders: tuple[str, str]
) -> None:
    is_same = coders[0] == coders[1]

    async def do(one: Any, other: Any) -> None:
        await one.press("j", "c")
        await one.type("fear")
        await one.press("enter", "f")
        read = {1} if is_same else set()
        await seen(other, lambda: other.screen.opened.coded.count(1) and other.screen.opened.read == read)
        await other.press("j", "j", "ctrl+shift+right", "i")
        await other.press("enter")
        await seen(one, lambda: "Dr" in codes(one) and one.screen.opened.coded.count(2) == 1)
        who = {view.coder for view in one.screen.opened.coded.of_passage(2)}
        assert who == {coders[1]}
        await other.press("ctrl+z")
        await seen(one, lambda: "Dr" not in codes(one) and one.screen.opened.coded.count(2) == 0)

    two_desks(filled, coders, do)


def test_a_code_renamed_in_the_codebook_is_renamed_beside_the_text(filled: Path, at_desk: Any) -> None:
    async def do(desk: Any) -> None:
        await desk.press("j", "ctrl+shift+right")
        with open_study(filled, "ana").study as study:
            fear = next(one for one in codebook_view(study)[0].codebook.codes if one.name == "Fear")
            rename_code(study, fear.id, "Dread")
        await seen(desk, lambda: "Dread" in codes(desk))
        assert desk.marked.strip() == "It"

    at_desk(filled, do)
