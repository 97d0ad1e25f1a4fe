"""What the screens that apply codes share."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

PINNED = tuple(
    Command(
        action=f"pinned({digit})",
        title=f"Code pinned {digit}",
        keys=(str(digit),),
        help=f"Apply the code that the digit {digit} belongs to.",
    )
    for digit in range(1, 10)
)
COPY = Command(
    action="copy",
    title="Copy the words",
    help="Copy the marked words as they are.",
    keys=("ctrl+c", "super+c"),
)
COPY_QUOTE = Command(
    action="copy_quote",
    title="Copy as a quote",
    help="Copy the words in quotation marks, with who said them.",
    keys=("y",),
)
BOOK = Command(
    action="book",
    title="Other codebook",
    help="Choose the codebook that you read for.",
    keys=("b",),
)
