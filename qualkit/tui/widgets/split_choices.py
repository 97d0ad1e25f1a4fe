"""The codes that a passage can be given, with their digits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from qualkit.model.codebook import Code
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.widgets.row_list import Part, RowList

_DIGITS = 9


class SplitChoices(RowList):
    """A row a code; a click gives it, or takes it off."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._codes: Sequence[Code] = ()
        self._marks: Mapping[str, CodeMark] = {}
        self._given: Collection[str] = ()

    def show(self, codes: Sequence[Code], marks: Mapping[str, CodeMark], given: Collection[str]) -> None:
        """Show codes; those given are ticked."""
        self._codes, self._marks, self._given = codes, marks, given
        self.styles.height = min(len(codes), _DIGITS)
        self.show_rows(len(codes), 0)
        self.highlighted = -1

    def row_parts(self, row: int) -> Sequence[Part]:
        """Tick, digit, letters, name, what it means."""
        code = self._codes[row]
        mark = self._marks.get(code.id)
        digit = f"{row + 1} " if row < _DIGITS else "  "
        return [
            ("✓ " if code.id in self._given else "  ", "success"),
            (digit, "accent"),
            (mark.letters if mark else "  ", mark.colour if mark else ""),
            (" ", ""),
            (code.name, "bold" if code.id in self._given else ""),
            ("  ", ""),
            (code.meaning, "dim"),
            ("", ""),
        ]
