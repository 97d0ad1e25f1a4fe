"""What undo would take back, to ask before it goes further than a person expects."""

from __future__ import annotations

from qualkit.store.steps import PendingStep, next_to_undo
from qualkit.study import Study

__all__ = ["PendingStep", "next_undo"]


def next_undo(study: Study) -> PendingStep | None:
    """This coder's newest step that is not taken back; None where undo has nothing to do."""
    with study.database.reading() as connection:
        return next_to_undo(connection, study.coder)
