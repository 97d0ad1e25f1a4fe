"""`qualkit load`."""

from __future__ import annotations

from typing import Literal

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import line


@click.command("load")
@click.option("--keep", type=click.Choice(["mine", "theirs"]), help="Settle what was changed on both sides.")
@click.option("--backup", metavar="DATE", help="Put back the study as it was before that day's work.")
@options.coder()
@options.pass_invocation
def command(
    invocation: Invocation, keep: Literal["mine", "theirs"] | None, backup: str | None, coder: str
) -> None:
    """Take in what changed in the text files (opening a study does it too), and settle conflicts."""
    from qualkit.actions.load import load

    if backup:
        _restore(invocation, backup, coder)
        return
    with options.opened(invocation) as study:
        loaded = load(study, keep or "")
    line("Conflicts are settled." if keep and not loaded.clashes else "The text files are taken in.")


def _restore(invocation: Invocation, name: str, coder: str) -> None:
    from pathlib import Path

    from qualkit.actions.backups import restore
    from qualkit.study import find_study

    done = restore(invocation.study or find_study(Path.cwd()), name, coder)
    line(f"Put back the study as it was before the work of {done.name}.")
    say(f"As it was until now, it is in {done.before.parent.name}/{done.before.name}.")
