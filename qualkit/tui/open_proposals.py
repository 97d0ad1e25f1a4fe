"""The codes proposed to a coder in the source that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qualkit.actions.proposals import ShownProposal, visible_proposals
from qualkit.study import Study
from qualkit.tui.columns import counted

MOST = 3
"""Proposals that a passage shows at once; others come when these are decided."""


class Proposed(NamedTuple):
    """What a passage shows of its proposals."""

    code_ids: tuple[str, ...]
    words: tuple[tuple[int, int], ...]
    """Where the words stand that speak for them (half-open)."""


class OpenProposals:
    """Proposals by the key of their passage; which of them may be seen is the study's to say."""

    def __init__(self, study: Study, source: str) -> None:
        self._study = study
        self.source = source
        self._by_key: dict[str, list[ShownProposal]] = {}
        self._known: dict[str, tuple[tuple[ShownProposal, ...], str, Proposed]] = {}
        """Key → what was shown of its proposals: looking for their words takes a while."""

    def read(self, book: str) -> None:
        """Read what may be seen now, for a codebook."""
        found: dict[str, list[ShownProposal]] = {}
        self._by_key = found  # nothing is shown where it can't be read
        for one in visible_proposals(self._study, self.source, book):
            found.setdefault(one.place.segment, []).append(one)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the passages that have any."""
        return frozenset(self._by_key)

    @property
    def count(self) -> int:
        """How many there are in the source."""
        return sum(map(len, self._by_key.values()))

    @property
    def otherwise(self) -> str:
        """What is said at a passage that has none."""
        return f"Nothing is proposed here; {counted(self.count, 'proposal')} in this source (q goes there)."

    def on(self, key: str) -> tuple[ShownProposal, ...]:
        """The proposals for a passage, the surest first, as many as are shown at once."""
        found = sorted(self._by_key.get(key, ()), key=lambda one: -(one.score or 1.0))
        return tuple(found[:MOST])

    def shown(self, key: str, text: str) -> Proposed:
        """What a passage shows, given its text as it is shown."""
        found = self.on(key)
        known = self._known.get(key)
        if known is not None and known[:2] == (found, text):
            return known[2]
        words = {place for one in found for place in one.spoken(text)}
        shown = Proposed(tuple(dict.fromkeys(one.code_id for one in found)), _merged(sorted(words)))
        self._known[key] = found, text, shown
        return shown


def _merged(places: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Places without those that overlap."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)
