"""Choosing codes by typing a part of their names, beside the text that is being coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key
from textual.widgets import Input, Static

from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.tui.asking import Asking
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut
from qualkit.tui.matching import score
from qualkit.tui.widgets.row_list import Part, RowList

_APPLYING = "Enter applies · Space ticks several · Ctrl+N makes a code · Esc closes"
_FINDING = "Enter chooses · Space ticks several, one of which is enough · Esc closes"
_BOX_CELLS = 2
"""A click in these ticks a code; one on its name chooses it."""
PICKER_ROWS = 11
"""Rows at the bottom that the picker takes where there is no room beside the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What was chosen: codes to apply, or the name of a code to make."""

    code_ids: tuple[str, ...] = ()
    make: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerCode:
    """A code that can be chosen."""

    code: Code
    path: str
    above: str
    """The names above it, for telling two codes of one name apart."""


class PickerRows(RowList):
    """The codes that fit, best first; the last row offers to make one."""

    can_focus = False

    def __init__(self, marks: Mapping[str, CodeMark], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marks = marks
        self.found: Sequence[PickerCode] = ()
        self.ticked: list[str] = []
        self.offer = ""

    def show(self, found: Sequence[PickerCode], offer: str) -> None:
        """Show codes, and the name of one that can be made."""
        self.found, self.offer = found, offer
        self.show_rows(len(found) + bool(offer), 0)

    def row_parts(self, row: int) -> Sequence[Part]:
        """Tick, letters, name, what stands above it."""
        if row >= len(self.found):
            return [("+ ", "accent"), (f'make the code "{self.offer}" …', "accent"), ("", "")]
        one = self.found[row]
        mark = self._marks[one.code.id]
        tick = ("☑ ", "success") if one.code.id in self.ticked else ("☐ ", "dim")
        return [
            tick,
            (mark.letters, mark.colour),
            (" ", ""),
            (one.code.name, ""),
            ("  ", ""),
            (one.above, "dim"),
            ("", ""),
        ]


class PickerInput(Input):
    """A line to type in; Space belongs to the picker."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every key that writes, but for Space."""
        return key != "space" and super().check_consume_key(key, character)


