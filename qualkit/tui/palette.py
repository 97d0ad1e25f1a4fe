"""The list of all commands (Ctrl+P), from the one registry."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from qualkit.tui.commands import Command, commands_for

_NOT_LISTED = frozenset({"command_palette", "menu"})


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
        return listed_commands(self.screen)

    def _doing(self, command: Command) -> Callable[[], Any]:
        return partial(run_command, self.screen, command)


def listed_commands(screen: Screen[Any]) -> list[Command]:
    """What can be done on a screen, as a list shows it: moving about is not in it."""
    return [command for command in commands_for(registry_name(screen)) if command.action not in _NOT_LISTED]


async def run_command(screen: Screen[Any], command: Command) -> None:
    """Do what a command says, on the screen if it can, else in the app."""
    has_it = hasattr(screen, f"action_{command.action.partition('(')[0]}")
    await screen.app.run_action(command.action, screen if has_it else screen.app)


def _help(command: Command) -> str:
    return f"{command.help}  ({command.keys_shown})" if command.keys else command.help
