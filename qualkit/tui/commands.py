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


COMMANDS: list[Command] = [
    Command(action="help", title="Help", help="Show what you can do here.", keys=("f1",), in_footer=True),
    Command(
        action="undo", title="Undo", help="Take back your last step.", keys=("ctrl+z",), in_footer=True
    ),
    Command(action="redo", title="Redo", help="Do your last undone step again.", keys=("ctrl+y",)),
    Command(
        action="saved",
        title="Save",
        help="Everything is saved as you go; this says so.",
        keys=("ctrl+s",),
    ),
    Command(action="back", title="Back", help="Leave this screen, or close what is open.", keys=("escape",)),
    Command(action="quit", title="Quit", help="Save the work as text and leave.", keys=("ctrl+q",)),
    Command(
        action="privacy",
        title="Blank the screen",
        help="Hide everything until a key is pressed, when somebody walks in.",
        keys=("f9",),
    ),
]


def commands_for(screen: str) -> Iterator[Command]:
    """The commands of a screen, its own first."""
    yield from (command for command in COMMANDS if command.screen == screen)
    yield from (command for command in COMMANDS if command.screen == EVERYWHERE)


def bindings_for(screen: str) -> list[Binding]:
    """Textual bindings for a screen's own commands."""
    return [command.binding for command in COMMANDS if command.screen == screen and command.keys]
