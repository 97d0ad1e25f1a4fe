"""`qualkit similar`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver
from qualkit.cli.passages import passages, scope
from qualkit.cli.progress import ProgressLine


@click.command("similar")
@click.argument("text", required=False, default="")
@click.option("--to-code", metavar="CODE", default="", help="Like the passages that CODE has.")
@click.option("--to", "passage", metavar="SOURCE:PASSAGE", default="", help="Like this passage.")
@click.option("--uncoded", is_flag=True, help="Leave out what has the code already; else, any code.")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show.")
@passages()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Find passages that say something like TEXT, whatever their words.

    TEXT is a sentence; or name a code, or a passage, to find more like those.
    """
    from qualkit.actions.similar import Like, SimilarOptions, similar
    from qualkit.actions.topics import TopicWatch

    if sum(map(bool, (said["text"].strip(), said["to_code"], said["passage"]))) != 1:
        raise click.UsageError("Give a sentence, or --to-code CODE, or --to SOURCE:PASSAGE: one of them.")
    like = Like(text=said["text"], code=said["to_code"], passage=said["passage"])
    wanted = SimilarOptions(scope=scope(said), is_uncoded=said["uncoded"], most=said["most"])
    with options.opened(invocation) as study:
        with ProgressLine() as line:
            found = similar(study, like, wanted, watch=TopicWatch(told=line))
        deliver(found.table, format=format_, path=output, force=force)
