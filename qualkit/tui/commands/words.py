"""Words and concordance: how often words are said, in what company, and where."""

from __future__ import annotations

from qualkit.tui.commands.command import Command
from qualkit.tui.commands.limits import LIMITS

_LEAVING = (
    Command(action="copy", title="Copy", help="Copy it as a table.", keys=("y", "ctrl+c", "super+c")),
    Command(
        action="hand_over('.docx')", title="As a Word file", help="Write it into a Word file.", keys=("w",)
    ),
    Command(
        action="hand_over('.xlsx')",
        title="As an Excel file",
        help="Write it into an Excel file.",
        keys=("x",),
    ),
)
COMMANDS: tuple[Command, ...] = (
    Command(
        action="open",
        title="Passages",
        help="Search for the highlighted word where you look now.",
        keys=("enter", "g"),
        in_footer=True,
    ),
    Command(
        action="concordance",
        title="In context",
        help="Every place of the highlighted word, with what stands before and behind it.",
        keys=("k",),
        in_footer=True,
    ),
    Command(
        action="limit('kind')",
        title="Count",
        help="Single words, two or three in a row, words that go together, or what tells two groups apart.",
        keys=("u",),
        in_footer=True,
    ),
    Command(
        action="forms",
        title="All forms as one",
        help="Count all forms of a word as one, or each by itself.",
        keys=("m",),
    ),
    *LIMITS,
    Command(
        action="leave_out",
        title="Leave out",
        help="Leave the highlighted word out of every count, for good; study.toml keeps it.",
        keys=("minus",),
        in_footer=True,
    ),
    Command(
        action="bring_back",
        title="Bring back",
        help="Count a word again that was left out.",
        keys=("plus",),
    ),
    *_LEAVING,
    Command(action="back", title="Back", help="Look everywhere again, then leave.", keys=("escape",)),
)
PLACES: tuple[Command, ...] = (
    Command(
        action="open",
        title="Open",
        help="Open the passage of the highlighted place; Esc there comes back.",
        keys=("enter", "g"),
        in_footer=True,
    ),
    Command(
        action="sort",
        title="Sort",
        help="By the words before, by those behind, or in the order of the texts.",
        keys=("s",),
        in_footer=True,
    ),
    *_LEAVING,
)
