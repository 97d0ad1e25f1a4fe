"""Small windows over a screen: a message, a question, a choice, a few fields to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several answers. `id` is what the window gives back."""

    id: str
    label: str
    note: str = ""

    @property
    def option(self) -> Option:
        """The answer as a line of a list."""
        note = f"  {display_safe(self.note)}" if self.note else ""
        return Option(Content.assemble(display_safe(self.label), (note, "$foreground 60%")), id=self.id)


class Window(Asking[str | None]):
    """A title, a text, and buttons, the first of them for Enter; gives its id, or None for Esc."""

    AUTO_FOCUS = "Button"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, text: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(classes="window")
        self._title = title
        self._text = text
        self._choices = tuple(choices) or (Choice(id="ok", label="Close"),)

    def compose(self) -> ComposeResult:
        """A box in the middle of the screen."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            with VerticalScroll(classes="window-text", can_focus=False):
                yield Static(Content(display_safe(self._text)))
            with Horizontal(classes="window-buttons"):
                for choice in self._choices:
                    yield Button(Content(display_safe(choice.label)), id=choice.id, compact=True)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class ChoiceWindow(Asking[str | None]):
    """One of a list of answers, by mouse or by arrows and Enter; None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]

    def __init__(self, title: str, choices: Sequence[Choice], *, chosen: str = "") -> None:
        super().__init__(classes="window")
        self._title = title
        self._choices = tuple(choices)
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """A box with the list."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            yield OptionList(*(choice.option for choice in self._choices), compact=True, markup=False)
            yield Static("Enter or click chooses · Esc leaves it as it is", classes="window-hint")

    def on_mount(self) -> None:
        """What holds now is highlighted."""
        ids = [choice.id for choice in self._choices]
        self.query_one(OptionList).highlighted = ids.index(self._chosen) if self._chosen in ids else 0

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option.id)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A line to fill in."""

    label: str
    value: str = ""
    hint: str = ""


class FormWindow(Asking[tuple[str, ...] | None]):
    """A few lines to fill in; gives what they hold, or None for Esc."""

    AUTO_FOCUS = "Input"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, fields: Sequence[Field], *, accept: str, text: str = "") -> None:
        super().__init__(classes="window")
        self._title = title
        self._fields = tuple(fields)
        self._accept = accept
        self._text = text

    def compose(self) -> ComposeResult:
        """A box with the lines."""
        with Vertical(classes="window-box"):
            yield Static(Content(display_safe(self._title)), classes="window-title")
            if self._text:
                yield Static(Content(display_safe(self._text)), classes="window-note")
            for field in self._fields:
                yield Label(Content(display_safe(field.label)))
                yield Input(display_safe(field.value), placeholder=field.hint, compact=True)
            with Horizontal(classes="window-buttons"):
                yield Button(self._accept, id="accept", compact=True)
                yield Button("Back", id="back", compact=True)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        lines = list(self.query(Input))
        if event.input is lines[-1]:
            self._give()
        else:
            self.focus_next()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        if event.button.id == "accept":
            self._give()
        else:
            self.dismiss(None)

    def _give(self) -> None:
        self.dismiss(tuple(line.value.strip() for line in self.query(Input)))

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class PrivacyScreen(Asking[None]):
    """Nothing to be seen until a key is pressed or the mouse clicked."""

    def compose(self) -> ComposeResult:
        """A blank screen."""
        yield Static("Press a key to go on", id="privacy-note")

    def on_key(self, event: Key) -> None:
        """Any key brings the work back, and does nothing else."""
        event.stop()
        self.dismiss()

    def on_click(self) -> None:
        """A click does, too."""
        self.dismiss()
