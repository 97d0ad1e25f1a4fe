"""The list of all commands (Ctrl+P), from the one registry."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from qualkit.tui.commands import Command, commands_for
from qualkit.tui.keys import shown_keys


def registry_name(screen: Screen[Any]) -> str:
    """What a screen is called in the registry: `HomeScreen` is "home"."""
    return type(screen).__name__.removesuffix("Screen").casefold()


class RegistryCommands(Provider):
    """What can be done on the screen that one came from."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.title, self._doing(command), help=_help(command))

    async def search(self, query: str) -> Hits:
        """What fits what was typed, best first."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.title)) > 0:
                yield Hit(score, matcher.highlight(command.title), self._doing(command), help=_help(command))

    def _commands(self) -> list[Command]:
        return [c for c in commands_for(registry_name(self.screen)) if c.action != "command_palette"]

    def _doing(self, command: Command) -> Callable[[], Any]:
        has_it = hasattr(self.screen, f"action_{command.action.partition('(')[0]}")
        namespace = self.screen if has_it else self.app
        return partial(self.app.run_action, command.action, namespace)


def _help(command: Command) -> str:
    keys = " or ".join(shown_keys(command.keys))
    return f"{command.help}  ({keys})" if keys else command.help
