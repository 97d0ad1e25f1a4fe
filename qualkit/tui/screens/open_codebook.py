"""A codebook on the screen: its tree, and what is said of the highlighted code."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Footer, Input, Static

from qualkit.actions.code_history import code_history, code_use_of
from qualkit.actions.workspace import CodebookView, codebook_view
from qualkit.model.codebook import Code, Codebook
from qualkit.model.plural import counted
from qualkit.tui.code_marks import CodeMark, code_marks
from qualkit.tui.codebook_lines import fields_of, history_of, used_line
from qualkit.tui.columns import cut
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.book_rows import BookRows
from qualkit.tui.widgets.coding_details import shown_time
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

WIDE = 100
"""Columns from which the highlighted code is spelled out beside the tree."""
_REST = 0.08
"""Seconds that a code is highlighted before its history is looked up."""


_FACTS = 70
"""Cells for what is said above the form."""


class OpenCodebookScreen(StudyScreen):
    """What a screen with a codebook shows. It changes nothing; CodebookScreen does."""

    AUTO_FOCUS = "BookRows"
    CSS: ClassVar[str] = """
    #book-columns { height: 1fr; }
    #book-tree { width: 1fr; }
    #book-tree Input { height: 1; }
    #book-rows { height: 1fr; }
    #book-code {
        width: 58%; padding: 0 2; border-left: solid $border-blurred; scrollbar-size-vertical: 1;
    }
    #book-code:focus { border-left: solid $border; }
    #book-code Static { height: auto; }
    #book-history-title { color: $accent; margin: 1 0 0 0; }
    """

    def __init__(self, book: str = "", code_id: str = "") -> None:
        super().__init__()
        self.books: tuple[Codebook, ...] = ()
        self.marks: dict[str, CodeMark] = {}
        self._name = book
        self._first = code_id
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, filter and tree, the highlighted code, what happened."""
        yield TitleLine()
        with Horizontal(id="book-columns"):
            with Vertical(id="book-tree"):
                yield Input(placeholder="/ type to find", id="book-filter", compact=True)
                yield BookRows(id="book-rows")
            with VerticalScroll(id="book-code"):
                yield Static("", id="book-fields", markup=False)
                yield Static("History", id="book-history-title", markup=False)
                yield Static("", id="book-history", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the book, and look from time to time whether somebody has worked on it."""
        self._fold_side()
        self.study_changed()
        if self._first:
            self.rows.show_code(self._first)
        self.follow()

    @property
    def rows(self) -> BookRows:
        """The tree."""
        return self.query_one(BookRows)

    @property
    def book(self) -> Codebook | None:
        """The codebook that is shown; None in a study without."""
        return next((book for book in self.books if book.name == self._name), None)

    @property
    def shows_counts(self) -> bool:
        """Whether this team counts codes."""
        return self._app.study.manifest.counts_codes

    # ---- what is shown

    def study_changed(self) -> None:
        """Read the codebooks again and show them."""
        self.note_event()
        views = self._app.attempt(codebook_view, self._app.study)
        if views is None:
            return
        self.books = tuple(view.codebook for view in views)
        self.marks = dict(code_marks(self.books))
        if self.book is None:
            with_code = (book.name for book in self.books if self._first and self._first in book)
            first = self.books[0].name if self.books else ""
            self._name = next(with_code, first)
        self._show(views)

    def _show(self, views: tuple[CodebookView, ...]) -> None:
        book = self.book
        view = next((view for view in views if view.codebook is book), None)
        counts = (view.mine if self._app.is_blind else view.counts) if view and self.shows_counts else {}
        self.rows.open([book] if book else [], self.marks, counts)
        title = f"Codebook ▸ {book.title or book.name}" if book else "Codebook"
        size = counted(len(book.codes), "code") if book else "no codebook yet: a makes a first code"
        self.query_one(TitleLine).show(title, f"{self._app.coder} · {size}")
        self._describe()

    def show_book(self, name: str) -> None:
        """Show another codebook."""
        self._name = name
        self.query_one(Input).value = ""
        self.study_changed()

    def facts_of(self, code: Code) -> str:
        """Status, version, when it was made, how much it is used, and what was done to it last."""
        made = f"made {shown_time(code.created)}" if code.created else ""
        parts = [code.status.value, f"version {code.version}", made, self._used(code)]
        lines = self._app.attempt(code_history, self._app.study, code.id)
        last = "\n" + cut(f"{shown_time(lines[0].at)}  {lines[0].text}", _FACTS) if lines else ""
        return cut(" · ".join(part for part in parts if part), _FACTS) + last

    def _used(self, code: Code) -> str:
        if not self.shows_counts:
            return ""
        only_mine = self._app.is_blind
        used = self._app.attempt(code_use_of, self._app.study, code.id, only_mine=only_mine)
        return used_line(used, only_mine=only_mine) if used else ""

    @on(RowList.Highlighted, "#book-rows")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self._describe)

    def _describe(self) -> None:
        """Spell out the highlighted code."""
        code = self.rows.highlighted_code
        if not self._side.display:
            return
        if code is None:
            hint = "No code is shown. a makes one, F1 says what else can be done."
            self.query_one("#book-fields", Static).update(Content.styled(hint, "$foreground 60%"))
            self.query_one("#book-history", Static).update("")
            return
        fields = fields_of(code, self.marks[code.id], self._used(code))
        self.query_one("#book-fields", Static).update(fields)
        lines = self._app.attempt(code_history, self._app.study, code.id)
        self.query_one("#book-history", Static).update(history_of(lines or ()))

    @on(RowList.Chosen, "#book-rows")
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self.rows.rows[event.row]
        fold_cell = 1 + 2 * row.depth
        if row.has_children and fold_cell <= event.x < fold_cell + 2:
            self.rows.fold(event.row)

    @on(Input.Changed, "#book-filter")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.rows.filter(event.value)
        self._describe()

    @on(Input.Submitted, "#book-filter")
    def _to_rows(self, event: Input.Submitted) -> None:
        event.stop()
        self.rows.focus()

    # ---- the side, and other people's work

    @property
    def _side(self) -> VerticalScroll:
        return self.query_one("#book-code", VerticalScroll)

    def on_resize(self, _: Resize) -> None:
        """Narrow screens keep to the tree."""
        self._fold_side()
        self._describe()

    def _fold_side(self) -> None:
        self._side.display = self.size.width >= WIDE
