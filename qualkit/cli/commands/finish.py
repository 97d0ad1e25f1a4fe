"""`qualkit finish`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.model.plural import counted


@click.command("finish")
@click.argument("named", nargs=-1, metavar="[SOURCE]...")
@options.sources()
@click.option("--codebook", multiple=True, metavar="NAME", help="Read for this codebook; else for all.")
@options.where()
@click.option(
    "--from", "first", default="", metavar="NUMBER", help="Of one source: from this turn, record or answer."
)
@click.option("--to", "last", default="", metavar="NUMBER", help="To this one, which is included.")
@click.option("--undo", "is_undone", is_flag=True, help="Say that you have not read them after all.")
@options.coder()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    named: tuple[str, ...],
    source: tuple[str, ...],
    *,
    first: str,
    last: str,
    is_undone: bool,
    coder: str,
    **said: Any,
) -> None:
    """Say that you have read SOURCES (all, where none is named): what has no code then counts as read.

    --undo takes it back, for as much as you name: your codings stay.
    """
    from qualkit.actions.finish import finish, unfinish

    with options.opened(invocation, coder) as study:
        change = unfinish if is_undone else finish
        finished = change(study, source=(*named, *source), stretch=(first, last), **said)
    books = ", ".join(finished.codebooks)
    if is_undone:
        line(f"Took back that you had read {counted(finished.passages, 'passage')} for {books}.")
        return
    if not finished.passages:
        line(f"You had read all of this for {books} already.")
        return
    count = len(finished.sources)
    sources = f"{count} source{'s' if count > 1 else ''}"
    line(f"Marked {counted(finished.passages, 'passage')} in {sources} as read for {books}.")
