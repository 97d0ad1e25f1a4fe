"""Words that may tell who somebody is, to decide about one by one."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="redact",
        title="Redact",
        help="Say what is shown instead of the highlighted words, everywhere; the proposal stands there.",
        keys=("r", "enter"),
        in_footer=True,
    ),
    Command(
        action="accept",
        title="As proposed",
        help="Redact the highlighted words as proposed, at once.",
        keys=("a",),
        in_footer=True,
    ),
    Command(
        action="leave",
        title="Leave",
        help="Leave the words as they are; they are not proposed again.",
        keys=("l",),
        in_footer=True,
    ),
    Command(
        action="later",
        title="Later",
        help="Put it at the end of the list, undecided.",
        keys=("space",),
        in_footer=True,
    ),
    Command(
        action="in_text",
        title="Text",
        help="Open the text where the words first stand.",
        keys=("t",),
    ),
    Command(
        action="decided",
        title="Decided",
        help="Show what was decided, with the words themselves; again, what is still to be decided.",
        keys=("d",),
        in_footer=True,
    ),
    Command(
        action="take_back",
        title="Take back",
        help="In what was decided: take the highlighted decision back.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    Command(
        action="back",
        title="Back",
        help="Go back to what is to be decided, then leave.",
        keys=("escape",),
    ),
)
