"""Below the memos: the highlighted one in full, and what it stands on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualkit.actions.memo_views import MemoView
from qualkit.model.display import display_safe
from qualkit.tui.columns import one_line
from qualkit.tui.local_time import shown_when


class MemoDetails(VerticalScroll):
    """A memo in full."""

    DEFAULT_CSS: ClassVar[str] = """
    MemoDetails { height: 1fr; padding: 0 2; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    MemoDetails Static { height: auto; margin: 0 0 1 0; }
    """

    def compose(self) -> ComposeResult:
        """What it is on, its words, the memo."""
        yield Static("", id="memo-head", markup=False)
        yield Static("", id="memo-words", markup=False)
        yield Static("", id="memo-text", markup=False)

    def show(self, memo: MemoView | None, otherwise: str = "") -> None:
        """Show a memo, or a word on why there is none."""
        words = self.query_one("#memo-words", Static)
        words.display = memo is not None and bool(memo.words)
        if memo is None:
            self.query_one("#memo-head", Static).update(Content(otherwise))
            self.query_one("#memo-text", Static).update("")
            return
        by = f"   {'you' if memo.is_mine else one_line(memo.coder)}, {shown_when(memo.created)}"
        head = Content.assemble((one_line(memo.what), "bold $accent"), (by, "$foreground 60%"))
        self.query_one("#memo-head", Static).update(head)
        words.update(Content.styled(display_safe(memo.words), "italic $foreground 75%"))
        self.query_one("#memo-text", Static).update(Content(display_safe(memo.text)))
        self.scroll_home(animate=False)
