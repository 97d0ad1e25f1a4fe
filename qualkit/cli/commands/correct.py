"""`qualkit correct`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.errors import FileRefused, Refused
from qualkit.model.plural import counted


@click.command("correct")
@click.argument("source")
@click.option(
    "--write", "out", metavar="FILE", type=click.Path(path_type=Path), help="Write the text out for editing."
)
@click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the edited text from a file.",
)
@click.option("--editor", "in_editor", is_flag=True, help="Edit the text in your editor now.")
@click.option("--force", is_flag=True, help="With --write: replace the file if there is one.")
@options.coder()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    source: str,
    out: Path | None,
    file: Path | None,
    in_editor: bool,
    force: bool,
    coder: str,
) -> None:
    """Correct the words of a source, join or split its turns, say who was speaking.

    Write the text out with --write, edit it, and take it in with --file; or do both at once with --editor.
    The received file stays as it is. Codings follow their words; those that can't are listed, and stay.
    """
    from qualkit.actions import correct

    if sum((out is not None, file is not None, in_editor)) != 1:
        raise click.UsageError("Say one of --write FILE, --file FILE and --editor.")
    with options.opened(invocation, coder) as study:
        if out is not None:
            _write(correct.text_to_edit(study, source), out, force)
            say(f"Wrote {out}, with the words as they were said.")
            say(f'Edit it, then: qualkit correct "{source}" --file {out}')
            return
        edited = _read(file) if file is not None else _edited(correct.text_to_edit(study, source))
        if edited is None:
            say("Nothing was changed.")
            return
        _tell(correct.correct_source(study, source, edited))


def _write(text: str, path: Path, force: bool) -> None:
    from qualkit.files import replace_file

    if path.exists() and not force:
        raise Refused(f"{path} is there already.", hint="Use --force to replace it.")
    replace_file(path, text.encode("utf-8", "surrogatepass"))


def _read(path: Path) -> str:
    from qualkit.importers.encoding import decode

    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"This file can't be opened ({error.strerror}).", str(path)) from error
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return decode(data, file=path.name).text


def _edited(text: str) -> str | None:
    if not options.is_interactive():
        raise Refused("Nobody is there to edit.", hint="Use --write FILE, and then --file FILE.")
    edited: str | None = click.edit(text, extension=".txt")
    return edited


def _tell(done: Any) -> None:
    if not done.changed:
        line("The text is as it was.")
        return
    line(f"Corrected {counted(done.changed, 'passage')} of {done.source}.")
    for anchor, number in done.codings.items():
        say(f"  {counted(number, 'coding')} {_BECAME[anchor.value]}")
    tell_places(done.to_review)


def tell_places(views: Iterable[Any]) -> None:
    """Codings to look at, a line each."""
    for view in views:
        words = " ".join(view.quote.split())
        shown = words if len(words) <= 60 else words[:59] + "…"
        say(f"  {_MARK[view.became.value]}: [{view.place.segment}] {view.code} ({view.coder}): “{shown}”")


_BECAME = {
    "kept": "stand where they stood",
    "moved": "moved with their words",
    "changed": "stand on words that changed",
    "lost": "lost their place, and are kept",
}
_MARK = {"changed": "changed", "lost": "lost"}
