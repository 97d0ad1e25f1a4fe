"""A window over the screen, which closes once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Asking(ModalScreen[ScreenResultType]):
    """A window that gives an answer; a second Enter or click that comes late closes nothing else."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer, if it is still the window on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