class CodePicker(Asking[Picked | None]):
    """Type, Enter applies, Space ticks several. The text stays in view beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "go(-8)", show=False),
        Binding("pagedown", "go(8)", show=False),
        Binding("ctrl+n", "make", "Make"),
        Binding("space", "tick", show=False, priority=True),
    ]
    CSS: ClassVar[str] = """
    CodePicker { align: right top; background: transparent; }
    CodePicker #picker-box {
        width: 34; height: 100%; background: $surface; border: round $border; padding: 0 1; margin: 1 0 1 0;
    }
    CodePicker.-below { align: left bottom; }
    CodePicker.-below #picker-box { width: 100%; height: 11; margin: 0; }
    CodePicker.-below Input { margin: 0; }
    CodePicker Input { background: $panel; height: 1; margin: 0 0 1 0; }
    CodePicker PickerRows { height: 1fr; background: $surface; }
    CodePicker .picker-note { color: $foreground 60%; height: auto; }
    """

    def __init__(
        self,
        books: Sequence[Codebook],
        marks: Mapping[str, CodeMark],
        *,
        last: Sequence[str] = (),
        is_for_finding: bool = False,
    ) -> None:
        super().__init__()
        self._is_for_finding = is_for_finding
        """Whether codes are chosen to look for, so that none can be made."""
        self._marks = marks
        self._codes = [one for book in books for one in _usable(book, several=len(books) > 1)]
        order = {code_id: number for number, code_id in enumerate(last)}
        self._start = sorted(self._codes, key=lambda one: order.get(one.code.id, len(order)))

    def compose(self) -> ComposeResult:
        """A line to type in, and what fits."""
        with Vertical(id="picker-box"):
            yield PickerInput(placeholder="type a part of a code's name", id="picker-typed", compact=True)
            yield PickerRows(self._marks, id="picker-rows")
            yield Static("", id="picker-ticked", classes="picker-note", markup=False)
            hint = _FINDING if self._is_for_finding else _APPLYING
            is_narrow = not self.has_class("-below")
            yield Static(
                hint.replace(" · ", "\n") if is_narrow else hint, classes="picker-note", markup=False
            )

    def on_mount(self) -> None:
        """The codes used last come first."""
        self._rows.show(self._start, "")
        self.query_one(Input).focus()

    @property
    def _rows(self) -> PickerRows:
        return self.query_one(PickerRows)

    def on_key(self, event: Key) -> None:
        """What was typed before the line was there to take it."""
        line = self.query_one(Input)
        if event.key == "enter" and not line.has_focus:
            event.stop()
            self._narrow(line.value)
            self._give(self._rows.highlighted, typed=line.value)
        elif event.character and event.is_printable:
            event.stop()
            line.insert_text_at_cursor(event.character)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        typed = " ".join(typed.split())
        if not typed:
            self._rows.show(self._start, "")
            return
        scored = [
            (max(score(typed, one.code.name), score(typed, one.path) * 0.8), one) for one in self._codes
        ]
        fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        self._rows.show([one for _, one in fitting], "" if fitting or self._is_for_finding else typed)

    def action_tick(self) -> None:
        """Tick the highlighted code; where none fits, a space is part of a new code's name."""
        if self._rows.found:
            self._tick(self._rows.found[self._rows.highlighted].code.id)
        else:
            self.query_one(Input).insert_text_at_cursor(" ")

    def _tick(self, code_id: str) -> None:
        ticked = self._rows.ticked
        if code_id in ticked:
            ticked.remove(code_id)
        else:
            ticked.append(code_id)
        names = [one.code.name for one in self._codes if one.code.id in ticked]
        self.query_one("#picker-ticked", Static).update(cut("✓ " + ", ".join(names), 200) if names else "")
        self._rows.refresh()
        typed = self.query_one(Input)
        if typed.value:
            typed.value = ""

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._give(self._rows.highlighted, typed=event.value)

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        if 0 <= event.x < _BOX_CELLS and event.row < len(self._rows.found):
            self._tick(self._rows.found[event.row].code.id)
        else:
            self._give(event.row, typed=self.query_one(Input).value or "click")

    def on_click(self, event: Click) -> None:
        """A click beside the list closes it, applying nothing."""
        if event.widget is self:
            self.dismiss(None)

    def _give(self, row: int, *, typed: str) -> None:
        rows = self._rows
        if row >= len(rows.found):
            if rows.offer:
                self.dismiss(Picked(make=rows.offer, code_ids=tuple(rows.ticked)))
            return
        chosen = rows.found[row].code.id
        ids = rows.ticked if rows.ticked and not typed else [*rows.ticked, chosen]
        self.dismiss(Picked(code_ids=tuple(dict.fromkeys(ids))))

    def action_go(self, number: int) -> None:
        """Highlight another code."""
        self._rows.highlight(self._rows.highlighted + number)

    def action_make(self) -> None:
        """Make a code of what was typed, even if others fit."""
        if not self._is_for_finding:
            name = " ".join(self.query_one(Input).value.split()) or "New code"
            self.dismiss(Picked(make=name, code_ids=tuple(self._rows.ticked)))

    def action_leave(self) -> None:
        """Close, applying nothing."""
        self.dismiss(None)


def _usable(book: Codebook, *, several: bool) -> list[PickerCode]:
    found = []
    for _, code in book.walk():
        if code.status is not CodeStatus.RETIRED:
            names = [above.name for above in book.lineage(code.id)[:-1]]
            above = " ▸ ".join([book.title or book.name, *names] if several else names)
            found.append(PickerCode(code=code, path=" ".join([*names, code.name]), above=above))
    return found
