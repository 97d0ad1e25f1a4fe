"""Who took part."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="edit",
        title="Edit",
        help="Say what is known of the highlighted person, by what name they are shown, "
        "and what they agreed to.",
        keys=("enter", "e"),
        in_footer=True,
    ),
    Command(
        action="said",
        title="What they said",
        help="Go into what the person said, where Enter opens the text; and back to the list.",
        keys=("tab",),
        in_footer=True,
    ),
    Command(
        action="find",
        title="Find",
        help="Type a part of a name, or of what is known of somebody.",
        keys=("slash", "ctrl+f"),
        in_footer=True,
    ),
    Command(
        action="consent",
        title="Consent",
        help="Say what the person agreed to: analysis, quotation, archiving.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="forget",
        title="Forget",
        help="Erase everything that the highlighted person said, for good; asks for the name first.",
        keys=("x", "delete"),
    ),
    Command(
        action="back",
        title="Back",
        help="Back to the list, then leave.",
        keys=("escape",),
    ),
)
