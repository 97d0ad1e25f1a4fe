"""Answers: one open question, or one file of records, as a list to be coded one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from qualkit.actions.code_answers import my_codings_on
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.workspace import CodingView
from qualkit.model.place import Place
from qualkit.tui.answer_lines import coded_line, passage_line
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import Spot
from qualkit.tui.screens.answer_table import WIDE
from qualkit.tui.screens.message import Choice, Field, FormWindow
from qualkit.tui.screens.picking_codes import PickingCodesScreen
from qualkit.tui.screens.proposed_answers import ProposedAnswersScreen
from qualkit.tui.widgets.answer_list import AnswerList
from qualkit.tui.widgets.code_picker import CodePicker
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import shown_time
from qualkit.tui.widgets.row_list import RowList

_MANY = 2_000
"""Answers; more are coded in the background, since it takes longer than a tenth of a second."""
_EVERY_ONE = "every one"


class AnswersScreen(ProposedAnswersScreen, PickingCodesScreen):
    """The list, the highlighted answer, the codebook; what is marked is coded in one step."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("answers"))

    def __init__(self, source: str, key: str = "") -> None:
        super().__init__(source, key)
        self._used: list[str] = []
        """Codes applied lately, the last one first."""

    # ---- coding

    @on(CodeTree.Applied)
    def _tree_applied(self, event: CodeTree.Applied) -> None:
        event.stop()
        self._apply([event.code_id])
        self._go_back()

    def _apply(self, code_ids: Sequence[str]) -> None:
        if not code_ids or not self.has_answer:
            return
        place, ids = self.place(), self.ids_meant()
        if place is None and len(ids) > _MANY:
            self._app.say(f"Coding {counted(len(ids), self.opened.noun)} …")
            apply = partial(self.opened.apply, ids, code_ids)
            self._app.slowly(apply, lambda applied: self._tell_applied(applied, code_ids, ids))
        elif place is None:
            self._tell_applied(self._app.attempt(self.opened.apply, ids, code_ids), code_ids, ids)
        else:
            self._tell_applied(self._app.attempt(self.opened.apply_at, place, code_ids), code_ids, ids)

    def _tell_applied(self, applied: Applied | None, code_ids: Sequence[str], ids: Sequence[int]) -> None:
        if applied is None:
            return
        self._used = [*code_ids, *(one for one in self._used if one not in code_ids)]
        names = [self.opened.codes[one].name for one in code_ids]
        target, text = self.passage, self.text
        if target is not None and applied.added:
            words = text.words(target.start, target.end)
            self._app.say(passage_line(target, words, names, self.opened.noun))
        else:
            self._app.say(coded_line(self.opened, ids, applied, names))
        self._changed(code_ids)

    def action_pick(self) -> None:
        """Choose codes by typing."""
        if not self.has_answer:
            return
        picker = CodePicker(self.opened.books, self.opened.marks, last=self._used)
        if self.size.width < WIDE:
            picker.add_class("-below")
            picker.styles.align_vertical = "top"  # over the list: the words being coded stay in view below
        self.app.push_screen(picker, self._picked)

    def action_in_vivo(self) -> None:
        """Make a code named by the marked words."""
        if self.text.selection is None:
            self._app.say("Mark a few words in the answer first (Tab): they become the code's name.")
        else:
            self._offer_code(cut(self.text.words(*self.text.selection), 80))

    def _make(self, wanted: NewCode) -> None:
        target: Sequence[int] | Place = self.place() or self.ids_meant()
        before = set(self.opened.codes)
        if (applied := self._app.attempt(partial(self.opened.make_and_apply, target, wanted))) is not None:
            made = [one for one in self.opened.codes if one not in before]
            self._show_books()
            self._tell_applied(applied, [*wanted.others, *made], self.ids_meant())

    # ---- codings that are there

    def action_remove(self) -> None:
        """Take codings off: from the passage, the answer, or everything that is marked."""
        if not self.has_answer:
            return
        found = self._removable()
        if not found:
            others = sorted({one.coder for one in self.codings_here() if not one.is_mine})
            whose = f" This is {' and '.join(others)}'s." if others else ""
            self._app.say(f"Nothing of yours is coded here.{whose}")
        elif len(found) == 1:
            self._remove(found, next(iter(found)))
        else:
            choices = [self._removable_choice(code_id, len(ids)) for code_id, ids in found.items()]
            choices.append(Choice(id=_EVERY_ONE, label="All of these"))
            self.ask("Take off which?", choices, lambda chosen: self._remove(found, chosen))

    def _removable(self) -> dict[str, list[str]]:
        """Code → this coder's codings with it, in the order of the codebook."""
        if self.passage is None:
            found = self._app.attempt(my_codings_on, self._app.study, self.ids_meant()) or {}
        else:
            found = {}
            for one in self.codings_meant():
                if one.is_mine:
                    found.setdefault(one.code_id, []).append(one.id)
        return {code_id: found[code_id] for code_id in self.opened.codes if code_id in found}

    def _removable_choice(self, code_id: str, number: int) -> Choice:
        code, mark = self.opened.codes[code_id], self.opened.marks[code_id]
        note = counted(number, "coding") if number > 1 else ""
        return Choice(id=code_id, label=f"{mark.letters} {cut(code.name, 40)}", note=note)

    def _remove(self, found: dict[str, list[str]], chosen: str) -> None:
        code_ids = list(found) if chosen == _EVERY_ONE else [chosen]
        ids = [one for code_id in code_ids for one in found[code_id]]
        names = [self.opened.codes[code_id].name for code_id in code_ids]
        if self._app.attempt(self.opened.remove, ids) is not None:
            many = f" ({counted(len(ids), 'coding')})" if len(ids) > len(names) else ""
            self._app.say(f"Took off: {', '.join(names)}{many}. Ctrl+Z undoes")
            self._changed()

    def action_memo(self) -> None:
        """Write a note on a coding of the highlighted answer."""
        mine = [one for one in self.codings_meant() if one.is_mine]
        if not mine:
            self._app.say("A memo belongs to a coding of yours: code the answer first.")
        elif len(mine) == 1:
            self._write_memo(mine[0].id)
        else:
            choices = [self._coding_choice(one) for one in mine]
            self.ask("A memo on which?", choices, self._write_memo)

    def _coding_choice(self, one: CodingView) -> Choice:
        words = self.text.words(Spot(0, one.start), Spot(0, one.end))
        label = cut(self.opened.codes[one.code_id].name, 30)
        who = "" if one.is_mine else f"{one.coder} "
        return Choice(id=one.id, label=label, note=f"{who}{shown_time(one.created)} {cut(words, 24)}")

    def _write_memo(self, chosen: str) -> None:
        coding = next((one for one in self.codings_meant() if one.id == chosen), None)
        if coding is None:
            return
        name = self.opened.codes[coding.code_id].name
        form = FormWindow(f"Memo on {name}", [Field(label="Your note", value=coding.memo)], accept="Keep it")

        def keep(lines: tuple[str, ...] | None) -> None:
            if lines is None or self._app.attempt(self.opened.set_memo, chosen, lines[0]) is None:
                return
            self._app.say("The memo is kept." if lines[0] else "The memo is taken away.")
            self._changed()

        self.app.push_screen(form, keep)

    def action_to_bank(self) -> None:
        """Choose what is coded here for the bank; asks which when there are several."""
        if not self.has_answer:
            return
        if len(self.ids_meant()) > 1:
            found = self._app.attempt(my_codings_on, self._app.study, self.ids_meant()) or {}
            self._choose_quotes([one for ids in found.values() for one in ids])
            return
        here = self.codings_meant()
        if len(here) < 2:
            self._choose_quotes([one.id for one in here])
        else:
            choices = [*map(self._coding_choice, here), Choice(id=_EVERY_ONE, label="All of these")]
            every = [one.id for one in here]
            title = "Which to the bank, or out of it?"
            self.ask(title, choices, lambda one: self._choose_quotes(every if one == _EVERY_ONE else [one]))

    def _choose_quotes(self, ids: Sequence[str]) -> None:
        if not ids:
            self._app.say("Nothing is coded here: the bank takes what is coded.")
            return
        is_chosen = self._app.attempt(self.opened.choose, ids)
        if is_chosen is not None:
            number = counted(len(ids), "passage")
            said = f"{number} to the bank; F5 shows it." if is_chosen else f"{number} out of the bank."
            self._app.say(f"{said} Ctrl+Z undoes")
            self._changed()

    # ---- marking

    def action_mark(self) -> None:
        """Mark the highlighted answer, and go on."""
        if self.has_answer:
            self.rows.toggle(self.rows.highlighted)
            self.rows.highlight(self.rows.highlighted + 1)

    def action_mark_all(self) -> None:
        """Mark everything that is shown."""
        if self.has_answer:
            self.rows.mark(self.opened.ids)
            self._app.say(f"Marked all {counted(len(self.opened.ids), self.opened.noun)} that are shown.")

    def action_mark_none(self) -> None:
        """Take all marks away."""
        self.rows.mark(())

    def action_extend(self, number: int) -> None:
        """Mark from here, so many rows."""
        self.rows.extend(self.rows.highlighted + number)

    def action_extend_page(self, direction: int) -> None:
        """Mark from here, as many rows as fit on the screen."""
        self.rows.extend(self.rows.highlighted + direction * max(1, self.rows.size.height - 1))

    def action_extend_edge(self, direction: int) -> None:
        """Mark from here to the end or the beginning."""
        self.rows.extend(0 if direction < 0 else self.rows.count - 1)

    # ---- moving about

    def action_text(self) -> None:
        """From the list into the answer, from there to the codebook, from there to the list."""
        if self.rows.has_focus:
            self.text.focus()
        elif self.text.has_focus and self.query_one(CodeTree).display:
            self.query_one(CodeRows).focus()
        else:
            self.to_list()

    @on(RowList.Chosen, "#answer-list")
    def _row_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the highlighted answer among all the others."""
        if self._answer is not None:
            self._app.open_source(self.source, self._answer.segment.key)

    def to_list(self) -> None:
        """The list has the keys again; nothing is marked in the answer any more."""
        self.text.clear_selection()
        self.text.stand_alone(False)
        self.rows.focus()
        self._describe()

    def _go_back(self) -> None:
        """After a click in the codebook the keys go where they were."""
        if self.passage is None:
            self.to_list()
        else:
            self.text.focus()

    def action_back(self) -> None:
        """Close what is open, take marks away, then leave."""
        words = self.query_one("#answer-words", Input)
        if words.has_focus:
            words.value = ""
            self.search("")
            self.to_list()
        elif self.text.has_focus and self.text.clear_selection():
            self._describe()
        elif not self.rows.has_focus:
            self.to_list()
        elif self.rows.marked:
            self.rows.mark(())
        else:
            self.app.pop_screen()

    @on(AnswerList.MarksChanged)
    def _marks_changed(self) -> None:
        if self.rows.marked and not self.text.has_focus:
            self.text.clear_selection()
            self.text.stand_alone(False)
