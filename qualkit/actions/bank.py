"""Choosing quotes for the bank: which, in what order, in what words, by whom, and which to set apart.

Choosing is shared work: anyone in the team may change it. Every function here is one step of undo.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.bank_view import BankQuote, BankTheme, BankView, bank_view
from qualkit.study import Study

__all__ = [
    "BankQuote",
    "BankTheme",
    "BankView",
    "attribute_quote",
    "bank_view",
    "choose",
    "mark_for_display",
    "move_quote",
    "unchoose",
    "word_quote",
]


def choose(study: Study, coding_ids: Sequence[str]) -> int:
    """Choose passages for the bank, each as the last of its code; gives how many are new."""
    raise NotImplementedError


def unchoose(study: Study, coding_ids: Sequence[str]) -> int:
    """Take passages out of the bank again; gives how many went."""
    raise NotImplementedError


def move_quote(study: Study, coding_id: str, *, before: str = "", after: str = "") -> None:
    """Put a chosen quote before or after another one of its theme, both named by a coding's id."""
    raise NotImplementedError


def mark_for_display(study: Study, coding_id: str, is_display: bool) -> None:
    """Mark a quote to be set apart, or no longer. It is chosen if it was not."""
    raise NotImplementedError


def word_quote(study: Study, coding_id: str, wording: str) -> str:
    """Edit a quote's words, and give them as they will print; empty: verbatim again.

    It is chosen if it was not. Raises Refused where a word was changed without brackets.
    """
    raise NotImplementedError


def attribute_quote(study: Study, coding_id: str, attribution: str) -> None:
    """Write who a quote is by, as it will print; empty: as the study says. It is chosen if it was not."""
    raise NotImplementedError
