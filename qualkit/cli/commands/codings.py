"""`qualkit codings`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted


@click.command("codings")
@click.option(
    "--import", "file", metavar="FILE", type=click.Path(path_type=Path), help="Take codings from a .csv file."
)
@click.option("--code", default="", help="Only this code and those below it.")
@options.sources()
@options.where()
@click.option(
    "--speaker-role", "speaker_role", multiple=True, metavar="PART", help="Only this part in the talk."
)
@options.coder("With --import: who works. Else: only this person's codings.")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(  # noqa: PLR0913 - click hands over one parameter an option
    invocation: Invocation,
    /,
    *,
    file: Path | None,
    code: str,
    source: tuple[str, ...],
    where: tuple[str, ...],
    speaker_role: tuple[str, ...],
    coder: str,
    format_: str,
    output: Path | None,
    force: bool,
) -> None:
    """List codings, or take them from a file.

    The file has the columns source, code and quote (the words are looked up), or source, code, segment,
    start and end. Each row that does not match is reported.
    """
    from qualkit.actions.import_codings import import_codings
    from qualkit.actions.list_codings import codings_table

    if file is not None:
        with options.opened(invocation, coder) as study:
            imported = import_codings(study, file)
        known = f" {imported.known} were there already." if imported.known else ""
        line(f"Coded {counted(imported.added, 'passage')} from {file.name}.{known}")
        if imported.findings:
            say(f"{counted(len(imported.findings), 'row')} did not match:")
            say_all(imported.findings, most=50)
            raise click.exceptions.Exit(1)
        return
    with options.opened(invocation) as study:
        selection = options.selection(source, where, speaker_role)
        table = codings_table(study, selection=selection, code=code, coder=coder)
    deliver(table, format=format_, path=output, force=force)
