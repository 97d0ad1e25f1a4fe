"""JSON from outside: parsed, or refused with the line where it breaks off."""

from __future__ import annotations

import json

from qualkit.errors import FileRefused, Where


def parse_json(text: str, file: str) -> object:
    """What a JSON text holds. Raises FileRefused where it is damaged, cut off or nested beyond reason."""
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileRefused(
            "The file is damaged or was cut off: it is not JSON.",
            Where(file=file, line=error.lineno),
            "Export it again from the program that made it.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileRefused(
            "The file holds JSON that no transcription program writes.",
            Where(file=file),
            "Export it again from the program that made it.",
        ) from error
    return parsed


def as_ms(seconds: object) -> int | None:
    """Seconds, as a JSON number or its text, in milliseconds; None for anything else.

    >>> as_ms(4.5), as_ms("7.25"), as_ms(None), as_ms(True)
    (4500, 7250, None, None)
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        ms = round(float(seconds) * 1000)
    except (ValueError, OverflowError):
        return None
    return ms if 0 <= ms < _LONGEST_MS else None


_LONGEST_MS = 1_000_000_000
"""Eleven days: a time beyond it is not one."""
