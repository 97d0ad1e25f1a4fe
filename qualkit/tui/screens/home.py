"""Home: how far the sources are, who did what lately, what wants attention, what to do next."""

from __future__ import annotations

from datetime import datetime
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

from qualkit.tui.commands import bindings_for
from qualkit.tui.home_lines import attention_lines, lately_lines, source_heading, source_line
from qualkit.tui.pasted_paths import paths_in
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.actions.workspace import HomeView
    from qualkit.tui.app import QualkitApp

_LOOK_EVERY = 1.5
"""Seconds between looks for other people's work."""


class HomeScreen(Screen[None]):
    """The study at a glance; a source opens by Enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("home"))
    AUTO_FOCUS = "#home-list"

    def __init__(self) -> None:
        super().__init__()
        self._view: HomeView | None = None

    def compose(self) -> ComposeResult:
        """Sources and next steps as one list; what wants attention, and what happened, below."""
        yield TitleLine(id="home-title")
        with VerticalScroll(id="home-body", can_focus=False):
            yield OptionList(compact=True, markup=False, id="home-list")
            yield Static("", id="home-matters", markup=False)
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
        from qualkit.actions.workspace import home

        if (view := self._app.attempt(home, self._app.study)) is not None:
            self._view = view
            self._draw()

    def on_resize(self, _: Resize) -> None:
        """Columns keep to the width."""
        if self._view is not None:
            self._draw()

    def _draw(self) -> None:
        assert self._view is not None
        view, width = self._view, max(self.size.width - 4, 40)
        study = self._app.study
        self.query_one(TitleLine).show(study.title, f"saved {datetime.now():%H:%M} · {study.coder}")
        self._draw_list(view, width)
        self.query_one("#home-matters", Static).update(attention_lines(view, width))
        self.query_one("#home-lately", Static).update(lately_lines(view, width))

    def _draw_list(self, view: HomeView, width: int) -> None:
        found = self.query_one(OptionList)
        highlighted = found.highlighted
        id_before = found.get_option_at_index(highlighted).id if highlighted is not None else None
        found.clear_options()
        found.add_options(self._options(view, width))
        ids = [found.get_option_at_index(number).id for number in range(found.option_count)]
        wanted = id_before if id_before and id_before in ids else next((one for one in ids if one), None)
        found.highlighted = ids.index(wanted) if wanted else None

    def _options(self, view: HomeView, width: int) -> list[Option]:
        options = [Option(source_heading(view, width), disabled=True)] if view.sources else []
        options += [
            Option(source_line(view, one, width, self._app.coder), id=f"source:{number}")
            for number, one in enumerate(view.sources)
        ]
        options += [Option("", disabled=True)] if view.sources else []
        options.append(Option(Content.styled("Go on with", "bold $accent"), disabled=True))
        from qualkit.actions.workspace import Next

        step = view.next_step
        if step.kind is not Next.ADD and step.kind is not Next.BANK:
            options.append(Option(f"  {step.text}", id="next"))
        return [*options, Option("  Add files: drop them here, or look for them", id="add")]

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
        elif chosen == "add":
            self.action_add()

    def _next(self) -> None:
        assert self._view is not None
        if self._view.next_step.source:
            self._app.open_source(self._view.next_step.source)
        else:
            self.action_add()

    def action_add(self) -> None:
        """Look for files to bring in."""
        from qualkit.tui.screens.add import SUFFIXES
        from qualkit.tui.screens.choose import ChooseScreen, documents_folder

        self.app.push_screen(ChooseScreen("Add a file", documents_folder(), SUFFIXES), self.add)

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

    def action_other_study(self) -> None:
        """Close this study and choose another one."""
        self._app.start()
