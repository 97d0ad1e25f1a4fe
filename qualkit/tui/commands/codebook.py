"""Working on the codebook."""

from __future__ import annotations

from qualkit.tui.commands.command import Command
from qualkit.tui.commands.like import LIKE_CODE

COMMANDS: tuple[Command, ...] = (
    Command(
        action="new('below')",
        title="New",
        help="Make a code below the highlighted one.",
        keys=("a",),
        in_footer=True,
    ),
    Command(
        action="new('beside')",
        title="New beside",
        help="Make a code right after the highlighted one, on its level.",
        keys=("n",),
    ),
    Command(
        action="new('theme')", title="New theme", help="Make a code at the top of the tree.", keys=("N",)
    ),
    Command(
        action="edit",
        title="Edit",
        help="Change everything that is said of the highlighted code; it is kept at once.",
        keys=("enter",),
        in_footer=True,
    ),
    Command(action="rename", title="Rename", help="Give the code another name.", keys=("r",)),
    Command(
        action="move",
        title="Move",
        help="Put the code, with all below it, elsewhere in the tree.",
        keys=("v",),
        in_footer=True,
    ),
    Command(action="shift(-1)", title="Up", help="Move the code up among its neighbours.", keys=("alt+up",)),
    Command(
        action="shift(1)", title="Down", help="Move the code down among its neighbours.", keys=("alt+down",)
    ),
    Command(
        action="level(-1)",
        title="A level up",
        help="Move the code out of the one above it, to stand after that.",
        keys=("alt+left",),
    ),
    Command(
        action="level(1)",
        title="A level down",
        help="Move the code below the neighbour before it.",
        keys=("alt+right",),
    ),
    Command(
        action="merge",
        title="Merge",
        help="Let the code go into another one; says first what will happen.",
        keys=("g",),
        in_footer=True,
    ),
    Command(
        action="split",
        title="Split",
        help="Make several codes of one, and give its passages to them one by one.",
        keys=("s",),
        in_footer=True,
    ),
    Command(
        action="retire",
        title="Retire or bring back",
        help="Take the code out of use, or into use again; what is coded stays.",
        keys=("t",),
    ),
    Command(
        action="delete",
        title="Delete",
        help="Take out a code that was never used.",
        keys=("d", "delete"),
    ),
    Command(
        action="queue",
        title="Look for it in what was read before",
        help="Walk through the passages that you read before the code was made.",
        keys=("l",),
    ),
    LIKE_CODE,
    Command(action="colour", title="Colour", help="Give the code another colour.", keys=("c",)),
    Command(
        action="history",
        title="History",
        help="Who did what to the code, with what was said before.",
        keys=("h",),
    ),
    Command(
        action="filter",
        title="Find a code",
        help="Type a part of a code's name to see only those that fit.",
        keys=("slash",),
    ),
    Command(
        action="fold",
        title="Fold or unfold",
        help="Hide or show what stands below the highlighted code.",
        keys=("left", "right"),
    ),
    Command(action="book", title="Other codebook", help="Show another codebook.", keys=("b",)),
    Command(action="new_book", title="New codebook", help="Make an empty codebook.", keys=("k",)),
    Command(
        action="back",
        title="Back",
        help="Show all codes again, then leave.",
        keys=("escape",),
    ),
)
