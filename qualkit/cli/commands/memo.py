"""`qualkit memo`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line


@click.command("memo")
@click.argument("text", default="")
@click.option("--source", default="", help="A memo on this source.")
@click.option("--passage", default="", metavar="SOURCE#NUMBER", help="A memo on this turn, answer or record.")
@click.option("--code", default="", help="A memo on this code.")
@click.option("--person", default="", help="A memo on this person.")
@click.option("--coding", default="", metavar="ID", help="A memo on this coding.")
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    text: str,
    coder: str,
    format_: str,
    output: Path | None,
    force: bool,
    **targets: str,
) -> None:
    """Write a memo, on the study or on what an option names; without TEXT: list all memos."""
    from qualkit.actions.memos import add_memo, memos_table

    named = {about: target for about, target in targets.items() if target}
    if len(named) > 1:
        raise click.UsageError(
            "A memo is on one thing: give one of --source, --passage, --code, --person, --coding."
        )
    with options.opened(invocation, coder) as study:
        if not text and not named:
            deliver(memos_table(study), format=format_, path=output, force=force)
            return
        about, target = next(iter(named.items()), ("study", ""))
        add_memo(study, text, about=about, target=target)
    line(f"Wrote a memo on {target or 'the study'}.")
