"""Correcting and redacting words: the same keys in a text and in a list of answers."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

CORRECT = Command(
    action="correct",
    title="Correct",
    help="Correct a slip in the turn or answer; what is coded moves with its words.",
    keys=("e",),
)
REDACT = Command(
    action="redact",
    title="Redact",
    help="Show something else instead of the marked words, here or everywhere.",
    keys=("r",),
)
ORIGINALS = Command(
    action="originals",
    title="The words as they are",
    help="Show what is redacted for a few seconds; again hides it at once.",
)
TURNS: tuple[Command, ...] = (
    Command(
        action="split_turn",
        title="Split the turn here",
        help="Make what follows the cursor a turn of its own, and say who speaks it.",
    ),
    Command(
        action="merge_turns",
        title="Join with the next turn",
        help="Make this turn and the next one turn of the first one's speaker.",
    ),
    Command(
        action="reassign",
        title="Somebody else said this",
        help="Say who spoke the turn at the cursor.",
    ),
)
