"""`qualkit save`."""

from __future__ import annotations

import click

from qualkit.cli import options
from qualkit.cli.errors import say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import line


@click.command("save")
@options.pass_invocation
def command(invocation: Invocation) -> None:
    """Write the work as text files: codebooks, codings, readings, memos, the log."""
    from qualkit.actions.save import save

    with options.opened(invocation) as study:
        saved = save(study)
    if not saved.written:
        line("The text files say all of it already.")
        return
    line(f"Wrote {len(saved.written)} text file{'s' if len(saved.written) > 1 else ''}.")
    say_all(saved.written)
