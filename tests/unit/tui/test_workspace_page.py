"""The page on the workspace names keys that do what they did when it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualkit.tui.commands import EVERYWHERE, REGISTRY, WITH_TEXT
from qualkit.tui.keys import shown_key

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "workspace.md").read_text(encoding="utf-8")
_SCREENS = {
    "lost places": "lost",
    "how many": "howmany",
    "more like this": "like",
    "proposed codes": "suggest",
}
"""Headings that are not what the registry calls their screen."""
SECTIONS = {
    _SCREENS.get(title.casefold(), title.casefold()): set(
        re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (`.*?) \|", text, re.M)))
    )
    for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
}
TABLES = {title: keys for title, keys in SECTIONS.items() if keys}


def keys_of(screen: str) -> set[str]:
    return {shown_key(key) for command in REGISTRY[screen] for key in command.keys}


@pytest.mark.parametrize("screen", TABLES)
def test_every_key_in_a_table_belongs_to_that_screen(screen: str) -> None:
    known = keys_of(screen) | (keys_of("text") if screen in WITH_TEXT else set())
    assert TABLES[screen] - known == set()


@pytest.mark.parametrize("screen", [name for name in TABLES if name != EVERYWHERE])
def test_every_command_of_the_bottom_line_is_on_the_page(screen: str) -> None:
    footer = [command for command in REGISTRY[screen] if command.in_footer]
    missing = [one.title for one in footer if not {shown_key(key) for key in one.keys} & TABLES[screen]]
    assert missing == []


def test_the_pictures_of_the_page_are_there() -> None:
    names = re.findall(r"\]\((pictures/[^)]+)\)", PAGE)
    assert names and [name for name in names if not (DOCS / name).is_file()] == []
