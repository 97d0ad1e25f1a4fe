"""One sentence to fill in: Count [contacts] of [notes] with [Harm] where [stage is …], split by [nothing]."""

from __future__ import annotations

from typing import ClassVar

from qualkit.tui.widgets.field_sentence import FieldSentence


class CountSentence(FieldSentence):
    """What is counted."""

    ROWS: ClassVar[tuple[tuple[tuple[str, str], ...], ...]] = (
        (("Count", "unit"), ("of", "of"), ("with", "with")),
        (("where", "where"), ("split by", "by"), ("coded", "whose")),
    )
    OPEN: ClassVar[frozenset[str]] = frozenset({"all that was read", "anything", "nothing", "of record"})
    PREFIX: ClassVar[str] = "count"
