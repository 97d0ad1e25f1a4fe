"""Counting from the coding: one sentence to fill in."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="open",
        title="Passages",
        help="Show the passages behind the highlighted number.",
        keys=("enter",),
        in_footer=True,
    ),
    Command(
        action="ask('unit')",
        title="Count what",
        help="Count records, people, turns or whole sources.",
        keys=("u",),
    ),
    Command(action="ask('of')", title="Sources", help="Say in which sources.", keys=("s",), in_footer=True),
    Command(
        action="ask('with')",
        title="Codes",
        help="Choose the codebook, or one code with what stands below it.",
        keys=("k",),
    ),
    Command(
        action="ask('where')",
        title="Where",
        help="Count only some: by an attribute, a closed answer, or a base of the study.",
        keys=("f",),
        in_footer=True,
    ),
    Command(
        action="ask('by')",
        title="Split by",
        help="Count each group by itself: by an attribute or a closed question.",
        keys=("b",),
        in_footer=True,
    ),
    Command(
        action="ask('whose')",
        title="Whose coding",
        help="Take the coding of record, one person's, or anybody's.",
        keys=("h",),
    ),
    Command(
        action="take",
        title="First, last or any",
        help="Where somebody is in several groups: count the first, the last, or each of them.",
        keys=("l",),
    ),
    Command(
        action="partial",
        title="Partly read",
        help="Take in what was read only in part; again, leave it out.",
        keys=("p",),
    ),
    Command(
        action="anyway",
        title="People all the same",
        help="Count people in group discussions all the same: who spoke of it, not who agrees.",
        keys=("a",),
    ),
    Command(
        action="bars",
        title="Chart",
        help="Show the shares as bars; again, in words.",
        keys=("c",),
    ),
    Command(action="copy_table", title="Copy", help="Copy the table, for Word or Excel.", keys=("y",)),
    Command(
        action="hand_over('.docx')",
        title="Word",
        help="Write the table as a Word document, into the study's exports.",
        keys=("w",),
        in_footer=True,
    ),
    Command(
        action="hand_over('.xlsx')",
        title="Excel",
        help="Write the table as an Excel workbook.",
        keys=("x",),
    ),
    Command(action="back", title="Back", help="Go back to the table, then leave.", keys=("escape",)),
)
