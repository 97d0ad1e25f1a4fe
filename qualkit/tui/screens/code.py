"""Code: read a text, and put codes on it by keys or mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from qualkit import settings
from qualkit.actions.edit_codebook import make_code
from qualkit.actions.workspace import CodingView
from qualkit.model.speech import words_in
from qualkit.tui.code_lines import coded_line
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import Spot
from qualkit.tui.screens.message import Choice, ChoiceWindow, Field, FormWindow
from qualkit.tui.screens.open_text import WIDE, OpenTextScreen
from qualkit.tui.widgets.code_picker import PICKER_ROWS, CodePicker, Picked
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import shown_time
from qualkit.tui.widgets.make_code import MakeCode, NewCode

_PINS = 9
_EVERY_ONE = "every one"


class CodeScreen(OpenTextScreen):
    """One source: its passages, its text, the codebook, and what is coded at the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("code"))

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._used: list[str] = []
        """Codes applied lately, the last one first."""

    # ---- coding

    @on(CodeTree.Applied)
    def _tree_applied(self, event: CodeTree.Applied) -> None:
        event.stop()
        self._apply([event.code_id])
        self.text.focus()

    def _apply(self, code_ids: Sequence[str]) -> None:
        if not code_ids or not self.opened.segments:
            return
        target = self.text.target
        applied = self._app.attempt(self.opened.apply, target.start, target.end, code_ids)
        if applied is None:
            return
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
        picker = CodePicker(self.opened.books, self.opened.marks, last=self._used)
        if self.size.width < WIDE:
            picker.add_class("-below")
            self.text.keep_clear(PICKER_ROWS)
        self.app.push_screen(picker, self._picked)

    def _picked(self, picked: Picked | None) -> None:
        if picked is None:
            return
        self._apply(picked.code_ids)
        if picked.make:
            self._offer_code(picked.make)

    def action_in_vivo(self) -> None:
        """Make a code named by the marked words."""
        if self.text.selection is None:
            self._app.say("Mark a few words first: they become the code's name.")
        else:
            self._offer_code(cut(self.text.words(*self.text.selection), 80))

    def _offer_code(self, name: str) -> None:
        highlighted = self.query_one(CodeRows).highlighted_code
        parent = highlighted.parent if highlighted else None
        self.app.push_screen(MakeCode(name, self.opened.books, parent=parent), self._make)

    def _make(self, wanted: NewCode | None) -> None:
        if wanted is None:
            return
        study = self._app.study
        made = self._app.attempt(make_code, study, wanted.book, wanted.name, parent=wanted.parent)
        if made is not None:
            self._take(self.opened.fetch())
            self._apply([made.id])

    def action_pinned(self, digit: int) -> None:
        """Apply the code that a digit belongs to."""
        pinned = self.query_one(CodeRows).pinned
        if digit <= len(pinned):
            self._apply([pinned[digit - 1]])
        else:
            self._app.say(f"No code has the digit {digit} yet: highlight one in the codebook and press p.")

    def action_pin(self) -> None:
        """Give the highlighted code a digit, or take it away."""
        rows = self.query_one(CodeRows)
        code = rows.highlighted_code
        if code is None:
            return
        pins = list(rows.pinned)
        if code.id in pins:
            pins.remove(code.id)
            said = f'"{code.name}" has no digit any more.'
        elif len(pins) < _PINS:
            pins.append(code.id)
            said = f'The digit {len(pins)} now applies "{code.name}".'
        else:
            said = "All nine digits are taken: unpin a code first."
        rows.pinned = pins
        rows.refresh()
        settings.remember_pins(self._app.study.folder, pins)
        self._app.say(said)

    # ---- codings that are there

    def action_remove(self) -> None:
        """Take a coding off."""
        mine = self._mine_here()
        if not mine:
            others = {one.coder for one in self._codings_here()}
            said = "Nothing of yours is coded here."
            self._app.say(f"{said} This is {' and '.join(sorted(others))}'s." if others else said)
        elif len(mine) == 1:
            self._remove([mine[0].id])
        else:
            choices = [*self._choices(mine), Choice(id=_EVERY_ONE, label="All of these")]
            self._ask("Take off which?", choices, self._remove_chosen)

    def _mine_here(self) -> list[CodingView]:
        """This coder's codings at the cursor, else those in what is framed, in the order of the codebook."""
        target = self.text.target
        around = self._codings_here() or self.opened.coded.between(target.start, target.end)
        in_book = {code_id: number for number, code_id in enumerate(self.opened.codes)}
        return sorted((one for one in around if one.is_mine), key=lambda one: in_book[one.code_id])

    def _choices(self, codings: Sequence[CodingView]) -> list[Choice]:
        found = []
        for one in codings:
            code, mark = self.opened.codes[one.code_id], self.opened.marks[one.code_id]
            words = self.text.words(Spot(one.first, one.start), Spot(one.last, one.end))
            label = cut(f"{mark.letters} {code.name}", 30)
            found.append(Choice(id=one.id, label=label, note=f"{shown_time(one.created)} {cut(words, 24)}"))
        return found

    def _ask(self, title: str, choices: Sequence[Choice], then: Callable[[str | None], None]) -> None:
        self.app.push_screen(ChoiceWindow(title, choices), then)

    def _remove_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self._remove([one.id for one in self._mine_here()] if chosen == _EVERY_ONE else [chosen])

    def _remove(self, ids: Sequence[str]) -> None:
        names = [self.opened.codes[self.opened.coded.codings[one].code_id].name for one in ids]
        if self._app.attempt(self.opened.remove, ids) is not None:
            self._app.say(f"Took off: {', '.join(names)}. Ctrl+Z undoes")
            self._changed()

    def action_memo(self) -> None:
        """Write a note on a coding."""
        mine = self._mine_here()
        if not mine:
            self._app.say("A memo belongs to a coding of yours: code these words first.")
        elif len(mine) == 1:
            self._write_memo(mine[0].id)
        else:
            self._ask("A memo on which?", self._choices(mine), self._write_memo)

    def _write_memo(self, chosen: str | None) -> None:
        coding = self.opened.coded.codings.get(chosen or "")
        if coding is None:
            return
        name = self.opened.codes[coding.code_id].name
        form = FormWindow(f"Memo on {name}", [Field(label="Your note", value=coding.memo)], accept="Keep it")
        self.app.push_screen(form, lambda lines: self._keep_memo(coding, lines))

    def _keep_memo(self, coding: CodingView, lines: tuple[str, ...] | None) -> None:
        if lines is not None and self._app.attempt(self.opened.set_memo, coding, lines[0]) is not None:
            self._app.say("The memo is kept." if lines[0] else "The memo is taken away.")
            self._changed()

    # ---- reading

    def action_read(self) -> None:
        """Mark what is framed as read, and go on."""
        target = self.text.target
        last = target.end.passage
        if self._mark_read(range(target.start.passage, last + 1)) and last + 1 < len(self.opened.segments):
            self.text.go(Spot(last + 1, 0))

    def action_read_to_here(self) -> None:
        """Mark everything as read from what was read last to the cursor."""
        here = self.text.cursor.passage
        last_read = max((one for one in self.opened.read if one < here), default=-1)
        self._mark_read(range(last_read + 1, here + 1))

    def action_read_all(self) -> None:
        """Mark the whole source as read."""
        self._mark_read(range(len(self.opened.segments)))

    def _mark_read(self, passages: range) -> bool:
        if not self.opened.book:
            self._app.say("There is no codebook yet to read for: bring one in from the first screen.")
            return False
        count = self._app.attempt(self.opened.mark_read, passages) if passages else 0
        if count is None:
            return False
        noun = counted(count, self.opened.noun)
        self._app.say(f"Marked {noun} as read. Ctrl+Z undoes" if count else "Already read.")
        self._changed()
        return True

    def action_unread(self) -> None:
        """Say that what is framed is not read after all."""
        target = self.text.target
        passages = range(target.start.passage, target.end.passage + 1)
        count = self._app.attempt(self.opened.mark_unread, passages)
        if count is not None:
            self._app.say(f"Not read after all: {counted(count, self.opened.noun)}.")
            self._changed()

    def action_uncoded(self, direction: int) -> None:
        """Go to the next passage without a code of yours."""
        found = self.opened.uncoded(self.text.cursor.passage, direction)
        if found is None:
            where = "below" if direction > 0 else "above"
            self._app.say(f"Every {self.opened.noun} {where} has a code of yours.")
        else:
            self.text.go(Spot(found, 0))

    def action_book(self) -> None:
        """Choose the codebook to read for."""
        books = self.opened.books
        if len(books) < 2:
            self._app.say("There is only one codebook in this study." if books else "There is no codebook.")
            return
        choices = [Choice(id=book.name, label=book.title or book.name) for book in books]
        self._ask("Read for which codebook?", choices, self._choose_book)

    def _choose_book(self, name: str | None) -> None:
        if name is not None:
            self.opened.choose_book(name)
            self._show_books()
            self._changed()

    # ---- finding and copying

    def action_find(self) -> None:
        """Type words to find."""
        find = self.query_one("#code-find", Input)
        find.display = True
        find.focus()

    @on(Input.Submitted, "#code-find")
    def _find(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_find_next(1)

    def action_find_next(self, direction: int) -> None:
        """Go to the next place with the words."""
        wanted = self.query_one("#code-find", Input).value
        if not wanted.strip():
            self.action_find()
            return
        selection = self.text.selection
        found = self.opened.find(wanted, selection[0] if selection else self.text.cursor, direction)
        if found is None:
            self._app.say(f"“{cut(wanted, 40)}” is nowhere in this text.")
        else:
            self.text.select(*found)

    def action_copy(self) -> None:
        """Copy the marked words."""
        target = self.text.target
        words = self.text.words(target.start, target.end)
        self.app.copy_to_clipboard(words)
        self._app.say(f"Copied {counted(words_in(words), 'word')}.")

    # ---- the screen itself

    def action_filter_codes(self) -> None:
        """Type a part of a code's name."""
        self._shown["codebook"] = True
        self._fold_sides()
        self.query_one(CodeTree).filter()

    def action_back(self) -> None:
        """Close what is open, clear what is marked, then leave."""
        find = self.query_one("#code-find", Input)
        if find.display and self.text.has_focus is False:
            find.display = False
            self.text.focus()
        elif not self.text.has_focus:
            self.text.focus()
        elif not self.text.clear_selection():
            self.app.pop_screen()
