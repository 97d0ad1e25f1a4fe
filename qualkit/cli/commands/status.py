"""`qualkit status`, and `qualkit` without a command."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line, show
from qualkit.errors import NotFound
from qualkit.model.plural import counted


@click.command("status")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, format_: str, output: Any, force: bool) -> None:
    """Show what the study holds, how far it is read and coded, and what to do next."""
    from qualkit.actions.status import status

    with options.opened(invocation) as study:
        found = status(study)
    if format_ == "table" and output is None:
        _show(found)
    else:
        deliver(found.table, format=format_, path=output, force=force)


def welcome(invocation: Invocation) -> int:
    """What `qualkit` alone does: the workspace on a terminal; else the study's status, or how to begin."""
    if options.is_terminal():
        return _workspace(invocation)
    _print_status(invocation)
    return 0


def _workspace(invocation: Invocation) -> int:
    from qualkit.study import find_study
    from qualkit.tui.app import run

    folder = invocation.study
    if folder is None:
        with suppress(NotFound):  # the start screen offers what can be done without a study
            folder = find_study(Path.cwd())
    return run(folder, is_blind=invocation.is_blind)


def _print_status(invocation: Invocation) -> None:
    from qualkit.actions.status import status

    try:
        with options.opened(invocation) as study:
            found = status(study)
    except NotFound:
        if invocation.study is not None:
            raise
        line("There is no study in this folder.")
        line()
        line("  qualkit sample FOLDER   copy the sample study, to look around in")
        line("  qualkit new FOLDER      make a study of your own")
        line("  qualkit --help          everything else")
        return
    _show(found)


def _show(found: Any) -> None:
    if found.table.rows:
        show(found.table)
    else:
        line(found.table.title)
    for name, codes in found.codebooks:
        line(f"Codebook {name}: {codes} code{'s' if codes != 1 else ''}.")
    _warn(found)
    if found.next_steps:
        line()
        line("What to do next:")
        for step in found.next_steps:
            line(f"  {step}")


def _warn(found: Any) -> None:
    if found.past_date:
        say(f"{found.past_date} (destroy_after in study.toml).")
    if found.drift.unsaved:
        steps = f"{found.drift.unsaved} step{'s' if found.drift.unsaved != 1 else ''}"
        line(f'Not yet in the text files: {steps}. "qualkit save" writes them.')
    if found.drift.missing:
        say("Text files that are gone; save writes them again:")
        say_all(found.drift.missing)
    if found.lost:
        say(f'{counted(found.lost, "coding")} without a place: "qualkit check anchors" lists them.')
    if found.waiting:
        say(f"Waiting for their source or code, {counted(len(found.waiting), 'row')} of text files:")
        say_all(dict.fromkeys(f"{row.path}: {row.reason}" for row in found.waiting))
    if found.unmatched:
        say("What participants.csv says of these holds for nobody yet:")
        say_all(found.unmatched)
    if found.changed_files:
        say_all(found.changed_files)
    for path, clash in found.conflicts:
        say(f"Changed on both sides: {path}, {_name(clash)}")
        say(f"  mine:   {_brief(clash.ours)}")
        say(f"  theirs: {_brief(clash.theirs)}")
    if found.conflicts:
        say('Keep one side with "qualkit load --keep mine" or "qualkit load --keep theirs".')


def _name(clash: Any) -> str:
    row = clash.ours or clash.theirs or {}
    return str(row.get("name") or row.get("code") or clash.id)


def _brief(row: Any) -> str:
    if row is None:
        return "taken away"
    return ", ".join(
        f"{key}: {value}" for key, value in row.items() if value and key not in ("id", "code_id", "created")
    )
