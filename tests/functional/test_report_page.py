"""The page on a whole report is done: every command works and gives what is shown, and its shares follow."""

from __future__ import annotations

import re
from pathlib import Path

from qualkit.analysis.phrases import percent

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
PRINTED = re.compile(r"^\| [^|]*?([\d,]+) of ([\d,]+) \| (\d+(?:\.\d)?)%", re.M)


def test_every_command_of_the_page_works_and_gives_what_is_shown(follow, tmp_path):
    assert follow("docs/report.md", columns=100) >= 15
    for made in ("harm.svg", "definitions.xlsx", "bank.docx"):
        assert (tmp_path / made).stat().st_size > 5_000


def test_the_page_gives_the_shares_that_follow_from_its_counts():
    told = PRINTED.findall(PAGE)
    assert len(told) == 7
    for count, base, share in told:
        numbers = (int(text.replace(",", "")) for text in (count, base))
        assert percent(*numbers, places=len(share.partition(".")[2])) == f"{share}%"
