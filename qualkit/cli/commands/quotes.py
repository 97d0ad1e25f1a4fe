"""`qualkit quotes`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import show
from qualkit.model.plural import counted


@click.command("quotes")
@click.option("--code", "codes", multiple=True, help="Only this code and those below it; may be repeated.")
@options.sources()
@options.where()
@click.option(
    "--speaker-role", "speaker_role", multiple=True, metavar="PART", help="Only this part in the talk."
)
@options.whose_coding()
@click.option("--include-moderator", is_flag=True, help="Quote moderators too.")
@click.option("--all", "show_all", is_flag=True, help="Every passage, whatever was chosen.")
@click.option("--chosen", "only_chosen", is_flag=True, help="Chosen quotes only, and no other themes.")
@click.option(
    "--context", type=click.IntRange(min=0), default=0, metavar="N", help="Show N turns before and after."
)
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True), help="A Word file whose styles are used."
)
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Hand over the quote bank: quotes under their themes, with who said them.

    A theme of which quotes were chosen shows these, in their order and words; others show all passages.
    -o FILE takes .docx, .xlsx, .html, .md, .csv and .json.
    """
    from qualkit.actions.quotes import BankOptions, export_quotes, gather
    from qualkit.exports.bank_layout import bank_table

    if said["show_all"] and said["only_chosen"]:
        raise click.UsageError("--all and --chosen exclude each other.")
    wanted = BankOptions(
        codes=said["codes"],
        selection=options.selection(said["source"], said["where"], said["speaker_role"]),
        coder=said["coder"],
        include_moderator=said["include_moderator"],
        context=said["context"],
        show="all" if said["show_all"] else "chosen" if said["only_chosen"] else "as chosen",
    )
    with options.opened(invocation) as study:
        gathered = gather(study, wanted)
        if output is None:
            show(bank_table(gathered.bank, gathered.provenance), format_)
            return
        written = export_quotes(study, gathered, output, template=said["template"], force=force)
    themes = gathered.bank.themes
    quotes = counted(sum(theme.tally.quotes for theme in themes), "quote")
    say(f"Wrote {quotes} under {counted(len(themes), 'theme')} to {written[0]}.")
    for path in written[1:]:
        say(f"Evidence from worker's notes, not for quotation, is in {path}.")
    say_all(gathered.bank.notes)
