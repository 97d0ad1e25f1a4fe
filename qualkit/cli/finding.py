"""The options of commands that look through the words of passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.options import F


def where_to_look() -> Callable[[F], F]:
    """--source, --where, --question and --speaker-role."""
    return _all(
        options.sources(),
        options.where(),
        click.option(
            "--question", "question", metavar="TEXT", multiple=True,
            help="Only on this question, by its number or as it begins, or a survey's open one.",
        ),
        click.option(
            "--speaker-role", "speaker_role", metavar="PART", multiple=True,
            help="Only this part in the talk, such as participant.",
        ),
    )  # fmt: skip


def coded() -> Callable[[F], F]:
    """--code, --coded and --uncoded."""
    return _all(
        click.option("--code", "with_code", metavar="CODE", default="", help="Only passages with this code."),
        click.option(
            "--coded/--uncoded", "is_coded", default=None, help="Only passages that are coded, or not."
        ),
    )


def by(said: dict[str, Any]) -> Any:
    """Whether words, their forms or a pattern are looked for."""
    if said["stems"] and said["pattern"]:
        raise click.UsageError("--stems looks for words, --pattern for signs: give one of them.")
    return "stems" if said["stems"] else "pattern" if said["pattern"] else "words"


def limits(said: dict[str, Any], *, heard_only: bool = False) -> Any:
    """What these options ask for."""
    from qualkit.actions.search_limits import Limits

    return Limits(
        selection=options.selection(said["source"], said["where"], said["speaker_role"]),
        questions=said["question"],
        code=said.get("with_code", ""),
        is_coded=said.get("is_coded"),
        coder=said.get("coder", ""),
        heard_only=heard_only,
    )


def _all(*wrappers: Callable[[F], F]) -> Callable[[F], F]:
    def wrap(function: F) -> F:
        for wrapper in reversed(wrappers):
            function = wrapper(function)
        return function

    return wrap
