"""`qualkit codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.errors import Refused
from qualkit.model.plural import counted


@click.group("codebook")
def command() -> None:
    """Show, bring in or write out codebooks."""


@command.command("show")
@click.argument("name", default="")
@options.table_format()
@options.output_file()
@options.pass_invocation
def show_(invocation: Invocation, name: str, format_: str, output: Path | None, force: bool) -> None:
    """Show the codes of the codebook NAME, or of all."""
    from qualkit.actions.codebook_files import codebook_table

    with options.opened(invocation) as study:
        table = codebook_table(study, name=name)
    deliver(table, format=format_, path=output, force=force)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What the codebook is called; else the file's name.")
@click.option("--yes", is_flag=True, help="Accept what is proposed.")
@options.coder()
@options.pass_invocation
def import_(invocation: Invocation, file: Path, name: str, yes: bool, coder: str) -> None:
    """Bring in the codebook FILE (.yaml, .csv, .xlsx): shows what it adds, changes and leaves, and asks."""
    from qualkit.actions.codebook_files import import_codebook, plan_codebook

    with options.opened(invocation, coder) as study:
        plan = plan_codebook(study, file, name=name)
        _describe(plan)
        if plan.changes.is_nothing:
            line("The study's codebook says the same already. Nothing changes.")
            return
        if not yes and not options.is_interactive():
            raise Refused(
                "Nothing was changed: nobody is there to ask.", hint="Add --yes to accept what is proposed."
            )
        if not yes and not options.agrees("Bring this in?"):
            say("Nothing was changed.")
            return
        book = import_codebook(study, plan)
    line(f"The codebook {book.name} now has {counted(len(book.codes), 'code')}.")


def _describe(plan: Any) -> None:
    changes = plan.changes
    if changes.added:
        say(f"New, {counted(len(changes.added), 'code')}:")
        say_all(changes.added, most=30)
    if changes.changed:
        say(f"{counted(len(changes.changed), 'change')}:")
        say_all(
            (f"{c.path}: {c.field}: “{_short(c.old)}” becomes “{_short(c.new)}”" for c in changes.changed),
            most=30,
        )
    if changes.left:
        say(f"Not in the file, and kept as they are, {counted(len(changes.left), 'code')}:")
        say_all(changes.left, most=30)
    if plan.findings:
        say("Problems in the file:")
        say_all(plan.findings, most=30)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Which codebook, where there are several.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@options.pass_invocation
def export_(invocation: Invocation, file: Path, name: str, force: bool) -> None:
    """Write a codebook to FILE: .yaml, .csv or .xlsx."""
    from qualkit.actions.codebook_files import export_codebook

    with options.opened(invocation) as study:
        book = export_codebook(study, file, name=name, force=force)
    line(f"Wrote the codebook {book.name} to {file}.")
