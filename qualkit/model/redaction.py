"""Words that are not shown, and what is shown instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A decision about words: to show something else instead, or to leave them as they are."""

    words: str
    replacement: str = ""
    """With its brackets, such as `[sister]`; empty where the words are left as they are."""
    source: str = ""
    """Holds in this source only; empty: everywhere, also in what is added later."""
    segment: str = ""
    """With `source`: holds in this passage only."""
    sort: str = ""
    """What the words are: a name, a postcode, …"""
    match_case: bool = False
    is_hidden: bool = True
    """False where somebody decided to leave the words as they are."""
    decided_by: str = ""
    created: str = ""
    id: str = ""
