"""`qualkit merge`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.model.plural import counted


@click.command("merge")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, folder: Path, coder: str) -> None:
    """Join a colleague's copy of the study, or just its coding folder.

    Work is joined by its ids. Your own work is saved first; nobody's work is overwritten.
    """
    from qualkit.actions.merge import merge

    with options.opened(invocation, coder) as study:
        done = merge(study, folder)
    _tell(done)


def _tell(done: Any) -> None:
    if not (done.rows or done.files or done.clashes):
        line("There is nothing new in it.")
    for path in done.files:
        line(f"Came along: {path}")
    for path, number in done.rows.items():
        line(f"{path}: {counted(number, 'row')} joined")
    for stem in done.differing:
        say(f'The text of "{stem}" is another one there; what was coded in it was left where it is.')
    if done.left:
        say(f"Left there: {counted(done.left, 'row')}. Bring both to the same file, then merge again.")
    say_all(done.notes)
    if done.clashes:
        say(
            f"{counted(len(done.clashes), 'piece')} of work were changed by both (qualkit status shows them)."
        )
        say('Keep one side with "qualkit load --keep mine" or "qualkit load --keep theirs".')
