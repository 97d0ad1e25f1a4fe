"""`qualkit agree`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted


@click.command("agree")
@click.option("--adopt", "adopted", metavar="CODER", help="Make this person's coding the agreed one.")
@options.sources()
@options.where()
@click.option("--codebook", default="", metavar="NAME", help="Only for this codebook; else for all.")
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    adopted: str | None,
    coder: str,
    format_: str,
    output: Path | None,
    force: bool,
    **said: Any,
) -> None:
    """List the passages that wait for the team's decision, or decide them for one person's coding.

    --adopt settles every passage that two or more have read; what the team agreed on before stays.
    """
    from qualkit.actions import agree

    with options.opened(invocation, coder) as study:
        selection = options.selection(said["source"], said["where"])
        if not adopted:
            table = agree.waiting_table(study, selection, said["codebook"])
            deliver(table, format=format_, path=output, force=force)
            return
        done = agree.adopt(study, adopted, selection, said["codebook"])
    line(
        f"{done.coder}'s coding of {counted(done.passages, 'passage')} is now the agreed one; "
        f"readers had differed on {done.settled:,}."
    )
    if done.agreed_before:
        say(f"Left as the team had agreed before: {counted(done.agreed_before, 'passage')}.")
    if done.unread:
        say(f"Left, since {done.coder} has not read them: {counted(len(done.unread), 'passage')}.")
    say("qualkit undo takes it back.")
