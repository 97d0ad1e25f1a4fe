"""Keys as people know them: Ctrl+Z, F1, Esc."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "delete": "Del",
    "backspace": "Backspace", "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home",
    "end": "End", "pageup": "Page up", "pagedown": "Page down", "asterisk": "*", "exclamation_mark": "!",
    "minus": "-", "plus": "+", "slash": "/", "question_mark": "?", "full_stop": ".", "comma": ",",
    "number_sign": "#", "greater_than_sign": ">", "less_than_sign": "<", "left_square_bracket": "[",
    "right_square_bracket": "]", "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip
_MODIFIERS = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt", "super": "Cmd"}


def shown_key(key: str) -> str:
    """A key of the registry as it is printed on a keyboard.

    >>> shown_key("ctrl+z"), shown_key("f1"), shown_key("N")
    ('Ctrl+Z', 'F1', 'Shift+N')
    """
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    named = _NAMES.get(last, last)
    if modifiers or (last[:1] == "f" and last[1:].isdigit()):
        named = named.upper() if len(named) == 1 or last[1:].isdigit() else named
    elif len(last) == 1 and last.isupper():
        return f"Shift+{last}"
    return "+".join([*(_MODIFIERS.get(each, each) for each in modifiers), named])


def shown_keys(keys: Iterable[str]) -> list[str]:
    """Several keys so."""
    return [shown_key(key) for key in keys]
