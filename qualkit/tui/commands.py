"""The one registry of what a user can do: keys, palette, footer, menu and help all come from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing a user can do on a screen. `action` is the name of the screen's (or app's) action method."""

    action: str
    title: str
    """A few words, for footer, menu and palette."""
    help: str
    """One sentence, for the help screen."""
    keys: tuple[str, ...] = ()
    screen: str = EVERYWHERE
    in_footer: bool = False
    is_priority: bool = False

    @property
    def binding(self) -> Binding:
        """The Textual binding; a command without a key is in menu, palette and help only."""
        return Binding(
            ",".join(self.keys), self.action, self.title, show=self.in_footer, priority=self.is_priority
        )


_MOVES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("rows(1)", "A row down", ("down",), ("shift+down",)),
    ("rows(-1)", "A row up", ("up",), ("shift+up",)),
    ("move('letter', 1)", "A letter on", ("right",), ("shift+right",)),
    ("move('letter', -1)", "A letter back", ("left",), ("shift+left",)),
    ("move('word', 1)", "A word on", ("ctrl+right",), ("ctrl+shift+right",)),
    ("move('word', -1)", "A word back", ("ctrl+left",), ("ctrl+shift+left",)),
    ("move('sentence', 1)", "A sentence on", ("right_parenthesis", "alt+right"), ("alt+shift+right",)),
    ("move('sentence', -1)", "A sentence back", ("left_parenthesis", "alt+left"), ("alt+shift+left",)),
    ("move('turn', 1)", "Next turn or answer", ("j", "alt+down", "ctrl+down"), ("J", "alt+shift+down")),
    ("move('turn', -1)", "Previous turn or answer", ("k", "alt+up", "ctrl+up"), ("K", "alt+shift+up")),
    ("move('edge', -1)", "Beginning of the row", ("home",), ("shift+home",)),
    ("move('edge', 1)", "End of the row", ("end",), ("shift+end",)),
    ("page(1)", "A page down", ("pagedown",), ("shift+pagedown",)),
    ("page(-1)", "A page up", ("pageup",), ("shift+pageup",)),
    ("move('source', -1)", "Beginning of everything", ("ctrl+home",), ("ctrl+shift+home",)),
    ("move('source', 1)", "End of everything", ("ctrl+end",), ("ctrl+shift+end",)),
)
"""Action, title, keys to move, keys to mark as far as that."""


def _moves() -> Iterator[Command]:
    for action, title, keys, extending in _MOVES:
        where = title[0].lower() + title[1:]
        yield Command(action=action, title=title, help=f"Go: {where}.", keys=keys, screen="text")
        marking = f"{action[:-1]}, True)"
        yield Command(
            action=marking, title=f"Mark: {where}", help=f"Mark: {where}.", keys=extending, screen="text"
        )


