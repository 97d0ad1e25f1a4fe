"""The quote bank."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        action="choose",
        title="Choose",
        help="Choose the highlighted quote for the bank, or leave it out again.",
        keys=("space",),
        in_footer=True,
    ),
    Command(
        action="word",
        title="Shorten",
        help="Shorten the quote with [...], or put [words] or [sic] in.",
        keys=("enter",),
        in_footer=True,
    ),
    Command(
        action="move(-1)",
        title="Move up",
        help="Print the quote earlier in its theme.",
        keys=("alt+up",),
    ),
    Command(
        action="move(1)",
        title="Move down",
        help="Print the quote later in its theme.",
        keys=("alt+down",),
    ),
    Command(
        action="display",
        title="Display",
        help="Print the quote large, set apart from the others; again takes the mark away.",
        keys=("d",),
    ),
    Command(
        action="attribute",
        title="Attribution",
        help="Say whose words they are, as it will print.",
        keys=("a",),
    ),
    Command(
        action="summary",
        title="Summary",
        help="Write the paragraph that opens the theme in the bank.",
        keys=("u",),
    ),
    Command(
        action="people",
        title="Who is quoted",
        help="Show who is quoted how often, and who never.",
        keys=("p",),
    ),
    Command(
        action="hand_over('docx')",
        title="Word",
        help="Write the bank as a Word document, into the study's exports.",
        keys=("w",),
        in_footer=True,
    ),
    Command(
        action="hand_over('xlsx')",
        title="Excel",
        help="Write the bank as an Excel workbook.",
        keys=("x",),
    ),
    Command(
        action="hand_over('html')",
        title="Web page",
        help="Write the bank as a web page.",
        keys=("h",),
    ),
    Command(
        action="go",
        title="Go to the text",
        help="Open the text where the quote stands.",
        keys=("g",),
    ),
    Command(
        action="copy_quote",
        title="Copy",
        help="Copy the quote with its quotation marks and attribution.",
        keys=("y",),
    ),
    Command(
        action="copy_row",
        title="Copy with place",
        help="Copy the quote with its place and code, as a row of a table.",
        keys=("Y",),
    ),
    Command(
        action="theme(-1)",
        title="Previous theme",
        help="Go to the theme before this one.",
        keys=("left",),
    ),
    Command(
        action="theme(1)",
        title="Next theme",
        help="Go to the theme after this one.",
        keys=("right",),
    ),
    Command(
        action="themes",
        title="Themes",
        help="Go to the list of themes; on a narrow screen, show it or hide it.",
        keys=("t",),
        in_footer=True,
    ),
    Command(
        action="back",
        title="Back",
        help="Leave the list of themes, then the quotes.",
        keys=("escape",),
    ),
)
