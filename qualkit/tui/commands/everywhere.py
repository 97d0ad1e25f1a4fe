"""What holds on every screen."""

from __future__ import annotations

from qualkit.tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(action="undo", title="Undo", help="Take back your last step.", keys=("ctrl+z",), in_footer=True),
    Command(action="help", title="Help", help="Show what you can do here.", keys=("f1",), in_footer=True),
    Command(
        action="menu",
        title="Menu",
        help="Everything that can be done here, to choose from.",
        keys=("f2",),
        in_footer=True,
    ),
    Command(
        action="show('search')",
        title="Search",
        help="Find words in everything that was said or written, and code what is found.",
        keys=("f3",),
    ),
    Command(
        action="show('words')",
        title="Words",
        help="How often words are said and by how many, and what tells two groups apart.",
    ),
    Command(
        action="show('codebook')",
        title="Codebook",
        help="Make, name, move, merge and split codes; say what they mean.",
        keys=("f4",),
    ),
    Command(
        action="show('quotes')",
        title="Quote bank",
        help="Choose, order and shorten quotes, and hand the bank over.",
        keys=("f5",),
    ),
    Command(action="show('memos')", title="Memos", help="All memos in one place.", keys=("f6",)),
    Command(action="show('log')", title="Log", help="Who did what, when, in sentences.", keys=("f7",)),
    Command(
        action="show('survey')",
        title="Survey",
        help="The questions of the data files, each counted, and who gave each answer.",
        keys=("f8",),
    ),
    Command(
        action="show('howmany')",
        title="How many",
        help="Count the codes: in how many records, people, turns or sources each was found.",
        keys=("f12",),
    ),
    Command(
        action="show('topics')",
        title="Topics",
        help="Let the computer sort what people said by what it means, to find your way in it.",
    ),
    Command(
        action="show('like')",
        title="More like a sentence",
        help="Type a sentence, and list the passages nearest to it in meaning.",
    ),
    Command(
        action="show('suggest')",
        title="Propose codes",
        help="Learn from what was coded by hand, and propose codes; how good that is; what is proposed.",
    ),
    Command(
        action="show('people')",
        title="People",
        help="Who took part, what they agreed to, and everything they said.",
    ),
    Command(
        action="show('names')",
        title="Names",
        help="Words that may tell who somebody is, to be redacted or left, one by one.",
    ),
    Command(
        action="show('lost')",
        title="Lost places",
        help="Codings whose words were changed by a correction, to be put back or let go.",
    ),
    Command(
        action="show('flags')",
        title="Flags",
        help="What somebody should look at before it is used, safeguarding first.",
    ),
    Command(
        action="show('agree')",
        title="Agree",
        help="What two or more people coded differently, side by side, to be decided.",
    ),
    Command(
        action="open_export",
        title="Open what was handed over",
        help="Open the file that was written last, or its folder.",
        keys=("o",),
    ),
    Command(action="redo", title="Redo", help="Do your last undone step again.", keys=("ctrl+y",)),
    Command(
        action="saved",
        title="Save",
        help="Everything is saved as you go; this says so.",
        keys=("ctrl+s",),
    ),
    Command(action="back", title="Back", help="Leave this screen, or close what is open.", keys=("escape",)),
    Command(
        action="quit",
        title="Quit",
        help="Save the work as text and leave.",
        keys=("ctrl+q",),
        is_priority=True,
    ),
    Command(
        action="privacy",
        title="Blank the screen",
        help="Hide everything until a key is pressed, when somebody walks in.",
        keys=("f9",),
        is_priority=True,
    ),
    Command(
        action="command_palette",
        title="All commands",
        help="Find a command by typing a part of its name.",
        keys=("ctrl+p",),
    ),
    Command(action="colours", title="Dark or light", help="Change between the dark and the light colours."),
)
