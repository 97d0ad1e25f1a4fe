"""The top line: where one is, and who works."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from qualkit.tui.columns import cut, one_line


class TitleLine(Static):
    """A title to the left, and a word about the work to the right."""

    DEFAULT_CSS: ClassVar[str] = """
    TitleLine { dock: top; height: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self, title: str = "", right: str = "", *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._title = title
        self._right = right

    def show(self, title: str, right: str = "") -> None:
        """Change both sides."""
        self._title, self._right = title, right
        self._draw()

    def on_resize(self, _: Resize) -> None:
        """Both sides keep to their edges."""
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width
        right = cut(self._right, max(width // 2, 0))
        left = cut(self._title, width - cell_len(right) - 2)
        gap = " " * max(width - cell_len(left) - cell_len(right), 1)
        self.update(Content.assemble((left, "bold"), gap, (one_line(right), "$foreground 70%")), layout=False)
