"""All memos in one place."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="edit",
        title="Edit",
        help="Change the highlighted memo, if it is yours.",
        keys=("enter", "e"),
        in_footer=True,
    ),
    Command(
        action="write",
        title="Write",
        help="Write a memo on the study, or on what the highlighted one stands on.",
        keys=("n",),
        in_footer=True,
    ),
    Command(
        action="remove",
        title="Remove",
        help="Take the highlighted memo away, if it is yours. Ctrl+Z brings it back.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    Command(
        action="go_there",
        title="Go there",
        help="Open the passage, the source or the code that the memo stands on.",
        keys=("g",),
        in_footer=True,
    ),
    Command(
        action="find",
        title="Find",
        help="Type words to see only the memos that have them.",
        keys=("slash",),
        in_footer=True,
    ),
    Command(action="who", title="By whom", help="Choose whose memos are shown.", keys=("b",)),
    Command(action="about", title="On what", help="Choose what the memos shown are on.", keys=("t",)),
    Command(
        action="copy",
        title="Copy",
        help="Copy the highlighted memo.",
        keys=("y", "ctrl+c", "super+c"),
    ),
    Command(
        action="hand_over('.docx')",
        title="As a Word file",
        help="Write the memos that are shown into a Word file.",
        keys=("w",),
    ),
    Command(
        action="hand_over('.html')",
        title="As a web page",
        help="Write the memos that are shown into a web page.",
        keys=("h",),
    ),
    Command(
        action="back",
        title="Back",
        help="Show all memos again, then leave.",
        keys=("escape",),
    ),
)
