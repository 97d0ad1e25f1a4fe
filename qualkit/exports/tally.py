"""How much stands behind a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qualkit.model.bank import Passage, Tally


def tally(passages: Sequence[Passage]) -> Tally:
    """Quotes, people and sources behind these passages, and quotes by attribution, commonest first.

    A passage that several people share counts once as a quote and once for each of them.
    """
    voices = Counter(passage.credit for passage in passages if passage.credit)
    return Tally(
        quotes=len(passages),
        people=len({case for passage in passages for case in passage.cases}),
        sources=len({passage.source for passage in passages}),
        by_voice=dict(voices.most_common()),
        of_known=sum(bool(passage.cases) for passage in passages),
    )
