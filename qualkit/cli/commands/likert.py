"""`qualkit likert`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import charting, closed, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("likert")
@closed.asked()
@click.option("--top", type=click.IntRange(min=1), metavar="K", help="How many levels are the top; else 2.")
@click.option(
    "--centre", type=float, metavar="LEVEL", help="Where the scale is split: 3 is neutral, 2.5 is none."
)
@click.option("--reverse", is_flag=True, help="Read the scales from their other end.")
@click.option("--mean", is_flag=True, help="Show median, mean and standard deviation.")
@click.option("--test", is_flag=True, help="Test the groups of --by against each other (rank tests, Holm).")
@click.option("--alpha", is_flag=True, help="Show Cronbach's alpha of each grid.")
@charting.scale()
@charting.chart()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count items on a scale: levels, top and bottom, net, and who did not rate.

    Without a QUESTION: all of them, of every data file.
    """
    from qualkit.actions.closed_tables import likert_result
    from qualkit.analysis.likert_rows import LikertOptions

    wanted = LikertOptions(
        share_of=said["share_of"] or "",
        sort=said["sort"],
        intervals=said["intervals"],
        top=said["top"],
        centre=said["centre"],
        reverse=said["reverse"],
        mean=said["mean"],
        test=said["test"],
        alpha=said["alpha"],
    )
    with options.opened(invocation) as study:
        result = likert_result(study, closed.wanted(said), wanted)
        hand_out(study, result, charting.drawn(Wanted(format=format_, path=output, force=force), said))
