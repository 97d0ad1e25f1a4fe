"""`qualkit returns`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("returns")
@click.argument("file")
@click.option("--of", metavar="COLUMN", default="", help="The column that is the base of the others.")
@options.where()
@options.reason()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: str | tuple[str, ...]
) -> None:
    """Pool official returns: FILE has one row an organisation, one column a count.

    Each row of the table has its own base: only organisations that gave that count.
    """
    from qualkit.actions.pooled_returns import returns_table

    with options.opened(invocation) as study:
        table = returns_table(study, str(said["file"]), of=str(said["of"]), where=tuple(said["where"]))
        hand_out(study, table, Wanted(format=format_, path=output, force=force, reason=str(said["reason"])))
