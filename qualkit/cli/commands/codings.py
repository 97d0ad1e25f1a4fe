"""`qualkit codings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted


@click.command("codings")
@click.option(
    "--import", "file", metavar="FILE", type=click.Path(path_type=Path),
    help="Take codings from a .csv file, or from a sheet that was filled in.",
)  # fmt: skip
@click.option(
    "--sheet", metavar="FILE", type=click.Path(path_type=Path),
    help="Write an Excel sheet to be filled in: a row a passage, a column a code.",
)  # fmt: skip
@click.option("--codebook", default="", metavar="NAME", help="With --sheet: only this codebook.")
@click.option("--code", default="", help="Only this code and those below it.")
@options.sources()
@options.where()
@click.option(
    "--speaker-role", "speaker_role", multiple=True, metavar="PART", help="Only this part in the talk."
)
@options.coder("With --import and --sheet: who works. Else: only this person's codings.")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation, /, coder: str, format_: str, output: Path | None, force: bool, **said: Any
) -> None:
    """List codings, take them from a file, or write a sheet for colleagues to fill in.

    The file has the columns source, code and quote (the words are looked up), or source, code, segment,
    start and end. Where a quote goes on over several turns, end_segment names the last of them, and to holds
    the words that end it there. Each row that does not match is reported. A sheet comes back by --import,
    too.
    """
    from qualkit.actions.list_codings import codings_table

    selection = options.selection(said["source"], said["where"], said["speaker_role"])
    if said["sheet"] is not None and said["file"] is not None:
        raise click.UsageError("--sheet writes, --import reads: give one of them.")
    if said["sheet"] is not None:
        _write_sheet(invocation, coder, (said["sheet"], selection, said["codebook"]), force=force)
    elif said["file"] is not None:
        _import(invocation, coder, said["file"])
    else:
        with options.opened(invocation) as study:
            table = codings_table(study, selection=selection, code=said["code"], coder=coder)
        deliver(table, format=format_, path=output, force=force)


def _write_sheet(invocation: Invocation, coder: str, wanted: tuple[Path, Any, str], *, force: bool) -> None:
    from qualkit.actions.tick_sheet import write_tick_sheet

    path, selection, codebook = wanted
    with options.opened(invocation, coder) as study:
        count = write_tick_sheet(study, path, selection, codebook=codebook, force=force)
        name = study.coder
    line(f"Wrote {counted(count, 'passage')} to {path}, with the ticks of {name}.")
    say(f'It comes back by: qualkit codings --import {path.name} --coder "{name}"')


def _import(invocation: Invocation, coder: str, file: Path) -> None:
    from qualkit.actions.import_codings import import_codings
    from qualkit.actions.tick_sheet import is_tick_sheet

    if is_tick_sheet(file):
        _import_sheet(invocation, coder, file)
        return
    with options.opened(invocation, coder) as study:
        imported = import_codings(study, file)
    known = f" {imported.known} were there already." if imported.known else ""
    line(f"Coded {counted(imported.added, 'passage')} from {file.name}.{known}")
    if imported.findings:
        say(f"{counted(len(imported.findings), 'row')} did not match:")
        say_all(imported.findings, most=50)
        raise click.exceptions.Exit(1)


def _import_sheet(invocation: Invocation, coder: str, file: Path) -> None:
    from qualkit.actions.tick_sheet import import_tick_sheet, lines

    with options.opened(invocation, coder) as study:
        taken = import_tick_sheet(study, file)
    for text in lines(taken):
        line(text)
    unread = f", {taken.unread:,} no longer" if taken.unread else ""
    ticks = f"{counted(len(taken.added), 'tick')} more, {len(taken.removed):,} less"
    line(f"Took in {file.name} as the work of {taken.coder}: {ticks}; {taken.read:,} marked read{unread}.")
    if taken.findings:
        say(f"{counted(len(taken.findings), 'cell')} could not be taken in:")
        say_all(taken.findings, most=50)
        raise click.exceptions.Exit(1)
