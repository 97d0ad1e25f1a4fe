"""`qualkit screen`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted


@click.command("screen")
@click.argument("file", default="")
@options.where()
@click.option("--record", "records", metavar="ID", multiple=True, help="Only this record; may be repeated.")
@click.option("--leave-out", "reason", metavar="REASON", help="Leave these records out of every count.")
@click.option("--include", is_flag=True, help="Include them; without --where, all not decided on yet.")
@click.option("--undecide", is_flag=True, help="Take the decision back.")
@click.option("--sample", "size", type=click.IntRange(min=1), metavar="N", help="Draw N records at random.")
@click.option("--by", metavar="KEY", default="", help="With --sample: each group gets its share.")
@click.option("--seed", type=int, metavar="NUMBER", help="With --sample: draws the same records again.")
@click.option("--name", default="", help="With --sample: what to call it, for --where sample=NAME.")
@click.option("--forget-sample", "gone", metavar="NAME", help="Let a sample go.")
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation, /, coder: str, format_: str, output: Path | None, force: bool, **said: Any
) -> None:
    """Leave records of FILE out of the study, include them, or draw a random sample.

    Without an option: list the records with what was decided of them.
    """
    from qualkit.actions import samples, screening

    asked = [
        name for name in ("reason", "include", "undecide", "size", "gone") if said[name] not in (None, False)
    ]
    if len(asked) > 1:
        raise click.UsageError("Give one of --leave-out, --include, --undecide, --sample, --forget-sample.")
    is_bare = not (said["where"] or said["records"])
    if is_bare and asked and asked[0] in ("reason", "undecide"):
        raise click.UsageError("Say which records: --where KEY=VALUE or --record ID.")
    with options.opened(invocation, coder) as study:
        which = screening.Which(file=said["file"], where=said["where"], records=said["records"])
        if not asked:
            deliver(
                screening.screening_table(study, said["file"], said["where"]),
                format=format_,
                path=output,
                force=force,
            )
        elif said["size"]:
            _tell_sample(
                samples.draw_sample(
                    study, which, said["size"], by=said["by"], seed=said["seed"], name=said["name"]
                )
            )
        elif said["gone"]:
            count = samples.forget_sample(study, said["gone"])
            line(f'Let the sample "{said["gone"]}" of {counted(count, "record")} go.')
        elif said["reason"] is not None:
            _tell(screening.leave_out(study, which, said["reason"]), "Left out")
        elif said["include"]:
            _tell(screening.include(study, which), "Included")
        else:
            _tell(screening.undecide(study, which), "Put back to undecided:")


def _tell(done: Any, did: str) -> None:
    reason = f": {done.reason}" if done.reason else ""
    line(f"{did} {counted(done.changed, 'record')} of {done.file}{reason}.")
    if done.found > done.changed:
        say(f"Of {counted(done.found - done.changed, 'record')} that was so already.")
    if done.changed:
        say("qualkit undo takes it back; qualkit flow shows what became of all records.")


def _tell_sample(drawn: Any) -> None:
    line(f'Drew the sample "{drawn.name}" of {drawn.file}: {drawn.method}.')
    for value, (number, of) in drawn.strata.items():
        line(f"  {value or 'not known'}: {number} of {of}")
    say(f'It is meant by --where "sample={drawn.name}".')
