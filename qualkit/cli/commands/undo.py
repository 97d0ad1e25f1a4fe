"""`qualkit undo`."""

from __future__ import annotations

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line


@click.command("undo")
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, coder: str) -> None:
    """Take back your last step, whole."""
    from qualkit.actions.history import undo

    with options.opened(invocation, coder) as study:
        line(f"Undone: {undo(study)}.")
