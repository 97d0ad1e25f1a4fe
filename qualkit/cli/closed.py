"""The options of commands that count closed questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.options import F


def asked() -> Callable[[F], F]:
    """QUESTION…, and of which records."""
    wrappers = (
        click.argument("questions", nargs=-1, metavar="[QUESTION]..."),
        click.option(
            "--source", "source", metavar="FILE", multiple=True, help="Only this data file; may be repeated."
        ),
        options.where(),
        click.option("--base", metavar="NAME", default="", help="Only what meets this base of study.toml."),
        click.option("--by", metavar="KEY", default="", help="Split by a closed question or an attribute."),
        click.option("--weight", is_flag=True, help="Weight by the file's survey weight."),
        click.option(
            "--share-of",
            type=click.Choice(["rated", "asked"]),
            help="What shares are of: those who answered, or all who were asked.",
        ),
        click.option("--sort", is_flag=True, help="Highest first."),
        click.option("--intervals", is_flag=True, help="Show Wilson intervals (95%)."),
        options.reason(),
    )

    def wrap(function: F) -> F:
        for wrapper in reversed(wrappers):
            function = wrapper(function)
        return function

    return wrap


def wanted(said: dict[str, Any]) -> Any:
    """What these options ask for."""
    from qualkit.actions.closed_questions import Asked

    return Asked(
        questions=said["questions"],
        selection=options.selection(said["source"], said["where"]),
        base=said["base"],
        by=said["by"],
        is_weighted=said["weight"],
    )
