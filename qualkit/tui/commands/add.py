"""Adding files."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="accept",
        title="Bring in",
        help="Bring in what is shown.",
        keys=("b",),
        in_footer=True,
    ),
    Command(
        action="change",
        title="Change",
        help="Say what the highlighted speaker or column is.",
        keys=("enter",),
        in_footer=True,
    ),
    Command(
        action="moderator",
        title="Moderator",
        help="The highlighted speaker leads the talk: never quoted.",
        keys=("m",),
        in_footer=True,
    ),
    Command(
        action="participant",
        title="Participant",
        help="The highlighted speaker is a participant.",
        keys=("p",),
        in_footer=True,
    ),
    Command(
        action="rename",
        title="Rename",
        help="Give the highlighted speaker another name.",
        keys=("r",),
    ),
    Command(
        action="same_person",
        title="Same person",
        help="The highlighted speaker is the person whom the form proposes.",
        keys=("y",),
        in_footer=True,
    ),
    Command(
        action="who_says",
        title="Who says it",
        help="Give turns to a speaker: from one turn or time to another.",
        keys=("g",),
        in_footer=True,
    ),
    Command(
        action="open_question",
        title="Open",
        help="The highlighted column is an open question.",
        keys=("o",),
        in_footer=True,
    ),
    Command(
        action="closed_question",
        title="Closed",
        help="The highlighted column is a closed question.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="as_proposed",
        title="As proposed",
        help="Forget what you changed for this file.",
        keys=("z",),
    ),
)
