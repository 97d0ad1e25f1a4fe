"""Screens use the words of the people who read them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TUI = Path(__file__).resolve().parents[3] / "qualkit" / "tui"
FOREIGN = re.compile(
    r"\b(segments?|spans?|anchors?|anchored|prevalence|regex(es)?|case ids?|uuids?)\b", re.IGNORECASE
)
FILES = sorted(TUI.rglob("*.py"))


def texts_of(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every text that could reach a screen: sentences and titles, not docstrings or names."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if " " in node.value or node.value[:1].isupper():
            yield node.lineno, node.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TUI).as_posix())
def test_no_screen_uses_a_word_of_ours(file: Path) -> None:
    found = [
        (line, text) for line, text in texts_of(file.read_text(encoding="utf-8")) if FOREIGN.search(text)
    ]
    assert found == []


def test_such_a_word_would_be_found() -> None:
    source = 'x = "Pick a segment"\ny = "segment"\n"""A span."""\nz = f"{x} spans"\n'
    assert [text for _, text in texts_of(source) if FOREIGN.search(text)] == ["Pick a segment", " spans"]
