"""Which topics: Sort [passages] of [all sources], where [anything], into [as many as fit], by [nothing]."""

from __future__ import annotations

from typing import ClassVar

from qualkit.tui.topic_wish import OPEN_FIELDS
from qualkit.tui.widgets.field_sentence import FieldSentence


class TopicSentence(FieldSentence):
    """What is looked through, how many topics, and split by what."""

    ROWS: ClassVar[tuple[tuple[tuple[str, str], ...], ...]] = (
        (("Sort", "unit"), ("of", "sources"), ("where", "where")),
        (("under", "question"), ("into", "number"), ("split by", "by")),
    )
    OPEN: ClassVar[frozenset[str]] = OPEN_FIELDS
    PREFIX: ClassVar[str] = "topic"
