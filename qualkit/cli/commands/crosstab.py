"""`qualkit crosstab`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import counting, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("crosstab")
@click.argument("attribute")
@counting.counting()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count codes by an attribute or a closed question: one group a column."""
    from qualkit.actions.cross_codes import crosstab_table

    with options.opened(invocation) as study:
        table = crosstab_table(study, said["attribute"], said["codebook"], counting.wanted(said))
        hand_out(study, table, Wanted(format=format_, path=output, force=force, reason=str(said["reason"])))
