"""`qualkit tabulate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import closed, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("tabulate")
@closed.asked()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count single choices, numbers and dates.

    Without a QUESTION: all of them, of every data file.
    """
    from qualkit.actions.closed_tables import tabulate_result
    from qualkit.analysis.tabulate_rows import TabulateOptions

    wanted = TabulateOptions(
        share_of=said["share_of"] or "",
        sort=said["sort"],
        intervals=said["intervals"],
    )
    with options.opened(invocation) as study:
        result = tabulate_result(study, closed.wanted(said), wanted)
        hand_out(study, result, Wanted(format=format_, path=output, force=force, reason=str(said["reason"])))
