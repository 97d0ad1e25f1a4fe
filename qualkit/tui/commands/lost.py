"""Codings that lost their place, or whose words changed, when a text was corrected."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="put_back",
        title="It belongs here",
        help="Put the highlighted coding back on the words that are marked in the text. "
        "In the list, Enter goes to the text first.",
        keys=("b", "enter"),
        in_footer=True,
    ),
    Command(
        action="accept",
        title="It stands well",
        help="The coding is right on the words as they are now.",
        keys=("a",),
        in_footer=True,
    ),
    Command(
        action="let_go",
        title="Let it go",
        help="Take the coding off, if it is yours. Ctrl+Z brings it back.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    Command(
        action="in_text",
        title="Open the text",
        help="Open the source where the coding stood.",
        keys=("t",),
        in_footer=True,
    ),
    Command(
        action="back",
        title="Back",
        help="Clear what is marked, go back to the list, then leave.",
        keys=("escape",),
    ),
)
