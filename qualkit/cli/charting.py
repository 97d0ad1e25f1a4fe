"""The options of commands whose tables can be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from qualkit.cli.options import F
from qualkit.cli.output import Wanted


def chart() -> Callable[[F], F]:
    """--chart FILE and --bars."""
    wrappers = (
        click.option(
            "--chart",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Draw it into a picture: .svg, .png or .pdf.",
        ),
        click.option("--bars", is_flag=True, help="Draw it here, instead of the table."),
    )
    return _all(wrappers)


def scale() -> Callable[[F], F]:
    """--stacked and --neutral, for charts of scales."""
    wrappers = (
        click.option("--stacked", is_flag=True, help="Charts: bars from 0 to 100%, not centred."),
        click.option(
            "--neutral",
            type=click.Choice(["split", "apart", "out"]),
            help="Centred charts: the neutral level split by the middle (as they are), apart, or left out.",
        ),
    )
    return _all(wrappers)


def drawn(wanted: Wanted, said: dict[str, Any]) -> Wanted:
    """What is wanted, with what was said of charts and of the reason; refused where that does not fit."""
    return replace(
        wanted, reason=str(said.get("reason", "")), chart=said["chart"], bars=said["bars"], look=look(said)
    )


def look(said: dict[str, Any]) -> Any:
    """How the charts are to look. Refused where the options do not go together."""
    from qualkit.model.chart import ChartLook, Neutral

    if said.get("stacked") and said.get("neutral"):
        raise click.UsageError("--neutral is for centred charts: leave --stacked or --neutral out.")
    neutral = Neutral(said.get("neutral") or "split")
    return ChartLook(is_stacked=bool(said.get("stacked")), neutral=neutral, centre=said.get("centre"))


def _all(wrappers: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def wrap(function: F) -> F:
        for wrapper in reversed(wrappers):
            function = wrapper(function)
        return function

    return wrap
