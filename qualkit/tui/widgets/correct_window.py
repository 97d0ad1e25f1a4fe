"""A window to correct a slip in: the words of one turn or answer as they were said."""

from __future__ import annotations

from difflib import SequenceMatcher

from textual.events import Mount, Resize
from textual.widgets import TextArea

from qualkit.tui.widgets.note_window import NoteWindow


class CorrectWindow(NoteWindow):
    """The words of a passage to correct, with the cursor where it was; gives them, or None."""

    def __init__(self, title: str, text: str, *, at: int = 0, hint: str = "") -> None:
        super().__init__(title, text, hint=hint)
        self._at = at

    def on_mount(self, event: Mount | None = None) -> None:
        """Correcting begins where the cursor was in the text."""
        if event is not None:
            event.prevent_default()  # Textual would go on to the window's own, which moves to the end
        above = self._shown[: self._at].split("\n")
        self.query_one(TextArea).move_cursor((len(above) - 1, len(above[-1])))

    def on_resize(self, event: Resize) -> None:
        """As much room as the words take, and some rows to write more."""
        event.prevent_default()
        super().on_resize(event)
        area = self.query_one(TextArea)
        width = max(20, min(event.size.width * 94 // 100, 72) - 8)
        rows = sum(1 + len(line) // width for line in self._shown.split("\n")) + 2
        height = area.styles.height
        if height is not None and rows < height.value:
            area.styles.height = max(rows, 4)

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
