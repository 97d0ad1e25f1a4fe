"""`qualkit multi`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import charting, closed, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("multi")
@closed.asked()
@charting.chart()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count multi-selects: the share of people, and of ticks.

    Without a QUESTION: all of them, of every data file.
    """
    from qualkit.actions.closed_tables import multi_result
    from qualkit.analysis.multiselect import MultiOptions

    wanted = MultiOptions(
        share_of=said["share_of"] or "",
        sort=said["sort"],
        intervals=said["intervals"],
    )
    with options.opened(invocation) as study:
        result = multi_result(study, closed.wanted(said), wanted)
        hand_out(study, result, charting.drawn(Wanted(format=format_, path=output, force=force), said))
