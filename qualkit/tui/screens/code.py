"""Code: read a text, and put codes on it by keys or mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer, Input

from qualkit.actions.workspace import CodingView, SourceView
from qualkit.model.speech import words_in
from qualkit.tui.code_lines import coded_line, next_key_line, progress_line, title_line
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import Spot
from qualkit.tui.open_source import OpenSource
from qualkit.tui.screens.message import Choice, ChoiceWindow, Field, FormWindow
from qualkit.tui.widgets.code_picker import PICKER_ROWS, CodePicker, Picked
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import CodingDetails, Here, shown_time
from qualkit.tui.widgets.make_code import MakeCode, NewCode
from qualkit.tui.widgets.passage_list import PassageList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.text_view import TextView
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

WIDE = 100
"""Columns from which the lists at both sides are shown unless hidden."""
_LOOK_EVERY = 1.0
"""Seconds between looks for other people's work."""
_PINS = 9
_EVERY_ONE = "every one"


class CodeScreen(Screen[None]):
    """One source: its passages, its text, the codebook, and what is coded at the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("code"))
    AUTO_FOCUS = "TextView"
    CSS: ClassVar[str] = """
    #code-columns { height: 1fr; }
    #code-passages { width: 22; border-right: solid $border-blurred; }
    #code-book { width: 34; border-left: solid $border-blurred; }
    #code-text { width: 1fr; }
    #code-find { height: 1; margin: 0; }
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self._open: OpenSource | None = None
        self._shown: dict[str, bool] = {}
        """Which of the side lists were shown or hidden by hand."""
        self._used: list[str] = []
        """Codes applied lately, the last one first."""
        self._looking = False
        self._title_said = ("", "")
        self.is_ready = False
        """Whether the source is shown."""

    def compose(self) -> ComposeResult:
        """Title, three columns, what is coded here, what happened."""
        yield TitleLine()
        with Horizontal(id="code-columns"):
            yield PassageList(id="code-passages")
            with Vertical():
                yield TextView(id="code-text")
                find = Input(placeholder="find in this text: Enter or F3 for the next place", id="code-find")
                find.compact, find.display = True, False
                yield find
            yield CodeTree(id="code-book")
        yield CodingDetails(id="code-details")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the source and show it."""
        self._open = self._app.attempt(OpenSource, self._app.study, self.source)
        if self._open is None:
            self.call_after_refresh(self.dismiss)
            return
        self._fold_sides()
        self.call_after_refresh(self._begin)
        self.set_interval(_LOOK_EVERY, self._look)
        self.run_worker(_make_ready, thread=True)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def opened(self) -> OpenSource:
        """The source that is open."""
        assert self._open is not None
        return self._open

    @property
    def text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def _begin(self) -> None:
        opened = self.opened
        self._show_text()
        self._show_books()
        first = next((one for one in range(len(opened.segments)) if one not in opened.read), 0)
        if opened.read and first:
            self.text.go(Spot(first, 0))
        self._describe()
        self.is_ready = True
        if not opened.segments:
            self._app.say("There is nothing to read in this source.")

    def _show_text(self) -> None:
        self.text.open(self.opened.segments, self.opened.coded, may_run_on=self.opened.may_run_on)
        page = self.text.page
        page.marks, page.read = self.opened.marks, self.opened.read
        self.query_one(PassageList).open(page)

    def _show_books(self) -> None:
        opened = self.opened
        rows = self.query_one(CodeRows)
        rows.pinned = [one for one in self._app_pins() if one in opened.codes]
        self.text.page.marks = opened.marks
        self.query_one(CodeTree).open(opened.current_book, opened.marks, opened.counts)

    # ---- what is said

    def _describe(self) -> None:
        """The lines around the text, after the cursor or what is coded has changed."""
        if self._open is None or not self._open.segments:
            return
        opened, target = self._open, self.text.target
        words = self.text.words(target.start, target.end)
        here = Here(
            codings=tuple(self._codings_here()),
            codes=opened.codes,
            marks=opened.marks,
            next_key=next_key_line(target, words, opened),
        )
        self.query_one(CodingDetails).show(here)
        self._entitle()

    def _entitle(self) -> None:
        opened, is_wide = self.opened, self.size.width >= WIDE
        said = title_line(opened, is_wide=is_wide), progress_line(opened, is_wide=is_wide)
        if said != self._title_said:
            self._title_said = said
            self.query_one(TitleLine).show(*said)

    def _codings_here(self) -> Sequence[CodingView]:
        selection = self.text.selection
        start, end = selection or (self.text.cursor, self.text.cursor)
        return self.opened.coded.between(start, end)

    def _changed(self, passages: Sequence[int] | None = None, code_ids: Sequence[str] | None = None) -> None:
        """What is coded or read has changed; what is known not to have is not drawn anew."""
        self.text.redraw()
        listed, rows = self.query_one(PassageList), self.query_one(CodeRows)
        listed.refresh_rows(range(listed.count) if passages is None else passages)
        rows.refresh_rows(range(rows.count) if code_ids is None else rows.rows_of(code_ids))
        self._describe()

    @on(TextView.Moved)
    def _moved(self) -> None:
        self._describe()

    @on(TextView.PassageEntered)
    def _entered(self) -> None:
        self.query_one(PassageList).highlight(self.text.cursor.passage, says_so=False)

    @on(RowList.Chosen, "#code-passages")
    def _passage_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.text.focus()
        self.text.go(Spot(event.row, 0))

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
        if not self.opened.books:
            self._app.say("There is no codebook yet: bring one in from the first screen (Add files).")
            return
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
        elif self.opened.books:
            self._offer_code(cut(self.text.words(*self.text.selection), 80))

    def _offer_code(self, name: str) -> None:
        highlighted = self.query_one(CodeRows).highlighted_code
        parent = highlighted.parent if highlighted else None
        self.app.push_screen(MakeCode(name, self.opened.books, parent=parent), self._make)

    def _make(self, wanted: NewCode | None) -> None:
        from qualkit.actions.edit_codebook import make_code

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
        self._remember_pins(pins)
        self._app.say(said)

    def _app_pins(self) -> Sequence[str]:
        from qualkit import settings

        return settings.remembered_pins(self._app.study.folder)

    def _remember_pins(self, pins: Sequence[str]) -> None:
        from qualkit import settings

        settings.remember_pins(self._app.study.folder, pins)

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
        """This coder's codings at the cursor; where there are none, those in what is framed."""
        target = self.text.target
        around = self._codings_here() or self.opened.coded.between(target.start, target.end)
        return [one for one in around if one.is_mine]

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

    def action_panel(self, name: str) -> None:
        """Show or hide a side list."""
        panel = self._panels[name]
        self._shown[name] = not panel.display
        self._fold_sides()
        if not panel.display:
            self.text.focus()

    @property
    def _panels(self) -> dict[str, PassageList | CodeTree]:
        return {"passages": self.query_one(PassageList), "codebook": self.query_one(CodeTree)}

    def on_resize(self, _: Resize) -> None:
        """Narrow screens keep to the text."""
        self._fold_sides()

    def _fold_sides(self) -> None:
        is_wide = self.size.width >= WIDE
        for name, panel in self._panels.items():
            panel.display = self._shown.get(name, is_wide)
        self.query_one(CodingDetails).styles.height = 5 if self.size.height >= 30 else 3

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

    # ---- other people's work

    def study_changed(self) -> None:
        """Undo or redo has changed the study."""
        if self._open is not None:
            fetched = self._app.attempt(self.opened.fetch)
            if fetched is not None:
                self._take(fetched)

    def _take(self, fetched: tuple[int, SourceView]) -> None:
        is_other_text = self.opened.take(*fetched)
        if is_other_text:
            cursor = self.text.cursor
            self._show_text()
            last = len(self.opened.segments) - 1
            self.text.go(Spot(max(0, min(cursor.passage, last)), 0))
        self._show_books()
        self._changed()

    def _look(self) -> None:
        if self._open is None or self._looking or not self._app.has_study or not self.is_active:
            return
        if self._app.attempt(self._open.is_behind):
            self._looking = True
            self.run_worker(self._follow, thread=True)

    def _follow(self) -> None:
        fetched = self._app.attempt(self.opened.fetch)
        self.app.call_from_thread(self._followed, fetched)

    def _followed(self, fetched: tuple[int, SourceView] | None) -> None:
        self._looking = False
        if fetched is not None and not self.opened.has_gone_on(fetched[0]):
            self._take(fetched)


def _make_ready() -> None:
    """Sentences need nltk, which is slow to import: it is there by the time somebody asks."""
    from qualkit.analysis.sentences import sentence_places

    sentence_places("Ready. Steady.")
