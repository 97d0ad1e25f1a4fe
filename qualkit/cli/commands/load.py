"""`qualkit load`."""

from __future__ import annotations

from typing import Literal

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line


@click.command("load")
@click.option("--keep", type=click.Choice(["mine", "theirs"]), help="Settle what was changed on both sides.")
@options.pass_invocation
def command(invocation: Invocation, keep: Literal["mine", "theirs"] | None) -> None:
    """Take in what changed in the text files (opening a study does it too), and settle conflicts."""
    from qualkit.actions.load import load

    with options.opened(invocation) as study:
        loaded = load(study, keep or "")
    line("Conflicts are settled." if keep and not loaded.clashes else "The text files are taken in.")
