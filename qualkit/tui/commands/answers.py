"""Answers to one question, or records, as a list."""

from __future__ import annotations

from qualkit.tui.commands.coding import BOOK, COPY, COPY_QUOTE, PINNED
from qualkit.tui.commands.command import Command
from qualkit.tui.commands.correcting import CORRECT, ORIGINALS, REDACT
from qualkit.tui.commands.like import LIKE
from qualkit.tui.commands.proposals import PROPOSALS

COMMANDS: tuple[Command, ...] = (
    Command(
        action="pick",
        title="Code",
        help="Choose a code for what is marked, or highlighted, by typing a part of its name.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="mark",
        title="Mark",
        help="Mark the highlighted answer, or take its mark away; marked ones are coded together.",
        keys=("space",),
        in_footer=True,
    ),
    Command(
        action="read",
        title="Read",
        help="Mark what is marked, or highlighted, as read, and go on to the next that is not.",
        keys=("f",),
        in_footer=True,
    ),
    Command(
        action="sort",
        title="Sort",
        help="Sort by the order of the file, what is unread or uncoded, length, or what else is known.",
        keys=("s",),
        in_footer=True,
    ),
    Command(
        action="show_only",
        title="Show only",
        help="Show only some answers: by what else is known, code, not read, without a code.",
        keys=("t",),
        in_footer=True,
    ),
    Command(action="show_all", title="Show all", help="Show all answers again.", keys=("T",)),
    Command(
        action="words",
        title="With these words",
        help="Show only answers with the words that you type; case and accents do not count.",
        keys=("slash", "ctrl+f"),
    ),
    Command(
        action="columns",
        title="Columns",
        help="Choose what is shown beside the answers.",
        keys=("v",),
    ),
    Command(
        action="arrange",
        title="Sort and show anew",
        help="After coding and reading, sort again and leave out what no longer fits.",
        keys=("u",),
    ),
    Command(
        action="open",
        title="Open",
        help="Read the highlighted answer among all the others, as one text.",
        keys=("enter",),
    ),
    Command(
        action="text",
        title="Into the answer",
        help="Go into the highlighted answer, to mark some of its words; Esc goes back to the list.",
        keys=("tab",),
    ),
    Command(
        action="extend(1)", title="Mark down", help="Mark from here, a row down.", keys=("shift+down", "J")
    ),
    Command(action="extend(-1)", title="Mark up", help="Mark from here, a row up.", keys=("shift+up", "K")),
    Command(
        action="extend_page(1)",
        title="Mark a page down",
        help="Mark from here, as many as fit on the screen.",
        keys=("shift+pagedown",),
    ),
    Command(
        action="extend_page(-1)",
        title="Mark a page up",
        help="Mark from here upwards, as many as fit on the screen.",
        keys=("shift+pageup",),
    ),
    Command(
        action="extend_edge(1)",
        title="Mark to the end",
        help="Mark everything from here to the end.",
        keys=("shift+end",),
    ),
    Command(
        action="extend_edge(-1)",
        title="Mark to the beginning",
        help="Mark everything from here to the beginning.",
        keys=("shift+home",),
    ),
    Command(action="mark_all", title="Mark all", help="Mark all that are shown.", keys=("ctrl+a",)),
    Command(action="mark_none", title="Mark none", help="Take all marks away."),
    Command(
        action="remove",
        title="Remove",
        help="Take a coding off; asks which when there are several.",
        keys=("x", "delete"),
    ),
    Command(action="memo", title="Memo", help="Write a note on a coding of this answer.", keys=("m",)),
    Command(
        action="to_bank",
        title="To the bank",
        help="Choose what is coded here for the quote bank, or take it out again.",
        keys=("asterisk",),
    ),
    Command(
        action="in_vivo",
        title="Code in their words",
        help="Make a code named by the words marked in the answer, and apply it.",
        keys=("i",),
    ),
    Command(
        action="read_to_here",
        title="Read up to here",
        help="Mark everything as read from what was read last above to here.",
        keys=("F",),
    ),
    Command(action="read_all", title="Read all", help="Mark all that are shown as read."),
    Command(action="unread", title="Not read after all", help="Take the mark of being read away."),
    *PROPOSALS,
    LIKE,
    CORRECT,
    REDACT,
    ORIGINALS,
    Command(
        action="uncoded(1)",
        title="Next uncoded",
        help="Go to the next answer without a code of yours.",
        keys=("n",),
    ),
    Command(
        action="uncoded(-1)",
        title="Previous uncoded",
        help="Go back to the last answer without a code of yours.",
        keys=("N",),
    ),
    Command(
        action="flag",
        title="Flag",
        help="Flag the highlighted answer for the team: safeguarding, could identify someone, a question.",
        keys=("exclamation_mark",),
    ),
    Command(
        action="leave_out",
        title="Leave out",
        help="Leave the records that are marked, or highlighted, out of every count; asks why.",
        keys=("minus",),
    ),
    Command(
        action="bring_back",
        title="Bring back",
        help="Say that the records that are marked, or highlighted, are in the study.",
        keys=("plus",),
    ),
    Command(
        action="undecide",
        title="Not decided after all",
        help="Take back what was decided of the records: neither in the study nor left out.",
    ),
    *PINNED,
    Command(
        action="pin",
        title="Pin",
        help="Give the code highlighted in the codebook the next free digit, or take it away.",
        keys=("p",),
    ),
    COPY,
    COPY_QUOTE,
    Command(
        action="copy_table",
        title="Copy with its place",
        help="Copy what is marked, by whom, its place and its codes: Word and Excel paste a table.",
        keys=("Y",),
    ),
    Command(
        action="panel",
        title="Codebook beside",
        help="Show or hide the codebook.",
        keys=("right_square_bracket",),
    ),
    BOOK,
    Command(
        action="back",
        title="Back",
        help="Close what is open, take marks away, then leave.",
        keys=("escape",),
    ),
)
