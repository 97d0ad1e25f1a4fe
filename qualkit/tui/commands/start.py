"""The start screen."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="sample",
        title="Look at the sample",
        help="Copy the invented sample study and open it.",
        keys=("1",),
    ),
    Command(
        action="make",
        title="Start my study",
        help="Give your study a title and a folder.",
        keys=("2",),
    ),
    Command(
        action="browse",
        title="Open a study",
        help="Look for a study's folder on this computer.",
        keys=("3",),
    ),
)