COMMANDS: list[Command] = [
    Command(
        action="undo", title="Undo", help="Take back your last step.", keys=("ctrl+z",), in_footer=True
    ),
    Command(action="help", title="Help", help="Show what you can do here.", keys=("f1",), in_footer=True),
    Command(action="redo", title="Redo", help="Do your last undone step again.", keys=("ctrl+y",)),
    Command(
        action="saved",
        title="Save",
        help="Everything is saved as you go; this says so.",
        keys=("ctrl+s",),
    ),
    Command(action="back", title="Back", help="Leave this screen, or close what is open.", keys=("escape",)),
    Command(
        action="quit", title="Quit", help="Save the work as text and leave.", keys=("ctrl+q",),
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
    # ---- start
    Command(
        action="sample", title="Look at the sample", help="Copy the invented sample study and open it.",
        keys=("1",), screen="start",
    ),
    Command(
        action="make", title="Start my study", help="Give your study a title and a folder.",
        keys=("2",), screen="start",
    ),
    Command(
        action="browse", title="Open a study", help="Look for a study's folder on this computer.",
        keys=("3",), screen="start",
    ),
    # ---- home
    Command(
        action="open", title="Open", help="Open the highlighted source, or do the highlighted next step.",
        keys=("enter",), screen="home",
    ),
    Command(
        action="add", title="Add files", help="Bring in transcripts, answers, records or a codebook. "
        "Files may also be dropped on this screen, or their paths pasted.",
        keys=("a",), screen="home", in_footer=True,
    ),
    Command(
        action="other_study", title="Other study", help="Close this study and open or start another one.",
        keys=("s",), screen="home", in_footer=True,
    ),
    # ---- add
    Command(
        action="accept", title="Bring in", help="Bring in what is shown.",
        keys=("b",), screen="add", in_footer=True,
    ),
    Command(
        action="change", title="Change", help="Say what the highlighted speaker or column is.",
        keys=("enter",), screen="add", in_footer=True,
    ),
    Command(
        action="moderator", title="Moderator", help="The highlighted speaker leads the talk: never quoted.",
        keys=("m",), screen="add", in_footer=True,
    ),
    Command(
        action="participant", title="Participant", help="The highlighted speaker is a participant.",
        keys=("p",), screen="add", in_footer=True,
    ),
    Command(
        action="rename", title="Rename", help="Give the highlighted speaker another name.",
        keys=("r",), screen="add",
    ),
    Command(
        action="open_question", title="Open", help="The highlighted column is an open question.",
        keys=("o",), screen="add", in_footer=True,
    ),
    Command(
        action="closed_question", title="Closed", help="The highlighted column is a closed question.",
        keys=("c",), screen="add", in_footer=True,
    ),
    Command(
        action="as_proposed", title="As proposed", help="Forget what you changed for this file.",
        keys=("z",), screen="add",
    ),
    # ---- code
    Command(
        action="pick", title="Code", help="Choose a code for what is marked by typing a part of its name.",
        keys=("c",), screen="code", in_footer=True,
    ),
    Command(
        action="read", title="Read", help="Mark the turn or answer as read, and go on to the next.",
        keys=("f",), screen="code", in_footer=True,
    ),
    Command(
        action="read_to_here", title="Read up to here",
        help="Mark everything as read from what was read last to the cursor.", keys=("F",), screen="code",
    ),
    Command(action="read_all", title="Read all", help="Mark the whole source as read.", screen="code"),
    Command(
        action="memo", title="Memo", help="Write a note on a coding at the cursor.",
        keys=("m",), screen="code", in_footer=True,
    ),
    Command(
        action="in_vivo", title="Code in their words",
        help="Make a code named by the marked words, and apply it.", keys=("i",), screen="code",
    ),
    Command(
        action="remove", title="Remove", help="Take a coding off; asks which when there are several.",
        keys=("x", "delete"), screen="code", in_footer=True,
    ),
    Command(
        action="uncoded(1)", title="Next uncoded", help="Go to the next passage without a code.",
        keys=("n",), screen="code",
    ),
    Command(
        action="uncoded(-1)", title="Previous uncoded", help="Go back to the last passage without a code.",
        keys=("N",), screen="code",
    ),
    *(
        Command(
            action=f"pinned({digit})", title=f"Code pinned {digit}", screen="code", keys=(str(digit),),
            help=f"Apply the code that the digit {digit} belongs to.",
        )
        for digit in range(1, 10)
    ),
    Command(
        action="pin", title="Pin",
        help="Give the code highlighted in the codebook the next free digit, or take it away.",
        keys=("p",), screen="code",
    ),
    Command(
        action="find", title="Find", help="Find words in the open text.", keys=("ctrl+f",), screen="code",
    ),
    Command(
        action="find_next(1)", title="Find next", help="Go to the next place with these words.",
        keys=("f3",), screen="code",
    ),
    Command(
        action="find_next(-1)", title="Find previous", help="Go back to the last place with these words.",
        keys=("shift+f3",), screen="code",
    ),
    Command(
        action="copy", title="Copy", help="Copy the marked words.", keys=("ctrl+c", "super+c"), screen="code",
    ),
    Command(
        action="filter_codes", title="Find a code",
        help="Type a part of a code's name to see only those that fit.", keys=("slash",), screen="code",
    ),
    Command(
        action="panel('passages')", title="Passages", help="Show or hide the list of passages.",
        keys=("left_square_bracket",), screen="code",
    ),
    Command(
        action="panel('codebook')", title="Codebook", help="Show or hide the codebook.",
        keys=("right_square_bracket",), screen="code",
    ),
    Command(
        action="unread", title="Not read after all", help="Take the mark of being read away.", screen="code",
    ),
    Command(
        action="book", title="Other codebook", help="Choose the codebook that you read for.",
        keys=("b",), screen="code",
    ),
    Command(
        action="back", title="Back", help="Close what is open, clear what is marked, then leave.",
        keys=("escape",), screen="code",
    ),
    # ---- the open text: moving in it, and marking
    *_moves(),
]  # fmt: skip


def commands_for(screen: str) -> Iterator[Command]:
    """The commands of a screen, its own first."""
    yield from (command for command in COMMANDS if command.screen == screen)
    yield from (command for command in COMMANDS if command.screen == EVERYWHERE)


def bindings_for(screen: str) -> list[Binding]:
    """Textual bindings for a screen's own commands."""
    return [command.binding for command in COMMANDS if command.screen == screen and command.keys]
