"""What words are counted, and where: Count [single words] in [all sources], said by [those who are heard]."""

from __future__ import annotations

from typing import ClassVar

from qualkit.tui.search_wish import OPEN_LIMITS
from qualkit.tui.widgets.field_sentence import FieldSentence
from qualkit.tui.widgets.search_sentence import LIMITS


class WordSentence(FieldSentence):
    """What is counted, and what it is limited to."""

    ROWS: ClassVar[tuple[tuple[tuple[str, str], ...], ...]] = (
        (("Count", "kind"), ("in", "sources"), ("said by", "who")),
        LIMITS,
    )
    OPEN: ClassVar[frozenset[str]] = OPEN_LIMITS | {"single words", "those who are heard"}
    PREFIX: ClassVar[str] = "limit"
