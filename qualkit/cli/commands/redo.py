"""`qualkit redo`."""

from __future__ import annotations

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line


@click.command("redo")
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, coder: str) -> None:
    """Do your last undone step again."""
    from qualkit.actions.history import redo

    with options.opened(invocation, coder) as study:
        line(f"Done again: {redo(study)}.")
