"""A whole codebook as a tree to work on: retired codes are in it, and say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from qualkit.model.codebook import Codebook, CodeStatus
from qualkit.tui.widgets.code_rows import CodeRow, CodeRows
from qualkit.tui.widgets.row_list import Part


class BookRows(CodeRows, inherit_bindings=False):
    """Codes with their counts. Enter belongs to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    def show_code(self, code_id: str) -> None:
        """Highlight a code, unfolding what stands above it; one that the filter hides shows all codes."""
        book = next((one for one in self._books if code_id in one), None)
        if book is None:
            return
        self._folded -= {above.id for above in book.lineage(code_id)[:-1]}
        if self._wanted and code_id not in self._fitting(book):
            self._wanted = ""
        self._lay_out()
        for row in self.rows_of([code_id]):
            self.highlight(row)

    @property
    def beside_highlighted(self) -> str:
        """The id of the code in the row after the highlighted one, or before it; empty if it is alone."""
        near = (self.highlighted + 1, self.highlighted - 1)
        codes = (self.rows[row].code for row in near if 0 <= row < len(self.rows))
        return next((code.id for code in codes if code), "")

    def _shown(self) -> Iterator[CodeRow]:
        for book in self._books:
            yield from self._of_book(book, self._fitting(book))

    def _of_book(self, book: Codebook, fitting: set[str]) -> Iterator[CodeRow]:
        hidden_below: int | None = None
        for depth, code in book.walk():
            if hidden_below is not None and depth > hidden_below:
                continue
            if self._wanted and code.id not in fitting:
                continue
            is_open = code.id not in self._folded or bool(self._wanted)
            hidden_below = None if is_open else depth
            below = bool(book.children(code.id))
            yield CodeRow(
                title=code.name, depth=depth, code=code, book=book.name, has_children=below, is_open=is_open
            )

    def row_parts(self, row: int) -> Sequence[Part]:
        """Fold mark, letters, name, what is special about it, number."""
        shown = self.rows[row]
        assert shown.code is not None
        fold = ("▾ " if shown.is_open else "▸ ") if shown.has_children else "  "
        mark, status = self.marks[shown.code.id], shown.code.status
        is_retired = status is CodeStatus.RETIRED
        said = status.value if status is not CodeStatus.ACTIVE else ""
        count = self.counts.get(shown.code.id, 0)
        return [
            (" " + "  " * shown.depth, ""),
            (fold, "dim"),
            (mark.letters, "dim" if is_retired else mark.colour),
            (" ", ""),
            (shown.title, "dim" if is_retired else ""),
            ("  ", ""),
            (said, "dim"),
            (str(count) if count else "", "dim"),
        ]
