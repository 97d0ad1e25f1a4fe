"""A team that works apart, and what is forgotten for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions import forget, merge

if TYPE_CHECKING:
    from qualkit.study import Study


class Together:
    """The part of an open study that is about colleagues' copies, and about forgetting."""

    _study: Study

    def merge(self, folder: str | Path) -> merge.Merged:
        """Join a colleague's copy of the study, or its coding folder. What is here is saved first."""
        return merge.merge(self._study, Path(folder))

    def plan_forget(self, name: str) -> forget.ForgetPlan:
        """What forgetting a person, a record (FILE:ID) or a source would erase; nothing is changed."""
        return forget.plan_forget(self._study, name)

    def forget(self, name: str) -> forget.Forgotten:
        """Erase a person, a record or a source for good, with all work on their words. No undo."""
        return forget.forget(self._study, name)
