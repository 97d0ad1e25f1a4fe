"""What two or more people coded differently, to be decided passage by passage."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="both",
        title="All of it",
        help="Everything that any of them coded in this passage is the team's coding.",
        keys=("a",),
        in_footer=True,
    ),
    Command(
        action="anew",
        title="Others",
        help="Choose the codes that the team agrees on, whoever used them.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="nothing",
        title="None",
        help="Agree that no code fits this passage.",
        keys=("0",),
        in_footer=True,
    ),
    *(
        Command(
            action=f"side({digit})",
            title=f"As person {digit}",
            keys=(str(digit),),
            help=f"What the person with the digit {digit} coded is the team's coding; a click on it, too.",
        )
        for digit in range(1, 10)
    ),
    Command(
        action="text",
        title="In text",
        help="Open the passage in its text.",
        keys=("t",),
        in_footer=True,
    ),
)
