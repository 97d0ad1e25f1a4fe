"""The options of commands that count from the coding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.options import F


def counting() -> Callable[[F], F]:
    """CODEBOOK, and which units are counted."""
    wrappers = (
        click.argument("codebook", required=False, default=""),
        options.sources(),
        click.option(
            "--unit",
            type=click.Choice(["record", "case", "segment", "source"]),
            help="What is counted: records, people, turns and answers, or whole sources.",
        ),
        options.where(),
        click.option("--base", metavar="NAME", default="", help="Only what meets this base of study.toml."),
        click.option(
            "--take",
            type=click.Choice(["first", "last", "any"]),
            help="Which counts where an attribute varies within a person.",
        ),
        click.option("--partial", is_flag=True, help="Count what is read only in part, too."),
        click.option("--anyway", is_flag=True, help="Count people in group discussions all the same."),
        options.whose_coding(),
        options.reason(),
    )

    def wrap(function: F) -> F:
        for wrapper in reversed(wrappers):
            function = wrapper(function)
        return function

    return wrap


def wanted(said: dict[str, Any]) -> Any:
    """What these options ask for."""
    from qualkit.actions.counting_units import CountBy, Counting

    return Counting(
        selection=options.selection(said["source"], said["where"]),
        base=said["base"],
        unit=CountBy(said["unit"]) if said["unit"] else None,
        by=said.get("by", ""),
        take=said["take"] or "",
        coder=said["coder"],
        takes_partial=said["partial"],
        anyway=said["anyway"],
    )
