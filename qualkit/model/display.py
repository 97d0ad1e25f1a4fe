"""Text as it may be shown: nothing in it can steer a terminal or turn a line around."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
"""Control characters (C0, C1), bidirectional marks and overrides, and what no file format can hold.

Tab and newline are not among them.
"""

_SPACES = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def display_safe(text: str) -> str:
    """The text with each control or bidirectional character shown as U+FFFD, or as a space if it was one.

    One character stands for one, so places in the text stay right. Tabs and newlines are kept.

    >>> display_safe("red \\x1b[31m, line\\x0bbreak")
    'red \ufffd[31m, line break'
    """
    return UNSAFE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    return " " if match[0] in _SPACES else REPLACEMENT
