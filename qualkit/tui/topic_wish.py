"""What topics are asked for, and what was found: kept for as long as the study is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qualkit.actions.passages_in_scope import PassageScope
from qualkit.actions.search_choices import SearchChoices
from qualkit.actions.search_limits import Limits
from qualkit.actions.topics import TopicRun
from qualkit.analysis.topics import TopicOptions
from qualkit.tui.search_wish import limits_said

CLASSIC = "as BERTopic does"
AS_FITS = "as many as fit"
OPEN_FIELDS = frozenset({"all sources", "anything", "any question", "passages", AS_FITS, "nothing"})
"""What a field of the sentence says that nobody has asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWish:
    """Topics of which passages, how many, and split by what."""

    scope: PassageScope = field(default_factory=PassageScope)
    options: TopicOptions = field(default_factory=TopicOptions)
    by: str = ""

    @property
    def limits(self) -> Limits:
        """Where it looks, as the sentence of a search has it."""
        return Limits(selection=self.scope.selection, questions=self.scope.questions)

    def limited(self, limits: Limits) -> TopicWish:
        """The same somewhere else."""
        scope = replace(self.scope, selection=limits.selection, questions=limits.questions)
        return replace(self, scope=scope)

    def said(self, choices: SearchChoices | None) -> Mapping[str, str]:
        """What each field of the sentence says."""
        number = CLASSIC if self.options.is_classic else AS_FITS
        return limits_said(self.limits, choices) | {
            "unit": "sentences" if self.scope.unit == "sentence" else "passages",
            "number": str(self.options.k) if self.options.k else number,
            "by": self.by or "nothing",
        }


@dataclass(slots=True)
class TopicMemory:
    """The topics as they were left, for coming back to."""

    wish: TopicWish = field(default_factory=TopicWish)
    run: TopicRun | None = None
    topic: int | None = None
    """Number of the topic that was highlighted; None for what fits none."""
    passage: int = 0
    """Row of the passage that was highlighted."""
