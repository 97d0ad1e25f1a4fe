"""All flags in one place."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="go_there",
        title="Go there",
        help="Open the flagged passage in its text.",
        keys=("enter", "g"),
        in_footer=True,
    ),
    Command(
        action="clear",
        title="Clear",
        help="Say that the highlighted flag is settled, and why; its passage may be in the bank again.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    Command(
        action="told",
        title="Told",
        help="Say who was told of the highlighted flag, and on which day.",
        keys=("n",),
        in_footer=True,
    ),
    Command(
        action="cleared",
        title="Cleared ones",
        help="Show the flags that are settled, too, or hide them again.",
        keys=("t",),
        in_footer=True,
    ),
)
