"""`qualkit prevalence`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import charting, counting, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("prevalence")
@counting.counting()
@click.option("--by", metavar="KEY", default="", help="Split by an attribute or a closed question.")
@charting.chart()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count in how many records (or people) each code of a codebook was found.

    The first row is any of the codes; a code counts what stands below it, too.
    """
    from qualkit.actions.prevalence import prevalence_table

    with options.opened(invocation) as study:
        table = prevalence_table(study, said["codebook"], counting.wanted(said))
        hand_out(study, table, charting.drawn(Wanted(format=format_, path=output, force=force), said))
