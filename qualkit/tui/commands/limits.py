"""What Search, Words and Topics share: where they look."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

WHERE = Command(
    action="limit('where')",
    title="Where",
    help="Look only at people and records of which something is known, such as an age.",
    keys=("f",),
)
QUESTION = Command(
    action="limit('question')",
    title="Question",
    help="Look only at what was said under one question or heading.",
    keys=("q",),
)
LIMITS = (
    Command(
        action="limit('sources')", title="Sources", help="Look only in some of the sources.", keys=("s",)
    ),
    Command(
        action="limit('who')",
        title="Who speaks",
        help="Look only at what participants, or moderators, or others said.",
        keys=("p",),
    ),
    WHERE,
    QUESTION,
    Command(
        action="limit('coded')",
        title="Coded or not",
        help="Look only at what is coded, is not coded, or has one code or lacks it.",
        keys=("d",),
    ),
    Command(action="limit('whose')", title="Coded by", help="Whose coding that is.", keys=("b",)),
)
