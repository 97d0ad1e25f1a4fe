"""Codes proposed from the study's own coding, and deciding on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualkit.actions import proposals

if TYPE_CHECKING:
    from qualkit.actions.suggest import Suggested
    from qualkit.model.result import Result
    from qualkit.study import Study


class Suggesting:
    """The part of an open study that proposes codes. Nothing is coded until a person accepts it."""

    _study: Study

    def suggest(self, *, codebook: str = "", code: str = "", precision: float = 0.8) -> Suggested:
        """Learn from the coding of record, and leave proposals for this coder: see docs/suggest.md."""
        from qualkit.actions.suggest import suggest

        return suggest(self._study, codebook=codebook, code=code, precision=precision)

    def evaluate_suggestions(self, *, codebook: str = "", code: str = "", precision: float = 0.8) -> Result:
        """How good proposals are against people, with what a methods section has to say; none is made."""
        from qualkit.actions.suggest_report import evaluate

        return evaluate(self._study, codebook=codebook, code=code, precision=precision)

    def proposals(self, source: str = "", codebook: str = "") -> tuple[proposals.ShownProposal, ...]:
        """This coder's open proposals, as far as they may be seen: what is marked as read."""
        return proposals.visible_proposals(self._study, source, codebook)

    def accept(self, ids: Sequence[str]) -> int:
        """Put proposed codes on their passages; gives how many codings are new."""
        return proposals.accept_proposals(self._study, ids)

    def reject(self, ids: Sequence[str], *, never_here: bool = False) -> int:
        """Say no to proposals; with `never_here`, for good. Gives how many there were."""
        decide = proposals.never_here if never_here else proposals.reject_proposals
        return decide(self._study, ids)
