"""The apostrophe that keeps a spreadsheet from taking a participant's words for a formula."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guard(text: str) -> str:
    """A text safe as a cell of a csv export: one that a spreadsheet could calculate gets an apostrophe.

    A text that already looks guarded gets one more, so that `unguard` always gives back the original.

    >>> guard("=1+1"), guard("fine")
    ("'=1+1", 'fine')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) else text


def unguard(text: str) -> str:
    """The text that `guard` was given.

    >>> unguard("'=1+1"), unguard("'twas fine")
    ('=1+1', "'twas fine")
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS) else text
