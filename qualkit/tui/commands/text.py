"""The open text: moving in it, and marking."""

from __future__ import annotations

from collections.abc import Iterator

from qualkit.tui.commands.command import Command

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
        yield Command(action=action, title=title, help=f"Go: {where}.", keys=keys)
        marking = f"{action[:-1]}, True)"
        yield Command(action=marking, title=f"Mark: {where}", help=f"Mark: {where}.", keys=extending)


COMMANDS: tuple[Command, ...] = tuple(_moves())
