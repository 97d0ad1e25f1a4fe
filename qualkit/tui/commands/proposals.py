"""Deciding on proposed codes: the same keys in a text and in a list of answers."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

PROPOSALS: tuple[Command, ...] = (
    Command(
        action="decide('accept')",
        title="Accept a proposal",
        help="Put a proposed code on; asks which when there are several.",
        keys=("a",),
    ),
    Command(
        action="decide('reject')",
        title="Reject a proposal",
        help="Say no to a proposed code; asks which when there are several.",
        keys=("d",),
    ),
    Command(
        action="decide('never')",
        title="Never here",
        help="Never be proposed this code for this passage again.",
        keys=("D",),
    ),
    Command(
        action="proposal(1)",
        title="Next proposal",
        help="Go to the next passage for which something is proposed.",
        keys=("q",),
    ),
    Command(
        action="proposal(-1)",
        title="Previous proposal",
        help="Go back to the last passage for which something is proposed.",
        keys=("Q",),
    ),
)
