"""`qualkit prevalence`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver


@click.command("prevalence")
@click.argument("codebook", required=False, default="")
@options.sources()
@click.option(
    "--unit",
    type=click.Choice(["record", "case", "segment", "source"]),
    help="What is counted: records, people, turns and answers, or whole sources.",
)
@options.where()
@click.option("--base", metavar="NAME", default="", help="Only what meets this base of study.toml.")
@click.option("--by", metavar="KEY", default="", help="Split by an attribute or a closed question.")
@click.option(
    "--take",
    type=click.Choice(["first", "last", "any"]),
    default=None,
    help="Which counts where that varies within a person.",
)
@click.option("--partial", is_flag=True, help="Count what is read only in part, too.")
@click.option("--anyway", is_flag=True, help="Count people in group discussions all the same.")
@options.whose_coding()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation, /, codebook: str, format_: str, output: Path | None, force: bool, **said: Any
) -> None:
    """Count in how many records (or people) each code of a codebook was found.

    The first row is any of the codes; a code counts what stands below it, too.
    """
    from qualkit.actions.counting_units import CountBy, Counting
    from qualkit.actions.prevalence import prevalence_table

    wanted = Counting(
        selection=options.selection(said["source"], said["where"]),
        base=said["base"],
        unit=CountBy(said["unit"]) if said["unit"] else None,
        by=said["by"],
        take=said["take"] or "",
        coder=said["coder"],
        takes_partial=said["partial"],
        anyway=said["anyway"],
    )
    with options.opened(invocation) as study:
        table = prevalence_table(study, codebook, wanted)
    deliver(table, format=format_, path=output, force=force)
