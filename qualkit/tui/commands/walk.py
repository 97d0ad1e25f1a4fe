"""Walking through passages one by one: those of a code to be split, or those read before it was made."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *(
        Command(
            action=f"give({digit})",
            title=f"Give code {digit}",
            keys=(str(digit),),
            help=f"Give the passage the code {digit}, or take it off again.",
        )
        for digit in range(1, 10)
    ),
    Command(
        action="next",
        title="Next",
        help="Go on to the next passage.",
        keys=("enter", "right"),
        in_footer=True,
    ),
    Command(
        action="previous",
        title="Previous",
        help="Go back to the passage before.",
        keys=("left",),
        in_footer=True,
    ),
    Command(
        action="leave",
        title="Leave it",
        help="When splitting: the passage keeps the old code; go on.",
        keys=("space",),
        in_footer=True,
    ),
    Command(
        action="looked_for",
        title="Looked for",
        help="For codes made late: you have looked for them in this passage; go on.",
        keys=("space",),
        in_footer=True,
    ),
    Command(
        action="in_text",
        title="Text",
        help="Open the whole text at this passage.",
        keys=("t",),
        in_footer=True,
    ),
    Command(action="scroll(1)", title="Scroll down", help="See more of a long passage.", keys=("down",)),
    Command(action="scroll(-1)", title="Scroll up", help="Go back up in a long passage.", keys=("up",)),
    Command(
        action="back",
        title="Stop here",
        help="Keep what was given so far; the rest can wait.",
        keys=("escape",),
    ),
)
