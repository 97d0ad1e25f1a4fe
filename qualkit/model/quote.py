"""A quote: a coding chosen for the bank."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A coding chosen for the bank. It holds for every coding of the same place and code."""

    id: str
    """A uuid."""
    coding: str
    """The id of the coding that it was chosen by."""
    position: int
    """Orders the quotes of a theme; the numbers have gaps."""
    wording: str = ""
    """As edited; empty: verbatim."""
    attribution: str = ""
    """As written for this quote; empty: the study's own."""
    is_display: bool = False
    """Marked to be set apart, large."""
    chosen_by: str = ""
    created: str = ""
    """ISO 8601, UTC."""

    @property
    def is_edited(self) -> bool:
        """Whether anything was said of it beyond that it is chosen."""
        return bool(self.wording or self.attribution or self.is_display)

    @property
    def order(self) -> tuple[int, str, str]:
        """What a theme's quotes are sorted by."""
        return (self.position, self.created, self.id)
