"""Changes to a quote's wording that the window offers as buttons: where, and what is put there."""

from __future__ import annotations

from typing import NamedTuple

from qualkit.model.display import REPLACEMENT, UNSAFE, display_safe

LEFT_OUT = "[...]"
_CLOSING = ".,;:!?)”’\"'…"
_IN_WORD = "'’ʼ-‐‑"


class Edit(NamedTuple):
    """`text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def leaving_out(text: str, start: int, end: int) -> Edit:
    """The marked words, whole ones, give way to `[...]`, with one blank at each side; two of them are one.

    >>> leaving_out("I went there, you know, and ran", 14, 22)
    Edit(start=13, end=22, text=' [...]')
    """
    while _is_inside_word(text, start):
        start -= 1
    while _is_inside_word(text, end):
        end += 1
    while text[:start].rstrip().endswith(LEFT_OUT):
        start = len(text[:start].rstrip()) - len(LEFT_OUT)
    while text[end:].lstrip().startswith(LEFT_OUT):
        end = len(text) - len(text[end:].lstrip()) + len(LEFT_OUT)
    start = len(text[:start].rstrip())
    end = len(text) - len(text[end:].lstrip())
    is_joined = end == len(text) or text[end] in _CLOSING
    return Edit(start, end, f"{' ' if start else ''}{LEFT_OUT}{'' if is_joined else ' '}")


def putting_in(text: str, at: int, words: str) -> Edit:
    """Words in brackets after the word at a place.

    >>> putting_in("They was there", 6, "[sic]")
    Edit(start=8, end=8, text=' [sic]')
    """
    while _is_inside_word(text, at):
        at += 1
    before = " " if at and not text[at - 1].isspace() else ""
    behind = " " if at < len(text) and not (text[at].isspace() or text[at] in _CLOSING) else ""
    return Edit(at, at, f"{before}{words}{behind}")


def as_typed(typed: str, said: str) -> str:
    """What was typed over a text that was shown safely: what could not be shown is put back.

    >>> as_typed("red [...] line", "red \\x1b[31m, line"), as_typed("a \ufffdb", "a \\x1bb c")
    ('red [...] line', 'a \\x1bb')
    """
    hidden = iter([one for one in UNSAFE.findall(said) if display_safe(one) == REPLACEMENT])
    return "".join(next(hidden, letter) if letter == REPLACEMENT else letter for letter in typed)


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a place stands between two letters of one word."""
    return 0 < at < len(text) and all(one.isalnum() or one in _IN_WORD for one in text[at - 1 : at + 1])
