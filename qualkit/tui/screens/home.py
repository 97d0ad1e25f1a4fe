"""Home: how far the sources are, who did what lately, what wants attention, what to do next."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Paste, Resize
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.tui import local_time
from qualkit.tui.commands import bindings_for
from qualkit.tui.home_lines import (
    blinded,
    go_on_line,
    lately_lines,
    matter_line,
    source_heading,
    source_line,
)
from qualkit.tui.pasted_paths import paths_in
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.actions.log_lines import LogLine
    from qualkit.actions.workspace import HomeView, Matter
    from qualkit.errors import Conflict
    from qualkit.tui.app import QualkitApp

_LATELY = 6
_LOOK_EVERY = 1.5
"""Seconds between looks for other people's work."""


_GO_ON = (
    ("add", "Add files: drop them here, or look for them", "a"),
    ("search", "Search: find words in all texts, and code what is found", "F3"),
    ("words", "Words: how often they are said, and by whom", "w"),
    ("quotes", "The quote bank: choose quotes and hand them over", "F5"),
    ("codebook", "The codebook: make and describe codes", "F4"),
    ("survey", "The survey: its questions, counted", "F8"),
    ("howmany", "How many: count the codes", "F12"),
    ("topics", "Topics: what is spoken of, sorted by the computer", ""),
    ("suggest", "Proposed codes, learned from your own coding", ""),
    ("people", "People: who took part, and what they agreed to", "p"),
    ("names", "Names: what may tell who somebody is, to be redacted", "n"),
    ("memos", "Memos", "F6"),
    ("log", "The log: who did what, when", "F7"),
)
"""What can always be gone on with: its name, a line, its key."""


def _gap() -> Option:
    return Option("", disabled=True)


def _heading(text: str) -> Option:
    return Option(Content.styled(text, "bold $accent"), disabled=True)


