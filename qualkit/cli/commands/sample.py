"""`qualkit sample`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli.errors import say
from qualkit.cli.output import line


@click.command("sample")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Copy the sample study, which is invented, into FOLDER."""
    from qualkit.actions.make import copy_sample

    made = copy_sample(folder)
    line(f"Copied the sample study to {made.name}.")
    say(f"Next: qualkit -C {folder} status")
