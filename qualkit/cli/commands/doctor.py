"""`qualkit doctor`."""

from __future__ import annotations

import click

from qualkit.cli.main import Invocation
from qualkit.cli.options import pass_invocation
from qualkit.cli.output import show


@click.command("doctor")
@pass_invocation
def command(invocation: Invocation) -> None:
    """Show what works on this computer, what is missing, and how to add it."""
    from qualkit.actions.doctor import doctor_table

    show(doctor_table(invocation.study))
