"""Memos as rows: when, who, on what, how it begins."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.memo_views import MemoView
from qualkit.tui.local_time import shown_when
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList

_WHEN, _WHO = 12, 8


class MemoList(RowList):
    """One row a memo, newest first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.memos: Sequence[MemoView] = ()

    def open(self, memos: Sequence[MemoView]) -> None:
        """Show memos; the highlighted one stays so if it is among them."""
        before = self.highlighted_memo
        self.memos = memos
        ids = [memo.id for memo in memos]
        self.show_rows(len(memos), ids.index(before.id) if before and before.id in ids else 0)

    @property
    def highlighted_memo(self) -> MemoView | None:
        """The memo of the highlighted row."""
        return self.memos[self.highlighted] if self.highlighted < len(self.memos) else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """When, who, on what, how it begins; the edge is the scrollbar's."""
        memo = self.memos[row]
        what = max(self.size.width * 2 // 5 - _WHO, 16)
        return [
            (" ", ""),
            *in_column(shown_when(memo.created), _WHEN, "dim"),
            *in_column("you" if memo.is_mine else memo.coder, _WHO, "" if memo.is_mine else "dim"),
            *in_column(memo.what, what, "bold"),
            (memo.text, ""),
            (" ", ""),
        ]
