"""How and where a search looks: Look for [these words] in [all sources], said by [anybody], …"""

from __future__ import annotations

from typing import ClassVar

from qualkit.tui.search_wish import OPEN_LIMITS
from qualkit.tui.widgets.field_sentence import FieldSentence

LIMITS = (("where", "where"), ("under", "question"), ("coded", "coded"), ("by", "whose"))


class SearchSentence(FieldSentence):
    """How it searches, and what it is limited to."""

    ROWS: ClassVar[tuple[tuple[tuple[str, str], ...], ...]] = (
        (("Look for", "how"), ("in", "sources"), ("said by", "who")),
        LIMITS,
    )
    OPEN: ClassVar[frozenset[str]] = OPEN_LIMITS
    PREFIX: ClassVar[str] = "limit"
