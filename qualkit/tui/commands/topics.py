"""Topics: what passages speak of, sorted by a computer."""

from __future__ import annotations

from qualkit.tui.commands.command import Command
from qualkit.tui.commands.limits import QUESTION, WHERE

COMMANDS: tuple[Command, ...] = (
    Command(
        action="find",
        title="Find topics",
        help="Sort what people said into topics. It takes a while; Esc stops it.",
        keys=("t",),
        in_footer=True,
    ),
    Command(
        action="open",
        title="Open",
        help="Go to the topic's passages; there, open the highlighted one in its source. Esc comes back.",
        keys=("enter",),
    ),
    Command(
        action="passages",
        title="Into the passages",
        help="From the topics to the passages of the highlighted one, and back.",
        keys=("tab",),
    ),
    Command(
        action="rename",
        title="Name",
        help="Give the highlighted topic a name, or take it away.",
        keys=("r",),
        in_footer=True,
    ),
    Command(
        action="mark",
        title="Mark",
        help="Mark the highlighted topic, or take its mark away; marked ones are joined.",
        keys=("space",),
    ),
    Command(
        action="join",
        title="Join",
        help="Join the marked topics with the highlighted one.",
        keys=("m",),
        in_footer=True,
    ),
    Command(action="part", title="Part again", help="Take apart again what was joined into it.", keys=("u",)),
    Command(
        action="make_code",
        title="Make a code",
        help="Make a code of the highlighted topic; its passages are proposed for it, and nothing is coded.",
        keys=("c",),
        in_footer=True,
    ),
    Command(
        action="limit('number')",
        title="How many topics",
        help="Say how many topics there shall be, or leave it to what fits.",
        keys=("k",),
    ),
    Command(
        action="limit('sources')", title="Sources", help="Look only through some of the sources.", keys=("s",)
    ),
    WHERE,
    QUESTION,
    Command(
        action="limit('unit')",
        title="Passages or sentences",
        help="Sort whole passages, or their sentences.",
        keys=("p",),
    ),
    Command(
        action="limit('by')",
        title="Split by",
        help="Show whose the passages are: by who wrote the notes, an attribute, a source.",
        keys=("b",),
    ),
    Command(
        action="author",
        title="Topics by note-taker",
        help="See whether topics follow those who wrote the notes; again, the passages.",
        keys=("a",),
    ),
    Command(
        action="curve",
        title="Other numbers of topics",
        help="See how well other numbers of topics are set apart; again, the passages.",
        keys=("v",),
    ),
    Command(
        action="copy",
        title="Copy",
        help="Copy the topics as a table; among the passages, the highlighted one as a quote.",
        keys=("y", "ctrl+c", "super+c"),
    ),
    Command(
        action="hand_over('.docx')",
        title="As a Word file",
        help="Write the topics into a Word file.",
        keys=("w",),
    ),
    Command(
        action="hand_over('.xlsx')",
        title="As an Excel file",
        help="Write the topics into an Excel file.",
        keys=("x",),
    ),
    Command(
        action="back",
        title="Back",
        help="Stop what is being worked on, go back to the topics, take marks away, then leave.",
        keys=("escape",),
    ),
)
