"""Proposed codes: learning them, how good they are, and where they wait."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="propose",
        title="Propose codes",
        help="Learn from what was read and coded, and propose codes to you. Nothing is coded; Esc stops it.",
        keys=("p",),
        in_footer=True,
    ),
    Command(
        action="evaluate",
        title="How good",
        help="Judge proposals against people, as a methods section needs it; nothing is proposed.",
        keys=("e",),
        in_footer=True,
    ),
    Command(
        action="open",
        title="Go there",
        help="Open the first passage that has a proposal of the highlighted code, or of any.",
        keys=("enter", "g"),
        in_footer=True,
    ),
    Command(
        action="book",
        title="Codebook",
        help="Choose the codebook whose codes are proposed, or all.",
        keys=("b",),
        in_footer=True,
    ),
    Command(
        action="precision",
        title="How sure",
        help="Say how many of ten proposals should be right: codes that can't keep to it are silent.",
        keys=("k",),
    ),
    Command(action="copy", title="Copy", help="Copy the table.", keys=("y", "ctrl+c", "super+c")),
    Command(
        action="hand_over('.docx')",
        title="As a Word file",
        help="Write what is shown into a Word file.",
        keys=("w",),
    ),
    Command(
        action="hand_over('.xlsx')",
        title="As an Excel file",
        help="Write what is shown into an Excel file.",
        keys=("x",),
    ),
    Command(action="back", title="Back", help="Stop what is being worked on, then leave.", keys=("escape",)),
)
