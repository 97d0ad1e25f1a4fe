"""`qualkit cooccur`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import counting, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("cooccur")
@counting.counting()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Count which codes come together in the same record or person."""
    from qualkit.actions.cross_codes import cooccurrence_table

    with options.opened(invocation) as study:
        table = cooccurrence_table(study, said["codebook"], counting.wanted(said))
        hand_out(study, table, Wanted(format=format_, path=output, force=force, reason=str(said["reason"])))
