"""A form on a code: lines, longer texts and ticks. What is refused stays typed, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Label, Static, TextArea

from qualkit.errors import QualkitError
from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking


class Kind(Enum):
    """What a field looks like."""

    LINE = "line"
    TEXT = "text"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the form. A tick's value is "yes" or empty."""

    key: str
    label: str
    value: str = ""
    kind: Kind = Kind.LINE
    hint: str = ""
    rows: int = 3


_FEW = 4
"""So many fields fit on the smallest screen."""
Keep = Callable[[Mapping[str, str]], object]
"""Takes the fields that were changed; what it gives, the form gives. It may raise a QualkitError."""


class Tick(Checkbox):
    """A box that is empty or ticked, whatever the colours."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Show which."""
        self.BUTTON_INNER = "✓" if self.value else " "
        super().watch_value()


class CodeForm(Asking[object]):
    """Fields from top to bottom; gives what keeping them gave, or None where nothing was kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("ctrl+s", "keep", "Keep"),
    ]
    CSS: ClassVar[str] = """
    CodeForm .window-box { width: 92; max-width: 96%; height: auto; max-height: 96%; padding: 0 2; }
    CodeForm .form-fields { height: auto; scrollbar-size-vertical: 1; }
    CodeForm .window-box.-tall { height: 96%; }
    CodeForm .-tall .form-fields { height: 1fr; }
    CodeForm .-tall .window-title { margin: 0; }
    CodeForm Label { width: 1fr; height: auto; }
    CodeForm TextArea { border: none; background: $panel; padding: 0 1; }
    CodeForm TextArea:focus { border: none; background: $panel; }
    CodeForm Checkbox { border: none; background: $surface; padding: 0; margin: 1 0 0 0; }
    CodeForm Checkbox:focus { border: none; background-tint: $foreground 0%; }
    CodeForm .form-hint { width: auto; color: $foreground 60%; }
    CodeForm .form-refused { color: $warning; height: auto; }
    """

    def __init__(
        self, title: str, fields: Sequence[FormField], keep: Keep, *, accept: str = "Keep it", text: str = ""
    ) -> None:
        super().__init__(classes="window")
        self._title = title
        self._fields = tuple(fields)
        self._keep = keep
        self._accept = accept
        self._text = text
        self._was_warned = False

    def compose(self) -> ComposeResult:
        """A box with the fields, and what was refused below them."""
        box = "window-box -tall" if len(self._fields) > _FEW else "window-box"
        with Vertical(classes=box):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            if self._text:
                yield Static(Content(display_safe(self._text)), classes="window-note")
            with VerticalScroll(classes="form-fields", can_focus=False):
                for field in self._fields:
                    yield from _widgets(field)
            yield Static("", classes="form-refused", markup=False)
            with Horizontal(classes="window-buttons"):
                yield Button(self._accept, id="keep", compact=True)
                yield Button("Back", id="leave", compact=True)
                yield Static("Tab goes on · Ctrl+S keeps", classes="form-hint", markup=False)

    def on_mount(self) -> None:
        """One begins at the first field."""
        self.query("Input, TextArea").first().focus(scroll_visible=False)
        fields = self.query_one(".form-fields")
        self.call_after_refresh(fields.scroll_home, animate=False)  # its label is in view, too

    # ---- what is in it

    def _value(self, field: FormField) -> str:
        widget = self.query_one(f"#form-{field.key}")
        if isinstance(widget, Input):
            return widget.value
        if isinstance(widget, TextArea):
            return widget.text
        return "yes" if isinstance(widget, Checkbox) and widget.value else ""

    def _changed(self) -> dict[str, str]:
        """The fields that hold something else than what was shown at first."""
        values = {field.key: self._value(field) for field in self._fields}
        return {
            field.key: values[field.key]
            for field in self._fields
            if values[field.key] != display_safe(field.value)
        }

    # ---- keeping and leaving

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if len(self._fields) == 1:
            self.action_keep()
        else:
            self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "keep":
            self.action_keep()
        else:
            self.dismiss(None)

    def action_keep(self) -> None:
        """Keep what is typed; where it is refused, say why and stay."""
        try:
            kept = self._keep(self._changed())
        except QualkitError as error:
            self._say(" ".join(part for part in (error.message, error.hint) if part))
            return
        self.dismiss(kept)

    def action_leave(self) -> None:
        """Leave; once more where something was typed."""
        if self._changed() and not self._was_warned:
            self._was_warned = True
            self._say("Ctrl+S keeps what you typed; Esc once more throws it away.")
        else:
            self.dismiss(None)

    def _say(self, text: str) -> None:
        self.query_one(".form-refused", Static).update(Content(f"! {display_safe(text)}"))


def _widgets(field: FormField) -> ComposeResult:
    name, value = f"form-{field.key}", display_safe(field.value)
    if field.kind is Kind.TICK:
        yield Tick(Content(display_safe(field.label)), bool(value), id=name, compact=True)
        return
    yield Label(Content(display_safe(field.label)))
    if field.kind is Kind.LINE:
        yield Input(value, placeholder=field.hint, id=name, compact=True, select_on_focus=False)
        return
    area = TextArea(value, id=name, compact=True, placeholder=field.hint, highlight_cursor_line=False)
    area.styles.height = field.rows
    yield area
