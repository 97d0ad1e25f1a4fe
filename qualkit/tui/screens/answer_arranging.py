"""Which answers are shown, in what order, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import on
from textual.timer import Timer
from textual.widgets import Input

from qualkit import settings
from qualkit.actions.answers import Field, Keep, Only, Order, Wanted, value_counts
from qualkit.tui.answer_lines import NOTHING_KNOWN, only_line, sorting_line
from qualkit.tui.columns import counted, cut, fit
from qualkit.tui.screens.answer_table import AnswerTableScreen
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.widgets.answer_columns import ColumnsWindow
from qualkit.tui.widgets.answer_list import AnswerList
from qualkit.tui.widgets.code_picker import CodePicker, Picked

_TYPING = 0.2
"""Seconds without a key after which typed words are looked for."""
_BY_NAME = {"file": Order.FILE, "unread": Order.UNREAD, "uncoded": Order.UNCODED, "longest": Order.LONGEST}
_KEPT = {"unread": Keep.UNREAD, "uncoded": Keep.UNCODED, "mine": Keep.MINE}
_SCREENED = {"left out": Keep.LEFT_OUT, "staying": Keep.STAYING}
"""Offered where something was left out."""
_FIELD = "field:"
_LINE = 52
"""Cells of a line of a list, less what stands around a name."""


class AnswerArrangingScreen(AnswerTableScreen):
    """The answers, sorted and filtered as one likes."""

    _typing: Timer | None = None

    # ---- sorting and filtering

    def ask(
        self, title: str, choices: Sequence[Choice], then: Callable[[str], None], chosen: str = ""
    ) -> None:
        """Let the user choose; nothing happens where nothing is chosen."""

        def take(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(ChoiceWindow(title, choices, chosen=chosen), take)

    def _arrange(self, wanted: Wanted) -> None:
        keep = self.rows.highlighted_id
        if self._app.attempt(self._arranged, wanted):
            self._show_list(keep)
            self._show_answer()

    def _arranged(self, wanted: Wanted) -> bool:
        self.opened.arrange(wanted)
        return True

    def action_arrange(self) -> None:
        """Sort and filter again."""
        self._arrange(self.opened.wanted)
        self._app.say(f"{counted(len(self.opened.ids), self.opened.noun)} shown.")

    def action_sort(self) -> None:
        """Choose in which order answers stand."""
        choices = [Choice(id=name, label=str(order)) for name, order in _BY_NAME.items()]
        choices += [self._by_field(field) for field in self.opened.sheet.fields]
        wanted = self.opened.wanted
        names = {order: name for name, order in _BY_NAME.items()}
        now = f"{_FIELD}{wanted.field}" if wanted.order is Order.FIELD else names[wanted.order]
        self.ask(f"Sort the {self.opened.noun}s", choices, self.sort, now)

    @staticmethod
    def _by_field(field: Field) -> Choice:
        return Choice(id=f"{_FIELD}{field.name}", label=f"by {field.name}", note=_wording(field))

    def sort(self, name: str) -> None:
        """Sort: `file`, `unread`, `uncoded`, `longest` or `field:NAME`."""
        wanted = self.opened.wanted
        if name.startswith(_FIELD):
            self._arrange(replace(wanted, order=Order.FIELD, field=name.removeprefix(_FIELD)))
        else:
            self._arrange(replace(wanted, order=_BY_NAME[name], field=""))
        self.rows.action_edge(-1)
        self._app.say(f"Sorted {sorting_line(self.opened.wanted)}.")

    @on(AnswerList.HeadingChosen)
    def _heading_chosen(self, event: AnswerList.HeadingChosen) -> None:
        event.stop()
        wanted = self.opened.wanted
        is_sorted = wanted.order is Order.FIELD and wanted.field == event.field
        self.sort("file" if is_sorted else f"{_FIELD}{event.field}")

    def action_show_only(self) -> None:
        """Choose which answers are shown."""
        opened = self.opened
        only = opened.wanted.only
        choices = [Choice(id="all", label="Show all again")] if only else []
        choices += [
            Choice(id=name, label=f"{'✓ ' if Only(keep=keep) in only else ''}{keep}")
            for name, keep in self._kept().items()
        ]
        if opened.codes:
            choices += [
                Choice(id="with", label="with a code …"),
                Choice(id="without", label="without a code …"),
            ]
        choices += [
            Choice(id=f"{_FIELD}{field.name}", label=f"by {field.name} …", note=_wording(field))
            for field in opened.sheet.fields
        ]
        self.ask(f"Show only {opened.noun}s", choices, self._only_chosen)

    def _kept(self) -> dict[str, Keep]:
        return _KEPT | _SCREENED if self.opened.standing.left_out else _KEPT

    def _only_chosen(self, chosen: str) -> None:
        if chosen in ("with", "without"):
            picker = CodePicker(self.opened.books, self.opened.marks, is_for_finding=True)
            self.app.push_screen(picker, lambda picked: self._code_chosen(chosen, picked))
        elif chosen.startswith(_FIELD):
            self._ask_value(chosen.removeprefix(_FIELD))
        else:
            self.show_only(chosen)

    def _ask_value(self, field: str) -> None:
        found = self._app.attempt(value_counts, self._app.study, self.opened.sheet, field) or []
        choices = [
            Choice(id=f"{_FIELD}{field}={value}", label=fit(value or NOTHING_KNOWN, 40), note=f"{number:,}")
            for value, number in found
        ]
        if choices:
            self.ask(f"Show only: {field}", choices, self.show_only)
        else:
            self._app.say(f"Nobody has said anything about {field}.")

    def _code_chosen(self, chosen: str, picked: Picked | None) -> None:
        if picked is None or not picked.code_ids:
            return
        keep = Keep.WITH if chosen == "with" else Keep.WITHOUT
        codes = [
            below
            for code_id in picked.code_ids
            for book in self.opened.books
            if code_id in book
            for below in (code_id, *sorted(book.under(code_id) - {code_id}))
        ]
        self._keep_only(Only(keep=keep, codes=tuple(codes)))

    def show_only(self, chosen: str) -> None:
        """Show only: `unread`, `uncoded`, `mine`, `field:NAME=VALUE`, `all`. Twice takes it back."""
        if chosen == "all":
            self._arrange(replace(self.opened.wanted, only=()))
            self._say_shown()
        elif chosen.startswith(_FIELD):
            name, _, value = chosen.removeprefix(_FIELD).partition("=")
            self._keep_only(Only(keep=Keep.FIELD, field=name, value=value))
        else:
            self._keep_only(Only(keep=(_KEPT | _SCREENED)[chosen]))

    def _keep_only(self, only: Only) -> None:
        now = self.opened.wanted.only
        others = tuple(one for one in now if one != only and not _is_about_same(one, only))
        self._arrange(replace(self.opened.wanted, only=others if only in now else (*others, only)))
        self._say_shown()

    def _say_shown(self) -> None:
        opened = self.opened
        shown = f"{len(opened.ids):,} of {counted(opened.total, opened.noun)}"
        self._app.say(f"Shown: {shown}, {only_line(opened.wanted, opened)}.")

    def action_show_all(self) -> None:
        """Show all again, whatever their words."""
        self.query_one("#answer-words", Input).value = ""
        self._arrange(replace(self.opened.wanted, only=(), words=""))
        self._say_shown()

    def action_words(self) -> None:
        """Type words that answers must have."""
        self.query_one("#answer-words", Input).focus()

    @on(Input.Changed, "#answer-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING, lambda: self.search(event.value))

    @on(Input.Submitted, "#answer-words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.search(event.value)
        self.rows.focus()

    def search(self, words: str) -> None:
        """Show only answers with these words."""
        if self._open is not None and words != self.opened.wanted.words:
            self._arrange(replace(self.opened.wanted, words=words))

    def action_columns(self) -> None:
        """Choose what stands beside the answers."""
        fields = self.opened.sheet.fields
        if fields:
            window = ColumnsWindow(fields, [field.name for field in self.columns()])
            self.app.push_screen(window, self._columns_chosen)
        else:
            self._app.say("Nothing else is known here: no closed questions, nothing about the people.")

    def _columns_chosen(self, names: tuple[str, ...] | None) -> None:
        if names is not None:
            settings.remember_columns(self._app.study.folder, self.source, names)
            self._show_list(self.rows.highlighted_id)


def _wording(field: Field) -> str:
    """The question, as far as it fits on a line of a list beside its short name."""
    return cut(field.wording, max(12, _LINE - len(field.name))) if field.wording != field.name else ""


def _is_about_same(one: Only, other: Only) -> bool:
    """Whether two conditions could not both hold: two answers to one question."""
    if {one.keep, other.keep} == {Keep.LEFT_OUT, Keep.STAYING}:
        return True
    return one.keep is Keep.FIELD and other.keep is Keep.FIELD and one.field == other.field
