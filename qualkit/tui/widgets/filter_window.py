"""Choosing which passages are listed: by mouse or keys, each choice with how many are left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.tui.asking import Asking
from qualkit.tui.columns import counted, cut, fit
from qualkit.tui.open_source import OpenSource
from qualkit.tui.passage_filter import ListedPassages, PassageFilter, questions_of, speakers_of, values_of
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.widgets.code_picker import CodePicker, Picked

_ANY = ""
_LABEL_CELLS = 24
_VALUE_CELLS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A line of the window."""

    title: str
    value: str
    """What is chosen, in words; empty for nothing."""
    choose: Callable[[], None]
    is_switch: bool = False


class FilterWindow(Asking[PassageFilter | None]):
    """Words, and a line for each thing that passages can be told apart by; None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    CSS: ClassVar[str] = """
    FilterWindow OptionList { margin: 1 0 0 0; max-height: 35vh; }
    FilterWindow #filter-count { margin: 1 0 0 0; height: 1; color: $accent; }
    """

    def __init__(self, opened: OpenSource, wanted: PassageFilter) -> None:
        super().__init__(classes="window")
        self._opened = opened
        self._wanted = wanted
        self._values = values_of(opened.attributes)
        self._criteria: list[Criterion] = []

    def compose(self) -> ComposeResult:
        """Words, criteria, how many, buttons."""
        with Vertical(classes="window-box"):
            yield Static(f"Show only some {self._opened.noun}s", classes="window-title")
            yield Input(
                self._wanted.words, placeholder="with these words", id="filter-words", compact=True,
                select_on_focus=False,
            )  # fmt: skip
            yield OptionList(id="filter-list", compact=True, markup=False)
            yield Static("", id="filter-count", markup=False)
            with Horizontal(classes="window-buttons"):
                yield Button("Show these", id="show", compact=True)
                yield Button("Show all", id="all", compact=True)
                yield Button("Back", id="back", compact=True)
            yield Static("Enter or click changes a line · Tab goes to the buttons", classes="window-hint")

    def on_mount(self) -> None:
        """The words come first."""
        self._draw()
        self.query_one(Input).focus()

    # ---- what is shown

    def _draw(self) -> None:
        self._criteria = list(self._lines())
        listed = self.query_one(OptionList)
        highlighted = listed.highlighted or 0
        listed.clear_options()
        listed.add_options([_option(one) for one in self._criteria])
        listed.highlighted = min(highlighted, len(self._criteria) - 1)
        self._count()

    def _count(self) -> None:
        total, noun = len(self._opened.segments), self._opened.noun
        number = len(ListedPassages(self._opened, self._wanted).numbers) if self._wanted else total
        self.query_one("#filter-count", Static).update(f"{number:,} of {counted(total, noun)}")

    def _lines(self) -> list[Criterion]:
        segments, wanted = self._opened.segments, self._wanted
        lines = [
            self._switch(f"{self._opened.noun.capitalize()}s not read", "is_unread"),
            self._switch("Without a code of yours", "is_uncoded"),
        ]
        if len(speakers := speakers_of(segments)) > 1:
            lines.append(self._one_of("Who speaks", "speaker", speakers))
        if questions := questions_of(segments):
            lines.append(self._one_of("Question", "question", questions))
        if self._opened.codes:
            lines.append(self._coded("With the code", "with_codes"))
            lines.append(self._coded("Without the code", "without_codes"))
        chosen = dict(wanted.attributes)
        for name, values in self._values.items():
            choose = partial(self._ask, name, values, partial(self._set_attribute, name))
            lines.append(Criterion(title=name, value=chosen.get(name, ""), choose=choose))
        return lines

    def _switch(self, title: str, field: str) -> Criterion:
        is_on = bool(getattr(self._wanted, field))
        choose = partial(self._set, field, not is_on)
        return Criterion(title=title, value="yes" if is_on else "", choose=choose, is_switch=True)

    def _one_of(self, title: str, field: str, values: list[str]) -> Criterion:
        choose = partial(self._ask, title, values, partial(self._set, field))
        return Criterion(title=title, value=getattr(self._wanted, field), choose=choose)

    def _coded(self, title: str, field: str) -> Criterion:
        ids = getattr(self._wanted, field)
        names = [self._opened.codes[one].name for one in ids if one in self._opened.codes]
        return Criterion(title=title, value=" or ".join(names), choose=partial(self._ask_codes, field))

    # ---- choosing

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._criteria[event.option_index].choose()

    def _ask(self, title: str, values: list[str], then: Callable[[str], None]) -> None:
        choices = [Choice(id="any", label="any")]
        choices += [Choice(id=f"value-{number}", label=cut(one, 60)) for number, one in enumerate(values)]

        def take(answer: str | None) -> None:
            if answer is not None:
                then(_ANY if answer == "any" else values[int(answer.removeprefix("value-"))])

        self.app.push_screen(ChoiceWindow(title, choices), take)

    def _ask_codes(self, field: str) -> None:
        if getattr(self._wanted, field):
            self._set(field, ())
            return

        def take(picked: Picked | None) -> None:
            if picked is not None:
                self._set(field, picked.code_ids)

        picker = CodePicker(self._opened.books, self._opened.marks, is_for_finding=True)
        self.app.push_screen(picker, take)

    def _set(self, field: str, value: object) -> None:
        self._wanted = replace(self._wanted, **{field: value})  # type: ignore[arg-type]
        self._draw()

    def _set_attribute(self, name: str, value: str) -> None:
        others = tuple(one for one in self._wanted.attributes if one[0] != name)
        self._set("attributes", (*others, (name, value)) if value else others)

    @on(Input.Changed, "#filter-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._wanted = replace(self._wanted, words=event.value)
        self._count()

    # ---- leaving

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(self._wanted)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "show":
            self.dismiss(self._wanted)
        else:
            self.dismiss(PassageFilter() if event.button.id == "all" else None)

    def action_leave(self) -> None:
        """Close, changing nothing."""
        self.dismiss(None)


def _option(one: Criterion) -> Option:
    value = cut(one.value, _VALUE_CELLS)
    title = fit(one.title, _LABEL_CELLS)
    nothing = "no matter" if one.is_switch else "any"
    said = (value, "bold $accent") if value else (nothing, "$foreground 60%")
    return Option(Content.assemble(title, "  ", said))
