"""`qualkit suggest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out
from qualkit.cli.progress import ProgressLine

if TYPE_CHECKING:
    from qualkit.actions.suggest import Suggested


@click.command("suggest")
@click.option("--codebook", metavar="NAME", default="", help="Only codes of this codebook; else of all.")
@click.option("--code", metavar="CODE", default="", help="Only this code: a name or a path.")
@click.option(
    "--precision", type=float, default=0.8, show_default=True,
    help="The share of proposals that must be right, 0.5 to below 1; codes that can't keep to it are silent.",
)  # fmt: skip
@click.option("--evaluate", is_flag=True, help="Propose nothing; show how good proposals are against people.")
@click.option("--show-words", is_flag=True, help="Show the words that speak most for each code.")
@options.coder()
@options.reason()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation, /, coder: str, format_: str, output: Path | None, force: bool, **said: Any
) -> None:
    """Propose codes, learned from what you have read and coded.

    Nothing is coded: each proposal waits for your yes in the workspace, and shows only when its passage is
    marked as read. Where two people are to code apart, nothing is proposed.
    """
    from qualkit.actions.suggest import suggest
    from qualkit.actions.suggest_report import evaluate

    asked = {name: said[name] for name in ("codebook", "code", "precision")}
    wanted = Wanted(format=format_, path=output, force=force, reason=str(said["reason"]))
    with options.opened(invocation, coder) as study:
        if said["evaluate"]:
            with ProgressLine() as told:
                found = evaluate(study, **asked, progress=told)
            hand_out(study, found, wanted)
            return
        with ProgressLine() as told:
            done = suggest(study, **asked, progress=told)
        hand_out(study, done.table_with_words if said["show_words"] else done.table, wanted)
    _tell(done, is_shown=format_ == "table" and output is None)


def _tell(done: Suggested, *, is_shown: bool) -> None:
    silent = [f"{one.path}: {one.why_silent}" for one in done.codes if one.why_silent]
    if silent and not is_shown:
        say(f"Silent ({len(silent)}):")
        say_all(silent)
    earlier = f", {done.stayed:,} as before" if done.stayed else ""
    gone = f"; {done.gone:,} earlier ones are gone" if done.gone else ""
    say(f"{done.new:,} new proposals{earlier}{gone}.")
    if done.hidden:
        say(f"{done.hidden:,} show only when their passage is marked as read.")
    if done.set_aside:
        say(f"Nothing is proposed in {done.set_aside:,} passages that two people code apart.")
    if done.new + done.stayed:
        say("Nothing is coded until you say yes to each. qualkit undo takes it back.")
