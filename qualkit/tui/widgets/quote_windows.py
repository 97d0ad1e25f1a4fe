"""Windows of the Quotes screen: the wording of a quote, a paragraph, a list of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key, Resize
from textual.message import Message
from textual.widgets import Button, Static, TextArea
from textual.widgets.text_area import Document

from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking
from qualkit.tui.widgets.quote_edits import Edit, as_typed, leaving_out, putting_in

RULES = "Allowed: [...] for what is left out, [words] put in, [sic], and a capital at the opening."
_MARK_FIRST = "Mark the words to leave out first: drag over them, or hold Shift and press the arrows."
_CSS = """
.quote-area { height: 8; min-height: 3; background: $panel; padding: 0 1; border: none; }
.quote-area:focus { border: none; background: $panel; }
.quote-area .text-area--cursor-line { background: $panel; }
.quote-problem { height: auto; max-height: 4; margin: 1 0 0 0; color: $foreground 75%; }
.quote-problem.-warning { color: $warning; }
"""


class WordingArea(TextArea):
    """A text to be edited in which Enter is done rather than a new line, and Ctrl+End the end of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "edge(-1)", show=False),
        Binding("ctrl+end", "edge(1)", show=False),
        Binding("ctrl+shift+home", "edge(-1, True)", show=False),
        Binding("ctrl+shift+end", "edge(1, True)", show=False),
    ]

    class Done(Message):
        """Enter was pressed."""

    def on_key(self, event: Key) -> None:
        """Enter goes the way of the letters, so that it can't come before one that was typed earlier."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Done())

    def action_edge(self, direction: int, is_marking: bool = False) -> None:
        """Go to the beginning or the end of everything."""
        self.move_cursor(self.document.end if direction > 0 else (0, 0), select=is_marking)


class WordingWindow(Asking[None]):
    """The wording of a quote. `keep` gives why it can't be kept so, or nothing: then the window closes."""

    CSS: ClassVar[str] = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("ctrl+l", "leave_out", "Leave out"),
        Binding("ctrl+t", "sic", "[sic]"),
        Binding("ctrl+s", "keep", "Keep"),
    ]

    def __init__(self, title: str, wording: str, *, verbatim: str, keep: Callable[[str], str]) -> None:
        super().__init__(classes="window")
        self._title = title
        self._wording = wording
        self._verbatim = verbatim
        self._keep = keep

    def compose(self) -> ComposeResult:
        """The wording, what is allowed, buttons."""
        with Vertical(classes="window-box -wide"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            yield WordingArea(display_safe(self._wording), compact=True, classes="quote-area")
            yield Static(RULES, classes="quote-problem", markup=False)
            with Horizontal(classes="window-buttons"):
                yield Button("Leave out what is marked", id="leave-out", compact=True)
                yield Button(Content("[sic]"), id="sic", compact=True)
                yield Button("As it was said", id="verbatim", compact=True)
            with Horizontal(classes="window-buttons"):
                yield Button("Keep", id="keep", compact=True)
                yield Button("Back", id="back", compact=True)
            hint = "Ctrl+L leaves out what is marked · Enter keeps · Esc leaves it as it was"
            yield Static(hint, classes="window-hint", markup=False)

    def on_mount(self) -> None:
        """One begins in the wording."""
        self.area.focus()

    def on_resize(self, _: Resize) -> None:
        """The buttons stay in view on a low screen."""
        self.area.styles.height = 4 if self.size.height < 30 else 8

    @property
    def area(self) -> WordingArea:
        """The wording."""
        return self.query_one(WordingArea)

    @property
    def _document(self) -> Document:
        document = self.area.document
        assert isinstance(document, Document)
        return document

    @on(Button.Pressed, "#leave-out")
    def action_leave_out(self) -> None:
        """Put [...] in the place of what is marked."""
        start, end = (self._document.get_index_from_location(one) for one in sorted(self.area.selection))
        if not self.area.text[start:end].strip():
            self._say(_MARK_FIRST)
        else:
            self._edit(leaving_out(self.area.text, start, end))

    @on(Button.Pressed, "#sic")
    def action_sic(self) -> None:
        """Say that a word was said just so."""
        at = self._document.get_index_from_location(max(self.area.selection))
        self._edit(putting_in(self.area.text, at, "[sic]"))

    def _edit(self, edit: Edit) -> None:
        area = self.area
        start, end = (self._document.get_location_from_index(one) for one in (edit.start, edit.end))
        area.move_cursor(area.replace(edit.text, start, end, maintain_selection_offset=False).end_location)
        area.focus()
        self._say(RULES)

    @on(Button.Pressed, "#verbatim")
    def _as_said(self) -> None:
        area = self.area
        area.replace(display_safe(self._verbatim), (0, 0), area.document.end)
        area.focus()
        self._say(RULES)

    @on(WordingArea.Done)
    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep it, if it may stand so; else say why not, and go on."""
        if problem := self._keep(as_typed(self.area.text, self._verbatim)):
            self._say(problem, is_warning=True)
            self.area.focus()
        else:
            self.dismiss()

    def _say(self, text: str, *, is_warning: bool = False) -> None:
        line = self.query_one(".quote-problem", Static)
        line.set_class(is_warning, "-warning")
        line.update(Content(display_safe(text)))

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Close, keeping nothing of it."""
        self.dismiss()


class ParagraphWindow(Asking[str | None]):
    """A text of several lines to write; gives it, or None for Esc."""

    CSS: ClassVar[str] = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("ctrl+s", "keep", "Keep"),
    ]

    def __init__(self, title: str, text: str, *, note: str = "") -> None:
        super().__init__(classes="window")
        self._title = title
        self._text = text
        self._note = note

    def compose(self) -> ComposeResult:
        """The text and two buttons."""
        with Vertical(classes="window-box -wide"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            yield TextArea(display_safe(self._text), compact=True, classes="quote-area")
            yield Static(Content(display_safe(self._note)), classes="window-hint")
            with Horizontal(classes="window-buttons"):
                yield Button("Keep", id="keep", compact=True)
                yield Button("Back", id="back", compact=True)
            hint = "Enter begins a new line · Ctrl+S keeps · Esc leaves it as it was"
            yield Static(hint, classes="window-hint", markup=False)

    def on_mount(self) -> None:
        """One goes on behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Give the text."""
        self.dismiss(self.query_one(TextArea).text.strip())

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Close without it."""
        self.dismiss(None)


class ListWindow(Asking[None]):
    """Lines to look through, by wheel or arrows."""

    CSS: ClassVar[str] = "#list-lines { height: auto; max-height: 16; } #list-lines Static { height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "leave", "Close")]
    AUTO_FOCUS = "#list-lines"

    def __init__(self, title: str, text: str) -> None:
        super().__init__(classes="window")
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The lines and a button."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            with VerticalScroll(id="list-lines"):
                yield Static(Content(display_safe(self._text)))
            with Horizontal(classes="window-buttons"):
                yield Button("Close", id="close", compact=True)

    @on(Button.Pressed)
    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
