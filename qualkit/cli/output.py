"""The one owner of stdout: tables as text, csv, json or markdown; to a file with -o."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from qualkit.cli.errors import say
from qualkit.model.display import display_safe
from qualkit.model.result import Result
from qualkit.model.table import Table

FORMATS = ("table", "csv", "json", "md")


def show(table: Table, format: str = "table") -> None:
    """Print a table."""
    from qualkit.exports.render import render_table

    text = render_table(table, format, width=width()) if format == "table" else render_table(table, format)
    click.echo(display_safe(text.rstrip("\n")) if sys.stdout.isatty() else text.rstrip("\n"))


def deliver(table: Table, *, format: str, path: Path | None, force: bool) -> None:
    """Print a table, or write it to a file by its suffix."""
    if path is None:
        show(table, format)
        return
    from qualkit.exports.render import write_table

    write_table(table, path, force=force)
    say(f"Wrote {path}.")


def deliver_result(result: Result, *, format: str, path: Path | None, force: bool) -> None:
    """Print a result of several tables, or write it to a file by its suffix."""
    from qualkit.exports.render import render_result, write_result

    if path is None:
        text = render_result(result, format, width=width()).rstrip("\n")
        click.echo(display_safe(text) if sys.stdout.isatty() else text)
        return
    write_result(result, path, force=force)
    say(f"Wrote {path}.")


def line(text: str = "") -> None:
    """One line of data."""
    click.echo(display_safe(text))


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 40)).columns
