"""Help: what can be done on the screen that one came from."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualkit.tui.asking import Asking
from qualkit.tui.columns import fit
from qualkit.tui.commands import EVERYWHERE, REGISTRY, WITH_TEXT, Command

_KEY_CELLS = 16
_TEXT_CELLS = 46
_QUIET = "$foreground 75%"


class HelpScreen(Asking[None]):
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
    sections = [("Here", screen), ("Everywhere", EVERYWHERE)]
    if screen in WITH_TEXT:
        sections.insert(1, ("In the text", "text"))
    return Content("\n\n").join(
        _section(title, REGISTRY[name]) for title, name in sections if REGISTRY.get(name)
    )


def _section(title: str, commands: Sequence[Command]) -> Content:
    lines = [Content.styled(title, "bold $accent"), *(_line(command) for command in commands)]
    return Content("\n").join(lines)


def _line(command: Command) -> Content:
    keys = fit(command.keys_shown or "F2", _KEY_CELLS)
    first, *more = wrap(f"{command.title}. {command.help}", _TEXT_CELLS)
    lines = [
        Content.assemble((keys, "bold"), " ", (command.title, ""), (first[len(command.title) :], _QUIET))
    ]
    lines += [Content.styled(" " * (_KEY_CELLS + 1) + line, _QUIET) for line in more]
    return Content("\n").join(lines)
