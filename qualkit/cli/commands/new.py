"""`qualkit new`."""

from __future__ import annotations

from pathlib import Path

import click

from qualkit.cli.errors import say
from qualkit.cli.output import line


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The study's title; else the folder's name.")
@click.option("--data-in-git", is_flag=True, help="Let git keep what people said: only for invented data.")
def command(folder: Path, title: str, data_in_git: bool) -> None:
    """Make a new study in FOLDER."""
    from qualkit.actions.make import new_study

    made = new_study(folder, title=title, data_in_git=data_in_git)
    line(f"Made the study {made.name}.")
    if not data_in_git:
        say("Transcripts, data and coding may hold real names: its .gitignore keeps them out of git.")
    shown = f'"{folder}"' if " " in str(folder) else folder
    say(f"Next: qualkit -C {shown} add FILE …")
