"""`qualkit check`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line

FOUND_SOMETHING = 3


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
        report(check(study), "tables", "None of them shows a small number.")


def report(checked: Any, noun: str, fine: str) -> None:
    """Print what a check found, and leave with 3 if anything is wrong."""
    from qualkit.model.finding import Severity

    line(f"Looked at {checked.looked_at} {noun}." + ("" if checked.findings else f" {fine}"))
    for finding in checked.findings:
        line(f"  {finding}")
    if any(finding.severity is not Severity.NOTE for finding in checked.findings):
        raise click.exceptions.Exit(FOUND_SOMETHING)
