"""`qualkit kwic`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import finding, options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line, width

_LEAST = 20
"""Columns at least on each side of the word."""


@click.command("kwic")
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--stems", is_flag=True, help="Every form of a word: help also meets helped and helping.")
@click.option("--pattern", is_flag=True, help="QUERY is a regular expression.")
@click.option(
    "--context", type=click.IntRange(min=0), default=10, show_default=True, help="Words on each side."
)
@click.option(
    "--sort", type=click.Choice(["place", "left", "right"]), default="place", show_default=True,
    help="By the words to the left or right, the nearest first; else as they were said.",
)  # fmt: skip
@finding.where_to_look()
@finding.coded()
@options.coder("Whose coding --code, --coded and --uncoded look at.")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, query: tuple[str, ...], **said: Any) -> None:
    """Show a word with what stands to its left and right.

    QUERY is as for "qualkit search". Moderators' turns are left out, unless --speaker-role asks for them.
    """
    from qualkit.actions.kwic import kwic, kwic_notes, kwic_table

    with options.opened(invocation) as study:
        limits = finding.limits(said, heard_only=True)
        found = kwic(
            study,
            " ".join(query),
            limits,
            by=finding.by(said),
            context=said["context"],
            sort=said["sort"],
        )
        if said["output"] or said["format_"] != "table":
            table = kwic_table(study, found, limits)
            deliver(table, format=said["format_"], path=said["output"], force=said["force"])
            return
    _print(found.lines)
    for note in kwic_notes(found):
        say(note)


def _print(lines: Any) -> None:
    """The lines with their words below each other."""
    from qualkit.exports.render.text import columns_wide, padded
    from qualkit.model.display import display_safe

    names = [display_safe(f"{one.source} {one.segment} {one.person}").replace("\n", " ") for one in lines]
    label = min(max(map(columns_wide, names), default=0), width() // 3)
    word = max((columns_wide(one.word) for one in lines), default=0)
    side = max((width() - label - word - 6) // 2, _LEAST)
    for name, one in zip(names, lines, strict=True):
        left, right = _end(one.left, side, columns_wide), _beginning(one.right, side, columns_wide)
        shown = padded(_beginning(name, label, columns_wide), label)
        line(f"{shown}  {padded(left, side, is_right=True)}  {padded(one.word, word)}  {right}".rstrip())


def _beginning(text: str, room: int, wide: Any) -> str:
    """As much of a text as there is room for."""
    if wide(text) <= room:
        return text
    while wide(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _end(text: str, room: int, wide: Any) -> str:
    if wide(text) <= room:
        return text
    while wide(text) > room - 1:
        text = text[1:]
    return "…" + text.lstrip()
