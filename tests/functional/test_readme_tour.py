"""The README's tour is done, command by command, and must give what the README shows."""

import re
from pathlib import Path

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_tour_gives_what_the_readme_shows(follow, tmp_path):
    assert follow("README.md", coder="", only_shown=True) >= 6
    assert (tmp_path / "bank.docx").stat().st_size > 10_000


def test_the_two_commands_stand_alone_each_in_its_block():
    blocks = re.findall(r"^```([^\n]*)\n(.*?)^```$", README, re.M | re.S)
    assert [text for language, text in blocks if not language] == [
        "python3 -m pip install uv && python3 -m uv run qualkit\n",
        "python3 -m pip install uv && python3 -m uv run pytest\n",
    ]
