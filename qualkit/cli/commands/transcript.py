"""`qualkit transcript`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation


@click.command("transcript")
@click.argument("source")
@options.output_file()
@options.whose_coding()
@options.pass_invocation
def command(invocation: Invocation, /, *, source: str, output: Path | None, force: bool, coder: str) -> None:
    """Write a source to print: numbered turns, speakers, times, codes in the margin, redactions applied.

    The ending of the file says how: .docx, .html or .md.
    """
    from qualkit.actions.transcript import export_transcript

    if output is None:
        raise click.UsageError("Say where to, with -o FILE.docx or -o FILE.html.")
    with options.opened(invocation) as study:
        written = export_transcript(study, source, output, coder=coder, force=force)
    say(f"Wrote {written}.")
