"""The themes of the quote bank, each with how many of its passages are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qualkit.tui.code_marks import CodeMark
from qualkit.tui.widgets.row_list import Part, RowList

if TYPE_CHECKING:
    from qualkit.actions.bank import BankTheme


class ThemeList(RowList):
    """One row a theme, or the name of its codebook where there are several."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[BankTheme | str] = []
        self._marks: Mapping[str, CodeMark] = {}

    def open(self, themes: Sequence[BankTheme], marks: Mapping[str, CodeMark], current: str) -> None:
        """Show these; the one with that code id is highlighted."""
        self._marks = marks
        has_books = len({theme.book for theme in themes}) > 1
        self.rows = []
        for number, theme in enumerate(themes):
            if has_books and (number == 0 or themes[number - 1].book != theme.book):
                self.rows.append(theme.book)
            self.rows.append(theme)
        self.show_rows(len(self.rows), self._row_of(current))

    def show_current(self, code_id: str) -> None:
        """Highlight a theme."""
        self.highlight(self._row_of(code_id), says_so=False)

    def theme_at(self, row: int) -> BankTheme | None:
        """The theme of a row; None for a codebook's name."""
        found = self.rows[row] if row < len(self.rows) else ""
        return None if isinstance(found, str) else found

    def _row_of(self, code_id: str) -> int:
        found = (n for n, row in enumerate(self.rows) if not isinstance(row, str) and row.code.id == code_id)
        return next(found, 0)

    def row_parts(self, row: int) -> Sequence[Part]:
        """Mark, name, chosen of all."""
        theme = self.rows[row]
        if isinstance(theme, str):
            return [(theme, "accent"), ("", "")]
        mark = self._marks.get(theme.code.id)
        return [
            (" ", ""),
            (mark.letters if mark else "", mark.colour if mark else ""),
            (" ", ""),
            (theme.code.name, ""),
            (f" {theme.chosen} of {len(theme.quotes)}", "accent" if theme.chosen else "dim"),
        ]
