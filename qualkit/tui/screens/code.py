"""Code: read a text, and put codes on it by keys or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.workspace import CodingView
from qualkit.tui.code_lines import coded_line
from qualkit.tui.columns import cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import Spot
from qualkit.tui.screens.message import Choice
from qualkit.tui.screens.open_text import WIDE
from qualkit.tui.screens.picking_codes import PickingCodesScreen
from qualkit.tui.screens.proposed_text import ProposedTextScreen
from qualkit.tui.target import Target
from qualkit.tui.widgets.code_picker import PICKER_ROWS, CodePicker
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import shown_time
from qualkit.tui.widgets.note_window import NoteWindow

_EVERY_ONE = "every one"
_WHOLE = "the passage"
_AROUND_A_NAME = " \t\n.,;:!?…–—-'\"‘’“”()[]"
"""What does not belong to a name that is taken from the text."""


class CodeScreen(ProposedTextScreen, PickingCodesScreen):
    """One source: its passages, its text, the codebook, and what is coded at the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("code"))

    HERE: ClassVar[tuple[str, ...]] = (
        *("pick", "remove", "memo", "to_bank", "flag", "like"),
        *ProposedTextScreen.HERE,
    )

    def __init__(self, source: str, key: str = "") -> None:
        super().__init__(source, key)
        self._used: list[str] = []
        """Codes applied lately, the last one first."""

    # ---- coding

    @on(CodeTree.Applied)
    def _tree_applied(self, event: CodeTree.Applied) -> None:
        event.stop()
        self._apply([event.code_id])
        self.text.focus()

    def _apply(self, code_ids: Sequence[str]) -> None:
        if not code_ids or not self.has_text:
            return
        target = self.text.target
        applied = self._app.attempt(self.opened.apply, target.start, target.end, code_ids)
        if applied is not None:
            self._tell_applied(target, applied, code_ids)

    def _tell_applied(self, target: Target, applied: Applied, code_ids: Sequence[str]) -> None:
        self._used = [*code_ids, *(one for one in self._used if one not in code_ids)]
        names = [self.opened.codes[one].name for one in code_ids]
        words = self.text.words(target.start, target.end)
        if applied.added:
            self._app.say(coded_line(target, words, self.opened, names))
        else:
            self._app.say(f"Already coded so: {', '.join(names)}.")
        self._changed(range(target.start.passage, target.end.passage + 1), code_ids)

    def action_pick(self) -> None:
        """Choose codes by typing."""
        if not self.has_text:
            return
        picker = CodePicker(self.opened.books, self.opened.marks, last=self._used)
        if self.size.width < WIDE:
            picker.add_class("-below")
            self.text.keep_clear(PICKER_ROWS)
        self.app.push_screen(picker, self._picked)

    def action_in_vivo(self) -> None:
        """Make a code named by the marked words."""
        if self.text.selection is None:
            self._app.say("Mark a few words first: they become the code's name.")
        else:
            words = self.text.words(*self.text.selection)
            self._offer_code(cut(words.strip(_AROUND_A_NAME) or words, 80))

    def _make(self, wanted: NewCode) -> None:
        if not self.has_text:
            return
        target, before = self.text.target, set(self.opened.codes)
        make = partial(self.opened.make_and_apply, target.start, target.end, wanted)
        if (applied := self._app.attempt(make)) is not None:
            made = [one for one in self.opened.codes if one not in before]
            self._show_books()
            self._tell_applied(target, applied, [*wanted.others, *made])

    # ---- codings that are there

    def action_remove(self) -> None:
        """Take a coding off."""
        if not self.has_text:
            return
        mine = self._mine_here()
        if not mine:
            others = {one.coder for one in self._around()}
            said = "Nothing of yours is coded here."
            self._app.say(f"{said} This is {' and '.join(sorted(others))}'s." if others else said)
        elif len(mine) == 1:
            self._remove([mine[0].id])
        else:
            choices = [*self._choices(mine), Choice(id=_EVERY_ONE, label="All of these")]
            self.ask("Take off which?", choices, self._remove_chosen)

    def _mine_here(self) -> list[CodingView]:
        """This coder's codings at the cursor, else those in what is framed, in the order of the codebook."""
        return self._in_order([one for one in self._around() if one.is_mine])

    def _around(self) -> Sequence[CodingView]:
        target = self.text.target
        return self._codings_here() or self.opened.coded.between(target.start, target.end)

    def _in_order(self, codings: Sequence[CodingView]) -> list[CodingView]:
        in_book = {code_id: number for number, code_id in enumerate(self.opened.codes)}
        return sorted(codings, key=lambda one: in_book[one.code_id])

    def _choices(self, codings: Sequence[CodingView]) -> list[Choice]:
        found = []
        for one in codings:
            code, mark = self.opened.codes[one.code_id], self.opened.marks[one.code_id]
            words = self.text.words(Spot(one.first, one.start), Spot(one.last, one.end))
            star = "★ " if self.opened.is_chosen(one) else ""
            label = cut(f"{star}{mark.letters} {code.name}", 30)
            found.append(Choice(id=one.id, label=label, note=f"{shown_time(one.created)} {cut(words, 24)}"))
        return found

    def _remove_chosen(self, chosen: str) -> None:
        self._remove([one.id for one in self._mine_here()] if chosen == _EVERY_ONE else [chosen])

    def _remove(self, ids: Sequence[str]) -> None:
        names = [self.opened.codes[self.opened.coded.codings[one].code_id].name for one in ids]
        if self._app.attempt(self.opened.remove, ids) is not None:
            self._app.say(f"Took off: {', '.join(names)}. Ctrl+Z undoes")
            self._changed()

    # ---- memos

    def action_memo(self) -> None:
        """Write a note on a coding; where nothing of yours is coded, on the turn or answer."""
        mine = self._mine_here() if self.has_text else []
        if len(mine) == 1:
            self._write_memo(mine[0].id)
        elif mine:
            whole = Choice(id=_WHOLE, label=f"the {self.opened.noun} itself")
            self.ask("A memo on which?", [*self._choices(mine), whole], self._write_memo)
        else:
            self.action_memo_passage()

    def _write_memo(self, chosen: str) -> None:
        if chosen == _WHOLE:
            self.action_memo_passage()
        elif (coding := self.opened.coded.codings.get(chosen)) is not None:
            title = f"Memo on {self.opened.codes[coding.code_id].name}"
            self.app.push_screen(NoteWindow(title, coding.memo), partial(self._keep_memo, coding))

    def _keep_memo(self, coding: CodingView, text: str | None) -> None:
        if text is not None and self._app.attempt(self.opened.set_memo, coding, text) is not None:
            self._app.say("The memo is kept." if text.strip() else "The memo is taken away.")
            self._changed()

    def action_memo_passage(self) -> None:
        """Write a note on the turn or answer at the cursor."""
        if self.has_text:
            passage = self.text.cursor.passage
            segment = self.opened.segments[passage]
            who = f", {segment.speaker}" if segment.speaker else ""
            self._write_note(passage, f"Memo on {self.opened.noun} {segment.ordinal}{who}")

    def action_memo_source(self) -> None:
        """Write a note on the whole source."""
        self._write_note(None, f"Memo on {self.opened.source.title or self.source}")

    def _write_note(self, passage: int | None, title: str) -> None:
        notes = self.opened.notes_on(passage)
        mine = next((one.text for one in notes if one.is_mine), "")
        hint = "\n".join(f"{one.coder}: {one.text}" for one in notes if not one.is_mine)
        self.app.push_screen(NoteWindow(title, mine, hint=hint), partial(self._keep_note, passage))

    def _keep_note(self, passage: int | None, text: str | None) -> None:
        if text is None:
            return
        self._app.attempt(self.opened.write_note, passage, text)
        self._app.say("The memo is kept. F6 shows all." if text.strip() else "The memo is taken away.")
        self._changed()

    # ---- the quote bank

    def action_to_bank(self) -> None:
        """Choose what is coded here for the bank; asks which when there are several."""
        if not self.has_text:
            return
        here = self._in_order(self._around())
        if not here:
            self._app.say("Nothing is coded here: the bank takes what is coded.")
        elif len(here) == 1:
            self._choose_quotes([here[0].id])
        else:
            choices = [*self._choices(here), Choice(id=_EVERY_ONE, label="All of these")]
            self.ask("Which to the bank, or out of it?", choices, self._quotes_chosen)

    def _quotes_chosen(self, answer: str) -> None:
        ids = [one.id for one in self._around()] if answer == _EVERY_ONE else [answer]
        self._choose_quotes(ids)

    def _choose_quotes(self, ids: Sequence[str]) -> None:
        codings = [self.opened.coded.codings[one] for one in ids]
        is_wanted = not all(self.opened.is_chosen(one) for one in codings)
        if self._app.attempt(partial(self.opened.choose, ids, is_wanted=is_wanted)) is None:
            return
        names = ", ".join(dict.fromkeys(self.opened.codes[one.code_id].name for one in codings))
        said = f"To the bank: {names}; F5 shows it." if is_wanted else f"Out of the bank: {names}."
        self._app.say(f"{said} Ctrl+Z undoes")
        self._changed()

    # ---- the screen itself

    def action_filter_codes(self) -> None:
        """Type a part of a code's name."""
        self._shown["codebook"] = True
        self._fold_sides()
        self.query_one(CodeTree).filter()
