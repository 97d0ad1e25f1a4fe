"""Reading and coding one source."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="pick",
        title="Code",
        help="Choose a code for what is marked by typing a part of its name.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="read",
        title="Read",
        help="Mark the turn or answer as read, and go on to the next.",
        keys=("f",),
        in_footer=True,
    ),
    Command(
        action="read_to_here",
        title="Read up to here",
        help="Mark everything as read from what was read last to the cursor.",
        keys=("F",),
    ),
    Command(action="read_all", title="Read all", help="Mark the whole source as read."),
    Command(
        action="memo",
        title="Memo",
        help="Write a note on a coding at the cursor.",
        keys=("m",),
        in_footer=True,
    ),
    Command(
        action="in_vivo",
        title="Code in their words",
        help="Make a code named by the marked words, and apply it.",
        keys=("i",),
    ),
    Command(
        action="remove",
        title="Remove",
        help="Take a coding off; asks which when there are several.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    Command(
        action="uncoded(1)",
        title="Next uncoded",
        help="Go to the next passage without a code.",
        keys=("n",),
    ),
    Command(
        action="uncoded(-1)",
        title="Previous uncoded",
        help="Go back to the last passage without a code.",
        keys=("N",),
    ),
    *(
        Command(
            action=f"pinned({digit})",
            title=f"Code pinned {digit}",
            keys=(str(digit),),
            help=f"Apply the code that the digit {digit} belongs to.",
        )
        for digit in range(1, 10)
    ),
    Command(
        action="pin",
        title="Pin",
        help="Give the code highlighted in the codebook the next free digit, or take it away.",
        keys=("p",),
    ),
    Command(
        action="find",
        title="Find",
        help="Find words in the open text.",
        keys=("ctrl+f",),
    ),
    Command(
        action="find_next(1)",
        title="Find next",
        help="Go to the next place with these words.",
        keys=("f3",),
    ),
    Command(
        action="find_next(-1)",
        title="Find previous",
        help="Go back to the last place with these words.",
        keys=("shift+f3",),
    ),
    Command(
        action="copy",
        title="Copy",
        help="Copy the marked words.",
        keys=("ctrl+c", "super+c"),
    ),
    Command(
        action="filter_codes",
        title="Find a code",
        help="Type a part of a code's name to see only those that fit.",
        keys=("slash",),
    ),
    Command(
        action="panel('passages')",
        title="Passages",
        help="Show or hide the list of passages.",
        keys=("left_square_bracket",),
    ),
    Command(
        action="panel('codebook')",
        title="Codebook",
        help="Show or hide the codebook.",
        keys=("right_square_bracket",),
    ),
    Command(
        action="unread",
        title="Not read after all",
        help="Take the mark of being read away.",
    ),
    Command(
        action="book",
        title="Other codebook",
        help="Choose the codebook that you read for.",
        keys=("b",),
    ),
    Command(
        action="back",
        title="Back",
        help="Close what is open, clear what is marked, then leave.",
        keys=("escape",),
    ),
)
