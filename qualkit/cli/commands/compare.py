"""`qualkit compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import charting, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("compare")
@click.argument("name", required=False, default="")
@click.option("--sort", type=click.Choice(["count", "share"]), help="By the first series, highest first.")
@click.option("--head", type=click.IntRange(min=1), metavar="N", help="Only the first N rows.")
@charting.chart()
@options.reason()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Set several results side by side: NAME is a [compare.NAME] of study.toml.

    Each series keeps its own noun and base; what one did not ask is blank.
    """
    from qualkit.actions.compare import compare_table

    with options.opened(invocation) as study:
        table = compare_table(study, said["name"], sort=said["sort"] or "", head=said["head"] or 0)
        hand_out(study, table, charting.drawn(Wanted(format=format_, path=output, force=force), said))
