"""`qualkit flow`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver


@click.command("flow")
@click.argument("file", default="")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, file: str, format_: str, output: Path | None, force: bool) -> None:
    """Show how many records were received, left out (and why), and included."""
    from qualkit.actions.screening import flow_table

    with options.opened(invocation) as study:
        table = flow_table(study, file)
    deliver(table, format=format_, path=output, force=force)
