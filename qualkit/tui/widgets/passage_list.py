"""The passages of the open source as a list: read or not, who speaks, how many codings."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.row_painter import Page


class PassageList(RowList):
    """One row a passage; choosing one brings the cursor there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page: Page | None = None
        self._cells = 2

    def open(self, page: Page) -> None:
        """Show the passages of a page."""
        self._page = page
        self._cells = len(str(len(page.segments)))
        self.show_rows(len(page.segments))

    def row_parts(self, row: int) -> Sequence[Part]:
        """Read mark, number, speaker or first words, number of codings."""
        assert self._page is not None
        segment = self._page.segments[row]
        mark = ("✓", "success") if row in self._page.read else (" ", "")
        is_heard = segment.speaker_role is None or segment.speaker_role.is_heard
        name = segment.speaker or segment.record or segment.text[:40]
        coded = self._page.coded.count(row)
        return [
            mark,
            (" ", ""),
            (f"{segment.ordinal:>{self._cells}} ", "dim"),
            (name, "" if is_heard else "dim"),
            (str(coded) if coded else "", "dim"),
        ]
