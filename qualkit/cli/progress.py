"""How far a slow command is, on one line of a terminal; nothing where stderr is a file or a pipe."""

from __future__ import annotations

import sys

import click

from qualkit.cli.errors import say
from qualkit.cli.output import width


class ProgressLine:
    """Tells what is being done and how much of it: `line("Reading", 20, 1_000)`. Use it in a `with`."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._told = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._told:
            click.echo("\r" + " " * len(self._told) + "\r", nl=False, err=True)

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show how far it is, in place of what stood there."""
        if self._is_shown:
            text = f"{what}: {done:,} of {of:,}"[: width() - 1]
            click.echo("\r" + text.ljust(len(self._told)), nl=False, err=True)
            self._told = text

    def note(self, text: str) -> None:
        """Say once that something takes long."""
        if self._is_shown:
            say(text)
