"""Times as transcripts write them, in milliseconds."""

from __future__ import annotations

import re
from functools import lru_cache

from qualkit.importers.transcripts.labels import TIME

_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?", re.ASCII)
ALONE = re.compile(rf"^\s*[\[(]?(?P<time>{TIME})[\])]?\s*$")
"""A line that holds a time and nothing else."""
_LEADING = re.compile(
    rf"^(?:[\[(](?P<bracketed>{TIME})[\])]|(?P<full>\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?))(?:[ \t]+|$)"
)
_INLINE = re.compile(
    r"[\[(](?:[a-z][a-z -]{0,30} )?(?P<time>\d{1,2}:\d{2}:\d{2}|\d{1,3}:\d{2})[\])]", re.IGNORECASE
)
_CLOSING = re.compile(r"#(?P<time>\d{1,2}:\d{2}:\d{2}-\d)#$")


def milliseconds(stamp: str) -> int | None:
    """The milliseconds of `0:04`, `01:02:03`, `65:10` or `0:0:3.270`; None for anything else.

    >>> milliseconds("0:0:3.27")
    3270
    """
    if len(stamp) == 12 and stamp[8] in ".,":
        to_the_minute, rest = _whole_minute(stamp[:6]), stamp[6:8] + stamp[9:]
        if to_the_minute is not None and rest.isascii() and rest.isdigit():
            return to_the_minute + int(rest)
    found = _PARTS.fullmatch(stamp)
    if found is None:
        return None
    hour, minute, second, fraction = found.groups()
    seconds = (int(hour or 0) * 60 + int(minute)) * 60 + int(second)
    return seconds * 1000 + (int(fraction.ljust(3, "0")) if fraction else 0)


@lru_cache(maxsize=1024)
def _whole_minute(stamp: str) -> int | None:
    """The milliseconds of `01:02:`, which thousands of captions share."""
    digits = stamp[0:2] + stamp[3:5]
    is_one = stamp[2] == stamp[5] == ":" and digits.isascii() and digits.isdigit()
    return (int(digits[:2]) * 60 + int(digits[2:])) * 60_000 if is_one else None


def leading_stamp(text: str) -> tuple[int | None, str]:
    """(milliseconds, the rest) of a text that begins with a stamp: `[0:04] So` or `00:00:04 So`.

    A bare `10:30 was when I left` is speech.
    """
    found = _LEADING.match(text)
    if found is None:
        return None, text
    return milliseconds(found["bracketed"] or found["full"]), text[found.end() :]


def inline_times(text: str, start_ms: int | None) -> tuple[tuple[int, int], ...]:
    """(offset, milliseconds) of the times in brackets inside a text: `[00:12:03]`, `[inaudible 00:12:03]`.

    They stay in the text. A time that is earlier than the turn, or than one before it, is left out.
    """
    if "[" not in text and "(" not in text:
        return ()
    times: list[tuple[int, int]] = []
    latest = start_ms or 0
    for found in _INLINE.finditer(text):
        ms = milliseconds(found["time"])
        if found.start() and ms is not None and ms >= latest:
            times.append((found.start(), ms))
            latest = ms
    return tuple(times)


def closing_stamp(text: str) -> tuple[str, int | None]:
    """A line less the stamp that ends it in f4, f5 and MAXQDA, and that time: `… yes. #00:01:02-5#`.

    >>> closing_stamp("Yes. #00:00:04-5#")
    ('Yes.', 4500)
    """
    found = _CLOSING.search(text) if text.endswith("#") else None
    return (
        (text[: found.start()].rstrip(), milliseconds(found["time"].replace("-", ".")))
        if found
        else (text, None)
    )
