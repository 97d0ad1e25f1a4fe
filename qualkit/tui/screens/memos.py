"""Memos: every note of the study in one place, with what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Input

from qualkit.actions.dated_path import dated_path
from qualkit.actions.memo_views import MemoKind, MemoView, export_memos, memo_views
from qualkit.actions.memos import add_memo, change_memo, remove_memo
from qualkit.model.text import fold_line
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.filter_line import FilterLine
from qualkit.tui.widgets.memo_details import MemoDetails
from qualkit.tui.widgets.memo_list import MemoList
from qualkit.tui.widgets.note_window import NoteWindow
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine


class MemosScreen(StudyScreen):
    """All memos, newest first; the highlighted one below in full."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("memos"))
    AUTO_FOCUS = "MemoList"
    CSS: ClassVar[str] = """
    MemosScreen MemoList { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._memos: Sequence[MemoView] = ()

    def compose(self) -> ComposeResult:
        """What is shown, the memos, the highlighted one."""
        yield TitleLine()
        yield FilterLine("On anything", title="Memos on what?")
        yield MemoList(id="memo-list")
        yield MemoDetails(can_focus=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the memos, and look from time to time whether somebody wrote one."""
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> MemoList:
        return self.query_one(MemoList)

    @property
    def _filters(self) -> FilterLine:
        return self.query_one(FilterLine)

    def study_changed(self) -> None:
        """Read the memos again and show them."""
        study = self._app.study
        self.note_event()
        found = self._app.attempt(memo_views, study, only_mine=self._app.is_blind)
        if found is None:
            return
        self._memos = found
        people = sorted({memo.coder for memo in found}, key=str.casefold)
        kinds = {memo.kind for memo in found}
        self._filters.offer(people, [kind.heading for kind in MemoKind if kind in kinds])
        self._show()

    @on(FilterLine.Changed)
    def _show(self) -> None:
        shown = [memo for memo in self._memos if self._passes(memo)]
        self._list.open(shown)
        self._describe()
        number = counted(len(shown), "memo")
        of_all = "" if len(shown) == len(self._memos) else f" of {len(self._memos):,}"
        self.query_one(TitleLine).show(
            f"{self._app.study.title} ▸ Memos", f"{number}{of_all} · {self._app.coder}"
        )

    def _passes(self, memo: MemoView) -> bool:
        filters = self._filters
        if filters.who not in ("", memo.coder) or filters.kind not in ("", memo.kind.heading):
            return False
        wanted = fold_line(filters.words)
        return not wanted or wanted in fold_line(f"{memo.text} {memo.what} {memo.words}")

    def _describe(self) -> None:
        otherwise = "No memo is like that: Esc shows all again." if self._memos else _NONE
        self.query_one(MemoDetails).show(self._list.highlighted_memo, otherwise)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._describe()
        if event.x < 0:
            self.action_edit()

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    # ---- writing

    def action_edit(self) -> None:
        """Change the highlighted memo."""
        memo = self._list.highlighted_memo
        if memo is None:
            self.action_write()
        elif not memo.is_mine:
            self._app.say(f"This memo is {memo.coder}'s: n writes one of yours on the same.")
        else:
            window = NoteWindow(f"Memo on {_lower(memo.what)}", memo.text, hint=cut(memo.words, 130))
            self.app.push_screen(window, lambda text: self._change(memo, text))

    def _change(self, memo: MemoView, text: str | None) -> None:
        if text is None or text == memo.text:
            return
        if self._app.attempt(change_memo, self._app.study, memo, text) is not None:
            self._app.say("The memo is kept." if text.strip() else "The memo is taken away. Ctrl+Z undoes")
            self.study_changed()

    def action_write(self) -> None:
        """Write a new memo."""
        memo = self._list.highlighted_memo
        if memo is None or memo.kind is MemoKind.STUDY:
            self._write("study", "", "the study")
            return
        on_same = Choice(id="same", label=cut(memo.what, 60))
        choices = [Choice(id="study", label="The study"), on_same]

        def write(chosen: str | None) -> None:
            if chosen == "same":
                self._write(memo.kind.value, memo.target, memo.what)
            elif chosen is not None:
                self._write("study", "", "the study")

        self.app.push_screen(ChoiceWindow("A memo on what?", choices, chosen="study"), write)

    def _write(self, about: str, target: str, what: str) -> None:
        def keep(text: str | None) -> None:
            if not text or not text.strip():
                return
            made = self._app.attempt(add_memo, self._app.study, text, about=about, target=target)
            if made is not None:
                self._app.say("The memo is kept. Ctrl+Z undoes")
                self.study_changed()
                self._go_to(made.id)

        self.app.push_screen(NoteWindow(f"Memo on {what}"), keep)

    def _go_to(self, memo_id: str) -> None:
        ids = [memo.id for memo in self._list.memos]
        if memo_id in ids:
            self._list.highlight(ids.index(memo_id))
            self._describe()

    def action_remove(self) -> None:
        """Take the highlighted memo away."""
        memo = self._list.highlighted_memo
        if memo is None:
            return
        if not memo.is_mine:
            self._app.say(f"This memo is {memo.coder}'s: only {memo.coder} can take it away.")
        elif self._app.attempt(remove_memo, self._app.study, memo) is not None:
            self._app.say("The memo is taken away. Ctrl+Z undoes")
            self.study_changed()

    # ---- going elsewhere

    def action_go_there(self) -> None:
        """Open what the memo stands on."""
        memo = self._list.highlighted_memo
        if memo is None:
            return
        if memo.source:
            self._app.open_source(memo.source, memo.key)
        elif memo.code_id:
            self._show_code(memo.code_id)
        else:
            self._app.say(f"There is nothing to open for a memo on {_lower(memo.what)}.")

    def _show_code(self, code_id: str) -> None:
        from qualkit.tui.screens.codebook import CodebookScreen

        self.app.push_screen(CodebookScreen(code_id=code_id))

    # ---- filters

    def action_find(self) -> None:
        """Type words."""
        self._filters.ask_words()

    def action_who(self) -> None:
        """Choose whose."""
        self._filters.ask_who()

    def action_about(self) -> None:
        """Choose on what."""
        self._filters.ask_kind()

    def action_back(self) -> None:
        """Show all again, then leave."""
        cleared = self._filters.clear()
        if not self._list.has_focus:
            self._list.focus()
        elif not cleared:
            self.app.pop_screen()

    # ---- what leaves the study

    def action_copy(self) -> None:
        """Copy the highlighted memo."""
        if (memo := self._list.highlighted_memo) is not None:
            self._app.copy(memo.text, what="the memo")

    def action_hand_over(self, suffix: str) -> None:
        """Write the memos shown into a file."""
        shown, study = list(self._list.memos), self._app.study
        if not shown:
            self._app.say("There is no memo to hand over.")
            return
        self._app.say("Writing the memos …")
        self._app.slowly(
            lambda: export_memos(study, shown, dated_path(study, "memos", suffix)),
            lambda done: self._app.handed_over([done]) if done else None,
        )


_NONE = "There is no memo yet. n writes one on the study; m writes one on a coding while you read."


def _lower(what: str) -> str:
    return "the study" if what == "The study" else what
