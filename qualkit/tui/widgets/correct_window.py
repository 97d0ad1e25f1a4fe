"""A window to correct a slip in: the words of one turn or answer as they were said."""

from __future__ import annotations

from difflib import SequenceMatcher

from textual.widgets import TextArea

from qualkit.tui.widgets.note_window import NoteWindow


class CorrectWindow(NoteWindow):
    """The words of a passage to correct, with the cursor where it was; gives them, or None."""

    def __init__(self, title: str, text: str, *, at: int = 0, hint: str = "") -> None:
        super().__init__(title, text, hint=hint)
        self._at = at

    def on_mount(self) -> None:
        """Correcting begins where the cursor was in the text."""
        above = self._shown[: self._at].split("\n")
        self.query_one(TextArea).move_cursor((len(above) - 1, len(above[-1])))

    @property
    def text(self) -> str:
        """The words now; characters that can't be shown stay what they were."""
        written = self.query_one(TextArea).text
        if self._shown == self._before:
            return written
        same = SequenceMatcher(None, self._shown, written, autojunk=False).get_opcodes()
        return "".join(
            self._before[start:end] if kind == "equal" else written[first:last]
            for kind, start, end, first, last in same
        )
