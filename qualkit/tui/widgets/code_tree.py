"""The codebook beside the text: a filter, the tree, and what the highlighted code means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from qualkit.model.codebook import Code, Codebook
from qualkit.model.display import display_safe
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.row_list import RowList

_DIGIT_CELLS = 2


class CodeTree(Vertical):
    """Codes with their counts; a click or Enter applies one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,right", "fold", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    CodeTree Input { height: 1; border: none; padding: 0 1; margin: 0; }
    CodeTree CodeRows { height: 1fr; }
    CodeTree #code-meaning {
        height: auto; max-height: 45%; padding: 0 1; scrollbar-size-vertical: 1;
        border-top: solid $border-blurred;
    }
    CodeTree #code-meaning Static { height: auto; }
    """

    class Applied(Message):
        """A code was chosen to be applied."""

        def __init__(self, code_id: str) -> None:
            super().__init__()
            self.code_id = code_id

    class PinAsked(Message):
        """The place of a code's digit was clicked."""

        def __init__(self, code_id: str) -> None:
            super().__init__()
            self.code_id = code_id

    def compose(self) -> ComposeResult:
        """Filter, tree, meaning."""
        yield Input(placeholder="/ type to find", id="code-filter", compact=True, select_on_focus=True)
        yield CodeRows(id="code-rows")
        with VerticalScroll(id="code-meaning", can_focus=False):
            yield Static("", id="code-meaning-text", markup=False)

    @property
    def rows(self) -> CodeRows:
        """The tree itself."""
        return self.query_one(CodeRows)

    def open(
        self, books: Sequence[Codebook], marks: Mapping[str, CodeMark], counts: Mapping[str, int]
    ) -> None:
        """Show codebooks."""
        self.rows.open(books, marks, counts)
        self._explain(self.rows.highlighted_code)

    def filter(self) -> None:
        """Let the user type."""
        self.query_one(Input).focus()

    @on(Input.Changed, "#code-filter")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.rows.filter(event.value)
        self._explain(self.rows.highlighted_code)

    @on(Input.Submitted, "#code-filter")
    def _to_rows(self, event: Input.Submitted) -> None:
        event.stop()
        self.rows.focus()

    @on(RowList.Highlighted, "#code-rows")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.row < len(self.rows.rows):
            self._explain(self.rows.rows[event.row].code)

    @on(RowList.Chosen, "#code-rows")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        row = self.rows.rows[event.row]
        fold_cell = 2 + 2 * row.depth
        if row.code is not None and 0 <= event.x < _DIGIT_CELLS:
            self.post_message(self.PinAsked(row.code.id))
        elif row.code is None or (row.has_children and fold_cell <= event.x < fold_cell + 2):
            self.rows.fold(event.row)
        else:
            self.post_message(self.Applied(row.code.id))

    def action_fold(self) -> None:
        """Fold what is below the highlighted code, or unfold it."""
        if self.rows.rows:
            self.rows.fold(self.rows.highlighted)

    def _explain(self, code: Code | None) -> None:
        self.query_one("#code-meaning-text", Static).update(meaning(code))


def meaning(code: Code | None) -> Content:
    """What a code means: definition, when to use it, when not, an example."""
    if code is None:
        return Content.styled("No code is shown. c makes one: type its name.", "$foreground 60%")
    lines = [Content.styled(display_safe(code.name), "bold")]
    if code.meaning:
        lines.append(Content(display_safe(code.meaning)))
    for title, text in (("Use", code.when), ("Not", code.when_not), ("E.g.", "; ".join(code.examples[:1]))):
        if text:
            lines.append(Content.assemble((f"{title} ", "$accent"), display_safe(text)))
    if len(lines) == 1:
        lines.append(Content.styled("No definition yet.", "$foreground 60%"))
    return Content("\n").join(lines)
