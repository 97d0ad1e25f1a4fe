"""`qualkit check`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line, width
from qualkit.model.plural import counted

FOUND_SOMETHING = 3
_NONE_SMALL = "None of them shows a small number."


@click.group("check")
def command() -> None:
    """Check the study; exit code 3 when something is wrong."""


@command.command("anchors")
@options.pass_invocation
def anchors(invocation: Invocation) -> None:
    """Check that the exact words of every coding stand at its place."""
    from qualkit.actions.checking import anchors as check

    with options.opened(invocation) as study:
        report(check(study), "codings", "All of them stand on their exact words.")


@command.command("codebook")
@click.argument("name", default="")
@options.pass_invocation
def codebook(invocation: Invocation, name: str) -> None:
    """Find codes without definition, never used, or with nearly the same name."""
    from qualkit.actions.checking import codebook as check

    with options.opened(invocation) as study:
        report(check(study, name=name), "codes", "Nothing is wrong with them.")


@command.command("disclosure")
@options.pass_invocation
def disclosure(invocation: Invocation) -> None:
    """List small numbers and the like that the study's tables would show if they were handed over."""
    from qualkit.actions.disclosing import disclosure as check

    with options.opened(invocation) as study:
        checked = check(study)
    line(
        f"Looked at {counted(checked.looked_at, 'table')}." + ("" if checked.findings else f" {_NONE_SMALL}")
    )
    by_table: dict[str, list[str]] = {}
    for finding in checked.findings:
        by_table.setdefault(str(finding.where), []).append(finding.message)
    aside = by_table.pop("", [])
    for title, said in by_table.items():
        _paragraph(title, [f"- {one}" for one in said])
    _paragraph("", aside)
    leave(checked)


def _paragraph(title: str, said: Sequence[str]) -> None:
    """What is said of one table, below its title; long lines are broken and stand in."""
    for one in [*([""] if title or said else []), *([title] if title else []), *said]:
        for part in textwrap.wrap(one, width(), subsequent_indent="  ") or [""]:
            line(part)


def report(checked: Any, noun: str, fine: str) -> None:
    """Print what a check found, and leave with 3 if anything is wrong."""
    line(f"Looked at {checked.looked_at:,} {noun}." + ("" if checked.findings else f" {fine}"))
    for finding in checked.findings:
        line(f"  {finding}")
    leave(checked)


def leave(checked: Any) -> None:
    """Leave with 3 if anything is wrong."""
    from qualkit.model.finding import Severity

    if any(finding.severity is not Severity.NOTE for finding in checked.findings):
        raise click.exceptions.Exit(FOUND_SOMETHING)
