"""What every page says is so: its links lead somewhere, and the commands and options that it names exist."""

import re
from pathlib import Path

import click
import pytest

from qualkit.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))),
]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
NAMED = re.compile(r"`(?:uv run )?qualkit (?:-C \S+ )?([^`]+)`")


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_no_page_tells_anybody_to_install_a_stranger_s_package(page):
    assert not re.search(r"pip3? install ['\"]?qualkit", (ROOT / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page):
    links = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_a_page_names_exists(page):
    for said in NAMED.findall((ROOT / page).read_text(encoding="utf-8")):
        command = cli
        for word in said.replace(",", " ").split():
            if word.startswith("--"):
                assert word in _options(command), said
            elif isinstance(command, click.Group):
                command = command.get_command(click.Context(cli), word)
                assert command is not None, said


@pytest.mark.parametrize("page", ["docs/counting.md", "docs/charts.md"])
def test_every_option_that_a_page_on_counting_names_belongs_to_a_command_of_it(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    names = {said.split()[0] for said in NAMED.findall(text)}
    known = set().union(*(_options(cli.get_command(click.Context(cli), name)) for name in names))
    assert set(re.findall(r"`(--[a-z-]+)", text)) <= known


def _options(command):
    within = click.Context(command)
    inner = []
    if isinstance(command, click.Group) and command is not cli:
        inner = [command.get_command(within, name) for name in command.list_commands(within)]
    return {"--help"}.union(*(parameter.opts for one in (command, *inner) for parameter in one.params))
