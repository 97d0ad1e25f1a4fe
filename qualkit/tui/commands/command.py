"""One thing that a user can do."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

from qualkit.tui.keys import shown_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing a user can do on a screen. `action` is the name of the screen's (or app's) action method."""

    action: str
    title: str
    """A few words, for footer, menu and palette."""
    help: str
    """One sentence, for the help screen."""
    keys: tuple[str, ...] = ()
    in_footer: bool = False
    is_priority: bool = False

    @property
    def binding(self) -> Binding:
        """The Textual binding; a command without a key is in menu, palette and help only."""
        return Binding(
            ",".join(self.keys), self.action, self.title, show=self.in_footer, priority=self.is_priority
        )

    @property
    def keys_shown(self) -> str:
        """Its keys as they are printed on a keyboard."""
        return " or ".join(shown_keys(self.keys))
