"""The tutorial is done, command by command, and must give what it shows."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_of_the_tutorial_works_and_gives_what_is_shown(follow, tmp_path):
    assert follow("docs/tutorial.md") >= 25
    for made in ("safety.png", "bank.docx", "bank.html", "bank.xlsx", "survey.docx"):
        assert (tmp_path / made).stat().st_size > 10_000


def test_every_picture_is_shown_by_a_page_and_is_small():
    pages = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    shown = {
        name
        for page in pages
        for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))
    }
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    assert shown == kept.keys()
    assert max(kept.values()) < 250_000
