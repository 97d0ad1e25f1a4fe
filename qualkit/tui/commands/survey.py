"""The questions of the data files, counted."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="open",
        title="Behind it",
        help="In the questions: go to the figures, or open an open question's answers. "
        "In the figures: show who gave the answer, with their own words.",
        keys=("enter",),
        in_footer=True,
    ),
    Command(
        action="split",
        title="Split by",
        help="Count each group by itself: by a closed question or an attribute.",
        keys=("b",),
        in_footer=True,
    ),
    Command(
        action="top",
        title="Top levels",
        help="Change how many levels of a scale are its top and its bottom.",
        keys=("t",),
    ),
    Command(
        action="sort",
        title="Sort",
        help="Show the most frequent answers first, or the items with the greatest top; again, as asked.",
        keys=("s",),
    ),
    Command(
        action="confirm",
        title="Low end",
        help="Say which end of a scale is low: only then are its top and bottom counted.",
        keys=("k",),
        in_footer=True,
    ),
    Command(
        action="copy_table",
        title="Copy",
        help="Copy the question as a table, for Word or Excel.",
        keys=("y",),
    ),
    Command(
        action="hand_over('.docx')",
        title="Word",
        help="Write the question as a Word document, into the study's exports.",
        keys=("w",),
        in_footer=True,
    ),
    Command(
        action="hand_over('.xlsx')",
        title="Excel",
        help="Write the question as an Excel workbook.",
        keys=("x",),
    ),
    Command(
        action="back",
        title="Back",
        help="Go back to the questions, then leave.",
        keys=("escape",),
    ),
)
