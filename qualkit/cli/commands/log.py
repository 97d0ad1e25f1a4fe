"""`qualkit log`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver


@click.command("log")
@options.coder("Only what this person did.")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, coder: str, format_: str, output: Path | None, force: bool) -> None:
    """Show who did what, when, oldest first."""
    from qualkit.actions.history import log_table

    with options.opened(invocation) as study:
        table = log_table(study, coder=coder)
    deliver(table, format=format_, path=output, force=force)
