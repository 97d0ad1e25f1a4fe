"""The options of commands that look at what passages mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.options import F


def passages() -> Callable[[F], F]:
    """--source, --question, --where, --speaker-role, --unit."""
    wrappers = (
        options.sources(),
        click.option(
            "--question", metavar="TEXT", multiple=True,
            help="Only this open question, or what was said on this question of a talk; may be repeated.",
        ),
        options.where(),
        click.option("--speaker-role", metavar="PART", multiple=True, help="Only this part in the talk."),
        click.option(
            "--unit", type=click.Choice(["segment", "sentence"]), default="segment", show_default=True,
            help="Whole turns, answers and records, or their sentences.",
        ),
    )  # fmt: skip

    def wrap(function: F) -> F:
        for wrapper in reversed(wrappers):
            function = wrapper(function)
        return function

    return wrap


def scope(said: dict[str, Any]) -> Any:
    """What these options ask for."""
    from qualkit.actions.passages_in_scope import PassageScope

    selection = options.selection(said["source"], said["where"], said["speaker_role"])
    return PassageScope(selection=selection, questions=said["question"], unit=said["unit"])
