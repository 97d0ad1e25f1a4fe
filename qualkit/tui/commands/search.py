"""Search: words in everything that was said or written."""

from __future__ import annotations

from qualkit.tui.commands.command import Command
from qualkit.tui.commands.limits import LIMITS
from qualkit.tui.commands.listed_passages import COPY_LISTED, MARK, OPEN

COMMANDS: tuple[Command, ...] = (
    OPEN,
    Command(
        action="words",
        title="Find",
        help="Type what to look for; Enter or Down goes to what was found.",
        keys=("slash",),
        in_footer=True,
    ),
    MARK,
    Command(action="mark_all", title="Mark all", help="Mark all that was found.", keys=("ctrl+a",)),
    Command(
        action="code",
        title="Code",
        help="Code what is marked, the highlighted passage, or all that was found: "
        "whole passages, sentences or just the words.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="limit('how')",
        title="How it searches",
        help="These words, their other forms too, or a pattern.",
        keys=("h",),
    ),
    *LIMITS,
    Command(
        action="frequencies",
        title="Words",
        help="How often each word is used where you look now.",
        keys=("v",),
        in_footer=True,
    ),
    Command(
        action="concordance",
        title="In context",
        help="Every place with what stands before and behind it.",
        keys=("k",),
    ),
    COPY_LISTED,
    Command(
        action="hand_over('.docx')",
        title="As a Word file",
        help="Write what was found, or is marked, into a Word file.",
        keys=("w",),
    ),
    Command(
        action="hand_over('.xlsx')",
        title="As an Excel file",
        help="Write what was found, or is marked, into an Excel file.",
        keys=("x",),
    ),
    Command(
        action="back",
        title="Back",
        help="Take the marks away, look everywhere again, then leave.",
        keys=("escape",),
    ),
)