class HomeScreen(Screen[None]):
    """The study at a glance; a source opens by Enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("home"))
    AUTO_FOCUS = "#home-list"

    def __init__(self) -> None:
        super().__init__()
        self._view: HomeView | None = None
        self._lately: Sequence[LogLine] = ()

    def compose(self) -> ComposeResult:
        """Sources, what wants attention and what to go on with as one list; below, what was done lately."""
        yield TitleLine(id="home-title")
        with VerticalScroll(id="home-body", can_focus=False):
            yield OptionList(compact=True, markup=False, id="home-list")
            yield Static("", id="home-lately", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the study, and look from time to time whether somebody has worked on it."""
        self.study_changed()
        self.set_interval(_LOOK_EVERY, self._look)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    def on_screen_resume(self) -> None:
        """Coming back, what was done meanwhile is counted."""
        if self._view is not None:
            self._look()

    def _look(self) -> None:
        from qualkit.actions.workspace import last_event

        if self.is_current and self._app.has_study and self._view is not None:
            newest = self._app.attempt(last_event, self._app.study)
            if newest is not None and newest != self._view.last_event:
                self.study_changed()

    def study_changed(self) -> None:
        """Read the study again and show it."""
        from qualkit.actions.log_lines import log_lines
        from qualkit.actions.workspace import home

        if (view := self._app.attempt(home, self._app.study)) is not None:
            me = self._app.coder if self._app.is_blind else ""
            lines = log_lines(self._app.study, newest=_LATELY)
            self._lately = [line for line in lines if me in ("", line.coder)]
            before = {one.source.name for one in (self._view or view).sources}
            self._view = blinded(view, self._app.coder) if self._app.is_blind else view
            self._draw()
            self._highlight_new(before)

    def on_resize(self, _: Resize) -> None:
        """Columns keep to the width."""
        if self._view is not None:
            self._draw()

    def _draw(self) -> None:
        assert self._view is not None
        view, width = self._view, max(self.size.width - 4, 40)
        study = self._app.study
        self.query_one(TitleLine).show(study.title, f"saved {local_time.now():%H:%M} · {study.coder}")
        self._draw_list(view, width)
        self.query_one("#home-lately", Static).update(lately_lines(self._lately, width))

    def _draw_list(self, view: HomeView, width: int) -> None:
        found = self.query_one(OptionList)
        highlighted = found.highlighted
        id_before = found.get_option_at_index(highlighted).id if highlighted is not None else None
        found.clear_options()
        found.add_options(self._options(view, width))
        ids = [found.get_option_at_index(number).id for number in range(found.option_count)]
        wanted = id_before if id_before and id_before in ids else next((one for one in ids if one), None)
        found.highlighted = ids.index(wanted) if wanted else None

    def _highlight_new(self, known: Set[str]) -> None:
        """What has just come in is what one goes on with."""
        assert self._view is not None
        names = [one.source.name for one in self._view.sources]
        new = next((number for number, name in enumerate(names) if name not in known), None)
        if new is not None:
            found = self.query_one(OptionList)
            found.highlighted = found.get_option_index(f"source:{new}")

    def _options(self, view: HomeView, width: int) -> list[Option]:
        options = [Option(source_heading(view, width), disabled=True)] if view.sources else []
        options += [
            Option(source_line(view, one, width, self._app.coder), id=f"source:{number}")
            for number, one in enumerate(view.sources)
        ]
        if view.matters:
            options += [_gap(), _heading("Wants attention")]
        options += [
            Option(matter_line(matter, width), id=f"matter:{number}")
            for number, matter in enumerate(view.matters)
        ]
        options += [*([_gap()] if options else []), _heading("Go on with")]
        from qualkit.actions.workspace import Next

        step = view.next_step
        if step.kind is not Next.ADD and step.kind is not Next.BANK:
            options.append(Option(f"  {step.text}", id="next"))
        return [*options, *(Option(go_on_line(text, key), id=id_) for id_, text, key in _GO_ON)]

    # ---- what can be done

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._do(event.option.id or "")

    def action_open(self) -> None:
        """Open what is highlighted."""
        found = self.query_one(OptionList)
        if found.highlighted is not None:
            self._do(found.get_option_at_index(found.highlighted).id or "")

    def _do(self, chosen: str) -> None:
        assert self._view is not None
        if chosen.startswith("source:"):
            self._app.open_source(self._view.sources[int(chosen.removeprefix("source:"))].source.name)
        elif chosen == "next":
            self._next()
        elif chosen.startswith("matter:"):
            self._settle(self._view.matters[int(chosen.removeprefix("matter:"))])
        elif chosen == "add":
            self.action_add()
        else:
            self._app.show(chosen)

    def _settle(self, matter: Matter) -> None:
        """Go where a matter that wants attention is settled."""
        from qualkit.actions.workspace import Attention

        if matter.code_id:
            from qualkit.tui.screens.codebook import CodebookScreen

            self.app.push_screen(CodebookScreen(code_id=matter.code_id))
        elif matter.kind in (Attention.SAFEGUARDING, Attention.FLAGGED):
            self._app.show("flags")
        elif matter.kind is Attention.LOST:
            self._app.show("lost")
        elif matter.kind is Attention.AWAITING:
            from qualkit.tui.screens.agree import AgreeScreen

            self.app.push_screen(AgreeScreen(matter.source))
        elif matter.source:
            self._app.open_source(matter.source)
        elif matter.kind is Attention.UNREAD:
            self._next()
        elif matter.kind is Attention.UNSAVED:
            self._app.slowly(self._app.save_as_text, self._saved)
        else:
            self._app.say(f"{matter.text}: qualkit status, in the command line, says which.")

    def _saved(self, conflict: Conflict | None) -> None:
        if conflict is None:
            self._app.say("The work is written as text files, for your team.")
            self.study_changed()
        else:
            self._app.say_error(conflict)

    def _next(self) -> None:
        assert self._view is not None
        if self._view.next_step.source:
            self._app.open_source(self._view.next_step.source)
        else:
            self.action_add()

    def action_add(self) -> None:
        """Look for files to bring in."""
        from qualkit.actions.add import readable_suffixes
        from qualkit.tui.screens.choose import ChooseScreen, documents_folder

        self.app.push_screen(ChooseScreen("Add a file", documents_folder(), readable_suffixes()), self.add)

    def add(self, paths: tuple[Path, ...] | None) -> None:
        """Bring files in, once it was looked at what they are."""
        from qualkit.tui.screens.add import AddScreen

        if paths:
            self.app.push_screen(AddScreen(paths))

    def on_paste(self, event: Paste) -> None:
        """Files dropped on the screen, or their paths pasted."""
        event.stop()
        if paths := paths_in(event.text):
            self.add(paths)
        else:
            self._app.say("That is not a file's path: nothing was added.", is_warning=True)

    def action_people(self) -> None:
        """Who took part."""
        self._app.show("people")

    def action_names(self) -> None:
        """Words that may tell who somebody is."""
        self._app.show("names")

    def action_words(self) -> None:
        """How often words are said."""
        self._app.show("words")

    def action_other_study(self) -> None:
        """Close this study and choose another one."""
        self._app.start()
