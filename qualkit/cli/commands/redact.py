"""`qualkit redact`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted


@click.command("redact")
@click.argument("words", required=False)
@click.option(
    "--as", "replacement", metavar="TEXT", default="", help="What is shown instead, such as [sister]."
)
@click.option("--source", "source", metavar="NAME", multiple=True, help="Here only; else everywhere.")
@click.option("--match-case", is_flag=True, help="Only where the capitals are the same.")
@click.option("--leave", is_flag=True, help="Leave the words as they are, and propose them no more.")
@click.option("--list", "is_list", is_flag=True, help="List what was decided, with the words themselves.")
@click.option("--suggest", is_flag=True, help="List words that may tell who somebody is.")
@click.option(
    "--decide", "file", metavar="FILE", type=click.Path(path_type=Path),
    help="Take decisions from a .csv file with the columns words and replacement (empty: leave).",
)  # fmt: skip
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    words: str | None,
    source: tuple[str, ...],
    coder: str,
    format_: str,
    output: Path | None,
    force: bool,
    **said: Any,
) -> None:
    """Show something else instead of words that tell who somebody is.

    The study keeps the words; everything that shows or hands over texts shows the replacement, in this
    source or everywhere, also in files that are added later. "qualkit undo" takes a step back.
    """
    from qualkit.actions import redact, suggest_redactions

    asked = (words is not None, said["is_list"], said["suggest"], said["file"] is not None)
    if sum(asked) != 1 or (len(source) > 1 and not said["suggest"]):
        raise click.UsageError('Say what to do: "NAME" --as "[sister]", --suggest, --list or --decide FILE.')
    with options.opened(invocation, coder) as study:
        if said["is_list"]:
            deliver(redact.redactions_table(study), format=format_, path=output, force=force)
        elif said["suggest"]:
            table = suggest_redactions.candidates_table(study, source)
            deliver(table, format=format_, path=output, force=force)
            if table.rows and output is None:
                say("To decide: add -o candidates.csv, look through it, then qualkit redact --decide FILE.")
        elif said["file"] is not None:
            decided = suggest_redactions.decide_from_file(study, said["file"])
            line(f"Decided about {counted(len(decided.decisions), 'word or name', 'words or names')}.")
            _tell(decided)
        else:
            where: redact.Where = {
                "source": source[0] if source else "",
                "match_case": said["match_case"],
            }
            if said["leave"]:
                redact.leave(study, words or "", **where)
                line("These words are left as they are.")
                return
            done = redact.redact(study, words or "", said["replacement"], **where)
            line(f"Shown from now on: {done.decisions[0].replacement}")
            _tell(done)


def _tell(done: Any) -> None:
    if not done.places:
        say("The words stand nowhere yet.")
        return
    say(f"They stand in {counted(done.places, 'place')}, in {_listed(done.sources)}.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
