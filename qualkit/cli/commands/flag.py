"""`qualkit flag`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import line, show

_KINDS = ("question", "audio", "identify", "safeguarding")


@click.command("flag")
@click.argument("passage", default="", metavar="[SOURCE#NUMBER]")
@click.option("--kind", type=click.Choice(_KINDS), help="What is to be looked at.")
@click.option("--text", default="", help="What it is about.")
@click.option("--told", default="", metavar="WHO", help="Who was told of it.")
@click.option("--when", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="On which day; else today.")
@click.option("--clear", "cleared", metavar="ID", help="Settle this flag.")
@click.option("--reason", default="", help="With --clear: why.")
@click.option("--of", "about", metavar="ID", help="With --told: the flag that they were told of.")
@click.option("--all", "with_cleared", is_flag=True, help="List those that are cleared, too.")
@options.coder()
@options.table_format()
@options.pass_invocation
def command(invocation: Invocation, /, passage: str, coder: str, format_: str, **said: Any) -> None:
    """Flag a passage for the team; without one: list the flags, safeguarding first.

    A flagged passage stays out of the quote bank until its flag is cleared. Flags are never exported.
    """
    from qualkit.actions import flags
    from qualkit.model.flag import FlagKind

    when: datetime | None = said["when"]
    day = when.date() if when else None
    if passage and not said["kind"]:
        raise click.UsageError(f"Say what is to be looked at: --kind {'|'.join(_KINDS)}.")
    with options.opened(invocation, coder) as study:
        if passage:
            flag_id = flags.flag(
                study, passage, FlagKind(said["kind"]), said["text"], told=said["told"], when=day
            )
            line(f"Flagged {passage} ({FlagKind(said['kind']).shown}): {flag_id[:8]}.")
        elif said["cleared"]:
            line(f"Cleared the flag on {flags.clear(study, said['cleared'], said['reason']).passage}.")
        elif said["about"]:
            found = flags.tell(study, said["about"], said["told"], day)
            line(f"Noted who was told of the flag on {found.passage}.")
        else:
            show(flags.flags_table(study, with_cleared=said["with_cleared"]), format_)
