"""The README's tour is run, command by command, and must give what the README shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n\$ uv run qualkit (?P<arguments>.*)\n(?P<output>(?:.*\n)*?)```$", re.M)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def run(arguments, folder):
    """What a terminal would show of `qualkit ARGUMENTS`: talk and data as they come."""
    private = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "APPDATA")}
    said = {name: value for name, value in os.environ.items() if name != "QUALKIT_CODER"}
    return subprocess.run(
        [sys.executable, "-c", "from qualkit.cli.main import main; main()", *shlex.split(arguments)],
        cwd=folder / "desk",
        env={**said, **private, "COLUMNS": "90"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    ).stdout


def normalised(text):
    """Without what differs from day to day and from version to version, and without blanks at line ends."""
    text = re.sub(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?", "DATE", text)
    text = re.sub(r"\b\d+\.\d+\.\d+\b", "VERSION", text)
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_tour_gives_what_the_readme_shows(tmp_path):
    (tmp_path / "desk").mkdir()
    steps = list(BLOCK.finditer(README))
    assert len(steps) >= 6
    for step in steps:
        given = run(step["arguments"], tmp_path)
        assert normalised(given) == normalised(step["output"]), step["arguments"]
    assert (tmp_path / "desk" / "bank.docx").stat().st_size > 10_000


def test_the_two_commands_stand_alone_each_in_its_block():
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.M | re.S)
    assert [text for language, text in blocks if not language] == [
        "python3 -m pip install uv && python3 -m uv run qualkit\n",
        "python3 -m pip install uv && python3 -m uv run pytest\n",
    ]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(
    str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))
)])  # fmt: skip
def test_no_page_tells_anybody_to_install_a_stranger_s_package(page):
    assert not re.search(r"pip3? install ['\"]?qualkit", (ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(
    str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))
)])  # fmt: skip
def test_every_link_of_a_page_leads_to_a_file(page):
    links = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert missing == []
