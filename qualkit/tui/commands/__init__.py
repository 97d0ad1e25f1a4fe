"""The one registry of what a user can do: keys, palette, footer, menu and help all come from here."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding

from qualkit.tui.commands import (
    add,
    agree,
    answers,
    code,
    codebook,
    everywhere,
    flags,
    home,
    howmany,
    like,
    log,
    lost,
    memos,
    names,
    people,
    quotes,
    search,
    start,
    suggest,
    survey,
    text,
    topics,
    walk,
    words,
)
from qualkit.tui.commands.command import Command

EVERYWHERE = "everywhere"
REGISTRY: Mapping[str, tuple[Command, ...]] = {
    EVERYWHERE: everywhere.COMMANDS,
    "start": start.COMMANDS,
    "home": home.COMMANDS,
    "add": add.COMMANDS,
    "code": code.COMMANDS,
    "text": text.COMMANDS,
    "answers": answers.COMMANDS,
    "codebook": codebook.COMMANDS,
    "walk": walk.COMMANDS,
    "quotes": quotes.COMMANDS,
    "memos": memos.COMMANDS,
    "log": log.COMMANDS,
    "people": people.COMMANDS,
    "names": names.COMMANDS,
    "lost": lost.COMMANDS,
    "flags": flags.COMMANDS,
    "agree": agree.COMMANDS,
    "survey": survey.COMMANDS,
    "howmany": howmany.COMMANDS,
    "search": search.COMMANDS,
    "topics": topics.COMMANDS,
    "like": like.COMMANDS,
    "suggest": suggest.COMMANDS,
    "words": words.COMMANDS,
    "concordance": words.PLACES,
}
"""Screen → its commands; "text" is what can be done in an open text, on whatever screen."""
WITH_TEXT = frozenset({"code", "answers", "lost"})
"""The screens that have an open text."""


def commands_for(screen: str) -> tuple[Command, ...]:
    """The commands of a screen, its own first."""
    return (*REGISTRY.get(screen, ()), *REGISTRY[EVERYWHERE])


def bindings_for(screen: str) -> list[Binding]:
    """Textual bindings for a screen's own commands."""
    return [command.binding for command in REGISTRY[screen] if command.keys]


__all__ = ["EVERYWHERE", "REGISTRY", "WITH_TEXT", "Command", "bindings_for", "commands_for"]
