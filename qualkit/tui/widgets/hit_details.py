"""Below the hits: the highlighted passage in full, what was found in it, and what is coded on it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualkit.actions.search import Hit
from qualkit.tui.search_lines import how_to_search, passage_content, passage_head


class HitDetails(VerticalScroll, can_focus=False):
    """A passage in full."""

    DEFAULT_CSS: ClassVar[str] = """
    HitDetails { height: 2fr; padding: 0 1; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    HitDetails Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Who said it and where, its words, its codes."""
        yield Static("", id="hit-head", markup=False)
        yield Static("", id="hit-codes", markup=False)
        yield Static("", id="hit-text", markup=False)

    def show(self, hit: Hit, title: str) -> None:
        """Show a passage; its codes come later."""
        self.query_one("#hit-head", Static).update(passage_head(hit, title))
        self.query_one("#hit-text", Static).update(passage_content(hit.text, hit.marks))
        self.query_one("#hit-codes", Static).update("")
        self.scroll_home(animate=False)

    def show_codes(self, codes: Content) -> None:
        """Say what is coded on it."""
        self.query_one("#hit-codes", Static).update(codes)

    def show_nothing(self, *, is_asked: bool) -> None:
        """Say how to search; nothing where something is looked for already."""
        self.query_one("#hit-head", Static).update("" if is_asked else how_to_search())
        self.query_one("#hit-codes", Static).update("")
        self.query_one("#hit-text", Static).update("")
