"""Reading and coding one source."""

from __future__ import annotations

from qualkit.tui.commands.coding import BOOK, COPY, COPY_QUOTE, PINNED
from qualkit.tui.commands.command import Command
from qualkit.tui.commands.correcting import CORRECT, ORIGINALS, REDACT, TURNS
from qualkit.tui.commands.like import LIKE
from qualkit.tui.commands.proposals import PROPOSALS

COMMANDS: tuple[Command, ...] = (
    Command(
        action="pick",
        title="Code",
        help="Choose a code for what is marked by typing a part of its name.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="read",
        title="Read",
        help="Mark the turn or answer as read, and go on to the next.",
        keys=("f",),
        in_footer=True,
    ),
    Command(
        action="read_to_here",
        title="Read up to here",
        help="Mark everything as read from what was read last to the cursor.",
        keys=("F",),
    ),
    Command(action="read_all", title="Whole source read", help="Mark everything in this source as read."),
    Command(
        action="memo",
        title="Memo",
        help="Write a note on a coding at the cursor.",
        keys=("m",),
        in_footer=True,
    ),
    Command(
        action="memo_passage", title="Memo on the turn or answer", help="Write a note on it.", keys=("M",)
    ),
    Command(action="memo_source", title="Memo on the source", help="Write a note on the whole source."),
    Command(
        action="to_bank",
        title="To the bank",
        help="Choose what is coded here for the quote bank, or take it out again.",
        keys=("asterisk",),
    ),
    Command(
        action="in_vivo",
        title="Code in their words",
        help="Make a code named by the marked words, and apply it.",
        keys=("i",),
    ),
    Command(
        action="remove",
        title="Remove",
        help="Take a coding off; asks which when there are several.",
        keys=("x", "delete"),
        in_footer=True,
    ),
    *PROPOSALS,
    LIKE,
    CORRECT,
    *TURNS,
    REDACT,
    ORIGINALS,
    Command(
        action="uncoded(1)",
        title="Next uncoded",
        help="Go to the next listed passage without a code.",
        keys=("n",),
    ),
    Command(
        action="uncoded(-1)",
        title="Previous uncoded",
        help="Go back to the last listed passage without a code.",
        keys=("N",),
    ),
    Command(
        action="show_only",
        title="Show only",
        help="List only some passages: by who speaks, attribute, question, code, not read, words.",
        keys=("t",),
    ),
    Command(action="show_all", title="Show all", help="List all passages again.", keys=("T",)),
    Command(
        action="sources",
        title="Go to a source",
        help="Choose another source by typing a part of its name, without leaving this screen.",
        keys=("g",),
    ),
    Command(
        action="source(1)",
        title="Next source",
        help="Open the next source.",
        keys=("greater_than_sign", "ctrl+pagedown"),
    ),
    Command(
        action="source(-1)",
        title="Previous source",
        help="Open the source before this one.",
        keys=("less_than_sign", "ctrl+pageup"),
    ),
    Command(
        action="flag",
        title="Flag",
        help="Flag the turn or answer for the team: safeguarding, could identify someone, check the audio.",
        keys=("exclamation_mark",),
    ),
    *PINNED,
    Command(
        action="pin",
        title="Pin",
        help="Give the code highlighted in the codebook the next free digit, or take it away. "
        "A click left of a code's letters does the same.",
        keys=("p",),
    ),
    Command(
        action="find",
        title="Find",
        help="Find words in the open text.",
        keys=("ctrl+f",),
    ),
    Command(
        action="find_next(1)",
        title="Find next",
        help="Go to the next place with these words, or with those that a search found.",
        keys=("ctrl+g", "full_stop"),
    ),
    Command(
        action="find_next(-1)",
        title="Find previous",
        help="Go back to the last place with these words.",
        keys=("ctrl+shift+g", "comma", "shift+enter"),
    ),
    COPY,
    COPY_QUOTE,
    Command(
        action="copy_table",
        title="Copy with its place",
        help="Copy the quote, by whom, its place and its codes: Word and Excel paste a table.",
        keys=("Y",),
    ),
    Command(
        action="filter_codes",
        title="Find a code",
        help="Type a part of a code's name to see only those that fit.",
        keys=("slash",),
    ),
    Command(
        action="panel('passages')",
        title="Passages",
        help="Show or hide the list of passages.",
        keys=("left_square_bracket",),
    ),
    Command(
        action="panel('codebook')",
        title="Codebook",
        help="Show or hide the codebook.",
        keys=("right_square_bracket",),
    ),
    Command(
        action="unread",
        title="Not read after all",
        help="Take the mark of being read away.",
    ),
    BOOK,
    Command(
        action="back",
        title="Back",
        help="Close what is open, clear what is marked, then leave.",
        keys=("escape",),
    ),
)
