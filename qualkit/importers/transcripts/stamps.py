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
