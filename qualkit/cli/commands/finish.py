"""`qualkit finish`."""

from __future__ import annotations

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.model.plural import counted


@click.command("finish")
@options.sources()
@click.option("--codebook", multiple=True, metavar="NAME", help="Read for this codebook; else for all.")
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, source: tuple[str, ...], codebook: tuple[str, ...], coder: str) -> None:
    """Say that you have read sources (all, where none is named): what has no code then counts as read."""
    from qualkit.actions.finish import finish

    with options.opened(invocation, coder) as study:
        finished = finish(study, source=source, codebook=codebook)
    books = ", ".join(finished.codebooks)
    if not finished.passages:
        line(f"You had read all of this for {books} already.")
        return
    count = len(finished.sources)
    sources = f"{count} source{'s' if count > 1 else ''}"
    line(f"Marked {counted(finished.passages, 'passage')} in {sources} as read for {books}.")
