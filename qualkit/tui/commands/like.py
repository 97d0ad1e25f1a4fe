"""More like this: the passages nearest in meaning."""

from __future__ import annotations

from qualkit.tui.commands.command import Command
from qualkit.tui.commands.listed_passages import COPY_LISTED, MARK, OPEN

LIKE = Command(
    action="like",
    title="More like this",
    help="List the passages nearest in meaning to this one, or to the marked words.",
    keys=("L",),
)
LIKE_CODE = Command(
    action="like",
    title="More like this",
    help="List the passages nearest in meaning to those that have the code.",
    keys=("L",),
)
COMMANDS: tuple[Command, ...] = (
    OPEN,
    MARK,
    Command(action="mark_all", title="Mark all", help="Mark all that are listed.", keys=("ctrl+a",)),
    Command(
        action="code",
        title="Code",
        help="Code what is marked, else the highlighted passage, in one step.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="words",
        title="Like a sentence",
        help="Type a sentence, and list the passages nearest to it in meaning.",
        keys=("slash",),
        in_footer=True,
    ),
    Command(
        action="more",
        title="Show more",
        help="List twice as many.",
        keys=("n",),
    ),
    COPY_LISTED,
    Command(
        action="back",
        title="Back",
        help="Stop looking, take marks away, then leave.",
        keys=("escape",),
    ),
)
