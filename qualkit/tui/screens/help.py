"""Help: what can be done on the screen that one came from."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualkit.tui.columns import fit
from qualkit.tui.commands import EVERYWHERE, Command, commands_for
from qualkit.tui.keys import shown_keys

_KEY_CELLS = 16
_TEXT_CELLS = 46
_QUIET = "$foreground 75%"


class HelpScreen(ModalScreen[None]):
    """Every command of a screen with its keys and a sentence; any of Esc, F1 or Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "leave", "Close")]

    def __init__(self, screen: str) -> None:
        super().__init__(classes="window")
        self._for = screen

    def compose(self) -> ComposeResult:
        """The commands, those of the screen first."""
        with Vertical(classes="window-box -wide"):
            yield Static("What you can do here", classes="window-title")
            with VerticalScroll(classes="help-text"):
                yield Static(help_text(self._for))
            yield Static(
                "The mouse works everywhere: click, drag, scroll. Esc closes this.",
                classes="window-hint",
            )

    def on_mount(self) -> None:
        """The text scrolls by arrows at once."""
        self.query_one(VerticalScroll).focus()

    def on_click(self) -> None:
        """A click closes it."""
        self.dismiss()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()


def help_text(screen: str) -> Content:
    """The commands of a screen as text: keys, name, a sentence."""
    own = [command for command in commands_for(screen) if command.screen == screen]
    everywhere = [command for command in commands_for(screen) if command.screen == EVERYWHERE]
    parts = [_section("Here", own)] if own else []
    return Content("\n\n").join([*parts, _section("Everywhere", everywhere)])


def _section(title: str, commands: list[Command]) -> Content:
    lines = [Content.styled(title, "bold $accent"), *(_line(command) for command in commands)]
    return Content("\n").join(lines)


def _line(command: Command) -> Content:
    keys = fit(" or ".join(shown_keys(command.keys)) or "Ctrl+P", _KEY_CELLS)
    first, *more = wrap(f"{command.title}. {command.help}", _TEXT_CELLS)
    lines = [
        Content.assemble((keys, "bold"), " ", (command.title, ""), (first[len(command.title) :], _QUIET))
    ]
    lines += [Content.styled(" " * (_KEY_CELLS + 1) + line, _QUIET) for line in more]
    return Content("\n").join(lines)
