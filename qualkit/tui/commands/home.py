"""Home."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="open",
        title="Open",
        help="Open the highlighted source, or do the highlighted next step.",
        keys=("enter",),
    ),
    Command(
        action="add",
        title="Add files",
        help="Bring in transcripts, answers, records or a codebook. "
        "Files may also be dropped on this screen, or their paths pasted.",
        keys=("a",),
        in_footer=True,
    ),
    Command(
        action="people",
        title="People",
        help="Who took part, what they agreed to, and everything they said.",
        keys=("p",),
        in_footer=True,
    ),
    Command(
        action="names",
        title="Names",
        help="Decide about words that may tell who somebody is.",
        keys=("n",),
    ),
    Command(
        action="words",
        title="Words",
        help="How often words are said and by how many, and what tells two groups apart.",
        keys=("w",),
    ),
    Command(
        action="other_study",
        title="Other study",
        help="Close this study and open or start another one.",
        keys=("s",),
        in_footer=True,
    ),
)
