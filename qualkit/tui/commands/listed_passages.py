"""What lists of passages share that were found somehow."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

OPEN = Command(
    action="open",
    title="Open",
    help="Open the highlighted passage in its source; Esc there comes back.",
    keys=("enter", "g"),
    in_footer=True,
)
MARK = Command(
    action="mark",
    title="Mark",
    help="Mark the highlighted passage, or take its mark away; marked ones are coded together.",
    keys=("space",),
    in_footer=True,
)
COPY_LISTED = Command(
    action="copy",
    title="Copy",
    help="Copy the highlighted passage as a quote; those that are marked as a table.",
    keys=("y", "ctrl+c", "super+c"),
)
