"""A walk through passages one by one, with what stands around them, and codes to give by digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from qualkit.actions.split_code import colleagues_with, recode_alike
from qualkit.actions.walk_passages import Stop, in_context
from qualkit.actions.workspace import codebook_view
from qualkit.tui.code_marks import CodeMark, code_marks
from qualkit.tui.columns import bar
from qualkit.tui.commands import bindings_for
from qualkit.tui.screens.message import Choice, Window
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.walk_lines import context_of
from qualkit.tui.walks import Given, Splitting, Walk
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.split_choices import SplitChoices
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine


class WalkScreen(StudyScreen):
    """One passage at a time; every decision is kept at once."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("walk"))
    AUTO_FOCUS = ""
    CSS: ClassVar[str] = """
    #walk-passage { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
    #walk-passage Static { height: auto; max-width: 96; }
    #walk-hint { height: auto; padding: 0 1; color: $foreground 60%; border-top: solid $border-blurred; }
    #walk-codes { height: auto; max-height: 9; }
    """

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk
        self.at = 0
        """Number of the passage that is shown."""
        self._given: Given = {}
        self._marks: Mapping[str, CodeMark] = {}

    def compose(self) -> ComposeResult:
        """Title, the passage in its context, the codes, what happened."""
        yield TitleLine()
        with VerticalScroll(id="walk-passage", can_focus=False):
            yield Static("", id="walk-text", markup=False)
        yield Static("", id="walk-hint", markup=False)
        yield SplitChoices(id="walk-codes")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first passage, and look from time to time whether somebody has worked."""
        hint = (
            "A digit or a click gives the passage a code instead; several are fine."
            if isinstance(self.walk, Splitting)
            else "A digit or a click codes the whole passage; t opens the text, to code a part of it."
        )
        self.query_one("#walk-hint", Static).update(hint)
        self.study_changed()
        self.follow()

    @property
    def stop(self) -> Stop:
        """The passage that is shown."""
        return self.walk.stops[self.at]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """To leave a passage with its code belongs to splitting, to have looked for one to late codes."""
        if action in ("leave", "looked_for"):
            return isinstance(self.walk, Splitting) == (action == "leave")
        return super().check_action(action, parameters)

    # ---- what is shown

    def study_changed(self) -> None:
        """What the passages have now."""
        self.note_event()
        found = self._app.attempt(self.walk.given)
        views = self._app.attempt(codebook_view, self._app.study)
        if found is not None and views is not None:
            self._given = found
            self._marks = code_marks(view.codebook for view in views)
            self._show()

    def on_screen_resume(self) -> None:
        """Coming back from the text, what was coded there shows."""
        if self._seen >= 0:
            self.study_changed()

    def _show(self) -> None:
        found = self._app.attempt(in_context, self._app.study, self.stop)
        if found is not None:
            self.query_one("#walk-text", Static).update(context_of(found))
        total = len(self.walk.stops)
        where = f"{self.at + 1:,} of {total:,}  {bar(self.at + 1, total)}"
        self.query_one(TitleLine).show(self.walk.title, where)
        self.query_one(SplitChoices).show(self.walk.codes, self._marks, self._given.get(self.stop, {}))

    # ---- deciding

    @on(RowList.Chosen, "#walk-codes")
    def _clicked(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_give(event.row + 1)

    def action_give(self, digit: int) -> None:
        """Give the passage a code, or take it off again."""
        if digit > len(self.walk.codes):
            self._app.say(f"There is no code {digit} here.")
            return
        now = self._given.get(self.stop, {})
        said = self._app.attempt(self.walk.give, self.stop, self.walk.codes[digit - 1].id, now)
        self._said(said)

    def _said(self, said: str | None) -> bool:
        if said is None:
            return False
        self._app.say(said)
        self.study_changed()
        return True

    def action_leave(self) -> None:
        """Leave the passage with the code that it had, and go on."""
        if self._said(self._app.attempt(self.walk.settle, self.stop, self._given.get(self.stop, {}))):
            self.action_next()

    def action_looked_for(self) -> None:
        """The codes were looked for in this passage; go on."""
        self.action_leave()

    # ---- going on

    def action_next(self) -> None:
        """The next passage; after the last one, what remains to be asked."""
        if self.at + 1 < len(self.walk.stops):
            self._go(self.at + 1)
        else:
            self._finish()

    def action_previous(self) -> None:
        """The passage before."""
        if self.at:
            self._go(self.at - 1)
        else:
            self._app.say("This is the first one.")

    def _go(self, number: int) -> None:
        self.at = number
        self._show()
        self.query_one("#walk-passage").scroll_home(animate=False)

    def action_scroll(self, direction: int) -> None:
        """Scroll in a long passage."""
        self.query_one("#walk-passage").scroll_relative(y=3 * direction, animate=False)

    def action_in_text(self) -> None:
        """Open the whole text at this passage."""
        self._app.open_source(self.stop.source, self.stop.place.segment)

    def action_back(self) -> None:
        """Stop here; what was decided is kept."""
        self._leave(f"{self._tally()} The rest can wait.")

    def _tally(self) -> str:
        if isinstance(self.walk, Splitting):
            old = self.walk.old.id
            gone = sum(bool(codes) and old not in codes for codes in self._given.values())
            return f"{gone:,} of {len(self.walk.stops):,} were given other codes."
        coded = sum(bool(codes) for codes in self._given.values())
        return f"{coded:,} of {len(self.walk.stops):,} were coded."

    def _leave(self, said: str) -> None:
        self.app.pop_screen()
        self._app.say(said)

    # ---- the end of a split

    def _finish(self) -> None:
        if isinstance(self.walk, Splitting):
            self._ask_for_colleagues(self.walk)
        else:
            self._leave(f"That was the last one. {self._tally()}")

    def _ask_for_colleagues(self, walk: Splitting) -> None:
        study, into = self._app.study, [code.id for code in walk.codes]
        found = self._app.attempt(colleagues_with, study, walk.old.id, into)
        if self._app.is_blind or found is None or not found.alike:
            self._ask_to_retire(walk)
            return
        who = " and ".join(found.names)
        text = (
            f"{who} coded {found.alike:,} of the same passages with “{walk.old.name}” too. Shall they get "
            f"the codes that you gave? Theirs stay theirs, with memo and time."
        )
        if rest := found.passages - found.alike:
            text += f" {rest:,} more on other passages are left to {who}."
        choices = (Choice(id="leave", label="Leave them"), Choice(id="give", label="Give them the same"))

        def told(answer: str | None) -> None:
            if answer == "give":
                self._app.attempt(recode_alike, study, walk.old.id, into)
            self._ask_to_retire(walk)

        self.app.push_screen(Window("The same for others?", text, choices), told)

    def _ask_to_retire(self, walk: Splitting) -> None:
        if not self._is_empty(walk):
            self._leave(f"That was the last one. {self._tally()}")
            return
        text = f"Nothing is coded with “{walk.old.name}” any more. It can stay as it is, or be retired."
        choices = (Choice(id="keep", label="Let it stay"), Choice(id="retire", label="Retire it"))
        self.app.push_screen(Window("Retire the old code?", text, choices), self._told_to_retire(walk))

    def _is_empty(self, walk: Splitting) -> bool:
        from qualkit.actions.code_history import code_use_of
        from qualkit.model.codebook import CodeStatus

        used = self._app.attempt(code_use_of, self._app.study, walk.old.id)
        return used is not None and not used.passages and walk.old.status is not CodeStatus.RETIRED

    def _told_to_retire(self, walk: Splitting) -> Callable[[str | None], None]:
        from qualkit.actions.edit_codebook import retire_code

        def told(answer: str | None) -> None:
            if answer == "retire":
                self._app.attempt(retire_code, self._app.study, walk.old.id)
            self._leave(f"That was the last one. {self._tally()}")

        return told
