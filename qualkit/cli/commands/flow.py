"""`qualkit flow`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import charting, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("flow")
@click.argument("file", default="")
@charting.chart()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Show how many records were received, left out (and why), and included."""
    from qualkit.actions.screening import flow_table

    with options.opened(invocation) as study:
        hand_out(
            study,
            flow_table(study, said["file"]),
            charting.drawn(Wanted(format=format_, path=output, force=force), said),
        )
