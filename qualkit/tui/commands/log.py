"""Who did what, when."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="find",
        title="Find",
        help="Type words to see only the work that they are about.",
        keys=("slash",),
        in_footer=True,
    ),
    Command(
        action="who",
        title="By whom",
        help="Choose whose work is shown.",
        keys=("b",),
        in_footer=True,
    ),
    Command(
        action="work",
        title="What work",
        help="Choose the kind of work that is shown: coding, reading, the codebook.",
        keys=("t",),
        in_footer=True,
    ),
    Command(
        action="day(1)",
        title="Earlier day",
        help="Go to the day before.",
        keys=("j", "ctrl+down"),
    ),
    Command(
        action="day(-1)",
        title="Later day",
        help="Go to the day after.",
        keys=("k", "ctrl+up"),
    ),
    Command(
        action="hand_over('.docx')",
        title="As a Word file",
        help="Write the work that is shown into a Word file.",
        keys=("w",),
        in_footer=True,
    ),
    Command(
        action="hand_over('.xlsx')",
        title="As an Excel file",
        help="Write the work that is shown into an Excel file.",
        keys=("X",),
    ),
    Command(
        action="back",
        title="Back",
        help="Show the whole log again, then leave.",
        keys=("escape",),
    ),
)
