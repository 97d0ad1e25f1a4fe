"""A window that asks what is shown instead of words, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static

from qualkit.actions.redact_plan import RedactionPlan
from qualkit.model.display import display_safe
from qualkit.tui.asking import Asking
from qualkit.tui.columns import counted, cut, fit
from qualkit.tui.screens.message import Choice

_WHERE_CELLS = 40


class Scope(StrEnum):
    """Where words are redacted."""

    EVERYWHERE = "everywhere"
    SOURCE = "source"
    SEGMENT = "segment"
    SHOW_AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacting:
    """What the user decided."""

    scope: Scope
    replacement: str


class RedactWindow(Asking[Redacting | None]):
    """What to show instead, then where: Enter goes on from one to the other. None for Esc."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("down", "app.focus_next", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    RedactWindow OptionList { margin: 1 0 0 0; }
    """

    def __init__(self, plan: RedactionPlan, noun: str) -> None:
        super().__init__(classes="window")
        self._plan = plan
        self._noun = noun

    def compose(self) -> ComposeResult:
        """The words, the replacement, where."""
        with Vertical(classes="window-box"):
            yield Static(Content(f"Redact “{cut(self._plan.words, 50)}”"), classes="window-title")
            yield Label("Show instead")
            yield Input(display_safe(self._plan.replacement), compact=True, select_on_focus=True)
            yield OptionList(*(one.option for one in self._choices()), compact=True, markup=False)
            yield Static(
                "The study keeps the words; nothing else shows them. Type what is to be shown, "
                "then choose where: Enter or a click. Esc leaves it as it is",
                classes="window-hint",
            )

    def on_mount(self) -> None:
        """Everywhere is proposed, so that the same person is called the same."""
        self.query_one(OptionList).highlighted = 0

    def _choices(self) -> list[Choice]:
        plan = self._plan
        everywhere = f"{counted(plan.everywhere, 'place')} in {counted(plan.sources, 'source')}"
        rows = [
            (Scope.EVERYWHERE, "Everywhere, also in what is added later", everywhere),
            (Scope.SOURCE, "In this source only", counted(plan.in_source, "place")),
            (Scope.SEGMENT, f"In this {self._noun} only", counted(plan.in_segment, "place")),
        ]
        if plan.decided:
            shown = ", ".join(dict.fromkeys(one.replacement for one in plan.decided))
            rows.append((Scope.SHOW_AGAIN, "Show the words again", f"now {cut(shown, 20)}"))
        return [
            Choice(id=scope.value, label=fit(label, _WHERE_CELLS), note=note) for scope, label, note in rows
        ]

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        typed = self.query_one(Input).value.strip()
        self.dismiss(Redacting(scope=Scope(event.option.id or ""), replacement=typed))

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
